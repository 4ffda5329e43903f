import type { Subject } from '../subject.js';
import * as routes from './routes.js';
import { rows, tables } from './tables.js';

export const orders: Subject = { routes, tables, rows };
