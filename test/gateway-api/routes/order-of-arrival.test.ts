/**
 * Requests about one account take effect in the order in which they were sent, also those for which something is settled or kept
 * before they are recorded; others are not held up by these.
 */
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { gatewayConfig } from '../../../gateway-api/src/config.js';
import { createHttpServer } from '../../../gateway-api/src/http/server.js';
import { standing } from '../route-world.js';
import { freshKey, keyOf, startApp, until, withMembers, type Role, type StartedApp } from '../start-app.js';

jest.setTimeout(60_000);

/** Harbor's points may be exchanged for GreenMart's, one for one. */
const withRate = standing(async (network) => {
  const harbor = await startApp({ network });
  const greenmart = await startApp({ network, organization: 'greenmart' });
  const program = { programId: 'greenmart', name: 'GreenMart', cap: '10000' };
  await greenmart.admin('post', '/v1/programs').send(program).expect(201);
  const rate = {
    sourceProgramId: 'harbor',
    targetProgramId: 'greenmart',
    version: 1,
    numerator: '1',
    denominator: '1',
  };
  const days = { validFrom: '2026-11-01T00:00:00.000Z', validUntil: '2126-11-01T00:00:00.000Z' };
  await harbor
    .admin('post', '/v1/rates')
    .send({ ...rate, ...days, quota: '1000', lanes: 4 })
    .expect(201);
  await greenmart.admin('post', '/v1/rates/harbor/greenmart/1/accept').expect(200);
}, withMembers);

let app: StartedApp;
let server: Server;
let accountId: string;
let otherId: string;
beforeEach(async () => {
  const cashierReversals = { amountMax: '100', minutes: 60 };
  app = await startApp({ network: await withRate(), parts: { cashierReversals } });
  [accountId, otherId] = ['m-1', 'm-2'].map((memberRef) => app.gateway.secrets.accountIdOf(memberRef)) as [
    string,
    string,
  ];
  server = createHttpServer(app.app, gatewayConfig.shape.limits.parse({}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

interface Sent {
  readonly path: string;
  readonly body?: object;
  readonly role?: Role;
  readonly key?: string;
}

/** All at once over one connection, one after the other; resolves with the states, or the codes of what was refused. */
function pipelined(...requests: readonly Sent[]): Promise<string[]> {
  const text = requests.map(({ path, body, role = 'operator', key = freshKey() }) => {
    const content = body === undefined ? '' : JSON.stringify(body);
    const lines = [
      `POST ${path} HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${keyOf(role)}`,
      `idempotency-key: ${key}`,
      ...(body === undefined ? [] : ['content-type: application/json', `content-length: ${content.length}`]),
    ];
    return `${lines.join('\r\n')}\r\n\r\n${content}`;
  });
  return new Promise((resolve, reject) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let received = '';
    const told = (): string[] =>
      received
        .split(/(?=HTTP\/1\.1 \d)/)
        .flatMap((reply) => /"code":"(\w+)"/.exec(reply)?.[1] ?? /"state":"(\w+)"/.exec(reply)?.[1] ?? []);
    socket.setEncoding('utf8').on('error', reject);
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (told().length === requests.length && received.endsWith('}')) socket.end(() => resolve(told()));
    });
    socket.on('close', () => reject(new Error(received)));
    socket.write(text.join(''));
  });
}

const ofHarbor = (amount: string) => ({ programId: 'harbor', accountId, amount });
const redeem = (amount: string, more: object = {}): Sent => ({
  path: '/v1/redemptions',
  body: { ...ofHarbor(amount), acceptor: 'HarborMSP', ...more },
});
const issue = (amount: string, more: object = {}): Sent => ({
  path: '/v1/issuances',
  body: { ...ofHarbor(amount), ...more },
});
const hold = (amount: string, more: object = {}): Sent => ({
  path: '/v1/holds',
  body: { ...ofHarbor(amount), ttlSeconds: 600, ...more },
});
const detail = { schema: 'basket/1', content: { lines: [{ article: '4006381333931' }] } };

test('a hold with ttlSeconds is not overtaken', async () => {
  expect(await pipelined(hold('100'), redeem('1'), issue('1'))).toEqual([
    'committed',
    'INSUFFICIENT_POINTS',
    'committed',
  ]);
});

test('nor is an operation with a detail, whatever way it goes', async () => {
  expect(await pipelined(redeem('100', { detail }), redeem('1'))).toEqual(['committed', 'INSUFFICIENT_POINTS']);
  expect(await pipelined(issue('5', { detail }), redeem('5'))).toEqual(['committed', 'committed']);
  const given = { programId: 'harbor', fromAccountId: otherId, toAccountId: accountId, amount: '7' };
  expect(
    await pipelined(
      { path: '/v1/issuances', body: { programId: 'harbor', accountId: otherId, amount: '7', detail } },
      { path: '/v1/transfers', body: given },
      redeem('7'),
    ),
  ).toEqual(['committed', 'committed', 'committed']);
});

test('nor a batch with a detail', async () => {
  const operations = [{ kind: 'redeem', id: 'till-1', ...ofHarbor('100'), acceptor: 'HarborMSP', detail }];
  expect(await pipelined({ path: '/v1/batches', body: { operations } }, redeem('1'))).toEqual([
    'committed',
    'INSUFFICIENT_POINTS',
  ]);
  const others = [{ kind: 'redeem', id: 'till-2', ...ofHarbor('1'), acceptor: 'HarborMSP' }];
  expect(await pipelined(issue('1', { detail }), { path: '/v1/batches', body: { operations: others } })).toEqual([
    'committed',
    'committed',
  ]);
});

test('nor an exchange whose rate is looked up', async () => {
  const exchange = { path: '/v1/exchanges', body: { ...ofHarbor('100'), targetProgramId: 'greenmart' } };
  expect(await pipelined(exchange, redeem('1'))).toEqual(['committed', 'INSUFFICIENT_POINTS']);
});

test('nor a capture by a code', async () => {
  const { body: held } = await app
    .operator('post', '/v1/holds')
    .send({ ...ofHarbor('100'), ttlSeconds: 600, beneficiary: 'HarborMSP', spendingCode: true })
    .expect(201);
  const capture = { path: '/v1/captures', body: { code: held.spendingCode } };
  expect(await pipelined(capture, { path: `/v1/holds/${held.operationId}/void` })).toEqual([
    'committed',
    'HOLD_RESOLVED',
  ]);
});

test('nor by what came after a repeat of it that is refused at once', async () => {
  const once = { ...hold('100'), key: freshKey() };
  expect(await pipelined(once, once, redeem('1'))).toEqual([
    'committed',
    'IDEMPOTENCY_KEY_IN_FLIGHT',
    'INSUFFICIENT_POINTS',
  ]);
});

test('nor what a till takes back', async () => {
  const { body: sale } = await app
    .cashier('post', '/v1/redemptions')
    .send({ ...ofHarbor('100'), acceptor: 'HarborMSP' })
    .expect(201);
  const takeBack: Sent = { path: '/v1/reversals', role: 'cashier', body: { operationId: sale.operationId } };
  expect(await pipelined(takeBack, redeem('100'))).toEqual(['committed', 'committed']);
});

test('nor what has a body, by what has none', async () => {
  const { body: held } = await app.operator('post', '/v1/holds').send(hold('100').body).expect(201);
  expect(await pipelined(redeem('1'), { path: `/v1/holds/${held.operationId}/void` })).toEqual([
    'INSUFFICIENT_POINTS',
    'committed',
  ]);
});

test.each([
  ['settled', { ttlSeconds: undefined, expiresAt: '2026-11-24T00:00:00.000Z' }],
  ['to be settled', {}],
])('what is about one that is not recorded yet, %s, comes after it, and before what is later', async (_name, end) => {
  const requests = [
    hold('100', { operationId: 'h-1', ...end }),
    { path: '/v1/holds/h-1/void', body: { detail } },
    redeem('100', { operationId: 'r-1' }),
  ];
  expect(await pipelined(...requests)).toEqual(['committed', 'committed', 'committed']);
  expect(app.posted().map(({ kind }) => kind)).toEqual(['hold', 'void', 'redeem']);
});

/** Resolves when the rate is asked for; the answer comes when it is told to. */
function askForRateInVain(): { readonly asked: Promise<void>; readonly release: () => void } {
  let release!: () => void;
  const answered = new Promise<void>((resolve) => (release = resolve));
  const evaluate = app.channel.evaluate.bind(app.channel);
  const asked = new Promise<void>((resolve) => {
    app.channel.evaluate = async (...given) => {
      resolve();
      await answered;
      return evaluate(...given);
    };
  });
  return { asked, release };
}
const exchangeAll = () =>
  app
    .operator('post', '/v1/exchanges')
    .send({ ...ofHarbor('100'), targetProgramId: 'greenmart' })
    .then(({ status }) => status);
const send = ({ path, body }: Sent) =>
  app
    .operator('post', path)
    .send(body)
    .then(({ status, body: { code } }) => (code as string | undefined) ?? status);

test('one that takes long holds up its own account only, and nobody once it is over', async () => {
  const rate = askForRateInVain();
  const exchanged = exchangeAll();
  await rate.asked;
  const redeemed = send(redeem('1'));
  const byMember = { programId: 'harbor', accountId: otherId, amount: '5' };
  await app.operator('post', '/v1/issuances').send(byMember).expect(201);
  await app
    .operator('post', '/v1/holds')
    .send({ ...byMember, ttlSeconds: 60 })
    .expect(201);
  expect(app.posted().map(({ kind }) => kind)).toEqual(['issue', 'hold']);
  rate.release();
  expect([await exchanged, await redeemed]).toEqual([201, 'INSUFFICIENT_POINTS']);
  expect(await send(issue('2'))).toBe(201);
});

test('one that is refused before it is recorded lets the others go on', async () => {
  app.channel.evaluate = () => Promise.reject(new Error('a fault'));
  const replies = Promise.all([exchangeAll(), send(redeem('100'))]);
  expect(await replies).toEqual([500, 201]);
});

test('what comes after one that is refused still waits for those before it, about the same account only', async () => {
  const [id, other] = ['both-1', 'both-2'];
  const before = { operationId: id, schema: 'basket/1', detail: { kept: 'before' } };
  await app
    .operator('post', '/v1/details')
    .send({ details: [before] })
    .expect(200);
  const rate = askForRateInVain();
  const exchanged = exchangeAll();
  await rate.asked;
  const byMember = { programId: 'harbor', accountId: otherId, amount: '5' };
  const refused = [redeem('1').body, { ...byMember, acceptor: 'HarborMSP' }].map((body, at) => ({
    kind: 'redeem',
    id: [id, other][at],
    ...body,
    detail: { schema: 'basket/1', content: {} },
  }));
  expect(await send({ path: '/v1/batches', body: { operations: refused } })).toBe('DETAIL_EXISTS');
  expect(await send({ path: '/v1/issuances', body: byMember })).toBe(201);
  const redeemed = send(redeem('1'));
  await send({ path: '/v1/issuances', body: byMember });
  expect(app.posted().map(({ kind }) => kind)).toEqual(['issue', 'issue']);
  rate.release();
  expect([await exchanged, await redeemed]).toEqual([201, 'INSUFFICIENT_POINTS']);
});

test('nothing is kept of those who left, while somebody is always there', async () => {
  const { arrivals } = app.gateway;
  const came = (at: number) => arrivals.enter([{ kind: 'issue', id: `came-${at}`, ...ofHarbor('1') }], false);
  let before = came(0);
  for (let at = 1; at <= 100; at += 1) {
    const next = came(at);
    before.end();
    expect(await next.turn).toEqual([undefined]);
    before = next;
  }
  before.end();
});

test('who waits for one while the disk takes nothing is told so, and nothing of it is done later', async () => {
  const rate = askForRateInVain();
  const exchanged = exchangeAll();
  await rate.asked;
  const arrive = jest.spyOn(app.gateway.arrivals, 'enter');
  const redeemed = send(redeem('1'));
  await until(() => arrive.mock.calls.length > 0);
  const full = jest.spyOn(app.gateway.storage, 'well').mockReturnValue();
  app.gateway.storage.failed('full');
  expect([await exchanged, await redeemed]).toEqual([503, 'STORAGE_UNAVAILABLE']);
  full.mockRestore();
  app.gateway.storage.well();
  rate.release();
  expect(await send(issue('3'))).toBe(201);
  expect(app.posted().some(({ kind }) => kind === 'redeem')).toBe(false);
});
