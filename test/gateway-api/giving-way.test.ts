import { GivingWay } from '../../gateway-api/src/giving-way.js';

const LOOKED_EVERY_MS = 100;
/** Timers may come a little early. */
const untilItLooks = () => new Promise((resolve) => setTimeout(resolve, 1.5 * LOOKED_EVERY_MS));
const never = new AbortController().signal;
const msOf = async (way: GivingWay, turns: number): Promise<number> => {
  const since = performance.now();
  for (let turn = 0; turn < turns; turn++) await way.turn(never);
  return performance.now() - since;
};

it('lets deliveries come one after the other while the gateway is busy, and at once when it is not', async () => {
  let utilization = 0.9;
  const way = new GivingWay(() => utilization);
  // Before it has looked, nobody is in the way.
  expect(await msOf(way, 50)).toBeLessThan(LOOKED_EVERY_MS);
  await untilItLooks();
  expect(await msOf(way, 10)).toBeGreaterThan(80);
  utilization = 0.1;
  await untilItLooks();
  const since = process.cpuUsage();
  await msOf(way, 1_000);
  expect(process.cpuUsage(since).user).toBeLessThan(500_000);
});

it('ends when the gateway stops', async () => {
  const way = new GivingWay(() => 1);
  await untilItLooks();
  const stopping = new AbortController();
  await way.turn(never);
  // So many before it that it waits, however slow the machine is.
  for (let before = 0; before < 100; before++) void way.turn(never);
  const waiting = way.turn(stopping.signal);
  stopping.abort();
  await expect(waiting).rejects.toThrow();
});
