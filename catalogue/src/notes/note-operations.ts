/** What is done to notes by `Points:Post`. */
import { z } from 'zod';
import { accountId, lane, LANES_MAX, mspId, operationId, positiveAmount, programId } from '../core/values.js';
import { authorized, base, inputs } from '../points/operation-parts.js';
import { noteOfferId, ofNote } from './notes.js';

/** Gives points for a term, for interest that an offer promises. */
export const buyNote = z.strictObject({
  ...base,
  kind: z.literal('buy-note'),
  programId,
  accountId,
  offerId: noteOfferId,
  amount: positiveAmount,
  inputs,
  /** Lanes of the offer's ceiling to draw from, in this order; lane 0 if absent. */
  lanes: z.array(lane).min(1).max(LANES_MAX).optional(),
  ...authorized,
});

/** Gives a note's points back with what they earned: at its end, or before by the offer's rule. */
export const redeemNote = z.strictObject({
  ...base,
  kind: z.literal('redeem-note'),
  ...ofNote,
  /** Also before its end, for what the offer pays then. It is for the custodian to post, and for the member's key to sign. */
  early: z.literal(true).optional(),
  ...authorized,
});

/** The most equal parts that a note is given away in. */
export const NOTE_PARTS_MAX = 100;
const parts = z.int().min(2).max(NOTE_PARTS_MAX);

/**
 * Gives a note to another account: all of it, or some of so many equal parts, which are a note of their own from then on. Parts may
 * stay with the account: that divides it.
 */
export const transferNote = z
  .strictObject({
    ...base,
    kind: z.literal('transfer-note'),
    ...ofNote,
    toAccountId: accountId,
    parts: z
      .strictObject({
        of: parts,
        given: z
          .int()
          .min(1)
          .max(NOTE_PARTS_MAX - 1),
      })
      .optional(),
    ...authorized,
  })
  .refine(({ parts: divided }) => divided === undefined || divided.given < divided.of, {
    path: ['parts', 'given'],
    error: 'must be fewer parts than there are',
  });

/** Pledges a note, all of it, for a credit line of the beneficiary: it earns on, and its points go nowhere else. */
export const pledgeNote = z.strictObject({
  ...base,
  kind: z.literal('pledge-note'),
  ...ofNote,
  beneficiary: mspId,
  lineId: operationId,
  ...authorized,
});
