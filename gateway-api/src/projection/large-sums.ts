/**
 * Sums of amounts that are larger than any number that SQLite has, which throws or rounds then. Rows with so many points come only where two
 * peers endorse what they like, and nothing is to be stopped by them.
 */
const LARGEST = 2n ** 63n - 1n;
const PART = 1_000_000_000n;

/** A sum as a row can have it: the largest one, where it is larger. */
export const keepable = (sum: bigint): bigint => (sum > LARGEST ? LARGEST : sum < -LARGEST ? -LARGEST : sum);

/** In SQL, a column and what is added to it; where SQLite would round that, the column as it was. */
export const wholeSum = (column: string, by: string): string =>
  `iif(typeof(${column} + ${by}) = 'integer', ${column} + ${by}, ${column})`;

/** In SQL, the sum of a column of the rows of a select, however large: for {@link readSum}. */
export const exactSum = (column: string): string =>
  `(coalesce(sum(${column} / ${PART}), 0) || ' ' || coalesce(sum(${column} % ${PART}), 0))`;

export function readSum(text: string): bigint {
  const [parts = 0n, rest = 0n] = text.split(' ').map(BigInt);
  return parts * PART + rest;
}
