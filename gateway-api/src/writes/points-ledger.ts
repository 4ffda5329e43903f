/** What the write half has to know of the ledger. The assembly gives it from what the subjects keep in the projection. */
import type {
  Account,
  CreditLimit,
  Hold,
  Note,
  NoteOffer,
  NoteOfferReference,
  Program,
  QuotaLane,
  Rate,
  RateReference,
  Receipt,
} from '@commonpoint/catalogue';

export interface LotRow {
  readonly lotId: string;
  readonly amount: bigint;
  /** Of one that was to mature after it was made. */
  readonly maturesOn?: string | undefined;
}

/** Where a reference leads, or led before it was taken off. */
export interface ReferenceTarget {
  readonly accountId: string;
  readonly removed: boolean;
}

export interface PointsLedger {
  program(programId: string): Program | undefined;
  lanes(programId: string): readonly QuotaLane[];
  account(accountId: string): Account | undefined;
  /** Of a reference by its pseudonym; undefined if it leads to the account with the same id, or to none yet. */
  leadsTo(referenceId: string): ReferenceTarget | undefined;
  balances(accountId: string): readonly { readonly programId: string; readonly available: string }[];
  /** Lots that may be spent now, soonest expiry first. */
  spendableLots(accountId: string, programId: string, limit: number): LotRow[];
  /** Lots that may be spent later, when they have matured. */
  unripeLots(accountId: string, programId: string, limit: number): LotRow[];
  /** The same, largest first. */
  largestLots(accountId: string, programId: string, limit: number): LotRow[];
  /** Lots whose last day was before a day, before today if none is given. */
  lotsPastExpiry(accountId: string, programId: string, limit: number, day?: string): LotRow[];
  receipt(mspId: string, operationId: string): { readonly block: number; readonly receipt: Receipt } | undefined;
  hold(mspId: string, holdId: string): Hold | undefined;
  note(mspId: string, noteId: string): Note | undefined;
  noteOffer(reference: NoteOfferReference): NoteOffer | undefined;
  noteLanes(reference: NoteOfferReference): readonly QuotaLane[];
  rate(reference: RateReference): Rate | undefined;
  rateLanes(reference: RateReference): readonly QuotaLane[];
  /** What a merchant lets a programme's issuer owe it, or let it before it ended that. */
  creditLimit(programId: string, mspId: string): CreditLimit | undefined;
  creditLanes(programId: string, mspId: string): readonly QuotaLane[];
  /** MSP ids of active merchants, in order. */
  merchants(): readonly string[];
}
