/**
 * A webhook of a real consortium whose gateway, peers and receiver are killed again and again (KILLS says how often): each event
 * arrives at least once, in order, signed by the standard, and what arrives adds up to the supply.
 */
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { openAccount } from '../support/points-session.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const KILLS = Number(process.env['KILLS'] ?? 4);
/** Of everything at once. */
const ALL_EVERY = 4;
const OPERATIONS = 12;

interface Told {
  readonly id: string;
  readonly type: string;
  readonly programId?: string;
  readonly amount?: string;
}

let running: RunningConsortium;
let server: Server | undefined;
let port = 0;
let secret: string | undefined;
const got: string[] = [];

/** On the same port as before. */
async function startReceiver(): Promise<void> {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (secret === undefined) return void response.writeHead(503).end();
      new Webhook(secret).verify(body, request.headers as Record<string, string>);
      got.push(String(request.headers['webhook-id']));
      response.writeHead(204).end();
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
}

const killReceiver = (): void => {
  server?.close();
  server?.closeAllConnections();
};

beforeAll(async () => {
  running = await RunningConsortium.start();
  await startReceiver();
  const configPath = join(running.dataDir, 'gateways', 'harbor', 'config.json');
  const config = JSON.parse(readFileSync(configPath, 'utf8')) as object;
  writeFileSync(configPath, JSON.stringify({ ...config, webhooks: { allowedAddresses: ['127.0.0.1'] } }));
  await running.killAndAwaitRestart('gateway-harbor');
}, START_TIMEOUT_MS);
afterAll(async () => {
  killReceiver();
  await running.stopAndRemove();
}, START_TIMEOUT_MS);

const allEvents = async (): Promise<Told[]> => {
  const events: Told[] = [];
  for (let after: string | undefined; ;) {
    const query = after === undefined ? {} : { after };
    const page = await running.as('harbor').get('/v1/events', { query });
    events.push(...(page.events as readonly Told[]));
    after = page.next;
    if (page.isLast && page.events.length < 100) return events;
  }
};

it(
  `gets every event in order over ${KILLS} kills`,
  async () => {
    const url = `http://127.0.0.1:${port}/`;
    const webhook = await running.as('harbor', 'admin').post('/v1/webhooks', { url, from: 0 });
    ({ secret } = webhook);
    const { webhookId } = webhook;
    const accountId = await openAccount(running.as('harbor'));
    const body = { programId: 'harbor', accountId, amount: '1' };
    for (let round = 1; round <= KILLS; round++) {
      const posting = Promise.all(
        Array.from({ length: OPERATIONS }, () => running.as('harbor').post('/v1/issuances', body)),
      );
      posting.catch(() => undefined);
      await sleep(50 + ((round * 37) % 200));
      killReceiver();
      if (round % ALL_EVERY === 0) {
        await posting;
        await running.killAll();
        await running.startAgain();
      } else await running.killAndAwaitRestart('gateway-harbor');
      await startReceiver();
      await posting;
      // What waits for its next try is tried at once, as a person would have it.
      await running
        .as('harbor', 'admin')
        .patch('/v1/webhooks/{webhookId}', { status: 'active' }, { params: { webhookId }, ifMatch: '*' });
    }
    const events = await allEvents();
    const ids = events.map(({ id }) => id);
    await eventually(
      async () => got.at(-1),
      (last) => last === ids.at(-1),
    );
    expect([...new Set(got)]).toEqual(ids);
    let furthest = -1;
    for (const id of got) {
      const at = ids.indexOf(id);
      expect(at).toBeLessThanOrEqual(furthest + 1);
      furthest = Math.max(furthest, at);
    }
    const issued = events
      .filter(({ type, programId }) => type === 'points.issued' && programId === 'harbor')
      .reduce((sum, { amount }) => sum + Number(amount), 0);
    const supply = await running
      .as('harbor')
      .get('/v1/programs/{programId}/supply', { params: { programId: 'harbor' } });
    expect([issued, supply.issued]).toEqual([KILLS * OPERATIONS, String(issued)]);
  },
  START_TIMEOUT_MS + KILLS * 30_000,
);
