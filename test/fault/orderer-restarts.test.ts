/**
 * One orderer is away again and again while the others go on: each time it has to get by itself what it missed, or the consortium
 * has none to spare. ORDERER_ROUNDS says how often.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopology } from '../../network/topology.js';
import { eventually } from '../support/eventually.js';
import { MixedLoad } from '../support/mixed-load.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { RunningConsortium, START_TIMEOUT_MS } from '../support/running-consortium.js';
import { expectOrderersCaughtUp, expectSameChain, heightOf, ordererHeight } from '../support/same-chain.js';

const ROUNDS = Number(process.env['ORDERER_ROUNDS'] ?? 20);
const AWAY_MS = 2_000;
const CATCH_UP_TIMEOUT_MS = 60_000;
const { organizations } = createTopology();
const hostname = organizations.at(-1)!.orderer.hostname;

describeUnless({ embedded: 'its orderers are no processes of their own' }, `an orderer of ${networkKind}`, () => {
  let running: RunningConsortium;
  let load: MixedLoad;

  beforeAll(async () => {
    running = await RunningConsortium.start();
    load = await MixedLoad.prepare(running);
  }, START_TIMEOUT_MS);
  afterAll(() => running.stopAndRemove(), START_TIMEOUT_MS);

  const away = {
    stopped: { begin: () => running.holdDown(hostname), end: () => running.release(hostname) },
    frozen: { begin: () => running.halt(hostname), end: () => running.goOn(hostname) },
  };

  it.each(['stopped', 'frozen'] as const)(
    `that is ${ROUNDS} times %s catches up each time`,
    async (how) => {
      load.start();
      const times: number[] = [];
      const behind: number[] = [];
      for (let round = 1; round <= ROUNDS; round++) {
        await sleep(500);
        await away[how].begin();
        await sleep(AWAY_MS);
        await away[how].end();
        const since = Date.now();
        try {
          const missed = await heightOf(running, 'AuditorMSP');
          await eventually(
            () => ordererHeight(running, hostname).catch(() => 0),
            (height) => height >= missed,
            { timeoutMs: CATCH_UP_TIMEOUT_MS, intervalMs: 20 },
          );
          times.push(Date.now() - since);
        } catch {
          behind.push(round);
          await running.killAndAwaitRestart(hostname);
        }
      }
      await load.stop();
      await load.settle();
      await expectSameChain(running, CATCH_UP_TIMEOUT_MS);
      await expectOrderersCaughtUp(running, CATCH_UP_TIMEOUT_MS);
      const sorted = times.toSorted((a, b) => a - b);
      const median = sorted[Math.floor(sorted.length / 2)];
      const seen = `caught up after ${sorted[0]} to ${sorted.at(-1)} ms, ${median} ms in the middle`;
      process.stderr.write(
        `\n${hostname} ${how} ${ROUNDS} times: ${seen}; stayed behind in rounds [${behind.join(', ')}]\n`,
      );
      expect(behind).toEqual([]);
    },
    ROUNDS * (AWAY_MS + CATCH_UP_TIMEOUT_MS),
  );
});
