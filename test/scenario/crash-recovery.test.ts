/** Processes are killed under load: what was acknowledged stays, what was unknown is resolved, nothing happens twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { IssuingClients } from '../support/issuing-clients.js';
import { expectLedgerTruth } from '../support/ledger-truth.js';
import { eventually, RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';

describe('after a crash', () => {
  let running: RunningConsortium;
  let clients: IssuingClients;

  beforeAll(async () => {
    running = await RunningConsortium.start();
    clients = await IssuingClients.open(running);
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const ready = (slug: string) =>
    eventually(
      () => running.as(slug).attempts.get('/readyz'),
      ({ status }) => status === 200,
    );

  it('kill -9 of everything at once, then a start on the same ledger', async () => {
    const before = await clients.total();
    const load = clients.start(16);
    await sleep(1_500);
    await running.killAll();
    const sent = await load.stop();
    await running.startAgain();
    await clients.expectExactlyOnce(sent, before);
    await expectLedgerTruth(running, clients.holdings());
  }, 300_000);

  it('kill -9 of a gateway between submit and answer, several times', async () => {
    const before = await clients.total();
    const load = clients.start(16);
    for (const pauseMs of [700, 900, 1_100]) {
      await sleep(pauseMs);
      await running.killProcess('gateway-harbor');
      await ready('harbor');
    }
    const sent = await load.stop();
    await clients.expectExactlyOnce(sent, before);
  }, 300_000);

  it('kill -9 of the chaincode process', async () => {
    const before = await clients.total();
    const load = clients.start(8);
    await sleep(700);
    await running.killProcess('chaincode');
    await sleep(2_000);
    const sent = await load.stop();
    await clients.probe();
    await clients.expectExactlyOnce(sent, before + 1n);
  }, 300_000);

  it('the network gone: reads and writes say so, nothing is claimed, and all goes on when it is back', async () => {
    const before = await clients.total();
    const load = clients.start(4);
    await sleep(400);
    await running.holdDown('network');
    await sleep(1_500);
    const answer = await running
      .as('citypark')
      .attempts.request('GET', '/v1/programs/harbor', { headers: { consistency: 'ledger' } });
    expect([503, 504]).toContain(answer.status);
    await running.release('network');
    await clients.probe();
    const sent = await load.stop();
    await Promise.all(['harbor', 'citypark', 'greenmart', 'auditor'].map(ready));
    await clients.expectExactlyOnce(sent, before + 1n);
  }, 300_000);

  it('the ledger holds true', () => expectLedgerTruth(running, clients.holdings()));
});
