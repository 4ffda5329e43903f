import type { Subject } from '../subject.js';
import * as routes from './routes.js';

export const network: Subject = { routes };
