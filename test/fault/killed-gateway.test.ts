/**
 * A gateway's process is killed with SIGKILL again and again at moments by a seed, while clients work at it, and started again by
 * what looks after it: with its threads, its database's log and locks as they were. KILLS says how often, by FAULTS_SEED. (What
 * stands in a gateway's file at moments that follow each other closely: test/gateway-api/faults/killed.)
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeded } from '../support/damage.js';
import { IssuingClients, type Sent } from '../support/issuing-clients.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

const KILLS = Number(process.env['KILLS'] ?? 50);
const SEED = Number(process.env['FAULTS_SEED'] ?? randomInt(1_000_000));
/** From when it answers again to when it is killed: at its start, while it takes up work, while it works. */
const PAUSE_MS_MAX = 1_500;
/** Then all that was sent is sent again and counted. */
const COUNTED_EVERY = 10;
const CLIENTS = 4;

describe(`a gateway that is killed ${KILLS} times (seed ${SEED})`, () => {
  let running: RunningConsortium;
  let clients: IssuingClients;

  beforeAll(async () => {
    running = await RunningConsortium.start();
    clients = await IssuingClients.open(running);
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  it('has everything that it acknowledged once, and what it did not is done once when it is sent again', async () => {
    const random = seeded(SEED);
    for (let killed = 0; killed < KILLS;) {
      const before = await clients.total();
      const load = clients.start(CLIENTS);
      let sent: Sent[];
      try {
        for (const until = Math.min(killed + COUNTED_EVERY, KILLS); killed < until; killed++) {
          await sleep(random() * PAUSE_MS_MAX);
          await running.killAndAwaitRestart('gateway-harbor');
          // Every other one while it starts.
          if (random() < 0.5) await answers();
        }
        await answers();
        await sleep(300);
      } finally {
        sent = await load.stop();
      }
      await clients.expectExactlyOnce(sent, before);
    }
  }, 3_600_000);

  it('the ledger holds true', () => expectLedgerTruth(running, clients.holdings()), 300_000);

  const answers = () =>
    eventually(
      () => running.as('harbor').attempts.get('/readyz'),
      ({ status }) => status === 200,
      { timeoutMs: 60_000, intervalMs: 20 },
    );
});
