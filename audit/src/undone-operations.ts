/** What reversals undid: by whom it may be undone, and that no more of an operation is undone than there was. */
import type { Found } from './findings.js';
import type { OperationRow, ProgramRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

export class UndoneOperations {
  /** By operation, as its receipt is named. */
  readonly #undone: Kept<bigint>;
  /** Operations that were undone in this block, or whose receipt says so. */
  readonly #touched = new Set<string>();

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    store: Store,
  ) {
    this.#undone = store.kept('undone');
  }

  noteMark(name: string): void {
    this.#touched.add(name);
  }

  /** `undoes` is the name of the operation that the reversal `name` is of. */
  apply(name: string, reversal: OperationRow, undoes: string, target: OperationRow): void {
    // What was missing of an issuance is forgiven: that much of it is not to be taken back any more.
    const sum = (this.#undone.get(undoes) ?? 0n) + BigInt(reversal.amount) + BigInt(reversal.shortfall ?? '0');
    this.#undone.set(undoes, sum);
    this.#touched.add(undoes);
    if (sum > BigInt(target.amount)) this.found.push(`${name} makes it ${sum} that was undone of ${target.amount}`);
    const whose = this.#reverserOf(target);
    if (reversal.mspId !== whose) this.found.push(`${name} undoes what is ${whose}’s to undo`);
  }

  /** Compares it with what the receipts say of themselves. */
  endBlock(receipts: Pick<Kept<OperationRow>, 'get'>): void {
    for (const name of this.#touched) {
      const { reversed = '0' } = receipts.get(name) ?? {};
      const undone = this.#undone.get(name) ?? 0n;
      if (BigInt(reversed) !== undone)
        this.found.push(`${name} says that ${reversed} of it were undone, it is ${undone}`);
    }
    this.#touched.clear();
  }

  /** What points were spent on is taken back by the merchant at which it was spent. */
  #reverserOf({ kind, mspId, acceptor, programId }: OperationRow): string | undefined {
    const isSpent = kind === 'redeem' || kind === 'capture';
    return isSpent ? (acceptor ?? this.programs.get(programId)?.issuer) : mspId;
  }
}

/** Whether a receipt is the same as before but for saying that more of it was undone. */
export function isOnlyMarked(before: OperationRow, row: OperationRow): boolean {
  const { reversed: was = '0', reversedBy: by = [], ...rest } = before;
  const { reversed = '0', reversedBy = [], ...now } = row;
  return (
    JSON.stringify(rest) === JSON.stringify(now) &&
    BigInt(reversed) > BigInt(was) &&
    JSON.stringify(reversedBy.slice(0, by.length)) === JSON.stringify(by) &&
    reversedBy.length > by.length
  );
}
