/** Completes erasures that were cut off: what the ledger has as erased is destroyed here too, also after the database was lost. */
import type { CreateJob } from '../subject.js';
import { completeErasure } from './erasing.js';
import { accountQueries } from './reads.js';

const LOOKED_EVERY_MS = 60_000;
const FIRST_MS = 1_000;
const FIRST_ROUNDS = 30;
/** So long its transaction cannot be on its way: the request was refused, and nobody asked again. */
const GIVEN_UP_MS = 24 * 60 * 60 * 1000;

export const completeErasures: CreateJob = (gateway, log, everyMs) => ({
  name: 'complete-erasures',
  pauseMs: (rounds) => everyMs ?? (rounds < FIRST_ROUNDS ? FIRST_MS : LOOKED_EVERY_MS),
  async run(signal) {
    for (const erasing of gateway.pseudonyms.erasing) {
      if (signal.aborted || !(await gateway.caughtUp())) return;
      const { accountId, since } = erasing;
      if (gateway.projection.of(accountQueries).account(accountId)?.erasure !== undefined) {
        await completeErasure(gateway, erasing, 'operator');
        log.info({ accountId }, 'An erasure that was cut off was completed');
      } else if (Date.now() - Date.parse(since) > GIVEN_UP_MS) gateway.pseudonyms.giveUp(accountId);
    }
  },
});
