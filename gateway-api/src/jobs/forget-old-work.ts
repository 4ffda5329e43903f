/** Forgets idempotency keys and finished operations after a while; the ledger knows an operation's id for ever. */
import type { GroupCommit } from '../store/group-commit.js';
import type { Job } from './periodically.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

/** @param atLeast how late it is for certain, in milliseconds */
export const forgetOldWork = (
  commits: Pick<GroupCommit, 'run'>,
  kept: readonly { forgetBefore(time: Date): unknown }[],
  atLeast: () => number,
  days = 30,
): Job => ({
  name: 'forget-old-work',
  pauseMs: () => EVERY_MS,
  run: () =>
    commits.run(() => {
      const end = new Date(Math.max(0, atLeast() - days * DAY_MS));
      for (const rows of kept) rows.forgetBefore(end);
    }),
});
