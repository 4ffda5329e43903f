/**
 * SQLite's log is moved into the file by a thread of its own, beside the event loop: what many transactions wrote takes a while to
 * be copied, and to be synced longer. The thread first moves what is there while more comes, and what came meanwhile, until that is
 * little; for the last of it writers wait a moment, so that the log is empty once and begins again at its beginning. Where more comes than it
 * can move, they wait for it sooner: a log of a gigabyte takes as long to be cut, and whoever writes would move it at last.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Shorter logs are left alone. */
const PAGES_MIN = 12_000;
/** Of a log so many times as long writers wait until it is moved, however much that is. */
const LONG = 2;
const LOOKED_EVERY_MS = 100;
/** Writers do not wait longer; a log that does not become empty then does another time. */
const FINISH_MS = 500;

export type ToMover = 'look' | 'finish';
export type FromMover = 'nearly' | 'finished';

export interface MovesLog {
  /** After a transaction. @param pages how many the log has */
  written(pages: () => number): void;
  /** Who is about to write waits for it, if there is one. */
  readonly finishing: Promise<void> | undefined;
  stop(): Promise<void>;
}

export type StartMover = (databasePath: string) => MovesLog;

/** What the thread is told at its start. */
export interface MoverOptions {
  readonly databasePath: string;
  readonly pagesMin: number;
}

export const startMover =
  (script = join(__dirname, 'move-log-thread.js'), pagesMin = PAGES_MIN): StartMover =>
  (databasePath) =>
    new LogMover(script, { databasePath, pagesMin });

class LogMover implements MovesLog {
  #worker: Worker | undefined;
  #lookedAt = -Infinity;
  #finishing: PromiseWithResolvers<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** Somebody who reads may keep it from beginning again: then writers wait again when it has grown by some more. */
  #longPages: number;

  constructor(
    private readonly script: string,
    private readonly options: MoverOptions,
  ) {
    this.#longPages = LONG * options.pagesMin;
  }

  get finishing(): Promise<void> | undefined {
    return this.#finishing?.promise;
  }

  written(pagesOf: () => number): void {
    const now = performance.now();
    if (now - this.#lookedAt < LOOKED_EVERY_MS || this.#isStopped) return;
    this.#lookedAt = now;
    const { pagesMin } = this.options;
    const pages = pagesOf();
    if (pages < LONG * pagesMin) this.#longPages = LONG * pagesMin;
    if (pages < pagesMin) return;
    this.#worker ??= this.#start();
    if (pages < this.#longPages) return this.#worker.postMessage('look' satisfies ToMover);
    this.#longPages = pages + pagesMin / 4;
    this.#letFinish(this.#worker);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.script, { workerData: this.options });
    worker.unref();
    worker.on('message', (message: FromMover) => {
      if (message === 'finished') this.#finish();
      else this.#letFinish(worker);
    });
    // It is started again when there is something to move.
    worker.on('error', () => undefined);
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#finish();
    });
    return worker;
  }

  /** Writers wait meanwhile. */
  #letFinish(worker: Worker): void {
    if (this.#finishing === undefined) {
      this.#finishing = Promise.withResolvers();
      this.#timer = setTimeout(() => this.#finish(), FINISH_MS).unref();
    }
    worker.postMessage('finish' satisfies ToMover);
  }

  #finish(): void {
    clearTimeout(this.#timer);
    this.#finishing?.resolve();
    this.#finishing = undefined;
  }
}
