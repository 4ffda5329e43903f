/** Work for which there is time when no blocks come: how much of it is done when. */
import { whenQuiet } from '../../../gateway-api/src/jobs/when-quiet.js';

const { signal } = new AbortController();

/** So much is left, while the ledger is where it is told to be. */
function work(left: number, stepsWhileBusy?: () => number) {
  const state = { left, block: 0 };
  const advance = (): boolean => state.left > 0 && (state.left -= 1) >= 0;
  const parts = { name: 'work', lastBlock: () => state.block, advance, ...(stepsWhileBusy && { stepsWhileBusy }) };
  return { state, job: whenQuiet(parts) };
}

it('does all of it when no block came since it looked last', async () => {
  const { state, job } = work(5);
  await job.run(signal);
  expect(state.left).toBe(0);
});

it('does nothing while blocks come, and what is asked for all the same', async () => {
  const [none, some] = [work(5), work(5, () => 2)];
  for (const { state, job } of [none, some]) {
    state.block = 1;
    await job.run(signal);
  }
  expect([none.state.left, some.state.left]).toEqual([5, 3]);
  for (const { job } of [none, some]) await job.run(signal);
  expect([none.state.left, some.state.left]).toEqual([0, 0]);
});

it('does nothing when it is to end', async () => {
  const { state, job } = work(5, () => 2);
  await job.run(AbortSignal.abort());
  expect(state.left).toBe(5);
});
