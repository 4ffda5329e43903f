/**
 * Suspends the organisation's own programmes that somebody forged, where it wants that: nothing is issued, spent or sent of a
 * programme that is suspended. To resume it is people's business.
 */
import { setProgramStatus, type Program } from '@commonpoint/catalogue';
import type { Gateway } from '../gateway.js';
import type { Log } from '../log.js';
import type { Raised } from '../watch/ledger-watch.js';
import type { Job } from './periodically.js';

/** After something was found, and after what could not be done. */
const PAUSE_MS = 50;

export interface SuspendForgedParts {
  readonly watch: {
    readonly status: { readonly findings: number };
    onFinding(listener: (raised: Raised) => void): void;
    keep(upTo: number): void;
  };
  /** Whether it is done at all. */
  readonly isWanted: boolean;
  /** The last block that the gateway has. */
  readonly lastBlock: () => number;
  /** The organisation's own programmes. */
  readonly programs: () => readonly Program[];
  readonly transactions: Pick<Gateway['transactions'], 'run'>;
  readonly log: Log;
}

export function suspendForgedPrograms({
  watch,
  isWanted,
  lastBlock,
  programs,
  transactions,
  log,
}: SuspendForgedParts): {
  readonly job: Job;
  /** Whether all that was found was acted on. */
  readonly isDone: () => boolean;
} {
  /** With the block that it was found in, which the gateway may not have read (again) yet. */
  const due = new Map<string, number>();
  let ask = (): void => undefined;
  watch.onFinding(({ finding, isOld }) => {
    // What an earlier run knew was acted on then; people may have resumed the programme since.
    if (isOld || !isWanted) return;
    for (const programId of finding.programs ?? []) due.set(programId, finding.block);
    if (due.size > 0) ask();
  });
  const suspend = async ([programId, block]: [string, number]): Promise<void> => {
    if (lastBlock() < block) return;
    if (programs().some((program) => program.programId === programId && program.status === 'active')) {
      await transactions.run('admin', setProgramStatus, { programId, status: 'suspended' });
      log.error({ programId }, 'A programme was suspended, as somebody forged it');
    }
    if (due.get(programId) === block) due.delete(programId);
  };
  return {
    isDone: () => due.size === 0,
    job: {
      name: 'suspend-forged-programs',
      pauseMs: () => (due.size > 0 ? PAUSE_MS : Infinity),
      waits: (given) => (ask = given),
      run: async () => {
        const { findings } = watch.status;
        await Promise.all([...due].map(suspend));
        if (due.size === 0) watch.keep(findings);
      },
    },
  };
}
