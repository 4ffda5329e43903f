/**
 * What the orders that were issued against an account, a programme or an organisation come to: all that the rules read.
 *
 * An account's lies in the account's own row, which every operation reads anyway; those of programmes and organisations are
 * rows of their own, since a programme's row is changed by its issuer's peer alone.
 */
import { z } from 'zod';
import { orderId, positiveAmount, programId, timestamp } from '../core/values.js';

export const standing = z.strictObject({
  /** The first one first. Whether one is in force at a moment, `from` and `until` say. */
  orders: z
    .array(
      z.strictObject({
        orderId,
        effect: z.enum(['stop-debits', 'stop-credits', 'reserve', 'seize']),
        /** Of an account's points, those of one programme alone. */
        programId: programId.optional(),
        /** What is still kept back. */
        amount: positiveAmount.optional(),
        from: timestamp,
        until: timestamp.optional(),
        /** An emergency that nobody ratified yet. */
        emergency: z.literal(true).optional(),
        /** An emergency that was lifted: it is remembered, so that none is issued on and on. */
        lifted: z.literal(true).optional(),
      }),
    )
    .min(1),
});
export type Standing = z.infer<typeof standing>;
export type StandingOrder = Standing['orders'][number];
