/** Events through REST: pages, filters, and a stream that is broken off and taken up again. */
import { once } from 'node:events';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { rows } from '@commonpoint/catalogue';
import {
  eventId,
  eventTypes,
  isTold,
  operationEvents,
  seqOf,
  stateEvent,
} from '../../../gateway-api/src/events/ledger-event.js';
import { READERS_MAX } from '../../../gateway-api/src/events/event-feed.js';
import { TokenRefused } from '../../../gateway-api/src/sign-in/tokens.js';
import { keyOf, prepare, startApp, until, type StartedApp } from '../start-app.js';

interface Told {
  readonly id: string;
  readonly type: string;
  readonly amount?: string;
  readonly accountId?: string;
}

const pageOf = async (app: StartedApp, query: Record<string, string> = {}) => {
  const { body } = await app.operator('get', '/v1/events').query(query).expect(200);
  return body as { events: Told[]; next?: string; isLast: boolean; asOfBlock: number };
};

describe('what is told', () => {
  it('has a type that is listed, whatever states a row has', () => {
    const statesOf: Record<string, string[]> = {};
    for (const [type, schema] of Object.entries(rows)) {
      if (!isTold(type)) continue;
      const status = (schema.shape as { status?: { options?: string[] } }).status?.options ?? ['none'];
      for (const state of status) {
        const { type: told } = stateEvent([type, 'a', 'b', 'c', 'd'], { status: state, revision: 2 });
        (statesOf[type] ??= []).push(told);
        expect(eventTypes).toContain(told);
      }
    }
    expect(statesOf['settlement']).toHaveLength(4);
  });

  it('is something of each kind of operation', () => {
    expect(new Set(Object.values(operationEvents)).size).toBe(Object.keys(operationEvents).length);
  });

  it.each(['0:0', '7:12', '123456:500003'])('%s is the id of one place', (id) => {
    expect(eventId(seqOf(id)!)).toBe(id);
  });
  it.each(['', '1', '1:', '01:2', '1:1000000', '-1:3', '1:2:3'])('%j is no id', (id) => {
    expect(seqOf(id)).toBeUndefined();
  });
});

describe('pages', () => {
  let app: StartedApp;
  let accountId = '';
  beforeAll(async () => {
    app = await startApp();
    accountId = await prepare(app, '100');
    await app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '50' }).expect(201);
    await app.operator('post', '/v1/redemptions').send({ programId: 'harbor', accountId, amount: '30' }).expect(201);
  });

  it('tell what happened in its order, and as much at a time as is asked for', async () => {
    const all = await pageOf(app, { accountId });
    expect(all.events.map(({ type, amount }) => [type, amount])).toEqual([
      ['account.opened', undefined],
      ['points.issued', '100'],
      ['points.issued', '50'],
      ['points.redeemed', '30'],
    ]);
    expect(all.isLast).toBe(true);
    const singly: Told[] = [];
    for (let after: string | undefined; ;) {
      const page = await pageOf(app, { limit: '1', ...(after !== undefined && { after }) });
      singly.push(...page.events);
      after = page.next;
      if (page.isLast && page.events.length === 0) break;
    }
    const whole = await pageOf(app);
    expect(singly).toEqual(whole.events);
    expect(new Set(singly.map(({ id }) => id)).size).toBe(singly.length);
    const places = singly.map(({ id }) => seqOf(id)!);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('only of the types, the programme and the blocks asked for', async () => {
    const { events } = await pageOf(app, { types: 'points.issued,points.redeemed', programId: 'harbor' });
    expect(events.map(({ type }) => type)).toEqual(['points.issued', 'points.issued', 'points.redeemed']);
    const { asOfBlock } = await pageOf(app);
    expect((await pageOf(app, { from: String(asOfBlock + 1) })).events).toEqual([]);
    expect((await pageOf(app, { programId: 'citypark', types: 'points.issued' })).events).toEqual([]);
  });

  it('add up to the supply', async () => {
    const { events } = await pageOf(app, { programId: 'harbor' });
    const sum = (type: string) =>
      events.filter((event) => event.type === type).reduce((total, { amount }) => total + Number(amount), 0);
    const { body } = await app.operator('get', '/v1/programs/harbor/supply').expect(200);
    expect([body.issued, body.redeemed]).toEqual([String(sum('points.issued')), String(sum('points.redeemed'))]);
  });

  it.each([
    [{ types: 'points.lost' }, '/query/types'],
    [{ after: 'x' }, '/query/after'],
    [{ after: '1:1', from: '3' }, '/query/from'],
    [{ limit: '0' }, '/query/limit'],
  ])('%j is refused', async (query, pointer) => {
    const { body } = await app.operator('get', '/v1/events').query(query).expect(400);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('are not for tills', async () => {
    await app.cashier('get', '/v1/events').expect(403);
  });
});

it('readers hear of the ledger also where there is nothing for them, and where they are by now', async () => {
  const quiet = await startApp({ parts: { heartbeatMs: 30 } });
  const accountId = await prepare(quiet);
  const waiting = quiet.app.listen(0, '127.0.0.1');
  await once(waiting, 'listening');
  const request = get({
    port: (waiting.address() as AddressInfo).port,
    path: '/v1/events?types=order.issued&from=0',
    headers: { authorization: `Bearer ${keyOf('operator')}`, accept: 'text/event-stream' },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  response.on('error', () => undefined);
  const beats = () => [...text.matchAll(/^id: (.*)\nevent: heartbeat\ndata: (.*)$/gm)];
  await until(() => beats().length > 1);
  await quiet.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '1' }).expect(201);
  const { events, asOfBlock } = await pageOf(quiet);
  await until(() => beats().at(-1)![1] === events.at(-1)!.id);
  expect(JSON.parse(beats().at(-1)![2]!)).toEqual({ asOfBlock });
  request.destroy();
  waiting.close();
});

it('whose key opens nothing any more is told nothing more', async () => {
  let isRevoked = false;
  const holder = Object.freeze({ client: 'token:spy', role: 'operator' as const });
  const holderOf = () => (isRevoked ? Promise.reject(new TokenRefused('invalid')) : Promise.resolve(holder));
  const spied = await startApp({ parts: { heartbeatMs: 300 }, tokens: { holderOf } });
  const accountId = await prepare(spied);
  const server = spied.app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const headers = { authorization: 'Bearer a.b.c', accept: 'text/event-stream' };
  const request = get({ port: (server.address() as AddressInfo).port, path: '/v1/events', headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(response, 'end');
  // Longer than it is let in without a look.
  await until(() => text.split('heartbeat').length > 6);
  isRevoked = true;
  await pause(1_100);
  const before = text;
  await spied.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount: '1' }).expect(201);
  await ended;
  expect(text).toBe(before);
  server.close();
});

describe('as they come', () => {
  let app: StartedApp;
  let server: Server;
  let accountId = '';
  beforeAll(async () => {
    app = await startApp();
    server = app.app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    accountId = await prepare(app);
  });
  afterAll(() => server.close());

  const connect = async (path = '/v1/events', headers: Record<string, string> = {}) => {
    const request = get({
      port: (server.address() as AddressInfo).port,
      path,
      headers: { authorization: `Bearer ${keyOf('operator')}`, accept: 'text/event-stream', ...headers },
    });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    response.on('error', () => undefined);
    const events = (): Told[] =>
      [...text.matchAll(/^id: (.*)\nevent: (.*)\ndata: (.*)$/gm)]
        .filter(([, , type]) => type !== 'heartbeat')
        .map(([, , , data]) => JSON.parse(data!) as Told);
    return { response, events, text: () => text, close: () => request.destroy() };
  };
  const issue = (amount: string) =>
    app.operator('post', '/v1/issuances').send({ programId: 'harbor', accountId, amount }).expect(201);

  it('says what it is, and tells from now on', async () => {
    await issue('1');
    const reader = await connect();
    expect(reader.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'x-accel-buffering': 'no',
      'cache-control': 'no-store',
    });
    await until(() => reader.text().includes('retry:'));
    await issue('2');
    await until(() => reader.events().length > 0);
    expect(reader.events().map(({ amount }) => amount)).toEqual(['2']);
    reader.close();
  });

  it('who begins with now is told at once where that is, and misses nothing when cut off before anything came', async () => {
    const reader = await connect();
    await until(() => reader.text().includes('heartbeat'));
    reader.close();
    await issue('3');
    const [, place] = /^id: (.*)\nevent: heartbeat$/m.exec(reader.text())!;
    const again = await connect('/v1/events', { 'last-event-id': place! });
    await until(() => again.events().length > 0);
    expect(again.events().map(({ amount }) => amount)).toEqual(['3']);
    again.close();
  });

  it('broken off again and again, each event is told once', async () => {
    const before = await pageOf(app);
    const seen: Told[] = [];
    for (let round = 0; round < 5; round++) {
      const last = seen.at(-1)?.id ?? before.events.at(-1)!.id;
      const reader = await connect('/v1/events?types=points.issued', { 'last-event-id': last });
      const expected = seen.length + 3;
      await Promise.all([issue('5'), issue('6'), issue('7')]);
      await until(() => seen.length + reader.events().length >= expected);
      reader.close();
      // What had arrived when it broke off: one less than was sent.
      seen.push(...reader.events().slice(0, 2));
    }
    const reader = await connect('/v1/events?types=points.issued', { 'last-event-id': seen.at(-1)!.id });
    await until(() => seen.length + reader.events().length >= 15);
    seen.push(...reader.events());
    reader.close();
    expect(seen.map(({ amount }) => Number(amount)).reduce((a, b) => a + b)).toBe(5 * 18);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(15);
  });

  it('a last id that is none is refused', async () => {
    const { response } = await connect('/v1/events', { 'last-event-id': 'yesterday' });
    expect(response.statusCode).toBe(400);
  });

  it('one too many is told to come later, and there is room again when one has gone', async () => {
    while (app.gateway.events.readers < READERS_MAX) app.gateway.events.enter();
    const { response } = await connect();
    expect(response.statusCode).toBe(503);
    app.gateway.events.leave();
    const { response: next, close } = await connect();
    expect(next.statusCode).toBe(200);
    close();
    while (app.gateway.events.readers > 1) app.gateway.events.leave();
  });

  it('ends when the gateway stops', async () => {
    const reader = await connect();
    await until(() => reader.text() !== '');
    const ended = once(reader.response, 'end');
    app.gateway.events.stop();
    await ended;
  });
});
