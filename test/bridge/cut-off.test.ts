/** Every step of a crossing cut off, before and after it is done, over a real gateway and SQLite; then the bridge goes on. */
import type { LegacyStore } from '../../bridge/src/legacy-store.js';
import type { Ledger } from '../../bridge/src/ledger.js';
import { workRound } from '../../bridge/src/work-round.js';
import {
  crossingOf,
  cutOffAt,
  startBridgeWorld,
  startLegacy as start,
  untilStill,
  type BridgeWorld,
} from './bridge-world.js';

jest.setTimeout(180_000);

let world: BridgeWorld;
beforeAll(async () => {
  world = await startBridgeWorld();
});
afterAll(() => world.end());

test.each(['in', 'out'] as const)('cut off at any step, what goes %s crosses once', async (direction) => {
  for (let at = 2; ; at += 1) {
    const { legacy, card, accountId } = await start(world, 100);
    const row = legacy.ask(direction, card, 60);
    const counter = { calls: 0 };
    const first = legacy.open();
    const store: LegacyStore = cutOffAt(first, counter, at);
    const ledger: Ledger = cutOffAt(world.ledger, counter, at);
    let isWhole = false;
    try {
      const { troubles } = await workRound(crossingOf(store, ledger), 1);
      isWhole = troubles.length === 0;
    } catch {
      isWhole = false;
    }
    await first.close();
    const again = legacy.open();
    await untilStill(crossingOf(again, world.ledger));
    const sign = direction === 'in' ? 1 : -1;
    expect([legacy.stateOf(row), legacy.stampsOf(card)]).toEqual(['done', 100 - 60 * sign]);
    expect(await world.pointsOf(accountId)).toEqual({ available: 100 + 60 * sign, held: 0 });
    await again.close();
    if (isWhole) break;
    expect(at).toBeLessThan(60);
  }
});
