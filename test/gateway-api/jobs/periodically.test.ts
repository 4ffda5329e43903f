import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { type Job, periodically } from '../../../gateway-api/src/jobs/periodically.js';

const log = pino({ enabled: false });

/** Runs the job beside the steps, and says in which of them its rounds were. */
async function roundsOf(job: Omit<Job, 'name' | 'run'>, steps: readonly (() => unknown)[]): Promise<number[]> {
  const stopping = new AbortController();
  const rounds: number[] = [];
  let at = -1;
  const run = (): unknown => rounds.push(at);
  const done = periodically([{ name: 'counted', ...job, run }], {
    log,
    signal: stopping.signal,
    isClosing: () => false,
  });
  for (const step of steps) {
    at += 1;
    await step();
    await pause(20);
  }
  stopping.abort();
  await done;
  return rounds;
}

test('a job that waits is not run before it is told that there is something', async () => {
  let due = false;
  let ask = (): void => undefined;
  const job = { pauseMs: () => (due ? 1 : Infinity), waits: (given: () => void) => void (ask = given) };
  const rounds = await roundsOf(job, [
    () => undefined,
    () => ask(),
    () => {
      due = true;
      ask();
    },
    () => (due = false),
    () => pause(5),
  ]);
  expect(rounds.filter((step) => step < 2)).toEqual([]);
  expect(rounds).toContain(2);
  expect(rounds).not.toContain(4);
});

test('what it is told during its pause makes that no shorter', async () => {
  let ask = (): void => undefined;
  const job = { pauseMs: () => 10_000, waits: (given: () => void) => void (ask = given) };
  expect(await roundsOf(job, [() => ask(), () => ask()])).toEqual([]);
});

test('it ends with the signal, in a pause as well as while it waits', async () => {
  expect(await roundsOf({ pauseMs: () => Infinity }, [() => undefined])).toEqual([]);
  expect(await roundsOf({ pauseMs: () => 60_000 }, [() => undefined])).toEqual([]);
});

test('once it is to stop it is asked nothing more: what it would look at may be closed', async () => {
  const stopping = new AbortController();
  let isClosed = false;
  const asked: boolean[] = [];
  const pauseMs = (): number => {
    asked.push(isClosed);
    return Infinity;
  };
  const done = periodically([{ name: 'waiting', pauseMs, run: () => undefined }], {
    log,
    signal: stopping.signal,
    isClosing: () => true,
  });
  isClosed = true;
  stopping.abort();
  await done;
  expect(asked).toEqual([false]);
});
