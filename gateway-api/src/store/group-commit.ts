/**
 * One durable write for all that arrive together.
 *
 * A sync to disk costs the same for one row as for hundreds. So work that comes in while the last sync is under way
 * shares one SQLite transaction and one sync, and the sync happens beside the event loop. The promise of a piece of work
 * resolves when it is on disk.
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
  #writing = false;
  #scheduled = false;

  constructor(private readonly database: Database) {}

  /** Runs `work` inside a durable transaction together with others. `work` is synchronous and must not throw midway. */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve, reject });
      this.#schedule();
    });
  }

  /** Writes what is waiting now; for an orderly stop. */
  flush(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    for (const job of jobs) this.#alone(job);
  }

  #schedule(): void {
    if (this.#writing || this.#scheduled) return;
    this.#scheduled = true;
    const restMs = this.#lastEndedAt + DISTANCE_MS - performance.now();
    const begin = (): void => {
      this.#scheduled = false;
      void this.#write();
    };
    if (restMs > 0.5) setTimeout(begin, restMs);
    else setImmediate(begin);
  }

  async #write(): Promise<void> {
    const jobs = this.#jobs;
    this.#jobs = [];
    if (jobs.length === 0) return;
    this.#writing = true;
    try {
      let results: unknown[];
      try {
        results = this.database.transaction('rebuildable', () => jobs.map((job) => job.work()));
      } catch (error) {
        if (jobs.length === 1) jobs[0]!.reject(error);
        else for (const job of jobs) this.#alone(job);
        return;
      }
      try {
        await this.database.sync();
      } catch (error) {
        for (const job of jobs) job.reject(error);
        return;
      }
      jobs.forEach((job, index) => job.resolve(results[index] as never));
    } finally {
      this.#lastEndedAt = performance.now();
      this.#writing = false;
      if (this.#jobs.length > 0) this.#schedule();
    }
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
