/** Webhooks through REST, with receivers that answer, refuse and are gone. */
import { keyOf, prepare, startApp, until, type StartedApp } from '../start-app.js';
import { isSignedBy, Receiver, verified } from './receiver.js';

const allowedAddresses = ['127.0.0.0/8'];
const timing = { delaysMs: [10, 20], attemptMs: 300 };

interface Shown {
  readonly webhookId: string;
  readonly secret: string;
  readonly publicKey: string;
  readonly status: string;
  readonly failures: number;
  readonly deliveredUpTo?: string;
}

let app: StartedApp;
let accountId: string;
let receiver: Receiver;
beforeEach(async () => {
  app = await startApp({ parts: { webhooks: { allowedAddresses, timing } } });
  accountId = await prepare(app, '0');
  receiver = await Receiver.start();
});
afterEach(() => receiver.end());

const create = async (more: object = {}): Promise<Shown> => {
  const { body } = await app
    .admin('post', '/v1/webhooks')
    .send({ url: receiver.url, ...more })
    .expect(201);
  return body as Shown;
};
const read = async ({ webhookId }: Shown): Promise<Shown> =>
  (await app.operator('get', `/v1/webhooks/${webhookId}`).expect(200)).body as Shown;
const issue = (amount: string) =>
  app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount }).expect(201);
const events = async (query: Record<string, string> = {}) =>
  (await app.operator('get', '/v1/events').query(query).expect(200)).body.events as { id: string; amount?: string }[];

it('is sent what happens from now on, signed by the standard', async () => {
  await issue('1');
  const webhook = await create();
  await issue('2');
  await until(() => receiver.received.length === 1);
  const [got] = receiver.received;
  const [event] = (await events()).slice(-1);
  expect(verified(got!, webhook.secret)).toEqual({ type: 'points.issued', timestamp: expect.any(String), data: event });
  expect(got!.id).toBe(event!.id);
  expect(isSignedBy(got!, webhook.publicKey)).toBe(true);
  expect(() => verified({ ...got!, body: got!.body.replace('"2"', '"3"') }, webhook.secret)).toThrow();
  expect(got!.headers['content-type']).toBe('application/json');
});

it('gets everything from a block on, in order', async () => {
  for (const amount of ['1', '2', '3']) await issue(amount);
  await create({ from: 0 });
  const all = await events();
  await until(() => receiver.received.length === all.length);
  expect(receiver.ids).toEqual(all.map(({ id }) => id));
});

it('only of the types, the programme and the account that it asks for', async () => {
  await create({ from: 0, types: ['points.issued'], programId: 'harbor', accountId });
  await create({ from: 0, types: ['points.issued'], programId: 'citypark' });
  await issue('7');
  const issued = await events({ types: 'points.issued' });
  await until(() => receiver.received.length === issued.length);
  await issue('8');
  await until(() => receiver.received.length === issued.length + 1);
  expect(receiver.received.every(({ body }) => (JSON.parse(body) as { type: string }).type === 'points.issued')).toBe(
    true,
  );
});

it('what does not arrive is sent again, with the same id, and nothing overtakes it', async () => {
  receiver.replies = [500, 404];
  const webhook = await create();
  for (const amount of ['1', '2']) await issue(amount);
  const ids = (await events()).slice(-2).map(({ id }) => id);
  await until(() => receiver.received.length === 4);
  expect(receiver.ids).toEqual([ids[0], ids[0], ids[0], ids[1]]);
  await until(async () => (await read(webhook)).deliveredUpTo === ids[1]);
  const { body } = await app.operator('get', `/v1/webhooks/${webhook.webhookId}/attempts`).expect(200);
  const attempts = body.attempts as { eventId: string; number: number; status?: number }[];
  expect(attempts.map(({ eventId, number, status }) => [eventId, number, status])).toEqual([
    [ids[1], 1, 204],
    [ids[0], 3, 204],
    [ids[0], 2, 404],
    [ids[0], 1, 500],
  ]);
});

it('is not for tills, and only administrators make one', async () => {
  await app.cashier('get', '/v1/webhooks').expect(403);
  await app.operator('post', '/v1/webhooks').send({ url: receiver.url }).expect(403);
});

it('its secret is in no other reply, no file and no line of the log', async () => {
  const webhook = await create();
  receiver.replies = [500];
  await issue('1');
  await until(() => receiver.received.length === 2);
  const { text } = await app.admin('get', '/v1/webhooks').expect(200);
  expect(text).toContain(webhook.webhookId);
  expect(text + JSON.stringify(app.lines)).not.toContain(webhook.secret.slice(6));
});

it('the same request makes one webhook, and tells the same secret', async () => {
  const ask = (url: string) =>
    app.anonymous
      .post('/v1/webhooks')
      .set('authorization', `Bearer ${keyOf('admin')}`)
      .set('idempotency-key', 'once')
      .send({ url });
  const first = await ask(receiver.url).expect(201);
  const second = await ask(receiver.url).expect(201);
  expect(second.body).toEqual(first.body);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect((await ask(`${receiver.url}/other`).expect(422)).body.code).toBe('IDEMPOTENCY_KEY_REUSED');
  const { body } = await app.admin('get', '/v1/webhooks').expect(200);
  expect(body.webhooks).toHaveLength(1);
});
