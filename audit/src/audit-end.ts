/** Where an audit stands after a block. */
import type { ChainEnd } from './block-proofs.js';

/** How far an audit is. Everything in it follows from the blocks. */
export interface AuditEnd extends ChainEnd {
  /** After this block, recomputed from its validation codes and what its valid transactions wrote. */
  readonly commitHash: Uint8Array;
  readonly transactions: number;
  /** Ordered, but without effect: conflicts and the like. */
  readonly invalidTransactions: number;
  readonly lastConfigBlock: number;
  readonly configEnvelope: Uint8Array;
  /** Hash of the channel's first block. */
  readonly firstBlock: string;
}

/** What two peers share exactly when they have the same blocks and judged them alike; in hexadecimal. */
export interface Marks {
  readonly hash: string;
  readonly commitHash: string;
}

/** Where one stands that has seen nothing. */
export const beforeAll: AuditEnd = {
  number: -1,
  hash: '',
  commitHash: new Uint8Array(),
  transactions: 0,
  invalidTransactions: 0,
  lastConfigBlock: 0,
  configEnvelope: new Uint8Array(),
  firstBlock: '',
};
