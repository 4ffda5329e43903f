/** Faults that last until somebody repairs them; programs of real Fabric only, since they are single processes there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopology } from '../../network/topology.js';
import { FaultDrill, networkKind } from '../support/fault-drill.js';
import { merchantSlugs } from '../support/mixed-load.js';
import { heightOf } from '../support/same-chain.js';
import { START_TIMEOUT_MS } from '../support/running-consortium.js';

const FAULT_TIMEOUT_MS = 240_000;
const { organizations } = createTopology();

// On the embedded network orderers are no processes, and a deleted state is a test of its own.
const describeOnNative = networkKind === 'native' ? describe : describe.skip;

describeOnNative(`faults that last on the ${networkKind} network`, () => {
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
        await Promise.all([first, second].map((hostname) => drill.programs.holdDown(hostname)));
        // Blocks that were agreed on already arrive.
        await sleep(2_000);
        const height = await heightOf(drill.running, 'HarborMSP');
        const during = await Promise.all(merchantSlugs.map((slug) => drill.load.sendOne(slug)));
        for (const { firstAnswer } of during) {
          expect(firstAnswer).toMatch(/^(202 (accepted|submitted|unknown)|50[34] [A-Z_]+)$/);
        }
        expect(await heightOf(drill.running, 'HarborMSP')).toBe(height);
        await Promise.all([first, second].map((hostname) => drill.programs.release(hostname)));
      });
    },
    FAULT_TIMEOUT_MS,
  );

  it.each(organizations.map(({ peer }) => peer.hostname))(
    'the state database of %s deleted: it is rebuilt from the blocks',
    (hostname) =>
      drill.endure(`state of ${hostname} deleted`, async () => {
        await drill.programs.holdDown(hostname);
        drill.programs.deleteState(hostname);
        await drill.programs.release(hostname);
      }),
    FAULT_TIMEOUT_MS,
  );
});
