import type { Subject } from '../subject.js';
import * as configurationRoutes from './configuration-routes.js';
import * as routes from './routes.js';

export const explorer: Subject = { routes: { ...routes, ...configurationRoutes } };
