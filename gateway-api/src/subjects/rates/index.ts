import type { Subject } from '../subject.js';
import { withdrawEndedRates } from './jobs.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const rates: Subject = { routes, tables, rows, jobs: { withdrawEndedRates } };
