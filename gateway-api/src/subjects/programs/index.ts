import type { Subject } from '../subject.js';
import * as acceptanceRoutes from './acceptance-routes.js';
import { readLiability } from './liability.js';
import * as quotaRoutes from './quota-routes.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const programs: Subject = {
  routes: { ...routes, ...quotaRoutes, ...acceptanceRoutes, readLiability },
  tables,
  rows,
};
