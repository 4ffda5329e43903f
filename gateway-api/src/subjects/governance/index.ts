import type { Subject } from '../subject.js';
import { renewPoliciesOfMembers } from './jobs.js';
import * as memberRoutes from './member-routes.js';
import * as planRoutes from './plan-routes.js';
import * as proposalRoutes from './proposal-routes.js';
import { rows, tables } from './tables.js';

export const governance: Subject = {
  routes: { ...proposalRoutes, ...memberRoutes, ...planRoutes },
  tables,
  rows,
  jobs: { renewPoliciesOfMembers },
};
