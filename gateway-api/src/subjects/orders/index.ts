import type { Subject } from '../subject.js';
import * as routes from './routes.js';
import { seizePoints } from './seize-points.js';
import { rows, tables } from './tables.js';

export const orders: Subject = { routes: { ...routes, seizePoints }, tables, rows };
