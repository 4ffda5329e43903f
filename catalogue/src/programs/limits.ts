/**
 * Limits against abuse, set by a programme's issuer and checked by the ledger.
 *
 * Bounds of single operations cost nothing. Limits by account and day are counted in one row per account and programme,
 * which is read and written only by operations that count: debits while debits are limited, credits while credits are.
 * So no account waits for another, and a programme without such limits writes no such row. A hold counts as a debit when
 * it is made; what is voided or reversed is not taken off the count. A transfer counts at its sender alone: the receiver
 * is not asked, and a stranger's one-point transfers must not use up what it may still be given on that day.
 */
import { z } from 'zod';
import { positiveAmount } from '../core/values.js';

const bounds = z
  .strictObject({ min: positiveAmount.optional(), max: positiveAmount.optional() })
  .refine(({ min, max }) => min === undefined || max === undefined || BigInt(min) <= BigInt(max), {
    path: ['max'],
    error: 'is below the minimum',
  });

/** At most so many times. */
const count = z.int().min(1).max(1_000_000);

export const limits = z.strictObject({
  /** The least and the most points of one operation, by kind; of an exchange, of what is offered. */
  operations: z
    .strictObject({
      issue: bounds.optional(),
      transfer: bounds.optional(),
      redeem: bounds.optional(),
      hold: bounds.optional(),
      exchange: bounds.optional(),
    })
    .optional(),
  /** Of each account on each day (UTC). */
  perAccountDay: z
    .strictObject({
      /** Points that leave the account: transferred, redeemed, held, exchanged. */
      debitedMax: positiveAmount.optional(),
      /** Operations that take points from it. */
      debitsMax: count.optional(),
      /** Points that come to it: issued, or bought by an exchange. */
      creditedMax: positiveAmount.optional(),
      /** Operations that give it such points. */
      creditsMax: count.optional(),
    })
    .optional(),
});
export type Limits = z.infer<typeof limits>;
export type LimitedKind = keyof NonNullable<Limits['operations']>;

/** What leaves an account, and what comes to it. */
export type Side = 'debit' | 'credit';

/** Whether a programme counts what leaves its accounts in a day, or what comes to them. */
export function countsPerDay({ limits }: { readonly limits?: Limits | undefined }, side: Side): boolean {
  const { debitedMax, debitsMax, creditedMax, creditsMax } = limits?.perAccountDay ?? {};
  const maxima = side === 'debit' ? [debitedMax, debitsMax] : [creditedMax, creditsMax];
  return maxima.some((max) => max !== undefined);
}
