/** Forgets idempotency keys and finished operations after a while; the ledger knows an operation's id for ever. */
import type { GroupCommit } from '../store/group-commit.js';
import type { Job } from './periodically.js';

const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const EVERY_MS = 60 * 60 * 1000;

export const forgetOldWork = (commits: GroupCommit, kept: readonly { forgetBefore(time: Date): unknown }[]): Job => ({
  name: 'forget-old-work',
  pauseMs: () => EVERY_MS,
  run: () =>
    commits.run(() => {
      const end = new Date(Date.now() - KEPT_MS);
      for (const rows of kept) rows.forgetBefore(end);
    }),
});
