/**
 * Whether the own peer runs the chaincode, asked until it does: a peer that lost what it had answers for itself long before, and
 * nobody may be writing.
 */
import { getProgram, type Role } from '@commonpoint/catalogue';
import type { Channel } from '../channel/channel.js';
import type { Job } from './periodically.js';

const EVERY_MS = 2_000;

export function watchChaincode(channel: Pick<Channel, 'evaluate'>, isMissing: () => boolean, reader: () => Role): Job {
  let hasAnswered = false;
  return {
    name: 'watch-chaincode',
    pauseMs: () => EVERY_MS,
    async run() {
      if (hasAnswered && !isMissing()) return;
      // Also a refusal is an answer.
      await channel.evaluate(reader(), getProgram.name, JSON.stringify({ programId: 'none' })).catch(() => undefined);
      hasAnswered = !isMissing();
    },
  };
}
