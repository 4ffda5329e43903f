import { setTimeout as pause } from 'node:timers/promises';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { startWorld, type World } from '../writes/gateway-world.js';

let world: World;
beforeEach(async () => (world = await startWorld()));
afterEach(() => world.end());

/** Connected, and with all that the peer has. */
async function untilThere(gateway: Gateway): Promise<void> {
  const deadline = Date.now() + 15_000;
  const isThere = (): boolean => {
    const { peerReachable, projectionBlock } = gateway.health.readiness();
    return peerReachable && projectionBlock === world.network.blocks.length - 1;
  };
  while (!isThere()) {
    if (Date.now() > deadline) throw new Error('The gateway never saw its peer');
    await pause(10);
  }
}

it('sees its peer again after a restart although no new block comes', async () => {
  const { gateway } = world.open('harbor');
  await untilThere(gateway);
  await gateway.close(200);
  const { gateway: restarted } = world.open('harbor');
  await untilThere(restarted);
});
