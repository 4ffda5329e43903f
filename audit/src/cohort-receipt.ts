/** Receipts, as far as they tell what became of points by the month in which they were issued. */
import type { LotPart } from './cohort-parts.js';

/** What an operation's receipt says that bears on this. */
export interface CohortReceipt {
  readonly id: string;
  readonly mspId: string;
  readonly kind: string;
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string | undefined;
  readonly amount: string;
  readonly consumed?: readonly LotPart[] | undefined;
  readonly created?: readonly LotPart[] | undefined;
  readonly targetProgramId?: string | undefined;
  readonly holdMspId?: string | undefined;
  readonly holdId?: string | undefined;
  readonly lineId?: string | undefined;
  readonly reverses?: string | undefined;
  readonly reversesMspId?: string | undefined;
  readonly reversed?: string | undefined;
  /** What of a return is owed back, and what of points that were given paid off what was owed. */
  readonly clawback?: string | undefined;
  readonly paidOff?: string | undefined;
  /** Of a note: which one was redeemed, what it earned, and when that ends. */
  readonly noteMspId?: string | undefined;
  readonly noteId?: string | undefined;
  readonly interest?: string | undefined;
  readonly expiry?: string | undefined;
  readonly parts?: { readonly lots: readonly LotPart[] } | undefined;
  /** Of an issuance that can be spent later. */
  readonly maturesOn?: string | undefined;
  readonly txId: string;
  readonly txTime: string;
}
