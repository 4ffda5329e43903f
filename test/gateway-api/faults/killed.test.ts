/**
 * A gateway that ends at any moment, as by kill -9: what stands in its file at that moment is all that the next one has. FAULTS says
 * how often, by FAULTS_SEED. (That processes really are killed is what scenarios and drills are about: there it costs seconds each.)
 */
import { randomInt } from 'node:crypto';
import { copyFileSync, existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { databaseAt, startApp, startWithMembers, type StartedApp } from '../start-app.js';
import { seeded, Traffic } from './traffic.js';

const COUNT = Number(process.env['FAULTS'] ?? 10);
const SEED = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));

it(`points that were acknowledged survive ${COUNT} ends of the gateway, and are there once (seed ${SEED})`, async () => {
  const random = seeded(SEED);
  const started = await startWithMembers({ parts: { databasePath: databaseAt('killed-0') } });
  let { app } = started;
  const { network } = app;
  const traffic = new Traffic(() => app, started.accountId, 2);
  const before = await traffic.available();
  let end = Promise.withResolvers<undefined>();
  for (let round = 1; round <= COUNT; round++) {
    const clients = [1, 2, 3].map(() => traffic.issueUntilTaken(() => end.promise));
    // Before anything is written, while it is endorsed, sent, ordered, applied, answered.
    await pause(random() * 25);
    kill(app, `killed-${round - 1}`, `killed-${round}`);
    end.resolve(undefined);
    app = await startApp({ network, parts: { databasePath: databaseAt(`killed-${round}`) } });
    end = Promise.withResolvers();
    await Promise.all(clients);
  }
  expect(traffic.acknowledged).toBe(3 * COUNT);
  expect((await traffic.available()) - before).toBe(traffic.acknowledged);
}, 3_600_000);

/** What is under way comes to nothing from here on; its file goes on as another one. */
function kill(app: StartedApp, from: string, to: string): void {
  const never = (): Promise<never> => new Promise(() => undefined);
  Object.assign(app.channel, { evaluate: never, endorse: never, submit: never });
  for (const end of ['', '-wal']) {
    const path = `${databaseAt(from)}${end}`;
    if (existsSync(path)) copyFileSync(path, `${databaseAt(to)}${end}`);
  }
  void app.gateway.close(0);
}
