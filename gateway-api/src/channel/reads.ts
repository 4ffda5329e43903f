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

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly asOfBlock: number;
}
