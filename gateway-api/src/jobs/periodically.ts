/**
 * Work that nobody asks for: done again and again while the gateway runs. There is one way to stop it, to measure it and to
 * log what goes wrong; a job says what is done and how often.
 */
import { Histogram, type Registry } from 'prom-client';
import type { Log } from '../log.js';

export interface Job {
  readonly name: string;
  /**
   * From the end of one round to the beginning of the next; `rounds` is how many there were. It is asked anew when something
   * comes for which the job {@link waits}: until then it may be `Infinity`.
   */
  readonly pauseMs: (rounds: number) => number;
  /** Given what is to be called when there may be something to do for a job that has nothing. */
  readonly waits?: (ask: () => void) => void;
  /** One round. What it throws is logged, and the next round comes in its time. */
  readonly run: (signal: AbortSignal) => unknown;
}

export interface JobSurroundings {
  readonly log: Log;
  /** No round begins any more, and those under way are told to end. */
  readonly signal: AbortSignal;
  /** A stop was asked for: no round begins that would make new work. */
  readonly isClosing: () => boolean;
  readonly registry?: Registry | undefined;
}

/** Resolves when all of them have ended, after the signal. */
export async function periodically(jobs: readonly Job[], surroundings: JobSurroundings): Promise<void> {
  const seconds = new Histogram({
    name: 'commonpoint_job_duration_seconds',
    help: 'Duration of periodic work, by task and result.',
    labelNames: ['task', 'result'],
    buckets: [0.001, 0.01, 0.1, 1, 10, 60],
    registers: surroundings.registry ? [surroundings.registry] : [],
  });
  await Promise.all(jobs.map((job) => repeat(job, surroundings, seconds)));
}

async function repeat(
  { name, pauseMs, run, waits }: Job,
  { log, signal, isClosing }: JobSurroundings,
  seconds: Histogram<'task' | 'result'>,
): Promise<void> {
  let wake = (): void => undefined;
  let isAsleep = false;
  signal.addEventListener('abort', () => wake(), { once: true });
  waits?.(() => isAsleep && wake());
  /** A timer alone: with a signal of its own for each pause it would cost more than most rounds. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      isAsleep = ms === Infinity;
      const timer = isAsleep ? undefined : setTimeout(resolve, ms).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  for (let rounds = 0; ; rounds++) {
    // Once it is to stop it is asked nothing: what it would look at may be closed.
    for (let ms = Infinity; ms === Infinity && !signal.aborted;) {
      ms = pauseMs(rounds);
      await pause(ms);
    }
    if (signal.aborted || isClosing()) return;
    const stop = seconds.startTimer({ task: name });
    try {
      await run(signal);
      stop({ result: 'ok' });
    } catch (error) {
      stop({ result: 'error' });
      log.warn({ err: error, job: name }, 'Periodic work went wrong');
    }
  }
}
