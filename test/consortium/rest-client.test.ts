import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { RestClient, UnexpectedAnswer } from '../../consortium/launcher/rest-client.js';

interface Scripted {
  readonly status: number;
  readonly retryAfter?: string;
}

let answers: Scripted[];
let keys: (string | undefined)[];
let client: RestClient;

const server = createServer((request, response) => {
  keys.push(request.headers['idempotency-key'] as string | undefined);
  const { status, retryAfter } = answers.shift() ?? { status: 500 };
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  };
  request.resume().on('end', () => response.writeHead(status, headers).end(JSON.stringify({ status })));
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  client = new RestClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'key');
});
beforeEach(() => {
  keys = [];
});
afterAll(async () => {
  await client.close();
  server.close();
});

it('sends what is on its way again, under the same key, until it is settled', async () => {
  answers = [{ status: 202, retryAfter: '0' }, { status: 503, retryAfter: '0' }, { status: 201 }];
  expect(await client.mustPost('/v1/issuances', {})).toEqual({ status: 201 });
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});

it.each([
  ['what is refused', [{ status: 409, retryAfter: '0' }]],
  ['what will not be taken for a long time', [{ status: 503, retryAfter: '3600' }]],
  ['what does not say when', [{ status: 503 }]],
])('does not send %s again', async (_, scripted) => {
  answers = scripted;
  await expect(client.mustPost('/v1/issuances', {})).rejects.toThrow(UnexpectedAnswer);
  expect(keys).toHaveLength(1);
});

it('does not send a stream again, which has been read', async () => {
  answers = [{ status: 202, retryAfter: '0' }, { status: 201 }];
  await expect(client.mustPost('/v1/imports', Readable.from(['a']))).rejects.toThrow(UnexpectedAnswer);
  expect(keys).toHaveLength(1);
});
