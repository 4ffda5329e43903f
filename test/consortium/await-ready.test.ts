/** A gateway is waited for as long as it gets on with reading the ledger. */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { awaitReady } from '../../consortium/launcher/await-ready.js';

const STANDS_STILL_MS = 400;
let server: Server;
afterEach(() => new Promise((done) => server.close(done)));

/** Answers with these blocks, one after the other, then with the last one, and is ready once all were told. */
async function reading(blocks: readonly number[], isReadyThen: boolean): Promise<string> {
  let at = 0;
  server = createServer((_request, response) => {
    const isReady = isReadyThen && at >= blocks.length;
    response.statusCode = isReady ? 200 : 503;
    response.end(JSON.stringify({ projectionBlock: blocks[Math.min(at, blocks.length - 1)] }));
    at += 1;
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('while its block grows, however long that takes', async () => {
  const blocks = Array.from({ length: 20 }, (_, block) => block);
  const startedAt = performance.now();
  await awaitReady(await reading(blocks, true), STANDS_STILL_MS);
  expect(performance.now() - startedAt).toBeGreaterThan(STANDS_STILL_MS);
});

it('and no longer than it may stand still: then with what it said', async () => {
  await expect(awaitReady(await reading([-1, 5, 3, 5], false), STANDS_STILL_MS)).rejects.toThrow('"projectionBlock":5');
});
