/** `/livez`, `/readyz`, `/metrics`, `/openapi.json`: for those who run the gateway and those who write clients. */
import type { Registry } from 'prom-client';
import { rowsRead } from '@commonpoint/catalogue';
import { z } from 'zod';
import { route, type Answer, type Route } from './route.js';
import type { Gateway } from '../gateway.js';
import type { OrdererStanding } from '../channel/standing-orderers.js';
import { lacksOfReads, lacksOfWrites, type Lack } from './readiness.js';
import { readinessView } from './readiness-view.js';

export function createServiceRoutes(surroundings: {
  readonly registry: Registry;
  readonly openApi: () => Promise<string>;
  /** Whether a stop was asked for: then load balancers should look elsewhere. */
  readonly isStopping: () => boolean;
}): readonly Route[] {
  const status = { tag: 'Service', roles: 'public', method: 'get' } as const;
  const liveness = z.strictObject({ live: z.literal(true) });
  const readiness = ({
    lacksOf,
    ...described
  }: Pick<Route, 'operationId' | 'path' | 'summary'> & { readonly lacksOf: typeof lacksOfWrites }): Route =>
    route({
      ...status,
      ...described,
      replies: {
        200: { description: 'Ready.', schema: readinessView },
        503: { description: 'Not ready; `reasons` say why.', schema: readinessView },
      },
      example: { replies: { 200: exampleReadiness } },
      handle: (_context, gateway) => readinessAnswer(gateway, lacksOf, surroundings.isStopping()),
    });
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
    readiness({
      operationId: 'readyz',
      path: '/readyz',
      summary:
        'Whether writes can be done: the peer is reachable, the projection is up to date, ordering does not stand still and the disk takes what is written.',
      lacksOf: lacksOfWrites,
    }),
    readiness({
      operationId: 'readyzReads',
      path: '/readyz/reads',
      summary:
        'Whether reads from the projection can be answered. They need no peer: while it is away, answers are as of the last block that came.',
      lacksOf: lacksOfReads,
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

const exampleReadiness = {
  ready: true,
  reasons: [],
  peerReachable: true,
  orderingAvailable: true,
  storageAvailable: true,
  projectionBlock: 42,
  ledgerBlock: 42,
  passedOver: 0,
  rows: rowsRead,
  writesWait: false,
  queueLength: 0,
  queueLengthMax: 20_000,
  recovering: false,
  watch: { state: 'watching', block: 42, findings: 0 },
  orderers: [{ orderer: 'HarborMSP:1', mspId: 'HarborMSP', block: 42, state: 'well' }],
};

function readinessAnswer(gateway: Gateway, lacksOf: typeof lacksOfWrites, isStopping: boolean): Answer {
  const facts = gateway.health.readiness();
  const reasons: readonly Lack[] = lacksOf({ ...facts, isStopping });
  const ready = reasons.length === 0;
  // Named one by one: what the implementation adds is not part of the reply.
  const { peerReachable, orderingAvailable, projectionBlock, ledgerBlock, passedOver, recovering } = facts;
  const { writesWait, queueLength, queueLengthMax, watch, orderers } = facts;
  return {
    status: ready ? 200 : 503,
    headers: ready ? {} : { 'retry-after': '1' },
    body: {
      ready,
      reasons,
      peerReachable,
      orderingAvailable,
      storageAvailable: (facts.storageTrouble ?? facts.detailsTrouble) === undefined,
      projectionBlock,
      ledgerBlock,
      passedOver,
      rows: rowsRead,
      writesWait,
      queueLength,
      queueLengthMax,
      recovering,
      watch,
      orderers: orderers.map(ordererView),
    },
  };
}

const timeOf = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

function ordererView({ orderer, mspId, block, state, since, restartDueAt }: OrdererStanding): object {
  return { orderer, mspId, block, state, since: timeOf(since), restartDueAt: timeOf(restartDueAt) };
}
