/** A load of a fixed number of clients, each of which begins its next operation when the last one was answered. */
import { type LoadResult, LoadTally } from './load-tally.js';

export interface Load {
  readonly clients: number;
  readonly durationMs: number;
  /** Does one operation. Resolves to undefined when it committed, else to a short name of what went wrong. */
  readonly operate: (client: number, sequence: number) => Promise<string | undefined>;
}

/** Runs the load and waits for the last answer. */
export async function runClosedLoop({ clients, durationMs, operate }: Load): Promise<LoadResult> {
  const tally = new LoadTally();
  const client = async (index: number): Promise<void> => {
    for (let sequence = 0; performance.now() - tally.startedAt < durationMs; sequence += 1)
      await tally.note(performance.now(), operate(index, sequence));
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return tally.result();
}
