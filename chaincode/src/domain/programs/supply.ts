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
    drawn: sum.drawn + BigInt(row.drawn ?? '0'),
  };
}

export function supplyRow({ issued, redeemed, expired, reversed, held, drawn }: Supply): SupplyRow {
  return {
    issued: String(issued),
    redeemed: String(redeemed),
    expired: String(expired),
    reversed: String(reversed),
    ...(held !== 0n && { held: String(held) }),
    ...(drawn !== 0n && { drawn: String(drawn) }),
  };
}

/** What came back as quota so far. */
export function returnedQuota(total: SupplyTotal | undefined): bigint {
  return BigInt(total?.returned ?? '0');
}

/** What `Programs:Supply` answers: issued = outstanding + held + redeemed + expired + reversed. */
export function supplyReport({ programId, cap, capOn }: Program, sum: Supply): ReplyOf<typeof getSupply> {
  const sums = supplyRow({ ...sum, drawn: 0n });
  return { programId, cap, capOn, ...sums, outstanding: String(outstanding(sum)), held: String(sum.held) };
}
