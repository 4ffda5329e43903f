/** Holds, from their rows: what is set aside, and that each is resolved once and otherwise never changed. */
import type { HoldRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

const fixed = [
  'programId',
  'accountId',
  'amount',
  'beneficiary',
  'issuer',
  'clearingValue',
  'hashLock',
  'expiresAt',
] as const;

export class HeldPoints {
  readonly #holds: Kept<HoldRow>;
  /** `open-hold` rows: `account programme organisation id` to points. */
  readonly #openRows: Kept<bigint>;
  /** What the block set aside or gave back, `account programme` to points, and the holds that it is about. */
  readonly #moved = new Map<string, bigint>();
  readonly #touched = new Set<string>();

  constructor(
    private readonly found: string[],
    store: Store,
  ) {
    this.#holds = store.kept('holds');
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
      const changed = fixed.filter((field) => before[field] !== row[field]);
      if (changed.length > 0) this.found.push(`transaction ${txId} changed ${changed.join(', ')} of the hold ${name}`);
    }
    const lots = (row.lots ?? []).reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    if (row.status === 'open' && lots !== BigInt(row.amount)) {
      this.found.push(`transaction ${txId}: the hold ${name} of ${row.amount} has lots of ${lots}`);
    }
    if (row.status === 'captured' && BigInt(row.captured ?? '0') > BigInt(row.amount)) {
      this.found.push(`transaction ${txId} captured ${row.captured} of the hold ${name} of ${row.amount}`);
    }
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
      const { status, amount } = this.#holds.get(hold.join(' ')) ?? {};
      this.#compareRow(`${accountId} ${programId} ${hold.join(' ')}`, status === 'open' ? BigInt(amount ?? '0') : 0n);
    }
    const moved = new Map(this.#moved);
    this.#moved.clear();
    this.#touched.clear();
    return moved;
  }

  #move(name: string, row: HoldRow | undefined, sign: bigint): void {
    if (row === undefined) return;
    const holding = `${row.accountId} ${row.programId}`;
    this.#touched.add(`${holding} ${name}`);
    if (row.status === 'open') add(this.#moved, holding, sign * BigInt(row.amount));
  }

  #compareRow(name: string, byHold: bigint): void {
    const byRow = this.#openRows.get(name) ?? 0n;
    if (byHold !== byRow) this.found.push(`open hold ${name}: ${byRow} by its row, ${byHold} by the hold`);
  }

  /** What is held, `account programme` to points, by the rows of holds; the rows of open holds must say the same. */
  finish(): ReadonlyMap<string, bigint> {
    const held = new Map<string, bigint>();
    const expected = new Map<string, bigint>();
    for (const [name, { status, accountId, programId, amount }] of this.#holds) {
      if (status !== 'open') continue;
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
