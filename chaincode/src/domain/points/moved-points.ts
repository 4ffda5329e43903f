/** The points that an operation moved, as its receipt has them. */
import { expiryOf, type Receipt } from '@commonpoint/catalogue';
import { amountsByExpiry } from './pool.js';

/** The next of them to be undone, by expiry: the newest first, and after as many as went before. */
export function newestFirst(
  moved: Receipt['consumed'] = [],
  before: bigint,
  sum: bigint,
): [expiry: string, amount: bigint][] {
  const all = moved.map(({ lotId, amount }) => ({ expiry: expiryOf(lotId), amount: BigInt(amount) }));
  const chosen: [string, bigint][] = [];
  let skipped = before;
  let missing = sum;
  for (const [expiry, amount] of amountsByExpiry(all).reverse()) {
    const skip = amount < skipped ? amount : skipped;
    const part = amount - skip < missing ? amount - skip : missing;
    skipped -= skip;
    missing -= part;
    if (part > 0n) chosen.push([expiry, part]);
  }
  return chosen;
}
