/**
 * One durable write for all that arrive together.
 *
 * A sync to disk costs the same for one row as for hundreds, and nothing else runs meanwhile. So work that comes in
 * within one turn of the event loop shares a SQLite transaction, and one transaction keeps a distance from the last.
 * The promise of a piece of work resolves when it is on disk.
 */
import type { Database } from './database.js';

/** From the end of one durable write to the next: what a crowd pays for being cheap; a lone request pays nothing. */
const DISTANCE_MS = 4;

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

export class GroupCommit {
  #jobs: Job[] = [];
  #lastEndedAt = -Infinity;

  constructor(private readonly database: Database) {}

  /** Runs `work` inside a durable transaction together with others. `work` is synchronous and must not throw midway. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve, reject });
      if (this.#jobs.length === 1) this.#schedule();
    });
  }

  /** Writes what is waiting now; for an orderly stop. */
  flush(): void {
    if (this.#jobs.length > 0) this.#flush();
  }

  #schedule(): void {
    const restMs = this.#lastEndedAt + DISTANCE_MS - performance.now();
    if (restMs > 0.5) setTimeout(() => this.#flush(), restMs);
    else setImmediate(() => this.#flush());
  }

  #flush(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0) return;
    let results: unknown[];
    try {
      results = this.database.transaction('synced', () => jobs.map((job) => job.work()));
      this.#lastEndedAt = performance.now();
    } catch (error) {
      if (jobs.length === 1) jobs[0]!.reject(error);
      else for (const job of jobs) this.#alone(job);
      return;
    }
    jobs.forEach((job, index) => job.resolve(results[index] as never));
  }

  /** After a failure each piece of work stands alone, so that one that fails does not take the others with it. */
  #alone(job: Job): void {
    try {
      job.resolve(this.database.transaction('synced', job.work) as never);
    } catch (error) {
      job.reject(error);
    }
  }
}
