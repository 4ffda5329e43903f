/** How a read is asked for, and how it is answered. */
import type { Caller } from '../caller.js';

/** `projection` answers from SQLite; `ledger` asks the peer. */
export type Consistency = 'projection' | 'ledger';

export interface ReadOptions {
  readonly caller: Caller;
  readonly consistency: Consistency;
}

/** A value with the number of the block whose effects it includes. */
export interface Read<T> {
  readonly value: T;
  readonly asOfBlock: number;
}

export interface PageOptions extends ReadOptions {
  /** 1 to 100. */
  readonly limit: number;
  /** What the last page gave as `next`; the ledger half makes it and checks it, HTTP passes it through. */
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly asOfBlock: number;
}
