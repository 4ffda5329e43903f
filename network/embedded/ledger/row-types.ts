/** Rows of a ledger and their versions, of the public state and of private data alike. */

/** Height of a write: the block and the transaction in it. */
export interface Version {
  readonly block: number;
  readonly tx: number;
}

export interface KeyValue {
  readonly key: string;
  readonly value: Uint8Array;
}

/** Rows come one at a time; closing early is allowed. */
export interface ResultsIterator<T> {
  next(): Promise<T | undefined>;
  close(): Promise<void>;
}
