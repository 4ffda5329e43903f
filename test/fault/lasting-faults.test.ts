/** Faults that last until somebody repairs them; programs of real Fabric only, since they are single processes there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopology } from '../../network/topology.js';
import { FaultDrill } from '../support/fault-drill.js';
import { merchantSlugs } from '../support/mixed-load.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';
import { heightOf } from '../support/same-chain.js';

const FAULT_TIMEOUT_MS = 240_000;
const { organizations } = createTopology();

const notEmbedded = 'orderers are no processes of their own there, and a deleted state is a test of its own';

describeUnless({ embedded: notEmbedded }, `faults that last on the ${networkKind} network`, () => {
  let drill: FaultDrill;

  beforeAll(async () => {
    drill = await FaultDrill.start();
  }, START_TIMEOUT_MS);
  afterAll(() => drill.end(), START_TIMEOUT_MS);

  it(
    'two of four orderers down: nothing is committed, clients are told so, and nothing is lost when they return',
    async () => {
      const [first = '', second = ''] = organizations.map(({ orderer }) => orderer.hostname);
      await drill.endure('two orderers down', async () => {
        await Promise.all([first, second].map((hostname) => drill.running.holdDown(hostname)));
        // Blocks that were agreed on already arrive.
        await sleep(2_000);
        const height = await heightOf(drill.running, 'HarborMSP');
        const during = await Promise.all(merchantSlugs.map((slug) => drill.load.sendOne(slug)));
        for (const { firstAnswer } of during) {
          expect(firstAnswer).toMatch(/^(202 (accepted|submitted|unknown)|50[34] [A-Z_]+)$/);
        }
        expect(await heightOf(drill.running, 'HarborMSP')).toBe(height);
        await Promise.all([first, second].map((hostname) => drill.running.release(hostname)));
      });
    },
    FAULT_TIMEOUT_MS,
  );

  it.each(organizations.map(({ peer }) => peer.hostname))(
    'the state database of %s deleted: it is rebuilt from the blocks',
    (hostname) =>
      drill.endure(`state of ${hostname} deleted`, async () => {
        await drill.running.holdDown(hostname);
        await drill.running.deleteState(hostname);
        await drill.running.release(hostname);
      }),
    FAULT_TIMEOUT_MS,
  );
});
