/** A programme's supply: issued + interest = outstanding + held + redeemed + expired + reversed. */
export interface Supply {
  issued: bigint;
  redeemed: bigint;
  expired: bigint;
  reversed: bigint;
  held: bigint;
  /** Made of nothing by notes, besides what was issued. */
  interest: bigint;
  /** Quota that notes had drawn for interest, and that they did not come to. */
  unused: bigint;
  /** Quota that was drawn for what came back, and not for what was issued. */
  drawn: bigint;
}

export const noSupply = (): Supply => ({
  issued: 0n,
  redeemed: 0n,
  expired: 0n,
  reversed: 0n,
  held: 0n,
  interest: 0n,
  unused: 0n,
  drawn: 0n,
});

/** Points that left circulation. */
export function retired({ redeemed, expired, reversed }: Supply): bigint {
  return redeemed + expired + reversed;
}

/** Points that members can spend. */
export function outstanding(supply: Supply): bigint {
  return supply.issued + supply.interest - retired(supply) - supply.held;
}
