import type { Subject } from '../subject.js';
import { putBackCredit, releaseSettledCredit } from './jobs.js';
import * as statementRoutes from './credit-statement.js';
import * as creditRoutes from './routes.js';
import { eachBlock } from './told.js';
import { rows, tables } from './tables.js';

export const credit: Subject = {
  routes: { ...creditRoutes, ...statementRoutes },
  tables,
  rows,
  eachBlock,
  jobs: { putBackCredit, releaseSettledCredit },
};
