/** What a programme's operations did to its points, as deltas that are written blindly and summed when asked. */
import type { z } from 'zod';
import type { getSupply, Program, supplyDelta } from '../catalogue/programs.js';
import type { ReplyOf } from '../catalogue/transaction.js';

/** The value of a `supply` row. */
export type SupplyRow = z.infer<typeof supplyDelta>;

/** The value of the `supply-total` row: all that was folded, and the last day of which anything was. */
export interface SupplyTotal extends SupplyRow {
  foldedThrough?: string;
}

export interface Supply {
  issued: bigint;
  redeemed: bigint;
  expired: bigint;
  reversed: bigint;
}

export const noSupply = (): Supply => ({ issued: 0n, redeemed: 0n, expired: 0n, reversed: 0n });

export function addSupplyRow(sum: Supply, row: SupplyRow): Supply {
  return {
    issued: sum.issued + BigInt(row.issued),
    redeemed: sum.redeemed + BigInt(row.redeemed),
    expired: sum.expired + BigInt(row.expired),
    reversed: sum.reversed + BigInt(row.reversed),
  };
}

export function supplyRow(sum: Supply): SupplyRow {
  return {
    issued: String(sum.issued),
    redeemed: String(sum.redeemed),
    expired: String(sum.expired),
    reversed: String(sum.reversed),
  };
}

/** Points that left circulation. */
export function retired(sum: Supply): bigint {
  return sum.redeemed + sum.expired + sum.reversed;
}

/** Points that members hold. */
export function outstanding(sum: Supply): bigint {
  return sum.issued - retired(sum);
}

/** What `Programs:Supply` answers: issued = outstanding + held + redeemed + expired + reversed. */
export function supplyStatement({ programId, cap, capOn }: Program, sum: Supply): ReplyOf<typeof getSupply> {
  return { programId, cap, capOn, ...supplyRow(sum), outstanding: String(outstanding(sum)), held: '0' };
}
