/** Bearer tokens of machines: which are taken, as whom, and that everything else is not. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { parseConfig } from '../../../gateway-api/src/config.js';
import { tokenConfig } from '../../../gateway-api/src/sign-in/token-config.js';
import { openTokens } from '../../../gateway-api/src/sign-in/tokens.js';
import { databaseAt, freshKey, prepare, startApp, type StartedApp } from '../start-app.js';

const issuer = 'https://issuer.example/realms/harbor';
const audience = 'commonpoint-harbor';
const roles = { 'points-operator': 'operator', 'points-admin': 'admin', till: 'cashier' };
const now = Math.floor(Date.parse('2026-11-23T09:30:00.000Z') / 1000);

let privateKey: CryptoKey;
let spki: string;
let jwks: { keys: object[] };
let app: StartedApp;
const pathOf = (name: string, keys: object): string => {
  const path = databaseAt(name).replace('.db', '.json');
  writeFileSync(path, JSON.stringify(keys));
  return path;
};
const config = (more: object = {}) =>
  tokenConfig.parse({ issuer, audience, roles, jwksPath: pathOf('jwks', jwks), ...more });

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  privateKey = pair.privateKey;
  spki = await exportSPKI(pair.publicKey);
  jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' }] };
  app = await startApp({ tokens: await openTokens(config()) });
});

interface Made {
  readonly claims?: Record<string, unknown>;
  readonly header?: object;
  readonly key?: CryptoKey;
}
const tokenOf = ({ claims = {}, header = {}, key = privateKey }: Made = {}): Promise<string> => {
  const usual = { iss: issuer, aud: audience, sub: 'erp', iat: now - 10, exp: now + 300, roles: ['points-operator'] };
  const all = Object.fromEntries(Object.entries({ ...usual, ...claims }).filter(([, value]) => value !== undefined));
  return new SignJWT(all).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
};
const ask = (token: string, at = app) => at.anonymous.get('/v1/events').set('authorization', `Bearer ${token}`);

it('a token opens what its role may, as a client of its own', async () => {
  const accountId = await prepare(app, '0');
  const token = await tokenOf();
  const post = (authorization: string, key: string) =>
    app.anonymous
      .post('/v1/issuances')
      .set('authorization', authorization)
      .set('idempotency-key', key)
      .send({ programId: 'harbor', accountId, amount: '3' });
  const key = freshKey();
  const { body } = await post(`Bearer ${token}`, key).expect(201);
  // Another token of the same client repeats the same request.
  const other = await tokenOf({ claims: { jti: 'another' } });
  expect((await post(`bearer ${other}`, key).expect(201)).body.operationId).toBe(body.operationId);
  const { body: found } = await app.operator('get', `/v1/operations/${body.operationId}`).expect(200);
  expect([found.client, found.keyId]).toEqual(['token:erp', undefined]);
  await app.anonymous.get('/v1/webhooks').set('authorization', `Bearer ${token}`).expect(200);
  const { body: refused } = await app.anonymous
    .post('/v1/webhooks')
    .set('authorization', `Bearer ${token}`)
    .set('idempotency-key', freshKey())
    .send({ url: 'https://till.example/' })
    .expect(403);
  expect(refused.code).toBe('ROLE_NOT_ALLOWED');
});

it('a token that comes again while it is verified is not verified twice: its requests go on in order', async () => {
  const tokens = await openTokens(config());
  const token = await tokenOf({ claims: { jti: 'at once' } });
  const [first, second] = await Promise.all([tokens.holderOf(token), tokens.holderOf(token)]);
  expect(second).toBe(first);
  const refused = await tokenOf({ claims: { exp: now - 6 } });
  const refusals = await Promise.allSettled([tokens.holderOf(refused), tokens.holderOf(refused)]);
  expect(refusals.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

it.each<[string, Made]>([
  ['that has ended', { claims: { exp: now - 6 } }],
  ['without an end', { claims: { exp: undefined } }],
  ['that is not good yet', { claims: { nbf: now + 60 } }],
  ['issued too long ago, whatever its end', { claims: { iat: now - 3_700, exp: now + 300 } }],
  ['issued at no time', { claims: { iat: undefined } }],
  ['of another issuer', { claims: { iss: 'https://issuer.example' } }],
  ['for somebody else', { claims: { aud: 'commonpoint-citypark' } }],
  ['for nobody', { claims: { aud: undefined } }],
  ['of nobody', { claims: { sub: undefined } }],
  ['by a key that is not known', { header: { kid: 'k2' } }],
])('a token %s opens nothing', async (_name, made) => {
  const { body, headers } = await ask(await tokenOf(made)).expect(401);
  expect(body.code).toBe('UNAUTHENTICATED');
  expect(headers['www-authenticate']).toBe('Bearer realm="commonpoint", error="invalid_token"');
});

it('a token signed by somebody else, by nobody, or with the public key as a secret opens nothing', async () => {
  const { privateKey: stranger } = await generateKeyPair('ES256');
  await ask(await tokenOf({ key: stranger })).expect(401);
  const [header, payload, signature] = (await tokenOf()).split('.') as [string, string, string];
  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  await ask(`${encoded({ alg: 'none' })}.${payload}.`).expect(401);
  await ask(`${encoded({ alg: 'none' })}.${payload}.${signature}`).expect(401);
  const symmetric = encoded({ alg: 'HS256', kid: 'k1' });
  const forged = createHmac('sha256', spki).update(`${symmetric}.${payload}`).digest('base64url');
  await ask(`${symmetric}.${payload}.${forged}`).expect(401);
  const more = encoded({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()), roles: ['points-admin'] });
  await ask(`${header}.${more}.${signature}`).expect(401);
  await ask(`${header}.${payload}`).expect(401);
});

it('only algorithms that the configuration names are taken', async () => {
  const other = await startApp({ tokens: await openTokens(config({ algorithms: ['EdDSA'] })) });
  await ask(await tokenOf(), other).expect(401);
});

it.each([
  ['no role', undefined],
  ['one that is not listed', ['points-auditor']],
  ['a name of JavaScript’s own', ['constructor', '__proto__']],
  ['two roles at once', ['points-operator', 'till']],
  ['what is no text', [{ role: 'till' }, 7]],
])('with %s it is nobody here', async (_name, claim) => {
  const { body } = await ask(await tokenOf({ claims: { roles: claim } })).expect(403);
  expect(body).toMatchObject({ code: 'ROLE_NOT_ALLOWED', detail: expect.stringContaining('nobody') });
});

it('a role may stand inside another claim, and the client in one of its own', async () => {
  const tokens = await openTokens(config({ roleClaim: 'realm_access.roles', clientClaim: 'azp' }));
  const claims = { roles: undefined, realm_access: { roles: ['till', 'offline'] }, azp: 'Kasse 4 / Süd' };
  const { client, role } = await tokens.holderOf(await tokenOf({ claims }));
  expect([client, role]).toEqual([expect.stringMatching(/^token:[0-9a-f]{32}$/), 'cashier']);
});

it('a token that was taken is not taken any longer than it is good', async () => {
  const token = await tokenOf({ claims: { exp: now + 20 } });
  await ask(token).expect(200);
  jest.setSystemTime((now + 30) * 1000);
  await ask(token).expect(401);
});

it('where no tokens are configured, none are taken', async () => {
  const without = await startApp();
  await ask(await tokenOf(), without).expect(401);
});

describe('keys at an address', () => {
  let server: Server;
  let status = 200;
  let asked = 0;
  beforeAll(async () => {
    server = createServer((_request, response) => {
      asked += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(jwks));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());
  const remote = () => {
    const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    return openTokens(config({ jwksPath: undefined, jwksUrl }));
  };

  it('are asked for once', async () => {
    const at = await startApp({ tokens: await remote() });
    await ask(await tokenOf(), at).expect(200);
    await ask(await tokenOf({ claims: { jti: '2' } }), at).expect(200);
    expect(asked).toBe(1);
  });

  it('that cannot be had are told of as passing', async () => {
    status = 500;
    const at = await startApp({ tokens: await remote() });
    const { body, headers } = await ask(await tokenOf(), at).expect(503);
    expect([body.code, body.retryable, headers['retry-after']]).toEqual(['IDENTITY_PROVIDER_UNAVAILABLE', true, '5']);
    status = 200;
    await ask(await tokenOf(), at).expect(200);
  });
});

it.each([
  ['no place for keys', { jwksPath: undefined }],
  ['two places', { jwksUrl: 'https://issuer.example/keys' }],
  ['keys without TLS', { jwksPath: undefined, jwksUrl: 'http://issuer.example/keys' }],
  ['a symmetric algorithm', { algorithms: ['HS256'] }],
  ['a role that there is not', { roles: { x: 'root' } }],
])('a configuration with %s is refused', (_name, more) => {
  const tokens = { issuer, audience, roles, jwksPath: '/keys.json', ...more };
  expect(() => parseConfig(JSON.stringify({ tokens }), 'config.json')).toThrow(/tokens\./);
});
