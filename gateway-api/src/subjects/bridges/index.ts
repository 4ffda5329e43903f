import type { Subject } from '../subject.js';
import * as routes from './routes.js';

export const bridges: Subject = { routes };
