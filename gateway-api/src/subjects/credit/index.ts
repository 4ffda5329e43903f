import type { Subject } from '../subject.js';
import { putBackCredit, releaseSettledCredit } from './jobs.js';
import * as routes from './routes.js';
import { eachBlock } from './told.js';
import { rows, tables } from './tables.js';

export const credit: Subject = { routes, tables, rows, eachBlock, jobs: { putBackCredit, releaseSettledCredit } };
