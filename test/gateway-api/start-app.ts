/** The application on a real gateway over a ledger in memory, with a key per role, for tests to send requests to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import supertest, { type Test } from 'supertest';
import {
  catalogue,
  operationsOfLines,
  postPoints,
  type Operation,
  type ReplyOf,
  type RequestOf,
} from '@commonpoint/catalogue';
import { pseudonymsOf } from './pseudonyms-of.js';
import { createApp } from '../../gateway-api/src/app.js';
import { gatewayConfig, type GatewayConfig } from '../../gateway-api/src/config.js';
import { createMetrics } from '../../gateway-api/src/http/metrics.js';
import type { Log } from '../../gateway-api/src/log.js';
import type { GatewayParts } from '../../gateway-api/src/gateway-parts.js';
import { openGateway } from '../../gateway-api/src/open-gateway.js';
import { routes as ledgerRoutes } from '../../gateway-api/src/subjects/index.js';
import type { SignIn } from '../../gateway-api/src/sign-in/sign-in.js';
import type { Tokens } from '../../gateway-api/src/sign-in/tokens.js';
import { createServiceRoutes } from '../../gateway-api/src/http/service-routes.js';
import { createDescribedCheck } from './described.js';
import { apiKeysAt, keyOf, type Role } from './role-keys.js';
import { founded, organizations, standing, submitAs, type Slug } from './route-world.js';
import type { MemoryChannel, MemoryNetwork } from '../support/memory-channel.js';

/** What every application has, known before there is one. */
export const routes = [
  ...ledgerRoutes,
  ...createServiceRoutes({ registry: new Registry(), openApi: async () => '', isStopping: () => false }),
];

export { keyOf, roles, type Role } from './role-keys.js';

let keys = 0;
/** An idempotency key not used before. */
export const freshKey = (): string => `key-${++keys}`;

export interface LogLine {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

export interface Surroundings {
  readonly limits?: Partial<GatewayConfig['limits']> | undefined;
  readonly organization?: Slug;
  /** A network of the test's own; without it, one with three merchants and nothing else. */
  readonly network?: MemoryNetwork;
  readonly parts?: Partial<GatewayParts>;
  readonly tokens?: Tokens;
  readonly signIn?: SignIn;
  /** Called before the gateway is opened on it. */
  readonly channel?: (channel: MemoryChannel) => void;
}

// The description is the same for every start, and takes longer to make than the rest.
let check: ReturnType<typeof createDescribedCheck> | undefined;

const folder = mkdtempSync(join(tmpdir(), 'commonpoint-'));
export const databaseAt = (name: string): string => join(folder, `${name}.db`);

/** Applications that are closed after the test, or after all of them if they were started outside one. */
const opened = { test: [] as StartedApp[], file: [] as StartedApp[] };
let scope: keyof typeof opened = 'file';
const closeAll = (apps: StartedApp[]) => Promise.all(apps.splice(0).map((app) => app.gateway.close(0)));
beforeEach(() => void (scope = 'test'));
afterEach(async () => {
  scope = 'file';
  await closeAll(opened.test);
});
afterAll(async () => {
  await closeAll(opened.file);
  rmSync(folder, { recursive: true, force: true });
});

let started = 0;

export async function startApp(surroundings: Surroundings = {}) {
  const { organization = 'harbor', network = await founded() } = surroundings;
  const mspId = organizations[organization];
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (fields: object, message: string): void => {
      lines.push({ level, fields, message });
    };
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const channel = network.channel(mspId);
  surroundings.channel?.(channel);
  const gateway = openGateway({
    mspId,
    auditors: [organizations.auditor],
    channel,
    databasePath: ':memory:',
    spoolFolder: join(folder, `imports-${++started}`),
    pseudonymKey: Buffer.from(`pseudonyms of ${organization}`),
    pseudonyms: pseudonymsOf(organization),
    spendingCodeKey: Buffer.from(`codes of ${organization}`),
    log,
    ...surroundings.parts,
  });
  const metrics = createMetrics();
  metrics.watch(gateway.health);
  const state = { stopping: false };
  const apiKeys = apiKeysAt(join(folder, `${organization}.json`), organization);
  const { app } = createApp({
    config: { organization, mspId, limits: gatewayConfig.shape.limits.parse(surroundings.limits ?? {}) },
    gateway,
    apiKeys: () => apiKeys,
    tokens: surroundings.tokens,
    signIn: surroundings.signIn,
    log,
    metrics,
    isStopping: () => state.stopping,
    version: '0.0.0',
  });
  check ??= createDescribedCheck(routes);
  const described = check;
  /** Every reply is held against the OpenAPI description on the way. */
  const as =
    (role: Role) =>
    (method: 'get' | 'post' | 'patch', path: string): Test => {
      const request = supertest(app)
        [method](path)
        .set('authorization', `Bearer ${keyOf(role)}`);
      void request.expect(({ status, type, body }) => {
        described({ method, path, status, type, body });
      });
      if (method === 'patch') return request.set('if-match', '*');
      return method === 'post' ? request.set('idempotency-key', freshKey()) : request;
    };
  const startedApp = {
    app,
    gateway,
    network,
    channel,
    lines,
    state,
    metrics,
    admin: as('admin'),
    operator: as('operator'),
    cashier: as('cashier'),
    auditor: as('auditor'),
    as,
    /** Without a key. */
    anonymous: supertest(app),
    /** Operations that took effect since this was started, in order. */
    posted: () => operationsOf(network),
    /** Other transactions that took effect since, in order. */
    submitted: () =>
      network.effects
        .filter(({ name }) => name !== postPoints.name)
        .map(({ name, request }) => ({ name, request: JSON.parse(request) as object })),
    /** What was given to endorsing peers in confidence, in order. */
    privateInputs: () =>
      channel.endorsed.flatMap(({ endorsing: { privateInput } }) =>
        privateInput === undefined ? [] : [JSON.parse(privateInput) as unknown],
      ),
    /** Until `releaseCommits`, orderers take transactions and no block comes. */
    holdCommits: () => void (network.cutting = false),
    releaseCommits: () => {
      network.cutting = true;
      network.cut();
    },
  };
  opened[scope].push(startedApp);
  // What stands on the ledger already is read as quickly as blocks come, so that requests find it.
  await until(() => channel.isCut || channel.blocksVisible !== undefined || isCaughtUp(startedApp));
  return startedApp;
}

export type StartedApp = Awaited<ReturnType<typeof startApp>>;

const isCaughtUp = ({ gateway, network }: Pick<StartedApp, 'gateway' | 'network'>): boolean =>
  gateway.health.readiness().projectionBlock === network.blocks.length - 1;

function operationsOf(network: MemoryNetwork): Operation[] {
  return network.effects
    .filter(({ name }) => name === postPoints.name)
    .flatMap(({ request, reply }) => {
      const { operations, lines } = JSON.parse(request) as RequestOf<typeof postPoints>;
      const { outcomes } = JSON.parse(reply) as ReplyOf<typeof postPoints>;
      if (operations !== undefined) return operations.filter((_operation, at) => outcomes[at]!.state === 'POSTED');
      const others = new Set(outcomes.map(({ id }) => id));
      return operationsOfLines(lines!).filter(({ id }) => !others.has(id));
    });
}

/** Resolves when it is so; `Date` stands still here, so a test's own time limit ends the wait. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(2);
}

/** The demo programme and one account with this much. */
export async function prepare(app: StartedApp, amount = '100', memberRef = 'm-1'): Promise<string> {
  await app
    .admin('post', '/v1/programs')
    .send({ programId: 'harbor', name: 'Harbor Points', cap: '1000000', expiryMonths: 24, clearingValue: '900000' })
    .expect((response) => {
      if (![201, 409].includes(response.status)) throw new Error(JSON.stringify(response.body));
    });
  for (const slug of ['citypark', 'greenmart'] as const) {
    await submitAs(app.network, slug, catalogue.acceptProgram, { programId: 'harbor', valueMin: '1' });
  }
  const { body } = await app.operator('post', '/v1/accounts').send({ memberRef });
  const { accountId } = body as { accountId: string };
  if (amount !== '0') {
    await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount }).expect(201);
  }
  return accountId;
}

/** The programme, m-1 with 100 points and m-2 with none: as `prepare` makes them, once a file. */
export const withMembers = standing(async (network) => {
  const app = await startApp({ network });
  await prepare(app, '100');
  await prepare(app, '0', 'm-2');
}, founded);

/** An application over a copy of that. */
export async function startWithMembers(surroundings: Surroundings = {}) {
  const app = await startApp({ network: await withMembers(), ...surroundings });
  const [accountId, otherId] = ['m-1', 'm-2'].map((memberRef) => app.gateway.secrets.accountIdOf(memberRef));
  return { app, accountId: accountId!, otherId: otherId! };
}
