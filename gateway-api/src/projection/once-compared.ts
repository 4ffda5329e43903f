/** The same channel, on which nothing is written before the ledger was compared with the gateway's file. */
import { setTimeout as pause } from 'node:timers/promises';
import { ChannelFailure, type Channel } from '../channel/channel.js';
import type { LedgerIdentity } from './ledger-identity.js';

/** A peer that is there tells its blocks within milliseconds. */
const PATIENCE_MS = 1_000;

export function onceCompared(channel: Channel, identity: Pick<LedgerIdentity, 'confirmed'>): Channel {
  let isConfirmed = false;
  const compared = async (): Promise<void> => {
    if (isConfirmed) return;
    const late = pause(PATIENCE_MS, true, { ref: false });
    const isLate = await Promise.race([identity.confirmed.then(() => false), late]).catch(() => true);
    if (isLate) throw new ChannelFailure('unavailable', 'The peer’s ledger could not be compared with the file yet.');
    isConfirmed = true;
  };
  return {
    evaluate: (...call) => channel.evaluate(...call),
    async endorse(...call) {
      await compared();
      return channel.endorse(...call);
    },
    async submit(...call) {
      await compared();
      return channel.submit(...call);
    },
    blocks: (...call) => channel.blocks(...call),
    encodedBlocks: (...call) => channel.encodedBlocks(...call),
    height: () => channel.height(),
    close: () => channel.close(),
  };
}
