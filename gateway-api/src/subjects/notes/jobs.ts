/**
 * Redeems notes that are due, so that their points can be spent without anybody asking.
 *
 * The gateways of the account's custodian, or of whoever serves its accounts since it left, and of the issuer do it, whichever comes first: neither keeps a note by leaving it. The
 * id of each redemption follows from its note: two rounds, or a round and a restart, post the same operation.
 */
import { createHash } from 'node:crypto';
import { earnedDayOf, type Operation } from '@commonpoint/catalogue';
import type { Caller } from '../../caller.js';
import type { Job } from '../../jobs/periodically.js';
import type { CreateJob } from '../subject.js';
import { organizationQueries } from '../organizations/reads.js';
import { noteQueries } from './reads.js';

/** Notes redeemed in one round. */
const NOTES_AT_ONCE_MAX = 500;
/** They are due with a day. */
const LOOKED_EVERY_MS = 60_000;
/** A round waits this long for its operations; they go on when it is over. */
const WAIT_MS = 30_000;

export const redeemDueNotes: CreateJob = ({ mspId, projection, operations }, log, everyMs = LOOKED_EVERY_MS): Job => {
  const { notesDue } = projection.of(noteQueries);
  const { servedBy } = projection.of(organizationQueries);
  return {
    name: 'redeem-due-notes',
    pauseMs: () => everyMs,
    async run() {
      const day = earnedDayOf(new Date().toISOString());
      // Of one that left its accounts come here, and not what it issued.
      const of = (each: string) => notesDue(each, each === mspId ? mspId : undefined, day, NOTES_AT_ONCE_MAX);
      const due = new Map(
        servedBy(mspId)
          .flatMap(of)
          .map((note) => [`${note.mspId} ${note.noteId}`, note]),
      );
      const notes = [...due.values()].slice(0, NOTES_AT_ONCE_MAX);
      if (notes.length === 0) return;
      const redemptions = notes.map(({ mspId: noteMspId, noteId }): Operation => ({
        kind: 'redeem-note',
        id: redemptionId(noteMspId, noteId),
        noteMspId,
        noteId,
      }));
      const caller: Caller = { organization: mspId, mspId, clientId: 'gateway', role: 'operator' };
      const answer = await operations.submit(caller, redemptions, { waitMs: WAIT_MS });
      if (answer.kind === 'conflict' || answer.kind === 'in-flight') return;
      const redeemed = answer.results.filter(({ state }) => state === 'committed').length;
      if (redeemed > 0) log.info({ notes: notes.length, redeemed }, 'Notes that were due were redeemed');
    },
  };
};

function redemptionId(mspId: string, noteId: string): string {
  return `rn-${createHash('sha256').update(`${mspId} ${noteId}`).digest('hex').slice(0, 40)}`;
}
