/** What is known of one request while it is answered; hangs on Express's request. */
import type { Caller } from '../caller.js';
import type { Trace } from './trace.js';

export interface Observed {
  readonly trace: Trace;
  /** From `performance.now()`. */
  readonly startedMs: number;
  /** The route's template, for logs and metrics; never the path itself. */
  route: string;
  caller?: Caller;
  /** The code of the problem that was answered. */
  problemCode?: string;
}

declare module 'express-serve-static-core' {
  interface Request {
    observed: Observed;
  }
}
