/** Holds, from their rows: what is set aside, and that each is resolved once and otherwise never changed. */
import type { HoldRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

const fixed = ['programId', 'accountId', 'amount', 'beneficiary', 'hashLock', 'expiresAt'] as const;

export class HeldPoints {
  readonly #holds: Kept<HoldRow>;
  /** `open-hold` rows: `account programme organisation id` to points. */
  readonly #openRows: Kept<bigint>;

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
    if (row === undefined) this.#openRows.delete(name);
    else this.#openRows.set(name, BigInt(row.amount));
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
      const [byHold, byRow] = [expected.get(name) ?? 0n, this.#openRows.get(name) ?? 0n];
      if (byHold !== byRow) this.found.push(`open hold ${name}: ${byRow} by its row, ${byHold} by the hold`);
    }
    return held;
  }
}
