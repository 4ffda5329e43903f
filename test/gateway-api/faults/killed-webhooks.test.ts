/**
 * A gateway and a receiver that end at any moment, as by kill -9: each event reaches each webhook at least once and in order, and
 * what the receivers add up to is the supply. FAULTS says how often, by FAULTS_SEED.
 */
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { seqOf } from '../../../gateway-api/src/events/ledger-event.js';
import { databaseAt, startApp, startWithMembers, until, type StartedApp } from '../start-app.js';
import { seeded, Traffic } from './traffic.js';

const COUNT = Number(process.env['FAULTS'] ?? 6);
const SEED = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));
const WEBHOOKS = 3;
const webhooks = { allowedAddresses: ['127.0.0.1'], timing: { delaysMs: [5, 10], attemptMs: 1_000 } };

/** Remembers what it has read whole, whether it got to answer or not; killed, it is gone from its port for a while. */
class KilledReceiver {
  readonly got: { readonly id: string; readonly type: string; readonly amount: number }[] = [];
  port = 0;
  #server: Server | undefined;

  async start(random: () => number): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      request.on('end', () => {
        if (random() < 0.1) return void response.writeHead(503).end();
        const { data } = JSON.parse(body) as { data: { id: string; type: string; amount?: string } };
        this.got.push({ id: data.id, type: data.type, amount: Number(data.amount ?? 0) });
        setTimeout(() => response.writeHead(204).end(), random() * 3);
      });
    }).listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  kill(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
  }
}

it(`each event arrives in order at ${WEBHOOKS} webhooks over ${COUNT} ends of gateway and receiver (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const started = await startWithMembers({ parts: { databasePath: databaseAt('hooked-0'), webhooks } });
  let { app } = started;
  const { network } = app;
  const receivers = await Promise.all(
    Array.from({ length: WEBHOOKS }, async () => {
      const receiver = new KilledReceiver();
      await receiver.start(random);
      const url = `http://127.0.0.1:${receiver.port}/`;
      await app.admin('post', '/v1/webhooks').send({ url, from: 0 }).expect(201);
      return receiver;
    }),
  );
  const traffic = new Traffic(() => app, started.accountId, 2);
  let end = Promise.withResolvers<undefined>();
  for (let round = 1; round <= COUNT; round++) {
    const clients = [1, 2, 3].map(() => traffic.issueUntilTaken(() => end.promise));
    await pause(random() * 60);
    const victim = receivers[Math.floor(random() * WEBHOOKS)]!;
    victim.kill();
    await pause(random() * 20);
    kill(app, `hooked-${round - 1}`, `hooked-${round}`);
    end.resolve(undefined);
    app = await startApp({ network, parts: { databasePath: databaseAt(`hooked-${round}`), webhooks } });
    end = Promise.withResolvers();
    await victim.start(random);
    await Promise.all(clients);
  }
  const all: { id: string; type: string; amount?: string }[] = [];
  for (let after: string | undefined; ;) {
    const query = after === undefined ? {} : { after };
    const { body } = await app.operator('get', '/v1/events').query(query).expect(200);
    all.push(...body.events);
    after = body.next;
    if (body.isLast && body.events.length < 100) break;
  }
  const ids = all.map(({ id }) => id);
  const { body: supply } = await app.operator('get', '/v1/programs/harbor/supply').expect(200);
  for (const { got } of receivers) {
    await until(() => got.at(-1)?.id === ids.at(-1));
    const first = [...new Map(got.map((event) => [event.id, event])).values()];
    expect(first.map(({ id }) => id)).toEqual(ids);
    // Whatever is sent once more, nothing is sent before what comes before it has arrived.
    let furthest = -1;
    for (const { id } of got) {
      const next = ids.indexOf(id);
      expect(next).toBeLessThanOrEqual(furthest + 1);
      furthest = Math.max(furthest, next);
    }
    const issued = first.filter(({ type }) => type === 'points.issued').reduce((sum, { amount }) => sum + amount, 0);
    expect(String(issued)).toBe(supply.issued);
  }
  expect(ids.map((id) => seqOf(id)!)).toEqual(ids.map((id) => seqOf(id)!).toSorted((a, b) => a - b));
  for (const receiver of receivers) receiver.kill();
}, 3_600_000);

/** What is under way comes to nothing from here on; its files go on as other ones. */
function kill(app: StartedApp, from: string, to: string): void {
  const never = (): Promise<never> => new Promise(() => undefined);
  Object.assign(app.channel, { evaluate: never, endorse: never, submit: never });
  for (const end of ['', '-wal'])
    for (const file of ['', '-webhooks']) {
      const path = `${databaseAt(`${from}${file}`)}${end}`;
      if (existsSync(path)) copyFileSync(path, `${databaseAt(`${to}${file}`)}${end}`);
    }
  void app.gateway.close(0);
}
