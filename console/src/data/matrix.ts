/** Positions as who owes whom, in money. */

interface Position {
  readonly debtor: string;
  readonly creditor: string;
  readonly worth: string;
}

export interface Matrix {
  /** Those that owe or are owed something, in the order of their ids. */
  readonly merchants: readonly string[];
  readonly worth: (debtor: string, creditor: string) => bigint;
  readonly owes: (debtor: string) => bigint;
  readonly owed: (creditor: string) => bigint;
}

export function matrixOf(positions: readonly Position[]): Matrix {
  const merchants = [...new Set(positions.flatMap(({ debtor, creditor }) => [debtor, creditor]))].toSorted();
  const sum = (chosen: (position: Position) => boolean): bigint =>
    positions.filter(chosen).reduce((total, { worth }) => total + BigInt(worth), 0n);
  return {
    merchants,
    worth: (debtor, creditor) => sum((each) => each.debtor === debtor && each.creditor === creditor),
    owes: (debtor) => sum((each) => each.debtor === debtor),
    owed: (creditor) => sum((each) => each.creditor === creditor),
  };
}
