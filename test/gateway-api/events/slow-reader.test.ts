/** A reader that does not read: what waits for it is in the file, not in memory. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { EventFeed } from '../../../gateway-api/src/events/event-feed.js';
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { sendAnswer } from '../../../gateway-api/src/http/reply.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { listEvents } from '../../../gateway-api/src/subjects/events/routes.js';

const EVENTS = 120_000;
/** What the system takes for a connection on both sides, at the most, is less than half of all. */
const SENT_MAX = EVENTS / 2;

it('has no more made for it than it takes', async () => {
  const database = new Database(':memory:', tables);
  const feed = new EventFeed(database, 'gateway.db', { daily: [], eachBlock: [] });
  const value = JSON.stringify({
    type: 'account.changed',
    accountId: `HarborMSP:${'0f'.repeat(16)}`,
    note: 'x'.repeat(400),
  });
  const put = database.sqlite.prepare("INSERT INTO events (seq, tx_id, time, value) VALUES (?, '', 0, ?)");
  database.transaction('rebuildable', () => {
    for (let at = 0; at < EVENTS; at++) put.run(at, value);
  });
  let sent = 0;
  const page = feed.page.bind(feed);
  feed.page = (...asked) => {
    const found = page(...asked);
    sent += found.events.length;
    return found;
  };
  const gateway = { events: feed, projection: { lastBlock: () => 0 } } as unknown as Gateway;
  const server = createServer((_request, response) => {
    const context = { prefersEvents: true, query: { from: 0 } };
    void Promise.resolve(listEvents.handle(context as never, gateway)).then((answer) =>
      sendAnswer(response as never, answer).catch(() => undefined),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
  for (let before = -1; sent !== before || sent === 0;) {
    before = sent;
    await pause(200);
  }
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(SENT_MAX);
  const stopped = sent;
  // It goes on as soon as it is read from.
  socket.resume();
  while (sent === stopped) await pause(5);
  expect(feed.readers).toBe(1);
  socket.destroy();
  while (feed.readers > 0) await pause(5);
  server.close();
  database.close();
});

it('many readers are told of blocks together, and of every one', async () => {
  const database = new Database(':memory:', tables);
  const feed = new EventFeed(database, 'gateway.db', { daily: [], eachBlock: [] });
  const block = (): void => feed.log.applied();
  const tellings = async (blocks: number): Promise<number> => {
    let [version, told] = [feed.version, 0];
    for (let number = 0; number < blocks; number++) {
      block();
      await pause(2);
      if (feed.version !== version) told += 1;
      version = feed.version;
    }
    await feed.beyond(version, 500);
    return told;
  };
  expect(await tellings(20)).toBe(20);
  for (let readers = 0; readers < 300; readers++) feed.enter();
  // A hundred milliseconds from one to the next.
  const since = performance.now();
  const told = await tellings(60);
  expect(told).toBeLessThanOrEqual(Math.ceil((performance.now() - since) / 100) + 1);
  // The last block was told of too.
  const { version } = feed;
  block();
  await feed.beyond(version, 5_000);
  expect(feed.version).not.toBe(version);
  database.close();
});
