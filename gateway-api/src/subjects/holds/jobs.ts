/**
 * Voids holds past their end, so that what nobody captured is spendable again without anybody asking.
 *
 * The custodian's gateway does it, or that of whoever serves the accounts of a custodian that left, a bounded number at a time. The id of
 * each void follows from its hold: two rounds, or a round and a restart, post the same operation, which the ledger does once.
 */
import { createHash } from 'node:crypto';
import type { Operation } from '@commonpoint/catalogue';
import type { Caller } from '../../caller.js';
import type { Job } from '../../jobs/periodically.js';
import type { CreateJob } from '../subject.js';
import { organizationQueries } from '../organizations/reads.js';
import { holdQueries } from './reads.js';

/** Holds voided in one round. */
const HOLDS_AT_ONCE_MAX = 500;
/**
 * So often that a capture which was endorsed before the hold's end and kept back has seconds and not minutes: the ledger
 * judges no time at commit, and the void is what it meets. A look costs one search in an index.
 */
const SWEPT_EVERY_MS = 1_000;
/** The ledger has a millisecond's view of the end, and clocks that set it are not this one. */
const MARGIN_MS = 1_000;
/** A round waits this long for its operations; they go on when it is over. */
const WAIT_MS = 30_000;

export const voidExpiredHolds: CreateJob = ({ mspId, projection, operations }, log, everyMs = SWEPT_EVERY_MS): Job => {
  const { holdsPastEnd, leftPastEnd } = projection.of(holdQueries);
  const { servedBy } = projection.of(organizationQueries);
  return {
    name: 'void-expired-holds',
    pauseMs: () => everyMs,
    async run() {
      const endedMs = Date.now() - MARGIN_MS;
      const [, ...predecessors] = servedBy(mspId);
      const holds = [
        ...holdsPastEnd(mspId, endedMs, HOLDS_AT_ONCE_MAX),
        ...predecessors.flatMap((each) => leftPastEnd(each, endedMs, HOLDS_AT_ONCE_MAX)),
      ].slice(0, HOLDS_AT_ONCE_MAX);
      if (holds.length === 0) return;
      const voids = holds.map(({ mspId: holdMspId, holdId }): Operation => ({
        kind: 'void',
        id: voidingId(holdMspId, holdId),
        holdMspId,
        holdId,
      }));
      const caller: Caller = { organization: mspId, mspId, clientId: 'gateway', role: 'operator' };
      const answer = await operations.submit(caller, voids, { waitMs: WAIT_MS });
      if (answer.kind === 'conflict' || answer.kind === 'in-flight') return;
      const voided = answer.results.filter(({ state }) => state === 'committed').length;
      if (voided > 0) log.info({ holds: holds.length, voided }, 'Expired holds were voided');
    },
  };
};

function voidingId(mspId: string, holdId: string): string {
  return `ev-${createHash('sha256').update(`${mspId} ${holdId}`).digest('hex').slice(0, 40)}`;
}
