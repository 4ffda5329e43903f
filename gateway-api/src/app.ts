/** The Express application: observation, security headers, routes, and the one place where errors become replies. */
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { GatewayConfig } from './config.js';
import { createAuthenticate } from './http/authentication.js';
import type { HttpMetrics } from './http/metrics.js';
import { createObservation, type TracedRequest } from './http/observation.js';
import { Problem } from './http/problem.js';
import { createRateLimit } from './http/rate-limit.js';
import { sendProblem } from './http/reply.js';
import type { Route } from './http/route.js';
import { createRouter } from './http/router.js';
import type { Gateway } from './gateway.js';
import type { Log } from './log.js';
import { routes } from './subjects/index.js';
import { createBrowserHeaders } from './http/browser-headers.js';
import { createSignInRoutes } from './http/sign-in-routes.js';
import { createServiceRoutes } from './http/service-routes.js';
import type { SignIn } from './sign-in/sign-in.js';
import type { Tokens } from './sign-in/tokens.js';
import type { AccessEntry } from './store/access-log.js';
import type { ApiKeys } from './store/api-keys.js';

export interface AppSurroundings {
  readonly config: Pick<GatewayConfig, 'organization' | 'mspId' | 'limits'>;
  readonly gateway: Gateway;
  /** Asked at every request, so that keys can be changed while running. */
  readonly apiKeys: () => ApiKeys;
  /** Taken besides API keys. */
  readonly tokens?: Tokens | undefined;
  /** How people sign in, where they may. */
  readonly signIn?: SignIn | undefined;
  readonly log: Log;
  readonly metrics: HttpMetrics;
  /** Told of every request of `/v1` when it is over. */
  readonly record?: (entry: AccessEntry) => void;
  /** Told of every request that is to be recorded in its trace. */
  readonly traced?: ((request: TracedRequest) => void) | undefined;
  readonly isStopping: () => boolean;
  readonly version: string;
}

/** Besides those of `/v1`, for the description and the tests. */
export function createApp(surroundings: AppSurroundings): { readonly app: Express; readonly routes: readonly Route[] } {
  const { config, gateway, log, metrics, signIn } = surroundings;
  let openApiText: string | undefined;
  const allRoutes: readonly Route[] = [
    ...routes,
    ...createServiceRoutes({
      registry: metrics.registry,
      isStopping: surroundings.isStopping,
      openApi: async () => {
        // The generator is loaded only by those who ask for it.
        const { createOpenApi } = await import('./http/openapi.js');
        return (openApiText ??= JSON.stringify(createOpenApi(allRoutes, { version: surroundings.version, url: '/' })));
      },
    }),
  ];

  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', false);
  app.use(createObservation(log, metrics, surroundings.record, surroundings.traced));
  app.use(createBrowserHeaders());
  app.use(
    createRouter(allRoutes, {
      gateway,
      limits: config.limits,
      isStopping: surroundings.isStopping,
      rateLimit: createRateLimit(config.limits),
      authenticate: createAuthenticate(
        config.organization,
        config.mspId,
        surroundings.apiKeys,
        surroundings.tokens,
        signIn,
      ),
      stepUpMinutes: signIn?.config.stepUpMinutes,
    }),
  );
  if (signIn !== undefined) app.use(createSignInRoutes(signIn));
  let docs: express.Router | undefined;
  app.use('/docs', async (request, response, next) => {
    const { createDocs } = await import('./http/docs.js');
    docs ??= createDocs();
    docs(request, response, next);
  });
  let site: express.Router | undefined;
  app.use('/console', async (request, response, next) => {
    const { createConsole } = await import('./http/console.js');
    site ??= createConsole();
    site(request, response, next);
  });
  app.get('/', (_request, response) => {
    response.redirect(302, '/docs/');
  });
  app.use(() => {
    throw new Problem('ROUTE_UNKNOWN');
  });
  const onError: ErrorRequestHandler = (error, request, response, _next) => {
    const problem = sendProblem(request, response, error);
    const { trace, route } = request.observed;
    if (problem.code === 'INTERNAL') log.error({ err: error as unknown, traceId: trace.traceId, route }, 'unforeseen');
    else if (problem.status >= 500) log.warn({ err: error as unknown, traceId: trace.traceId, route }, 'not done');
  };
  app.use(onError);
  return { app, routes: allRoutes };
}
