/** What a subject brings to the gateway: each is a folder beside this file, and a line in `index.ts`. */
import type { PrepareDaily, PrepareEachBlock } from '../events/event-log.js';
import type { Gateway } from '../gateway.js';
import type { Route } from '../http/route.js';
import type { Job } from '../jobs/periodically.js';
import type { Log } from '../log.js';
import type { PrepareRows } from '../projection/apply-block.js';
import type { TableVersion } from '../store/database.js';

/** Makes a periodic job; `everyMs` is how often it is done where tests are in a hurry. */
export type CreateJob = (gateway: Gateway, log: Log, everyMs?: number) => Job;

export interface Subject {
  /** By name; the ones called most often first. */
  readonly routes: Readonly<Record<string, Route>>;
  /** What it keeps in the gateway's file. */
  readonly tables?: readonly TableVersion[];
  /** What rows of the ledger do to these tables. */
  readonly rows?: PrepareRows;
  /** What it tells when a day begins. */
  readonly daily?: PrepareDaily;
  /** What it tells when a block is applied. */
  readonly eachBlock?: PrepareEachBlock;
  readonly jobs?: Readonly<Record<string, CreateJob>>;
}
