/** What a merchant lets an issuer owe it, in points: a part of the row of its acceptance, which every spending there reads anyway. */
import { z } from 'zod';
import { LANES_MAX, mspId, positiveAmount, timestamp } from '../core/values.js';

export const creditLimit = z.strictObject({
  /** The most points that may be owed, or promised by holds, and not be settled. */
  limit: positiveAmount,
  /** Over how many lanes it is divided. */
  lanes: z.int().min(1).max(LANES_MAX),
  grantedAt: timestamp,
  /** A higher limit that one side has said, and the other has not yet. */
  raise: z.strictObject({ limit: positiveAmount, by: mspId, at: timestamp }).optional(),
  /** When the merchant ended it: nothing is drawn on it since. */
  endedAt: timestamp.optional(),
});
export type CreditLimit = z.infer<typeof creditLimit>;
