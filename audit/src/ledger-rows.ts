/**
 * The rows of the ledger as an auditor sees them in blocks.
 *
 * The audit recomputes what the chaincode did, so it shares no code with it: the few formats that both must agree on
 * (see docs/concepts.md) are written down here a second time, on purpose.
 */

import type { LotPart } from './operation-row.js';

export type { LotPart, OperationRow } from './operation-row.js';

/** One row that a valid transaction put or deleted. */
export interface RowWrite {
  /** Object type first, then the parts of the composite key. */
  readonly key: readonly string[];
  /** Absent when the row was deleted. */
  readonly value?: unknown;
  /** Of a receipt: the JSON that it was read from. */
  readonly text?: string;
  readonly isImported?: true; // an entry of an `imported` row
}

export interface AccountRow {
  readonly custodian: string;
  /** Of one whose member is forgotten: its points end with it. */
  readonly erasure?: object;
  /** What keeps points from leaving it. */
  readonly locks?: Readonly<Partial<Record<'member' | 'custodian', { readonly unlocksAt?: string }>>>;
  readonly clawbacks?: readonly { readonly programId: string; readonly amount: string }[];
}

export interface ProgramRow {
  readonly programId: string;
  readonly issuer: string;
  readonly cap: string;
  readonly capOn: 'issued' | 'outstanding';
  /** Of what is no points. */
  readonly kind?: string;
  readonly expiryMonths?: number;
  readonly rules?: {
    readonly expiryRounding?: string;
    readonly expiryBounds?: { readonly minDays: number; readonly maxDays: number };
    readonly reinstatementDays?: number;
    readonly returnGraceDays?: number;
    readonly shortfall?: 'forgiven' | 'clawback';
  };
  readonly clearingValues?: readonly { readonly fromCycle: string; readonly clearingValue: string }[];
  /** What raises of its cap by the issuer alone are measured by. */
  readonly capBase?: { readonly cap: string; readonly since: string };
  /** Of one whose issuer is in default. */
  readonly issuerInDefaultSince?: string;
  /** Of one that is wound down. */
  readonly spendableUntil?: string;
}

/** The `org` row: a member of the consortium. */
export interface MemberRow {
  readonly kind: 'merchant' | 'auditor' | 'regulator';
  readonly status: 'candidate' | 'active' | 'suspended' | 'leaving' | 'left';
  readonly agreementVersion?: number;
  readonly agreementDue?: { readonly version: number; readonly acceptBy: string };
  /** Of one that does not pay what it owes. */
  readonly inDefaultSince?: string;
  /** Who serves the accounts of one that left. */
  readonly successor?: string;
  /** Of one that leaves by its own word. */
  readonly leaving?: { readonly since: string; readonly until: string };
}

/** What a transaction added to what one merchant owes another. Without worth its points have no value. */
export interface ClearingRow {
  readonly amount: string;
  readonly worth?: string;
  readonly unvalued?: string;
  /** Of points that were drawn on a credit. */
  readonly credited?: string;
}

/** What one merchant owes another one for points of a programme. */
export interface PointsOwed {
  readonly debtor: string;
  readonly creditor: string;
  readonly programId: string;
  readonly amount: string;
}

export interface HoldRow {
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly beneficiary?: string;
  readonly issuer?: string;
  readonly clearingValue?: string;
  readonly hashLock?: string;
  readonly expiresAt: string;
  readonly status: 'open' | 'captured' | 'voided';
  readonly lots?: readonly LotPart[];
  /** Of a note that is pledged: which one; its points lie there until its end. */
  readonly note?: { readonly mspId: string; readonly noteId: string };
  readonly captured?: string;
  readonly credited?: true;
  readonly bridgeId?: string;
  /** Of a pledge. */
  readonly lineId?: string;
}

/** Points that lie apart from those of their account. */
export interface SetAsideRow {
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly status: string;
  readonly lots?: readonly LotPart[];
}

/** An order of an authority. */
export interface OrderRow {
  readonly orderId: string;
  readonly scope: {
    readonly kind: 'account' | 'program' | 'organization';
    readonly accountId?: string;
    readonly programId?: string;
    readonly mspId?: string;
  };
  readonly effect: { readonly kind: string; readonly amount?: string; readonly toAccountId?: string };
  readonly reasonHash: string;
  readonly expiry?: 'runs' | 'waits';
  readonly from: string;
  readonly until?: string;
  readonly basis: 'regulator' | 'emergency' | 'vote';
  readonly issuedBy?: string;
  readonly issuedAt: string;
  readonly status: 'issued' | 'lifted';
  readonly ratifiedAt?: string;
  readonly ratifiedBy?: string;
  readonly liftedAt?: string;
  readonly liftedBy?: string;
  readonly daysGivenBack?: number;
  readonly seized?: string;
}

/** What orders on an account, a programme or an organisation come to. */
export interface StandingRow {
  readonly orders: readonly {
    readonly orderId: string;
    readonly effect: string;
    readonly programId?: string;
    readonly amount?: string;
    readonly from: string;
    readonly until?: string;
    readonly waits?: true;
    readonly emergency?: true;
    readonly lifted?: true;
  }[];
}

export interface AccountRow {
  readonly custodian: string;
  readonly status?: string;
  /** Of one that was merged. */
  readonly mergedInto?: string;
  /** What keeps points from leaving it. */
  readonly locks?: Readonly<Partial<Record<'member' | 'custodian', { readonly unlocksAt?: string }>>>;
  readonly standing?: StandingRow;
}

export interface RateRow {
  readonly numerator: string;
  readonly denominator: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly quota: string;
  readonly lanes: number;
  readonly status: 'proposed' | 'accepted' | 'suspended' | 'withdrawn';
}

/** What one merchant owes another one, in millionths of the smallest unit of the currency. */
export interface MoneyOwed {
  readonly debtor: string;
  readonly creditor: string;
  readonly amount: string;
}

/** What closings left unpaid, because it was less than can be paid. */
export interface RemaindersRow {
  readonly remainders: readonly MoneyOwed[];
}

export interface CycleRow {
  readonly status: 'closing' | 'closed';
  /** Of one that was cut off: the cycle that goes on from there. */
  readonly next?: string;
  readonly cutAt?: string;
  readonly positions: readonly (PointsOwed & ClearingRow)[];
  /** Of a closed one: what had no value, and the cycle that it counts to from now on. */
  readonly carried?: readonly PointsOwed[];
  readonly carriedTo?: string;
  readonly closedAt?: string;
  readonly values?: readonly { readonly programId: string; readonly clearingValue: string }[];
  /** Who does not settle on these values. */
  readonly privatePairs?: readonly { readonly parties: readonly string[]; readonly termsVersion: number }[];
  /** Of a closed one: what is paid for it, and what is owed on. */
  readonly currency?: string;
  readonly netting?: string;
  readonly remaindersBefore?: readonly MoneyOwed[];
  readonly payments?: readonly MoneyOwed[];
  readonly remainders?: readonly MoneyOwed[];
  readonly dropped?: readonly MoneyOwed[];
}

/** What is public of private terms. */
export interface TermsRow {
  readonly version: number;
  readonly status: 'proposed' | 'accepted' | 'superseded' | 'withdrawn';
  readonly hash: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
}

export interface TermsPairRow {
  readonly newest: number;
  readonly accepted?: number;
}

/** What is public of a money statement. */
export interface StatementRow {
  readonly hash: string;
}

export interface SettlementRow {
  readonly currency?: string;
  readonly amount: string;
  readonly status: 'due' | 'instructed' | 'confirmed' | 'disputed';
  readonly dueSince: string;
  /** Of a debtor in default: what met a part of it, in order. */
  readonly claim?: {
    readonly lineId: string;
    readonly setOff: string;
    readonly prepaid: string;
    readonly prepaidPoints: readonly { readonly programId: string; readonly points: string }[];
    readonly pledges: string;
    readonly loss: string;
  };
}

export interface SupplySums {
  issued: bigint;
  redeemed: bigint;
  expired: bigint;
  reversed: bigint;
  /** Set aside, neither captured nor given back yet. */
  held: bigint;
  /** Made of nothing by notes, and what these drew for it without coming to it. */
  interest: bigint;
  unused: bigint;
  /** Quota drawn by what came back after it had become quota. */
  drawn: bigint;
}

/** Splits one of Fabric's composite keys; anything else is a key of one part. */
export function keyParts(key: string): string[] {
  if (!key.startsWith('\u0000')) return [key];
  const parts = key.split('\u0000');
  parts.pop();
  parts.shift();
  return parts;
}
