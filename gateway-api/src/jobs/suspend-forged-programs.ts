/**
 * Suspends the organisation's own programmes that somebody forged, where it wants that: nothing is issued, spent or sent of a
 * programme that is suspended. To resume it is people's business.
 */
import { setProgramStatus, type Program } from '@commonpoint/catalogue';
import type { Gateway } from '../gateway.js';
import type { Log } from '../log.js';
import type { Raised } from '../watch/ledger-watch.js';
import type { Job } from './periodically.js';

const EVERY_MS = 200;

export interface SuspendForgedParts {
  readonly watch: { onFinding(listener: (raised: Raised) => void): void; keep(): void };
  /** The organisation's own programmes. */
  readonly programs: () => readonly Program[];
  readonly transactions: Pick<Gateway['transactions'], 'run'>;
  readonly log: Log;
}

export function suspendForgedPrograms({ watch, programs, transactions, log }: SuspendForgedParts): {
  readonly job: Job;
  /** Whether all that was found was acted on. */
  readonly isDone: () => boolean;
} {
  const due = new Set<string>();
  watch.onFinding(({ finding, isOld }) => {
    // What an earlier run knew was acted on then; people may have resumed the programme since.
    if (!isOld) for (const { programId } of programs()) if (finding.programs?.includes(programId)) due.add(programId);
  });
  const suspend = async (programId: string): Promise<void> => {
    if (programs().some((program) => program.programId === programId && program.status === 'active')) {
      await transactions.run('admin', setProgramStatus, { programId, status: 'suspended' });
      log.error({ programId }, 'A programme was suspended, as somebody forged it');
    }
    due.delete(programId);
  };
  return {
    isDone: () => due.size === 0,
    job: {
      name: 'suspend-forged-programs',
      pauseMs: () => EVERY_MS,
      run: async () => {
        if (due.size === 0) return;
        await Promise.all([...due].map(suspend));
        watch.keep();
      },
    },
  };
}
