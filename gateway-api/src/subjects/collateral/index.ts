import type { Subject } from '../subject.js';
import * as statementRoutes from './line-statement.js';
import * as pledgeRoutes from './pledge-routes.js';
import * as lineRoutes from './routes.js';
import { rows, tables } from './tables.js';

export const collateral: Subject = {
  routes: { ...lineRoutes, ...pledgeRoutes, ...statementRoutes },
  tables,
  rows,
  jobs: {},
};
