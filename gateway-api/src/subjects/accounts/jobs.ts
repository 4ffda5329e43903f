/** Writes the lines of accounts' statements when no blocks come. */
import { whenQuiet } from '../../jobs/when-quiet.js';
import type { CreateJob } from '../subject.js';
import { accountLineQueries } from './account-lines.js';

export const writeAccountLines: CreateJob = ({ projection }) => {
  const { advance } = projection.of(accountLineQueries);
  return whenQuiet({ name: 'write-statement-lines', lastBlock: () => projection.lastBlock(), advance });
};
