/** Events as the client gives them: each once, whatever becomes of connections. */
import { Client, ProblemError, type Event, type Fetch } from '@commonpoint/client';
import { bearer, type Served, serveGateway } from '../../gateway-api/served-gateway.js';

let served: Served;
beforeAll(async () => {
  served = await serveGateway();
});
afterAll(() => served.end());

const clientOf = (fetch?: Fetch): Client =>
  new Client({ url: `http://127.0.0.1:${served.port}`, apiKey: bearer('operator'), fetch });

/** A network on which no connection lives for longer than a few pieces of what is sent. */
const breaking =
  (connections: { count: number }): Fetch =>
  async (url, request) => {
    connections.count += 1;
    const response = await fetch(url, request);
    let pieces = 0;
    const body = response.body!.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          // The last piece arrives by half.
          if (pieces++ < 1) controller.enqueue(chunk);
          else {
            controller.enqueue(chunk.slice(0, chunk.length / 2));
            controller.error(new Error('the connection was lost'));
          }
        },
      }),
    );
    return { status: response.status, headers: response.headers, text: () => response.text(), body };
  };

it('are told once each, in order, though connections are lost in the middle of one', async () => {
  const connections = { count: 0 };
  const ending = new AbortController();
  const operator = clientOf();
  const { accountId } = await operator.post('/v1/accounts', { memberRef: 'm-1' });
  const seen: Event[] = [];
  const reading = (async () => {
    const query = { from: '0', types: 'points.issued' };
    for await (const event of clientOf(breaking(connections)).events(query, { signal: ending.signal })) {
      seen.push(event);
      if (event.amount === '99') ending.abort();
    }
  })();
  for (const amount of ['1', '2', '3', '4', '99']) {
    await operator.post('/v1/issuances', { programId: 'harbor', accountId, amount });
  }
  await reading;
  const { events } = await operator.get('/v1/events', { query: { types: 'points.issued', accountId } });
  expect(seen.filter((event) => event.accountId === accountId)).toEqual(events);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  expect(connections.count).toBeGreaterThan(1);
});

it('what is refused for good is an error', async () => {
  const events = clientOf().events({ types: 'points.lost' });
  await expect(events.next()).rejects.toBeInstanceOf(ProblemError);
});

it('end with the signal', async () => {
  const ending = new AbortController();
  const events = clientOf().events({}, { signal: ending.signal });
  setTimeout(() => ending.abort(), 50);
  expect(await events.next()).toEqual({ done: true, value: undefined });
});
