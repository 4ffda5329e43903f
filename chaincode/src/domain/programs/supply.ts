/** What a programme's operations did to its points, as deltas that are written blindly and summed when asked. */
import { type getSupply, outstanding, type Program, type ReplyOf, type Row, type Supply } from '@commonpoint/catalogue';

export type SupplyRow = Row<'supply'>;

export type SupplyTotal = Row<'supply-total'>;

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
    ...(held !== 0n && { held: String(held) }),
  };
}

/** What came back as quota so far. */
export function returnedQuota(total: SupplyTotal | undefined): bigint {
  return BigInt(total?.returned ?? '0');
}

/** What `Programs:Supply` answers: issued = outstanding + held + redeemed + expired + reversed. */
export function supplyReport({ programId, cap, capOn }: Program, sum: Supply): ReplyOf<typeof getSupply> {
  return { programId, cap, capOn, ...supplyRow(sum), outstanding: String(outstanding(sum)), held: String(sum.held) };
}
