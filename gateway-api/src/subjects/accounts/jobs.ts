/** Writes the lines of accounts' statements when no blocks come, and some all the same where many wait. */
import { whenQuiet } from '../../jobs/when-quiet.js';
import type { CreateJob } from '../subject.js';
import { accountLineQueries } from './account-lines.js';

/** Where so many receipts wait, some 500 a second are worked through while blocks come, lest it takes long when somebody asks. */
const [BEHIND, STEPS_WHILE_BEHIND] = [20_000, 2];

export const writeAccountLines: CreateJob = ({ projection }) => {
  const { advance, isBehind } = projection.of(accountLineQueries);
  return whenQuiet({
    name: 'write-statement-lines',
    lastBlock: () => projection.lastBlock(),
    advance,
    stepsWhileBusy: () => (isBehind(BEHIND) ? STEPS_WHILE_BEHIND : 0),
  });
};
