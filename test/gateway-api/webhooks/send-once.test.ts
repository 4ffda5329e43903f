/** One attempt, at receivers of all kinds. */
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { ReachableAddresses } from '../../../gateway-api/src/webhooks/reachable-addresses.js';
import { WebhookConnection } from '../../../gateway-api/src/webhooks/send-once.js';
import { Receiver } from './receiver.js';

const addresses = new ReachableAddresses(['127.0.0.0/8']);
let receiver: Receiver;
let connection: WebhookConnection;
beforeEach(async () => {
  receiver = await Receiver.start();
  connection = new WebhookConnection(receiver.url, { addresses, attemptMs: 1_500 });
});
afterEach(() => {
  connection.close();
  receiver.end();
});
const send = (signal = new AbortController().signal) => connection.send({ 'webhook-id': '1:0' }, '{"a":1}', signal);

it('hands over headers and body, and keeps the connection', async () => {
  const ports = new Set<number | undefined>();
  receiver.server.on('connection', (socket) => ports.add(socket.remotePort));
  expect([await send(), await send()]).toEqual([{ status: 204 }, { status: 204 }]);
  expect(receiver.received[0]).toMatchObject({ id: '1:0', body: '{"a":1}' });
  expect(ports.size).toBe(1);
});

it('a connection that the other side closed meanwhile is no failure', async () => {
  receiver.always = (response) =>
    response.writeHead(204).end(() => setImmediate(() => response.socket?.resetAndDestroy()));
  for (let round = 0; round < 5; round++) expect(await send()).toEqual({ status: 204 });
});

it.each([301, 302, 307, 308])('%s is not followed', async (status) => {
  const elsewhere = await Receiver.start();
  receiver.always = (response) => response.writeHead(status, { location: elsewhere.url }).end();
  expect(await send()).toEqual({ status });
  expect(elsewhere.received).toEqual([]);
  elsewhere.end();
});

it('of a reply without end so much is read, and its status counts', async () => {
  let written = 0;
  receiver.always = (response) => {
    response.writeHead(200);
    const more = (): void => {
      if (response.destroyed) return;
      written += 4096;
      response.write('x'.repeat(4096), () => setImmediate(more));
    };
    more();
  };
  expect(await send()).toEqual({ status: 200 });
  expect(written).toBeLessThan(8 * 1024 * 1024);
});

it('a reply that drips is not waited for longer than an attempt may take', async () => {
  receiver.always = (response) => {
    response.writeHead(202);
    response.write('a');
  };
  expect(await send()).toEqual({ status: 202 });
});

it('no answer is a timeout', async () => {
  receiver.always = () => undefined;
  expect(await send()).toEqual({ error: 'timeout' });
});

it('is cut off when the gateway stops', async () => {
  receiver.always = () => undefined;
  const stopping = new AbortController();
  const sending = send(stopping.signal);
  while (receiver.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  stopping.abort();
  await sending;
});

it('tells when it is asked to come again', async () => {
  receiver.always = (response) => response.writeHead(503, { 'retry-after': '120' }).end();
  expect(await send()).toEqual({ status: 503, retryAfterMs: 120_000 });
});

describe('who does not speak HTTP', () => {
  let server: Server;
  const speaking = async (text: string): Promise<string> => {
    server = createTcpServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end(text));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  };
  afterEach(() => server.close());

  it.each([
    ['nonsense', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['nothing', ''],
    ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
    ['half a head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['a head without end', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}\r\n`],
  ])('%s is a failure', async (_name, text) => {
    const other = new WebhookConnection(await speaking(text), { addresses, attemptMs: 500 });
    expect((await other.send({}, '{}', new AbortController().signal)).error).toMatch(/^(connection-failed|timeout)$/);
    other.close();
  });

  it('nobody there is a failure', async () => {
    const url = await speaking('');
    server.close();
    const other = new WebhookConnection(url, { addresses, attemptMs: 500 });
    expect(await other.send({}, '{}', new AbortController().signal)).toEqual({ error: 'connection-failed' });
    other.close();
  });
});
