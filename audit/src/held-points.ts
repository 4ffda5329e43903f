/** Holds and notes, from their rows: what is set aside, and that each is resolved once and otherwise never changed. */
import type { Found } from './findings.js';
import type { HoldRow, OperationRow, SetAsideRow } from './ledger-rows.js';
import { isSame } from './same-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

const fixed = [
  'programId',
  'accountId',
  'amount',
  'beneficiary',
  'issuer',
  'clearingValue',
  'credited',
  'hashLock',
  'expiresAt',
  'lineId',
] as const;

/** What a receipt says of the hold that it made, by the same names. */
const receipted = [
  'programId',
  'accountId',
  'amount',
  'beneficiary',
  'clearingValue',
  'hashLock',
  'expiresAt',
  'bridgeId',
  'lineId',
] as const;

export class HeldPoints {
  readonly #holds: Kept<HoldRow>;
  readonly #notes: Kept<SetAsideRow>;
  /** `open-hold` rows: `account programme organisation id` to points. */
  readonly #openRows: Kept<bigint>;
  /** What the block set aside or gave back, `account programme` to points, and the holds that it is about. */
  readonly #moved = new Map<string, bigint>();
  readonly #touched = new Set<string>();

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#holds = store.kept('holds');
    this.#notes = store.kept('set-aside-notes');
    this.#openRows = store.kept('open-holds');
  }

  applyHold(txId: string, name: string, row: HoldRow | undefined): void {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the hold ${name}`);
      return;
    }
    const before = this.#holds.get(name);
    this.#holds.set(name, row);
    this.#move(name, before, -1n);
    this.#move(name, row, 1n);
    if (before !== undefined) {
      if (before.status !== 'open') this.found.push(`transaction ${txId} changed the hold ${name}, which was resolved`);
      // Of what is pledged a part may go back.
      const isLess = row.lineId !== undefined && BigInt(row.amount) < BigInt(before.amount);
      const changed = fixed.filter((field) => before[field] !== row[field] && !(field === 'amount' && isLess));
      if (changed.length > 0) this.found.push(`transaction ${txId} changed ${changed.join(', ')} of the hold ${name}`);
    }
    const lots = (row.lots ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    if (row.status === 'open' && !isInNote(row) && lots !== BigInt(row.amount)) {
      this.found.push(`transaction ${txId}: the hold ${name} of ${row.amount} has lots of ${lots}`);
    }
    if (row.status === 'captured' && BigInt(row.captured ?? '0') > BigInt(row.amount)) {
      this.found.push(`transaction ${txId} captured ${row.captured} of the hold ${name} of ${row.amount}`);
    }
  }

  /** Whoever captures a hold goes by its row, and is judged by the receipt of who made it: both say the same. */
  applyOperation(name: string, receipt: OperationRow): void {
    const row = receipt.kind === 'hold' ? this.#holds.get(name) : undefined;
    // One that was resolved, or a part of which went back, by another operation of the transaction has other points by now.
    if (row === undefined) return;
    const isWhole = row.status === 'open' && !(row.lineId !== undefined && row.amount !== receipt.amount);
    const other: string[] = receipted.filter(
      (field) => row[field] !== receipt[field] && (isWhole || field !== 'amount'),
    );
    if ((row.credited === true) !== (receipt.credit !== undefined)) other.push('credited');
    if (isWhole && !isSame(row.lots, receipt.consumed)) other.push('lots');
    if (other.length > 0) this.found.push(`${name} says another ${other.join(', ')} than its hold`);
  }

  /** What a note is, is recomputed elsewhere; here is where its points lie. */
  applyNote(name: string, row: SetAsideRow | undefined): void {
    this.#move(name, this.#notes.get(name), -1n);
    this.#move(name, row, 1n);
    if (row !== undefined) this.#notes.set(name, row);
  }

  applyOpenHold(name: string, row: { amount: string } | undefined): void {
    this.#touched.add(name);
    if (row === undefined) this.#openRows.delete(name);
    else this.#openRows.set(name, BigInt(row.amount));
  }

  /** What rows of holds moved in the block; the rows of open holds that it touched must say the same as those. */
  takeMoved(): ReadonlyMap<string, bigint> {
    for (const name of this.#touched) {
      const [accountId, programId, ...hold] = name.split(' ');
      const row: SetAsideRow | undefined = this.#holds.get(hold.join(' ')) ?? this.#notes.get(hold.join(' '));
      const isThere =
        row?.status === 'open' && !isInNote(row) && row.accountId === accountId && row.programId === programId;
      this.#compareRow(name, isThere ? BigInt(row.amount) : 0n);
    }
    const moved = new Map(this.#moved);
    this.#moved.clear();
    this.#touched.clear();
    return moved;
  }

  #move(name: string, row: SetAsideRow | undefined, sign: bigint): void {
    if (row === undefined) return;
    const holding = `${row.accountId} ${row.programId}`;
    this.#touched.add(`${holding} ${name}`);
    if (row.status === 'open' && !isInNote(row)) add(this.#moved, holding, sign * BigInt(row.amount));
  }

  #compareRow(name: string, byHold: bigint): void {
    const byRow = this.#openRows.get(name) ?? 0n;
    if (byHold !== byRow) this.found.push(`open hold ${name}: ${byRow} by its row, ${byHold} by the hold`);
  }

  /** What is held, `account programme` to points, by the rows of holds; the rows of open holds must say the same. */
  finish(): ReadonlyMap<string, bigint> {
    const held = new Map<string, bigint>();
    const expected = new Map<string, bigint>();
    for (const [name, row] of [...this.#holds, ...this.#notes]) {
      if (row.status !== 'open' || isInNote(row)) continue;
      const { accountId, programId, amount } = row;
      const holding = `${accountId} ${programId}`;
      held.set(holding, (held.get(holding) ?? 0n) + BigInt(amount));
      expected.set(`${holding} ${name}`, BigInt(amount));
    }
    for (const name of new Set([...expected.keys(), ...[...this.#openRows].map(([name]) => name)])) {
      this.#compareRow(name, expected.get(name) ?? 0n);
    }
    return held;
  }
}

/** Of a note that is pledged and has not ended, the points lie in the note. */
function isInNote(row: SetAsideRow | HoldRow): boolean {
  return 'note' in row && row.note !== undefined && row.lots === undefined;
}
