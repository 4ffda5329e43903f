/** `/livez`, `/readyz`, `/metrics`, `/openapi.json`: for those who run the gateway and those who write clients. */
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { route, type Route } from './route.js';
import type { Readiness } from '../gateway.js';
import { readinessView } from './readiness-view.js';

/** A projection this far behind answers reads that are too old to be of use. */
const PROJECTION_LAG_BLOCKS_MAX = 100;

/** Whether the gateway should be sent requests. */
export const isReady = (facts: Readiness): boolean => {
  const { peerReachable, orderingAvailable, projectionBlock, ledgerBlock, recovering } = facts;
  const isCurrent = ledgerBlock - projectionBlock <= PROJECTION_LAG_BLOCKS_MAX;
  return peerReachable && orderingAvailable && !recovering && isCurrent;
};

export function createServiceRoutes(surroundings: {
  readonly registry: Registry;
  readonly openApi: () => Promise<string>;
  /** Whether a stop was asked for: then load balancers should look elsewhere. */
  readonly isStopping: () => boolean;
}): readonly Route[] {
  const status = { tag: 'Service', roles: 'public', method: 'get' } as const;
  const liveness = z.strictObject({ live: z.literal(true) });
  return [
    route({
      ...status,
      operationId: 'livez',
      path: '/livez',
      summary: 'Whether the process answers.',
      replies: { 200: { description: 'It does.', schema: liveness } },
      example: { replies: { 200: { live: true } } },
      handle: () => ({ status: 200, body: { live: true } }),
    }),
    route({
      ...status,
      operationId: 'readyz',
      path: '/readyz',
      summary:
        'Whether requests can be served: the peer is reachable, the projection is up to date and ordering does not stand still.',
      replies: {
        200: { description: 'Ready.', schema: readinessView },
        503: { description: 'Not ready; the fields say why.', schema: readinessView },
      },
      example: {
        replies: {
          200: {
            ready: true,
            peerReachable: true,
            orderingAvailable: true,
            projectionBlock: 42,
            ledgerBlock: 42,
            queueLength: 0,
            queueLengthMax: 20_000,
            recovering: false,
            watch: { state: 'watching', block: 42, findings: 0 },
          },
        },
      },
      handle: (_context, gateway) => {
        const facts = gateway.health.readiness();
        const ready = isReady(facts) && !surroundings.isStopping();
        // Named one by one: what the implementation adds is not part of the reply.
        const { peerReachable, orderingAvailable, projectionBlock, ledgerBlock, recovering } = facts;
        const { queueLength, queueLengthMax, watch } = facts;
        const blocks = { projectionBlock, ledgerBlock };
        return {
          status: ready ? 200 : 503,
          headers: ready ? {} : { 'retry-after': '1' },
          body: { ready, peerReachable, orderingAvailable, ...blocks, queueLength, queueLengthMax, recovering, watch },
        };
      },
    }),
    route({
      ...status,
      operationId: 'metrics',
      path: '/metrics',
      summary: 'Prometheus metrics. No key, since it tells nothing about members: keep the port inside.',
      replies: { 200: { description: 'The text format.', contentType: surroundings.registry.contentType } },
      example: {},
      handle: async () => ({
        status: 200,
        text: { type: surroundings.registry.contentType, content: await surroundings.registry.metrics() },
      }),
    }),
    route({
      ...status,
      operationId: 'openApi',
      path: '/openapi.json',
      summary: 'This description.',
      replies: { 200: { description: 'OpenAPI 3.1.', schema: z.looseObject({ openapi: z.string() }) } },
      example: {},
      handle: async () => ({
        status: 200,
        text: { type: 'application/json', content: await surroundings.openApi() },
      }),
    }),
  ];
}
