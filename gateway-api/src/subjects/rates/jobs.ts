/**
 * Withdraws rates past their end: what of their quota was not used goes back to its programme, and an exchange that was
 * endorsed before the end and kept back has no effect any more, as the ledger judges no time at commit.
 *
 * The gateways of both issuers do it, whichever comes first; what is withdrawn already is left. One that cannot be withdrawn,
 * while the target's issuer is away, is suspended meanwhile.
 */
import { setRateStatus } from '@commonpoint/catalogue';
import type { Job } from '../../jobs/periodically.js';
import type { CreateJob } from '../subject.js';
import { rateQueries } from './reads.js';

const SWEPT_EVERY_MS = 1_000;
/** Clocks that set a rate's end are not this one. */
const MARGIN_MS = 1_000;
/** While the other issuer is away, perhaps for good, there is no hurry: the rate is suspended by then. */
const AWAY_PAUSE_MS = 15_000;

export const withdrawEndedRates: CreateJob = (
  { mspId, projection, transactions },
  log,
  everyMs = SWEPT_EVERY_MS,
): Job => {
  const { ratesPastEnd } = projection.of(rateQueries);
  let isAway = false;
  return {
    name: 'withdraw-ended-rates',
    pauseMs: () => (isAway ? Math.max(everyMs, AWAY_PAUSE_MS) : everyMs),
    async run() {
      isAway = false;
      for (const { sourceProgramId, targetProgramId, version, status, validUntil } of ratesPastEnd(
        mspId,
        Date.now() - MARGIN_MS,
      )) {
        const rate = { sourceProgramId, targetProgramId, version };
        try {
          await transactions.run('admin', setRateStatus, { ...rate, status: 'withdrawn' });
          log.info({ ...rate, validUntil }, 'A rate past its end was withdrawn');
        } catch (error) {
          isAway = true;
          // Giving quota back needs the target's issuer; to close the window, anybody's word is enough.
          if (status === 'accepted') await transactions.run('admin', setRateStatus, { ...rate, status: 'suspended' });
          log.warn({ ...rate, validUntil, err: error }, 'A rate past its end cannot be withdrawn yet');
        }
      }
    },
  };
};
