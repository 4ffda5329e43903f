/** Every write takes effect once for its key, however late its outcome became known, and whatever happened since. */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { agreeOnRate } from '../writes/circulation-world.js';
import { startWorld } from '../writes/gateway-world.js';
import { serveGateway, type Served } from '../served-gateway.js';

jest.setTimeout(60_000);

let served: Served;
const started: Served[] = [];
async function serve(...options: Parameters<typeof serveGateway>): Promise<void> {
  served = await serveGateway(...options);
  started.push(served);
}
afterEach(async () => {
  for (const each of started.splice(0)) await each.end();
});

const later = { prefer: 'respond-async' };
async function openAccount(name = 'alice', amount = '0'): Promise<string> {
  const { body } = await served.send('operator', 'POST', '/v1/accounts', {
    key: `open-${name}`,
    body: { memberRef: name },
  });
  const accountId = String(body['accountId']);
  if (amount !== '0')
    await served.send('operator', 'POST', '/v1/issuances', {
      key: `give-${name}`,
      body: { programId: 'harbor', accountId, amount },
    });
  return accountId;
}
async function balance(accountId: string): Promise<unknown> {
  const { body } = await served.send('operator', 'GET', `/v1/accounts/${accountId}/balances`, {
    headers: { consistency: 'ledger' },
  });
  return (body['balances'] as { programId: string; available: string }[]).find(
    ({ programId }) => programId === 'harbor',
  )?.available;
}
const read = async (path: string): Promise<Record<string, unknown>> =>
  (await served.send('admin', 'GET', path, { headers: { consistency: 'ledger' } })).body;

describe('a write that was answered 202, another one since, then its repeat: the first answer’s outcome, and nothing again', () => {
  const program = '/v1/programs/harbor';
  const cases: [string, 'POST' | 'PATCH', string, object, object, string, () => string][] = [
    ['freezing', 'POST', 'freeze', { reason: 'case 1' }, {}, 'unfreeze', () => 'status'],
    ['suspending a programme', 'PATCH', '', { status: 'suspended' }, { status: 'active' }, '', () => 'status'],
    ['a cap', 'PATCH', '', { cap: '2000000' }, { cap: '3000000' }, '', () => 'cap'],
  ];
  it.each(cases)('%s', async (_name, method, first, body, undo, second, member) => {
    await serve();
    const account = `/v1/accounts/${await openAccount()}`;
    const resource = method === 'PATCH' ? program : account;
    const path = (action: string): string => (action === '' ? resource : `${resource}/${action}`);
    const send = (key: string, action: string, content: object, headers = {}) =>
      served.send('admin', method, path(action), { key, body: content, headers });
    served.world.network.cutting = false;
    const answered = await send('first', first, body, later);
    expect(answered.status).toBe(202);
    // While it is under way a repeat does not begin it anew.
    expect((await send('first', first, body, later)).status).toBe(202);
    served.world.network.cutting = true;
    served.world.network.cut();
    expect((await send('first', first, body)).status).toBe(200);
    expect((await send('second', second, undo)).status).toBe(200);
    const between = (await read(resource))[member()];
    const repeated = await send('first', first, body);
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect((await read(resource))[member()]).toEqual(between);
  });

  it('also when the gateway was killed in between', async () => {
    const world = await startWorld();
    const copy = join(world.folder, 'copy.db');
    await serve({ world });
    const accountId = await openAccount();
    world.network.cutting = false;
    const freeze = { key: 'first', body: { reason: 'case 1' } };
    await served.send('operator', 'POST', `/v1/accounts/${accountId}/freeze`, { ...freeze, headers: later });
    for (let n = 0; n < 100 && served.channel.submitted.length < 2; n++) await pause(10);
    for (const suffix of ['', '-wal']) {
      const file = join(world.folder, `harbor.db${suffix}`);
      if (existsSync(file)) cpSync(file, copy + suffix);
    }
    world.network.cutting = true;
    world.network.cut();
    await serve({ world, parts: { databasePath: copy } });
    for (let n = 0; n < 200 && served.gateway.health.readiness().recovering; n++) await pause(10);
    const unfrozen = await served.send('operator', 'POST', `/v1/accounts/${accountId}/unfreeze`, {
      key: 'second',
      body: {},
    });
    expect(unfrozen.status).toBe(200);
    const repeated = await served.send('operator', 'POST', `/v1/accounts/${accountId}/freeze`, freeze);
    expect([repeated.status, repeated.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect((await read(`/v1/accounts/${accountId}`))['status']).toBe('active');
  });
});

describe('keys', () => {
  it('are one, bare or as a quoted string', async () => {
    await serve();
    const accountId = await openAccount();
    const body = { programId: 'harbor', accountId, amount: '100' };
    const spelt = async (key: string) =>
      (await served.send('operator', 'POST', '/v1/issuances', { key, body })).headers.get('idempotency-replayed');
    expect([await spelt('q1'), await spelt('"q1"'), await spelt('q1')]).toEqual([null, 'true', 'true']);
    expect([await spelt('"a\\"b\\\\c"'), await spelt('a"b\\c')]).toEqual([null, 'true']);
    expect(await balance(accountId)).toBe('200');
    for (const key of ['"', '""', '"a', '"a"b"', '"a\\b"', '"a b"']) {
      const refused = await served.send('operator', 'POST', '/v1/issuances', { key, body });
      expect([refused.status, refused.body['code']]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
    }
  });

  it('of two API keys of one client are the client’s', async () => {
    await serve({
      moreKeys: [
        { id: 'harbor-cashier-2026', client: 'harbor-cashier', role: 'cashier', sha256: hash('sha256', 'the-new-key') },
      ],
    });
    const accountId = await openAccount();
    const request = { key: 'k', body: { programId: 'harbor', accountId, amount: '100' } };
    await served.send('cashier', 'POST', '/v1/issuances', request);
    const again = await served.send('cashier', 'POST', '/v1/issuances', {
      ...request,
      headers: { authorization: 'Bearer the-new-key' },
    });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(await balance(accountId)).toBe('100');
  });
});

it('what is settled when a key is first used is the same after the gateway’s file was lost', async () => {
  const world = await startWorld();
  await agreeOnRate(world);
  await serve({ world });
  const accountId = await openAccount('alice', '500');
  const hold = {
    key: 'h',
    body: {
      programId: 'harbor',
      accountId,
      amount: '50',
      beneficiary: 'CityParkMSP',
      ttlSeconds: 86_400,
      spendingCode: true,
    },
  };
  const exchange = { key: 'x', body: { programId: 'harbor', accountId, amount: '30', targetProgramId: 'citypark' } };
  const [held, exchanged] = [
    await served.send('cashier', 'POST', '/v1/holds', hold),
    await served.send('cashier', 'POST', '/v1/exchanges', exchange),
  ];
  expect([held.status, exchanged.status]).toEqual([201, 201]);
  const lost = join(world.folder, 'lost.db');
  rmSync(lost, { force: true });
  await serve({ world, parts: { databasePath: lost } });
  const [heldAgain, exchangedAgain] = [
    await served.send('cashier', 'POST', '/v1/holds', hold),
    await served.send('cashier', 'POST', '/v1/exchanges', exchange),
  ];
  expect(heldAgain.body).toMatchObject({
    receipt: held.body['receipt'],
    spendingCode: held.body['spendingCode'],
    expiresAt: held.body['expiresAt'],
  });
  expect(exchangedAgain.body).toMatchObject({ receipt: exchanged.body['receipt'], rateVersion: 1 });
  expect(await balance(accountId)).toBe('420');
});
