import type { Subject } from '../subject.js';
import { anchorDetails } from './anchor-job.js';
import { proveConsistency } from './consistency-route.js';
import * as detailRoutes from './detail-routes.js';
import { signCheckpoints } from './jobs.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const evidence: Subject = {
  routes: { ...routes, ...detailRoutes, proveConsistency },
  tables,
  rows,
  jobs: { signCheckpoints, anchorDetails },
};
