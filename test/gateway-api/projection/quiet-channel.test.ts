import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { startWorld, type World } from '../writes/gateway-world.js';

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

async function untilConnected(gateway: Gateway): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!gateway.health.readiness().peerReachable) {
    if (Date.now() > deadline) throw new Error('The gateway never saw its peer');
    await pause(10);
  }
}

it('sees its peer again after a restart although no new block comes', async () => {
  const { gateway } = world.open('harbor');
  await untilConnected(gateway);
  await gateway.caughtUp();
  const { projectionBlock } = gateway.health.readiness();
  expect(projectionBlock).toBe(world.network.blocks.length - 1);
  await gateway.close(200);
  const { gateway: restarted } = world.open('harbor');
  await untilConnected(restarted);
  expect(restarted.health.readiness().projectionBlock).toBe(projectionBlock);
});
