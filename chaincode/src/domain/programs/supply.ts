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
    interest: sum.interest + BigInt(row.interest ?? '0'),
    unused: sum.unused + BigInt(row.unused ?? '0'),
    drawn: sum.drawn + BigInt(row.drawn ?? '0'),
  };
}

export function supplyRow({ issued, redeemed, expired, reversed, held, interest, unused, drawn }: Supply): SupplyRow {
  return {
    issued: String(issued),
    redeemed: String(redeemed),
    expired: String(expired),
    reversed: String(reversed),
    ...(held !== 0n && { held: String(held) }),
    ...(interest !== 0n && { interest: String(interest) }),
    ...(unused !== 0n && { unused: String(unused) }),
    ...(drawn !== 0n && { drawn: String(drawn) }),
  };
}

/** What came back as quota so far. */
export function returnedQuota(total: SupplyTotal | undefined): bigint {
  return BigInt(total?.returned ?? '0');
}

/** What `Programs:Supply` answers: issued + interest = outstanding + held + redeemed + expired + reversed. */
export function supplyReport({ programId, cap, capOn }: Program, sum: Supply): ReplyOf<typeof getSupply> {
  const sums = supplyRow({ ...sum, unused: 0n, drawn: 0n });
  const always = { outstanding: String(outstanding(sum)), held: String(sum.held), interest: String(sum.interest) };
  return { programId, cap, capOn, ...sums, ...always };
}
