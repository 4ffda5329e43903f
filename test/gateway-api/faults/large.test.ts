/** Large things do not stop small ones: while a ledger is read again, the event loop is free. */
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { eventually } from '../../support/eventually.js';
import { available, caller, issue, openAccount, startWorld, type World } from '../writes/gateway-world.js';

let world: World;
beforeAll(async () => (world = await startWorld()));
afterAll(() => world.end());

it('a ledger that is read again takes the event loop for less than 50 ms at a time', async () => {
  const { gateway } = world.open('harbor');
  const accountId = await openAccount(gateway, 'harbor', 'm-1');
  const batches = 24;
  for (let batch = 0; batch < batches; batch++) {
    const operations = Array.from({ length: 250 }, (_, at) => issue(`op-${batch}-${at}`, accountId, 1));
    await gateway.operations.submit(caller('harbor'), operations, { waitMs: 20_000 });
  }
  await gateway.close(500);
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const { gateway: again } = world.open('harbor', { databasePath: join(world.folder, 'again.db') });
  await eventually(
    () => Promise.resolve(again.projection.lastBlock()),
    (block) => block === world.network.blocks.length - 1,
    { intervalMs: 2 },
  );
  delays.disable();
  expect(await available(again, accountId)).toBe(String(batches * 250));
  // Not the longest of all: the machine has other things to do.
  expect(delays.percentile(99) / 1e6).toBeLessThan(50);
}, 60_000);
