/** Express's router, filled from the table of routes; what no route takes is 404 or 405 with `Allow`. */
import { Router } from 'express';
import { createPipeline, type PipelineSurroundings } from './pipeline.js';
import { Problem } from './problem.js';
import type { Route } from './route.js';

/** `/v1/programs/{programId}` as Express writes it. */
const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** How many parts of its path are open. */
const openIn = ({ path }: Route): number => path.split('{').length - 1;

export function createRouter(routes: readonly Route[], surroundings: PipelineSurroundings): Router {
  const router = Router({ caseSensitive: true, strict: true });
  // What a path says by a word comes before what it leaves open: `/operations/{operationId}/proof` before `/{mspId}/{operationId}`.
  for (const route of routes.toSorted((a, b) => openIn(a) - openIn(b)))
    router[route.method](expressPath(route.path), createPipeline(route, surroundings));
  for (const [path, sharing] of Map.groupBy(routes, (route) => route.path)) {
    const methods = sharing.map((route) => route.method.toUpperCase()).toSorted();
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    router.all(expressPath(path), (request, response) => {
      request.observed.route = path;
      if (request.method === 'OPTIONS') {
        response.setHeader('allow', allow);
        response.statusCode = 204;
        response.end();
        return;
      }
      throw new Problem('METHOD_NOT_ALLOWED', `this resource takes ${allow}`, { headers: { allow } });
    });
  }
  return router;
}
