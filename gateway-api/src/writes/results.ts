/** What became of a write, as those who asked for it are told. */
import type { ErrorCode, OperationKind, Receipt } from '@commonpoint/catalogue';
import type { IdempotencyClaim, StoredReply } from '../store/idempotency.js';
import type { GatewayFailureCode } from '../channel/failures.js';

/**
 * - `accepted`: recorded here, not handed to the orderers yet;
 * - `submitted`: handed over, the block is awaited;
 * - `committed`, `rejected`: final;
 * - `unknown`: handed over, then contact was lost; resolved later by transaction id.
 */
export const operationStates = ['accepted', 'submitted', 'committed', 'rejected', 'unknown'] as const;
export type OperationState = (typeof operationStates)[number];

/** Who asked for an operation, and what they said of it. */
export interface AskedBy {
  readonly clientId: string;
  readonly keyId?: string | undefined;
  readonly reference?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

export interface OperationResult {
  readonly operationId: string;
  readonly state: OperationState;
  readonly kind?: OperationKind | undefined;
  readonly txId?: string | undefined;
  readonly blockNumber?: number | undefined;
  /** Of a rejection. */
  readonly code?: ErrorCode | GatewayFailureCode | undefined;
  readonly detail?: string | undefined;
  readonly field?: string | undefined;
  /** Of a commitment. */
  readonly receipt?: Receipt | undefined;
  /** Who asked for it and when, of what this gateway recorded. */
  readonly asked?: (AskedBy & { readonly recordedAt: string }) | undefined;
  /** Took effect earlier than this request (the ledger answered `EXISTS`). */
  readonly existed?: boolean | undefined;
}

export interface WriteOptions {
  /** How long to wait for the commit; 0 answers as soon as the operations are durable. */
  readonly waitMs: number;
  /** W3C trace context of the request, kept with the operation and its logs. */
  readonly traceparent?: string | undefined;
  /** Under which key the outcome of a write that is no operation is kept, and as what; its value is the reply's. */
  readonly kept?: { readonly claim: IdempotencyClaim; readonly replyTo: (written: Written<never>) => StoredReply };
}

/** What happened to a write that is not an operation. A refusal is thrown as {@link Failure}. */
export interface Written<T> {
  readonly state: 'committed' | 'submitted' | 'unknown';
  readonly txId?: string | undefined;
  /** Present when committed. */
  readonly value?: T | undefined;
  /** It was so already. */
  readonly existed?: boolean | undefined;
  /** While it is not committed: resolves when it is, and rejects when it is known that it had no effect. */
  readonly final?: Promise<Written<T>> | undefined;
}
