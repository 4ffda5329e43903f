/** What a reversal undoes. */
import type { z } from 'zod';
import type { Program, Receipt, reverse } from '@commonpoint/catalogue';

export type Reverse = z.infer<typeof reverse>;

/** What of an operation is to be undone now, and what of it was undone before. */
export interface Undoing {
  operation: Reverse;
  program: Program;
  target: Receipt;
  before: bigint;
  amount: bigint;
}
