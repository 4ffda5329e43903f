/**
 * One durable write for all that arrive together.
 *
 * A sync to disk costs the same for one row as for hundreds. So work that comes in while the last sync is under way
 * shares one SQLite transaction and one sync, and the sync happens beside the event loop. The promise of a piece of work
 * resolves when it is on disk. While the disk takes nothing, nothing new is taken for requests; what the gateway itself has to
 * remember waits until the disk is well again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from './database.js';
import { toStorageFailure, troubleOf } from './storage-health.js';

/** From the end of one durable write to the next: what a crowd pays for being cheap; a lone request pays nothing. */
const DISTANCE_MS = 4;
/** How long a piece of work of a request waits for somebody else's lock. */
const LOCK_PATIENCE_MS = 600;
const LOCKED_AGAIN_MS = 10;
const TRY_AGAIN_MS = 200;

interface Job {
  readonly work: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  /** It is tried until it is done. */
  readonly isKept: boolean;
  readonly since: number;
}

export class GroupCommit {
  #jobs: Job[] = [];
  #lastEndedAt = -Infinity;
  #writing = false;
  #scheduled = false;

  constructor(private readonly database: Database) {}

  /**
   * Runs `work` inside a durable transaction together with others. `work` is synchronous and must not throw midway.
   * @throws Failure STORAGE_UNAVAILABLE: nothing was written
   */
  async run<T>(work: () => T): Promise<T> {
    this.database.health.require();
    return this.#add(work, false);
  }

  /** The same for what has to be remembered, however long that takes. */
  keep<T>(work: () => T): Promise<T> {
    return this.#add(work, true);
  }

  /** Writes what is waiting now; for an orderly stop. */
  flush(): void {
    const jobs = this.#jobs;
    this.#jobs = [];
    for (const job of jobs) this.#alone(job);
  }

  #add<T>(work: () => T, isKept: boolean): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#jobs.push({ work, resolve, reject, isKept, since: performance.now() });
      this.#schedule();
    });
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
    this.#writing = true;
    try {
      const { finishing } = this.database;
      if (finishing !== undefined) await finishing;
      const jobs = this.#jobs;
      this.#jobs = [];
      if (jobs.length === 0) return;
      let results: unknown[];
      try {
        results = this.database.transaction('rebuildable', () => jobs.map((job) => job.work()));
      } catch (error) {
        if (troubleOf(error) !== undefined) await this.#later(jobs, error);
        else if (jobs.length === 1) jobs[0]!.reject(error);
        else for (const job of jobs) this.#alone(job);
        return;
      }
      await this.#synced();
      jobs.forEach((job, index) => job.resolve(results[index] as never));
    } finally {
      this.#lastEndedAt = performance.now();
      this.#writing = false;
      if (this.#jobs.length > 0) this.#schedule();
    }
  }

  /** Resolves when what was written is on disk: it stands in the database already, so there is no way back. */
  async #synced(): Promise<void> {
    for (;;) {
      try {
        await this.database.sync();
        return this.database.health.worked();
      } catch (error) {
        this.database.health.failed(troubleOf(error) ?? 'failing');
        await pause(TRY_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  /** Nothing was written. What cannot wait is told so. */
  async #later(jobs: readonly Job[], error: unknown): Promise<void> {
    const { health } = this.database;
    const trouble = troubleOf(error)!;
    const now = performance.now();
    const isWaiting = ({ isKept, since }: Job): boolean =>
      isKept || (trouble === 'locked' && now - since < LOCK_PATIENCE_MS);
    const waiting = jobs.filter(isWaiting);
    if (waiting.length < jobs.length || trouble !== 'locked') health.failed(trouble);
    for (const job of jobs) if (!isWaiting(job)) job.reject(toStorageFailure(error));
    if (waiting.length > 0) {
      this.#jobs = [...waiting, ...this.#jobs];
      await pause(trouble === 'locked' ? LOCKED_AGAIN_MS : TRY_AGAIN_MS, undefined, { ref: false });
    }
  }

  /** After a failure each piece of work stands alone, so that one that fails does not take the others with it. */
  #alone(job: Job): void {
    try {
      job.resolve(this.database.transaction('synced', job.work) as never);
    } catch (error) {
      job.reject(troubleOf(error) === undefined ? error : toStorageFailure(error));
    }
  }
}
