import type { Subject } from '../subject.js';
import { makeDueStatements } from './jobs.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const statements: Subject = { routes, tables, rows, jobs: { makeDueStatements } };
