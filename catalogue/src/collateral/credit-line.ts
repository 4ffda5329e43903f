/** What a merchant grants in money to a member's account, and what is said of the money: the values of rows. */
import { z } from 'zod';
import { sentence } from '../clearing/settlements.js';
import { proposalId } from '../governance/proposals.js';
import {
  accountId,
  day,
  displayName,
  money,
  mspId,
  operationId,
  positiveAmount,
  programId,
  timestamp,
} from '../core/values.js';

/** The longest term, and the longest wait between notice and liquidation. */
export const LINE_DAYS_MAX = 3_660;
export const MARGIN_DAYS_MAX = 366;
/** For so many days after term and waiting days pledges can still be taken; then they go back. Points that end before are no pledge. */
export const PLEDGE_DAYS_AFTER = 30;
/** For so many days from when its waiting days are over a notice counts. */
export const NOTICE_DAYS = 30;
/** The most pledges of one line at a time. */
export const PLEDGES_MAX = 20;

/** Money of a loan: whole units of the smallest one of the currency, in millionths of it as all money between merchants is. */
export const loanMoney = z
  .string()
  .regex(/^[1-9][0-9]{0,17}000000$/, 'must be whole units of the currency’s smallest one, written in millionths of it');

/** What a line says of itself when it is granted; it stays so. */
export const lineTerms = {
  accountId,
  /** The programme whose points are pledged for it. */
  programId,
  /** The most that may be drawn and not be repaid. */
  limit: loanMoney,
  /** So many millionths of what pledges are worth are not lent on. */
  haircutPpm: z.int().min(0).max(999_999),
  /** So many days after a notice pledges are taken at the earliest. */
  marginDays: z.int().min(1).max(MARGIN_DAYS_MAX),
  /** So many millionths of the debt the pledgee takes besides when pledges are taken. */
  feePpm: z.int().min(0).max(500_000),
  /** The last day of its term: what is drawn is to be repaid by then. */
  until: day,
  /** Of a line on which no money is drawn: whose debts to the pledgee in clearing it secures, once that merchant is in default. */
  secures: mspId.optional(),
};

/** What is pledged for a line, the oldest first: a hold of its points, or a note. */
export const linePledge = z.strictObject({ mspId, pledgeId: operationId, amount: positiveAmount });
export type LinePledge = z.infer<typeof linePledge>;

export const lineStatuses = ['open', 'noticed', 'liquidated', 'closed'] as const;
export type LineStatus = (typeof lineStatuses)[number];

/** The value of a `credit-line` row. */
export const creditLine = z.strictObject({
  /** The pledgee: the merchant that granted it. */
  mspId,
  lineId: operationId,
  ...lineTerms,
  /** When pledges go back at the latest: the end of the holds that they are. */
  pledgesEndAt: timestamp,
  grantedAt: timestamp,
  status: z.enum(lineStatuses),
  pledges: z.array(linePledge).max(PLEDGES_MAX),
  /** Asked for and not paid out yet. */
  drawing: money,
  /** Paid out and not repaid. */
  drawn: money,
  /** Since pledges are taken: what of the fee is not covered yet. */
  fee: money.optional(),
  /** That it falls short, or that its term is over; and from which day on pledges are taken. */
  notice: z.strictObject({ at: timestamp, takenFrom: day }).optional(),
  /** How many of its payments are disputed. */
  disputed: z.int().min(1).optional(),
  /** Who let pledges be taken although the account is frozen, or a payment disputed: a regulator, or members by their proposal. */
  allowed: z
    .union([z.strictObject({ by: mspId, at: timestamp }), z.strictObject({ proposalId, at: timestamp })])
    .optional(),
});
export type CreditLine = z.infer<typeof creditLine>;

/** The value of a `line-payment` row: money that went, or is to go, outside of the ledger. */
export const linePayment = z.strictObject({
  mspId,
  lineId: operationId,
  paymentId: operationId,
  /** A draw goes from the pledgee to the member, a repayment from the member to the pledgee. */
  kind: z.enum(['draw', 'repayment']),
  amount: loanMoney,
  status: z.enum(['instructed', 'confirmed', 'disputed', 'withdrawn']),
  /** The payment’s reference: of a draw the pledgee’s, of a repayment its payer’s. */
  reference: displayName.optional(),
  instructedAt: timestamp,
  confirmedAt: timestamp.optional(),
  /** Of a repayment that came: what of it there was to be repaid. */
  applied: money.optional(),
  /** What it was before is what it is again once the dispute is taken back. */
  dispute: z
    .strictObject({ was: z.enum(['instructed', 'confirmed']), reason: sentence, raisedAt: timestamp })
    .optional(),
  /** Of a draw that its member signed: the authorization’s nonce. */
  nonce: z.string().optional(),
});
export type LinePayment = z.infer<typeof linePayment>;
