/**
 * The rows of the ledger as an auditor sees them in blocks.
 *
 * This folder recomputes what the chaincode did, so it shares no code with it: the few formats that both must agree on
 * (see docs/concepts.md) are written down here a second time, on purpose.
 */

/** One row that a valid transaction put or deleted. */
export interface RowWrite {
  /** Object type first, then the parts of the composite key. */
  readonly key: readonly string[];
  /** Absent when the row was deleted. */
  readonly value?: unknown;
}

/** The `op` row: what an operation did. Amounts are decimal strings. */
export interface OperationRow {
  readonly id: string;
  readonly mspId: string;
  readonly kind: 'issue' | 'transfer' | 'redeem' | 'reverse' | 'expire';
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly amount: string;
  readonly reverses?: string;
  readonly reversedBy?: string;
  readonly txId: string;
  readonly txTime: string;
}

export interface ProgramRow {
  readonly programId: string;
  readonly issuer: string;
  readonly cap: string;
  readonly capOn: 'issued' | 'outstanding';
}

export interface SupplySums {
  issued: bigint;
  redeemed: bigint;
  expired: bigint;
  reversed: bigint;
}

/** Splits one of Fabric's composite keys; anything else is a key of one part. */
export function keyParts(key: string): string[] {
  return key.startsWith('\u0000') ? key.split('\u0000').slice(1, -1) : [key];
}
