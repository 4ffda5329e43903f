import type { Subject } from '../subject.js';
import { writeStatementLines } from './jobs.js';
import { readStatement } from './read-statement.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const accounts: Subject = { routes: { ...routes, readStatement }, tables, rows, jobs: { writeStatementLines } };
