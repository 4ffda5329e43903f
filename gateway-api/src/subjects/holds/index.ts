import type { Subject } from '../subject.js';
import { voidExpiredHolds } from './jobs.js';
import { listOpenHolds } from './list-open-holds.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const holds: Subject = { routes: { ...routes, listOpenHolds }, tables, rows, jobs: { voidExpiredHolds } };
