import type { Subject } from '../subject.js';
import * as balances from './balance-routes.js';
import { giveBackAborted } from './jobs.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const migration: Subject = { routes: { ...routes, ...balances }, tables, rows, jobs: { giveBackAborted } };
