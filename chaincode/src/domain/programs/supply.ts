/** What a programme's operations did to its points, as deltas that are written blindly and summed when asked. */
import type { z } from 'zod';
import {
  type getSupply,
  outstanding,
  type Program,
  type ReplyOf,
  type Supply,
  type supplyDelta,
} from '@commonpoint/catalogue';

/** The value of a `supply` row. */
export type SupplyRow = z.infer<typeof supplyDelta>;

/** The value of the `supply-total` row: the sum of all rows that were folded. */
export interface SupplyTotal extends SupplyRow {
  /** The last day of which any row was folded. */
  foldedThrough?: string;
  /** A day that is folded in part, and what its folded rows retired. */
  pending?: { period: string; retired: string };
  /** What came back as quota so far; only with a cap on what is outstanding. */
  returned?: string;
}

export function addSupplyRow(sum: Supply, row: SupplyRow): Supply {
  return {
    issued: sum.issued + BigInt(row.issued),
    redeemed: sum.redeemed + BigInt(row.redeemed),
    expired: sum.expired + BigInt(row.expired),
    reversed: sum.reversed + BigInt(row.reversed),
    held: sum.held + BigInt(row.held ?? '0'),
  };
}

export function supplyRow({ issued, redeemed, expired, reversed, held }: Supply): SupplyRow {
  return {
    issued: String(issued),
    redeemed: String(redeemed),
    expired: String(expired),
    reversed: String(reversed),
    ...(held === 0n ? {} : { held: String(held) }),
  };
}

/** What came back as quota so far. */
export function returnedQuota(total: SupplyTotal | undefined): bigint {
  return BigInt(total?.returned ?? '0');
}

/** What `Programs:Supply` answers: issued = outstanding + held + redeemed + expired + reversed. */
export function supplyStatement({ programId, cap, capOn }: Program, sum: Supply): ReplyOf<typeof getSupply> {
  return { programId, cap, capOn, ...supplyRow(sum), outstanding: String(outstanding(sum)), held: String(sum.held) };
}
