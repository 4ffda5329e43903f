/**
 * The rows of the ledger as an auditor sees them in blocks.
 *
 * The audit recomputes what the chaincode did, so it shares no code with it: the few formats that both must agree on
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
  readonly kind:
    | 'issue'
    | 'transfer'
    | 'redeem'
    | 'reverse'
    | 'expire'
    | 'hold'
    | 'capture'
    | 'void'
    | 'exchange'
    | 'extend'
    | 'consolidate'
    | 'seize';
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly amount: string;
  /** Of a reversed issuance: what its account had not any more. */
  readonly shortfall?: string;
  /** What of that is owed back, and what of points that were issued or came back paid off what was owed. */
  readonly clawback?: string;
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent. */
  readonly grace?: readonly { readonly expiry: string; readonly until: string; readonly amount: string }[];
  /** Lots that it drew on or made, and quota lanes. */
  readonly consumed?: readonly LotPart[];
  readonly created?: readonly LotPart[];
  readonly lanes?: readonly { readonly amount: string }[];
  readonly expiry?: string;
  readonly maturesOn?: string;
  readonly earnedOn?: string;
  /** Of a reversal: the operation that it undid, and whose that was if not the own organisation’s. */
  readonly reverses?: string;
  readonly reversesMspId?: string;
  /** How much of it was undone, and by whom. */
  readonly reversed?: string;
  readonly reversedBy?: readonly { readonly mspId: string; readonly operationId: string }[];
  /** Of a legacy balance: which migration it is of. */
  readonly migrationId?: string;
  /** Of a hold. */
  readonly beneficiary?: string;
  readonly expiresAt?: string;
  /** Of a capture or a void: the hold it resolved. */
  readonly holdMspId?: string;
  readonly holdId?: string;
  /** Of a seizure: the order that it was made on. */
  readonly orderId?: string;
  /** Of an exchange. */
  readonly targetProgramId?: string;
  readonly rateVersion?: number;
  readonly minReceived?: string;
  readonly taken?: string;
  readonly received?: string;
  /** What a point was worth between the merchants as its liability, or the hold, arose. */
  readonly clearingValue?: string;
  /** The clearing cycle that its liability fell in. */
  readonly cycle?: string;
  readonly txId: string;
  readonly txTime: string;
}

export interface LotPart {
  /** `expiry.txId.n`. */
  readonly lotId: string;
  readonly amount: string;
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
  /** Of one that is wound down. */
  readonly spendableUntil?: string;
}

/** The `org` row: a member of the consortium. */
export interface MemberRow {
  readonly kind: 'merchant' | 'auditor' | 'regulator';
  readonly status: 'candidate' | 'active' | 'suspended' | 'leaving' | 'left';
  readonly agreementVersion?: number;
  readonly agreementDue?: { readonly version: number; readonly acceptBy: string };
  /** Who serves the accounts of one that left. */
  readonly successor?: string;
  /** Of one that leaves by its own word. */
  readonly leaving?: { readonly since: string; readonly until: string };
}

/** Which programme a merchant takes of another one, and from which value on. */
export interface AcceptanceRow {
  readonly valueMin: string;
  readonly sinceCycle: string;
  readonly endedAt?: string;
}

/** What a transaction added to what one merchant owes another. Without worth its points have no value. */
export interface ClearingRow {
  readonly amount: string;
  readonly worth?: string;
  readonly unvalued?: string;
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
  readonly lots?: readonly { readonly amount: string }[];
  readonly captured?: string;
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
}

export interface SupplySums {
  issued: bigint;
  redeemed: bigint;
  expired: bigint;
  reversed: bigint;
  /** Set aside, neither captured nor given back yet. */
  held: bigint;
  /** Quota drawn by what came back after it had become quota. */
  drawn: bigint;
}

/** Splits one of Fabric's composite keys; anything else is a key of one part. */
export function keyParts(key: string): string[] {
  return key.startsWith('\u0000') ? key.split('\u0000').slice(1, -1) : [key];
}
