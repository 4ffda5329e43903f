/** Forgets idempotency keys and finished operations after a while; the ledger knows an operation's id for ever. */
import type { GroupCommit } from '../store/group-commit.js';
import type { Job } from './periodically.js';

/** Of what nobody says otherwise. */
export const KEPT_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** @param atLeast how late it is for certain, in milliseconds */
export const forgetOldWork = (
  commits: Pick<GroupCommit, 'run'>,
  kept: readonly { readonly rows: readonly { forgetBefore(time: Date): unknown }[]; readonly days: number }[],
  atLeast: () => number,
): Job => ({
  name: 'forget-old-work',
  pauseMs: () => EVERY_MS,
  run: () =>
    commits.run(() => {
      for (const { rows, days } of kept) {
        const end = new Date(Math.max(0, atLeast() - days * DAY_MS));
        for (const each of rows) each.forgetBefore(end);
      }
    }),
});
