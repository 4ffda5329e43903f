import type { Subject } from '../subject.js';
import * as acceptanceRoutes from './acceptance-routes.js';
import { readLiability } from './liability.js';
import * as quotaRoutes from './quota-routes.js';
import { foldPastDays, reckonLiabilities } from './jobs.js';
import * as routes from './routes.js';
import * as supplyRoutes from './supply-routes.js';
import { rows, tables } from './tables.js';

export const programs: Subject = {
  routes: { ...routes, ...quotaRoutes, ...acceptanceRoutes, ...supplyRoutes, readLiability },
  tables,
  rows,
  jobs: { foldPastDays, reckonLiabilities },
};
