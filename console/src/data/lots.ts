/** Which lots a gateway would take a number of points from: what ends soonest goes first, and only what is ripe. */

export interface Lot {
  readonly lotId: string;
  readonly programId: string;
  readonly amount: string;
  readonly expiry: string;
  readonly maturesOn?: string | undefined;
}

export interface Taken {
  readonly lot: Lot;
  readonly amount: bigint;
}

/** @param today UTC, `2026-11-29` */
export function lotsTaken(
  lots: readonly Lot[],
  programId: string,
  amount: bigint,
  today: string,
): { readonly taken: readonly Taken[]; readonly missing: bigint } {
  const ripe = lots
    .filter((lot) => lot.programId === programId && lot.expiry >= today && (lot.maturesOn ?? today) <= today)
    .toSorted((a, b) => a.expiry.localeCompare(b.expiry));
  const taken: Taken[] = [];
  let left = amount;
  for (const lot of ripe) {
    if (left <= 0n) break;
    const part = BigInt(lot.amount) < left ? BigInt(lot.amount) : left;
    taken.push({ lot, amount: part });
    left -= part;
  }
  return { taken, missing: left };
}
