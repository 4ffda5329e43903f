import type { Subject } from '../subject.js';
import { signCheckpoints } from './jobs.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const evidence: Subject = { routes, tables, rows, jobs: { signCheckpoints } };
