/** What pledges let a member draw: rounded down, pledge by pledge, so that nothing is lent on less than a whole worth. */

const WHOLE_PPM = 1_000_000n;

/** Σ floor(points × value × (1 − haircut)), in millionths of the smallest currency unit. */
export function coverOf(
  pledges: readonly { readonly amount: string }[],
  clearingValue: string | undefined,
  haircutPpm: number,
): bigint {
  const kept = WHOLE_PPM - BigInt(haircutPpm);
  const value = BigInt(clearingValue ?? '0');
  return pledges.reduce((sum, { amount }) => sum + (BigInt(amount) * value * kept) / WHOLE_PPM, 0n);
}

/** What the pledgee takes besides a debt, rounded down. */
export function feeOf(drawn: bigint, feePpm: number): bigint {
  return (drawn * BigInt(feePpm)) / WHOLE_PPM;
}
