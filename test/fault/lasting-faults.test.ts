/** Faults that last until somebody repairs them; programs of real Fabric only, since they are single processes there. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTopology } from '../../network/topology.js';
import { FaultDrill } from '../support/fault-drill.js';
import { merchantSlugs } from '../support/mixed-load.js';
import { describeUnless, networkKind } from '../support/network-kind.js';
import { awaitImport, type Problem, startImport } from '../support/points-session.js';
import { eventually, START_TIMEOUT_MS } from '../support/running-consortium.js';
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

  const orderers = organizations.map(({ orderer }) => orderer.hostname);
  const isAvailable = async (slug: string): Promise<boolean> => {
    const { body } = await drill.running.as(slug).attempts.get<{ orderingAvailable: boolean }>('/readyz');
    return body.orderingAvailable;
  };

  const twoOrderersAway = {
    down: {
      stop: (hostname: string) => drill.running.holdDown(hostname),
      start: (hostname: string) => drill.running.release(hostname),
    },
    frozen: {
      stop: (hostname: string) => drill.running.halt(hostname),
      start: (hostname: string) => drill.running.goOn(hostname),
    },
  };

  it.each(['down', 'frozen'] as const)(
    'two of four orderers %s: nothing is committed, writes are refused at once, and nothing is lost when they return',
    (how) => drill.endure(`two orderers ${how}`, () => withoutTwo(twoOrderersAway[how])),
    FAULT_TIMEOUT_MS,
  );

  /** Ends two orderers' work, looks at what clients are told, and lets them return. */
  async function withoutTwo({ stop, start }: (typeof twoOrderersAway)['down']): Promise<void> {
    const two = orderers.slice(0, 2);
    await Promise.all(two.map(stop));
    const noticedFrom = Date.now();
    await Promise.all(
      merchantSlugs.map((slug) =>
        eventually(
          () => isAvailable(slug),
          (available) => !available,
          { intervalMs: 50 },
        ),
      ),
    );
    drill.note(`noticed after ${Date.now() - noticedFrom} ms`);
    // Blocks that were agreed on already arrive.
    await sleep(1_000);
    const height = await heightOf(drill.running, 'HarborMSP');
    const imported = randomUUID();
    const purchases = `customer_id,date,quantity,amount\n${imported},2026-01-02,1,7\n`;
    const { body: importing } = await startImport(drill.running.as('harbor'), purchases);
    for (const slug of merchantSlugs) {
      const askedAt = Date.now();
      const { firstAnswer } = await drill.load.sendOne(slug);
      expect(firstAnswer).toBe('503 ORDERING_UNAVAILABLE');
      expect(Date.now() - askedAt).toBeLessThan(1_000);
      const account = await drill.running.as(slug).attempts.post<Problem>('/v1/accounts', { memberRef: randomUUID() });
      expect([account.status, account.body.code]).toEqual([503, 'ORDERING_UNAVAILABLE']);
      expect((await drill.running.as(slug).attempts.get('/readyz')).status).toBe(503);
    }
    expect(await heightOf(drill.running, 'HarborMSP')).toBe(height);
    await Promise.all(two.map(start));
    const backFrom = Date.now();
    await Promise.all(merchantSlugs.map((slug) => eventually(() => isAvailable(slug), Boolean, { intervalMs: 50 })));
    drill.note(`ordering seen again ${Date.now() - backFrom} ms after their return`);
    // Nobody asked for it again: it goes on by itself.
    expect(await awaitImport(drill.running.as('harbor'), importing.importId)).toMatchObject({
      state: 'completed',
      rowsPosted: 1,
    });
    const { accountId } = await drill.running.as('harbor').post('/v1/accounts', { memberRef: imported });
    drill.load.credited(accountId, 'harbor', 7n);
  }

  it(
    'all orderers killed at once: what they forgot is sent to them again as soon as they are back',
    () =>
      drill.endure(
        'all orderers killed',
        async () => {
          await Promise.all(orderers.map((hostname) => drill.running.killAndAwaitRestart(hostname)));
        },
        'start',
      ),
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
