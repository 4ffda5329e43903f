import type { Subject } from '../subject.js';
import { redeemDueNotes } from './jobs.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const notes: Subject = { routes, tables, rows, jobs: { redeemDueNotes } };
