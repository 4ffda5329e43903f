/** The application over the fake ledger, with a key per role, for tests to send requests to. */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest, { type Test } from 'supertest';
import { createApp } from '../../gateway-api/src/app.js';
import { gatewayConfig, type GatewayConfig } from '../../gateway-api/src/config.js';
import { createMetrics } from '../../gateway-api/src/http/metrics.js';
import type { Log } from '../../gateway-api/src/log.js';
import { loadApiKeys } from '../../gateway-api/src/store/api-keys.js';
import { createFakeLedger } from '../support/fake-ledger.js';
import { createDescribedCheck } from './described.js';

export const roles = ['admin', 'operator', 'cashier', 'auditor'] as const;
export type Role = (typeof roles)[number];
export const keyOf = (role: Role): string => `key-of-the-${role}`;

let keys = 0;
/** An idempotency key not used before. */
export const freshKey = (): string => `key-${++keys}`;

export interface LogLine {
  readonly level: string;
  readonly fields: object;
  readonly message: string;
}

let check: ReturnType<typeof createDescribedCheck> | undefined;

export function startApp(limits: Partial<GatewayConfig['limits']> = {}) {
  const ledger = createFakeLedger();
  const folder = mkdtempSync(join(tmpdir(), 'commonpoint-'));
  const apiKeysPath = join(folder, 'api-keys.json');
  writeFileSync(
    apiKeysPath,
    JSON.stringify(roles.map((role) => ({ id: `harbor-${role}`, role, sha256: hash('sha256', keyOf(role)) }))),
  );
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (fields: object, message: string): void => {
      lines.push({ level, fields, message });
    };
  const log: Log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  const metrics = createMetrics();
  metrics.watch(ledger.health);
  const state = { stopping: false };
  const apiKeys = loadApiKeys(apiKeysPath);
  rmSync(folder, { recursive: true });
  const { app, routes } = createApp({
    config: {
      organization: 'harbor',
      mspId: 'HarborMSP',
      limits: gatewayConfig.shape.limits.parse(limits),
    },
    gateway: ledger,
    apiKeys: () => apiKeys,
    log,
    metrics,
    isStopping: () => state.stopping,
    version: '0.0.0',
  });
  // The description is the same for every start, and takes longer to make than the rest.
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
      return method === 'post' ? request.set('idempotency-key', freshKey()) : request;
    };
  return {
    app,
    routes,
    ledger,
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
  };
}

export type StartedApp = ReturnType<typeof startApp>;

/** The demo programme and one account with this much. */
export async function prepare(app: StartedApp, amount = '100', memberRef = 'm-1'): Promise<string> {
  await app
    .admin('post', '/v1/programs')
    .send({ programId: 'harbor', name: 'Harbor Points', cap: '1000000' })
    .expect((response) => {
      if (![201, 409].includes(response.status)) throw new Error(JSON.stringify(response.body));
    });
  const { body } = await app.operator('post', '/v1/accounts').send({ memberRef });
  const { accountId } = body as { accountId: string };
  if (amount !== '0') {
    await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount }).expect(201);
  }
  return accountId;
}
