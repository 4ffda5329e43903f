/** A webhook's life: disabled, gone on with, replayed, with other keys, removed, over starts of the gateway. */
import { copyFileSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ATTEMPTS_KEPT, WebhookStore } from '../../../gateway-api/src/webhooks/webhook-store.js';
import { WEBHOOKS_MAX } from '../../../gateway-api/src/webhooks/webhooks.js';
import { databaseAt, prepare, startApp, until, type StartedApp } from '../start-app.js';
import { isSignedBy, Receiver, verified } from './receiver.js';

interface Shown {
  readonly webhookId: string;
  readonly secret: string;
  readonly publicKey: string;
  readonly status: string;
  readonly disabledBecause?: string;
  readonly nextAttemptAt?: string;
  readonly deliveredUpTo?: string;
  readonly revision: number;
}

const delaysMs = [5];
const options = (timing: object = {}) => ({
  allowedAddresses: ['127.0.0.0/8'],
  timing: { delaysMs, attemptMs: 2_000, ...timing },
});

let app: StartedApp;
let accountId: string;
let receiver: Receiver;
const begin = async (timing: object = {}, databasePath = ':memory:'): Promise<void> => {
  app = await startApp({ parts: { databasePath, webhooks: options(timing) } });
  accountId = await prepare(app, '0');
  receiver = await Receiver.start();
};
afterEach(() => receiver.end());

const create = async (more: object = {}): Promise<Shown> => {
  const { body } = await app
    .admin('post', '/v1/webhooks')
    .send({ url: receiver.url, ...more })
    .expect(201);
  return body as Shown;
};
const at = ({ webhookId }: Shown, rest = ''): string => `/v1/webhooks/${webhookId}${rest}`;
const read = async (webhook: Shown): Promise<Shown> =>
  (await app.operator('get', at(webhook)).expect(200)).body as Shown;
const issue = (amount = '1') =>
  app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount }).expect(201);
const ids = async (): Promise<string[]> =>
  (await app.operator('get', '/v1/events').expect(200)).body.events.map(({ id }: { id: string }) => id);
const patch = (webhook: Shown, body: object) => app.admin('patch', at(webhook)).send(body);

it('begins at no block that has not come, and with no list of types that is empty', async () => {
  await begin();
  const asked = (more: object) => app.admin('post', '/v1/webhooks').send({ url: receiver.url, ...more });
  expect((await asked({ from: 99_999_999 }).expect(404)).body.code).toBe('BLOCK_AHEAD');
  const { body } = await asked({ types: [] }).expect(400);
  expect([body.code, body.errors[0].pointer]).toEqual(['REQUEST_INVALID', '/types']);
});

it('that answers 410 is disabled at once, and goes on where it was when it is wanted again', async () => {
  await begin();
  receiver.replies = [204, 410];
  const webhook = await create();
  for (const amount of ['1', '2', '3']) await issue(amount);
  await until(async () => (await read(webhook)).status === 'disabled');
  expect(await read(webhook)).toMatchObject({ disabledBecause: 'gone', failures: 1 });
  expect(app.lines).toContainEqual(
    expect.objectContaining({
      level: 'error',
      message: 'A webhook was disabled',
      fields: expect.objectContaining({ because: 'gone' }),
    }),
  );
  const { body } = await patch(webhook, { status: 'active' }).expect(200);
  expect(body).toMatchObject({ status: 'active', failures: 0 });
  expect(body.disabledBecause).toBeUndefined();
  const sent = (await ids()).slice(-3);
  await until(() => receiver.received.length === 4);
  expect(receiver.ids).toEqual([sent[0], sent[1], sent[1], sent[2]]);
});

it('that fails for too long is disabled', async () => {
  await begin({ failingMaxMs: 0 });
  receiver.always = 500;
  const webhook = await create();
  await issue();
  await until(async () => (await read(webhook)).status === 'disabled');
  expect(await read(webhook)).toMatchObject({ disabledBecause: 'failing', status: 'disabled' });
  expect(receiver.received).toHaveLength(1);
});

it('that asks for a pause gets it, and PATCH ends it', async () => {
  await begin();
  receiver.replies = [(response) => response.writeHead(429, { 'retry-after': '3600' }).end()];
  const webhook = await create();
  await issue();
  await until(async () => (await read(webhook)).status === 'failing');
  const { nextAttemptAt } = await read(webhook);
  expect(Date.parse(nextAttemptAt!) - Date.now()).toBeGreaterThan(3_500_000);
  expect(receiver.received).toHaveLength(1);
  await patch(webhook, { status: 'active' }).expect(200);
  await until(() => receiver.received.length === 2);
  await until(async () => (await read(webhook)).status === 'active');
});

it('that is disabled by hand is sent nothing, and nothing is lost by that', async () => {
  await begin();
  const webhook = await create();
  await patch(webhook, { status: 'disabled' }).expect(200);
  await issue();
  expect(await read(webhook)).toMatchObject({ status: 'disabled', disabledBecause: 'by-hand' });
  expect(receiver.received).toEqual([]);
  await patch(webhook, { status: 'active', types: ['points.issued'] }).expect(200);
  await until(() => receiver.received.length === 1);
});

it('is changed by who has seen how it is', async () => {
  await begin();
  const webhook = await create();
  const change = (tag: string) => patch(webhook, { description: 'tills' }).set('if-match', tag);
  const { body, headers } = await change('"1"').expect(200);
  expect([body.description, headers.etag]).toEqual(['tills', '"2"']);
  expect((await change('"1"').expect(412)).body.code).toBe('PRECONDITION_FAILED');
  await patch(webhook, {}).expect(400);
});

it('is sent events again, from one of them on, or goes on from a later one', async () => {
  await begin();
  const webhook = await create();
  for (const amount of ['1', '2', '3']) await issue(amount);
  const sent = (await ids()).slice(-3);
  await until(() => receiver.received.length === 3);
  const replay = (body: object) => app.admin('post', at(webhook, '/replay')).send(body);
  await replay({ eventId: sent[1] }).expect(200);
  await until(() => receiver.received.length === 5);
  expect(receiver.ids).toEqual([...sent, sent[1], sent[2]]);
  await patch(webhook, { status: 'disabled' }).expect(200);
  await issue('4');
  await issue('5');
  const last = (await ids()).at(-1)!;
  await replay({ eventId: last }).expect(200);
  await patch(webhook, { status: 'active' }).expect(200);
  await until(() => receiver.received.length === 6);
  expect(receiver.ids.at(-1)).toBe(last);
  expect((await replay({ block: 999_999 }).expect(404)).body.code).toBe('BLOCK_AHEAD');
  await replay({}).expect(400);
  await replay({ block: 0, eventId: last }).expect(400);
});

it('has two keys during a rotation, and then one', async () => {
  await begin();
  const webhook = await create();
  const rotate = async (body: object) =>
    (await app.admin('post', at(webhook, '/rotate-key')).send(body).expect(200)).body as Shown;
  const next = await rotate({});
  expect(next.secret).not.toBe(webhook.secret);
  expect(next.publicKey).not.toBe(webhook.publicKey);
  await issue();
  await until(() => receiver.received.length === 1);
  const [both] = receiver.received;
  for (const { secret, publicKey } of [webhook, next]) {
    verified(both!, secret);
    expect(isSignedBy(both!, publicKey)).toBe(true);
  }
  const last = await rotate({ keepHours: 0 });
  await issue();
  await until(() => receiver.received.length === 2);
  const one = receiver.received[1]!;
  verified(one, last.secret);
  for (const { secret, publicKey } of [webhook, next]) {
    expect(() => verified(one, secret)).toThrow();
    expect(isSignedBy(one, publicKey)).toBe(false);
  }
});

it('is rotated once by one request', async () => {
  await begin();
  const webhook = await create();
  const rotate = () => app.admin('post', at(webhook, '/rotate-key')).set('idempotency-key', 'rotated').send({});
  const { body } = await rotate().expect(200);
  expect((await rotate().expect(200)).body).toEqual(body);
  expect(body.keyVersion).toBe(2);
});

it('that was removed is gone, and a late repeat of what made it makes no other', async () => {
  await begin();
  const make = () => app.admin('post', '/v1/webhooks').set('idempotency-key', 'made-once').send({ url: receiver.url });
  const { body } = await make().expect(201);
  const webhook = body as Shown;
  const remove = () => app.admin('post', at(webhook, '/remove'));
  await remove().expect(200);
  await remove().expect(200);
  expect((await app.admin('get', at(webhook)).expect(404)).body.code).toBe('WEBHOOK_UNKNOWN');
  await make().expect(201);
  expect((await app.admin('get', '/v1/webhooks').expect(200)).body.webhooks).toEqual([]);
  await issue();
  expect(receiver.received).toEqual([]);
  await app.admin('post', `/v1/webhooks/wh-${'0'.repeat(32)}/remove`).expect(404);
});

it.each([
  ['http://till.example/', 422, 'WEBHOOK_ADDRESS_NOT_ALLOWED'],
  ['https://10.1.2.3/', 422, 'WEBHOOK_ADDRESS_NOT_ALLOWED'],
  ['ftp://till.example/', 400, 'REQUEST_INVALID'],
  ['https://user@till.example/', 400, 'REQUEST_INVALID'],
  ['https://till.example/#x', 400, 'REQUEST_INVALID'],
  ['/hook', 400, 'REQUEST_INVALID'],
])('%s is answered %s', async (url, status, code) => {
  receiver = await Receiver.start();
  const strict = await startApp();
  const { body } = await strict.admin('post', '/v1/webhooks').send({ url }).expect(status);
  expect([body.code, body.errors[0].pointer]).toEqual([code, '/url']);
});

it('are so many and no more', async () => {
  await begin();
  const about = { url: receiver.url, types: ['order.issued'] };
  for (let made = 0; made < WEBHOOKS_MAX; made++) app.gateway.webhooks.create(about, 0, { scope: '', key: `${made}` });
  const { body } = await app.admin('post', '/v1/webhooks').send({ url: receiver.url }).expect(409);
  expect(body.code).toBe('WEBHOOKS_TOO_MANY');
});

it('goes on over starts where it was, with the same key, and its attempts are there', async () => {
  await begin({}, databaseAt('hooks-1'));
  const webhook = await create();
  await issue('1');
  const [sent] = (await ids()).slice(-1);
  await until(async () => (await read(webhook)).deliveredUpTo === sent);
  await app.gateway.close(0);
  const { network } = app;
  // The gateway's own file is lost meanwhile, and read again from the ledger.
  copyFileSync(databaseAt('hooks-1-webhooks'), databaseAt('hooks-2-webhooks'));
  app = await startApp({ network, parts: { databasePath: databaseAt('hooks-2'), webhooks: options() } });
  await issue('2');
  await until(() => receiver.received.length === 2);
  expect(receiver.ids).toEqual((await ids()).slice(-2));
  for (const got of receiver.received) verified(got, webhook.secret);
  const { body } = await app.operator('get', at(webhook, '/attempts?limit=1')).expect(200);
  const rest = await app.operator('get', at(webhook, `/attempts?cursor=${body.nextCursor}`)).expect(200);
  expect([...body.attempts, ...rest.body.attempts].map(({ eventId }) => eventId)).toEqual(receiver.ids.toReversed());
  const files = readdirSync(dirname(databaseAt('x'))).filter((name) => name.startsWith(basename('hooks-')));
  expect(files.length).toBeGreaterThan(1);
  const secret = Buffer.from(webhook.secret.slice(6), 'base64');
  for (const name of files) {
    const bytes = readFileSync(join(dirname(databaseAt('x')), name));
    expect([bytes.includes(secret), bytes.includes(webhook.secret.slice(6))]).toEqual([false, false]);
  }
  expect(existsSync(databaseAt('hooks-2-webhooks'))).toBe(true);
});

it('does not keep the gateway from stopping', async () => {
  await begin();
  receiver.always = () => undefined;
  await create();
  await issue();
  await until(() => receiver.received.length === 1);
  await app.gateway.close(0);
  expect(receiver.received).toHaveLength(1);
});

it('of attempts the last are kept', async () => {
  await begin();
  const store = new WebhookStore(':memory:');
  for (let number = 1; number <= ATTEMPTS_KEPT * 2; number++)
    store.tried({ webhookId: 'wh-1', eventId: `1:${number}`, at: 0, number: 1, durationMs: 1, status: 204 });
  const kept = store.attempts('wh-1', Number.MAX_SAFE_INTEGER, ATTEMPTS_KEPT * 2);
  expect(kept).toHaveLength(ATTEMPTS_KEPT);
  expect(kept[0]!.eventId).toBe(`1:${ATTEMPTS_KEPT * 2}`);
  store.close();
});
