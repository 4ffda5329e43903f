/**
 * Folds the supply rows of days that are over, so that a programme's supply stays quick to sum up, and what a day retired
 * comes back as quota where the cap is on what is outstanding.
 *
 * The issuer's gateway does it. A row is folded by its deletion, so that two gateways, or a restart, fold it once; what one
 * finds folded is not there any more.
 */
import { dayByAnyClock, foldSupply } from '@commonpoint/catalogue';
import { whenQuiet } from '../../jobs/when-quiet.js';
import type { CreateJob } from '../subject.js';
import { liabilityQueries } from './liability-reckoning.js';
import { programQueries } from './reads.js';

const LOOKED_EVERY_MS = 60_000;
/** While blocks come, so much is done of it all the same, lest it takes long when somebody asks. */
const STEPS_WHILE_BUSY = 2;
/** The same where so many receipts wait: some 8,000 every two seconds, which takes a tenth of the time. */
const [BEHIND, STEPS_WHILE_BEHIND] = [50_000, 40];
/** More than an organisation has. */
const PROGRAMS_MAX = 10_000;

export const foldPastDays: CreateJob = ({ mspId, projection, transactions }, log, everyMs = LOOKED_EVERY_MS) => {
  const { programs, daysToFold } = projection.of(programQueries);
  const fold = async (programId: string, period: string, signal: AbortSignal): Promise<void> => {
    let folded = 0;
    for (let more = true; more && !signal.aborted;) {
      const { reply } = await transactions.run('operator', foldSupply, { programId, period });
      ({ more } = reply);
      folded += reply.folded;
    }
    if (folded > 0) log.info({ programId, period, folded }, 'Supply of a past day was folded');
  };
  return {
    name: 'fold-past-days',
    pauseMs: () => everyMs,
    async run(signal) {
      const today = dayByAnyClock(new Date().toISOString());
      const own = programs('', PROGRAMS_MAX).filter(({ issuer }) => issuer === mspId);
      const due = own.flatMap(({ programId }) => daysToFold(programId, today).map((period) => ({ programId, period })));
      for (const { programId, period } of due) {
        if (signal.aborted) return;
        await fold(programId, period, signal).catch((error: unknown) => {
          // Another day that is folded in part comes first, say; the other days are none the worse for it.
          log.warn({ err: error, programId, period }, 'A past day could not be folded now');
        });
      }
    },
  };
};

/** Keeps up what programmes owe by month of issue, mostly when no blocks come. */
export const reckonLiabilities: CreateJob = ({ projection }) => {
  const { advance, isBehind } = projection.of(liabilityQueries);
  return whenQuiet({
    name: 'reckon-liabilities',
    lastBlock: () => projection.lastBlock(),
    advance,
    stepsWhileBusy: () => (isBehind(BEHIND) ? STEPS_WHILE_BEHIND : STEPS_WHILE_BUSY),
  });
};
