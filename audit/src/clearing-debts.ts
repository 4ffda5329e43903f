/** What merchants owe each other, from rows: blind deltas until a cycle is closed, then the positions of its row. */
import type { CyclePayments } from './cycle-payments.js';
import type { Found } from './findings.js';
import { valueIn } from './debt-prices.js';
import type { ClearingRow, CycleRow, ProgramRow, SettlementRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

/** What a settlement is when money was paid for it, by one side's word or both. */
const paid: ReadonlySet<string> = new Set(['instructed', 'confirmed']);

export class ClearingDebts {
  /** Rows that are not folded: by their whole key. */
  readonly #rows: Kept<{ position: string; amount: bigint; worth: bigint }>;
  readonly #cycles: Kept<CycleRow>;
  readonly #settlements: Kept<SettlementRow>;
  readonly #closedNow = new Set<string>();
  /** What the block added to positions, by rows and by what was folded. */
  #moved = { amount: new Map<string, bigint>(), worth: new Map<string, bigint>() };

  constructor(
    private readonly found: Found,
    private readonly payments: CyclePayments,
    store: Store,
  ) {
    this.#rows = store.kept('debts');
    this.#cycles = store.kept('cycles', 'small');
    this.#settlements = store.kept('settlements', 'small');
  }

  applyRow(txId: string, parts: readonly string[], row: ClearingRow | undefined): void {
    const [cycle = '', debtor, creditor, programId] = parts;
    const key = parts.join(' ');
    if (row === undefined) {
      const before = this.#rows.get(key);
      if (before === undefined) this.found.push(`transaction ${txId} deleted a debt that is not there: ${key}`);
      else this.#move(before.position, -before.amount, -before.worth);
      this.#rows.delete(key);
      return;
    }
    if (this.#rows.has(key)) this.found.push(`transaction ${txId} wrote a debt a second time: ${key}`);
    if (this.#cycles.has(cycle)) this.found.push(`transaction ${txId} added to ${cycle} after its closing began`);
    const position = `${cycle} ${debtor} ${creditor} ${programId}`;
    const [amount, worth] = [BigInt(row.amount), BigInt(row.worth ?? '0')];
    this.#rows.set(key, { position, amount, worth });
    this.#move(position, amount, worth);
  }

  applyCycle(txId: string, cycle: string, row: CycleRow | undefined): void {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the cycle ${cycle}`);
      return;
    }
    if (this.#cycles.get(cycle)?.status === 'closed') {
      this.found.push(`transaction ${txId} changed the cycle ${cycle}, which was closed`);
    }
    this.#moveFolded(cycle, this.#cycles.get(cycle), -1n);
    this.#moveFolded(cycle, row, 1n);
    this.#cycles.set(cycle, row);
    if (row.status === 'closed') this.#closedNow.add(cycle);
  }

  applySettlement(txId: string, name: string, row: SettlementRow | undefined): void {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the settlement ${name}`);
      return;
    }
    const before = this.#settlements.get(name);
    this.#settlements.set(name, row);
    const currency = this.payments.currency();
    if (row.currency !== currency)
      this.found.push(
        `transaction ${txId} made the settlement ${name} one in ${row.currency}, amounts are in ${currency}`,
      );
    if (before !== undefined && before.amount !== row.amount) {
      this.found.push(`transaction ${txId} changed the amount of the settlement ${name}`);
    }
    const due = before?.dueSince ?? dueSinceOf(name.slice(0, name.indexOf(' ')), this.#cycles);
    if (row.dueSince !== due)
      this.found.push(`transaction ${txId} made the settlement ${name} due since ${row.dueSince}, not since ${due}`);
    if (before?.status === 'confirmed' && row.status !== 'confirmed') {
      this.found.push(`transaction ${txId} changed the settlement ${name}, which was confirmed`);
    }
    if (before?.claim?.loss === '0' && row.status !== before.status && paid.has(row.status))
      this.found.push(`transaction ${txId} has the settlement ${name} paid, all of which was claimed on a line`);
  }

  /** The row of a cycle, if it is closed. */
  closed(cycle: string): CycleRow | undefined {
    const row = this.#cycles.get(cycle);
    return row?.status === 'closed' ? row : undefined;
  }

  /** Whether the creditor said that it has been paid, or nothing is left to be paid after a claim: `cycle debtor creditor`. */
  isConfirmed(name: string): boolean {
    const row = this.#settlements.get(name);
    return row?.status === 'confirmed' || row?.claim?.loss === '0';
  }

  /** `cycle debtor creditor programme` to points, or to what they are worth: what is folded and what is not. */
  positions(of: 'amount' | 'worth'): ReadonlyMap<string, bigint> {
    const sums = new Map<string, bigint>();
    for (const [, row] of this.#rows) add(sums, row.position, row[of]);
    for (const [cycle, { positions }] of this.#cycles) {
      for (const row of positions) {
        add(sums, `${cycle} ${row.debtor} ${row.creditor} ${row.programId}`, BigInt(row[of] ?? '0'));
      }
    }
    return sums;
  }

  /** What {@link positions} changed by in the block. */
  takeMoved(): Readonly<Record<'amount' | 'worth', ReadonlyMap<string, bigint>>> {
    const moved = this.#moved;
    this.#moved = { amount: new Map(), worth: new Map() };
    return moved;
  }

  #move(position: string, amount: bigint, worth: bigint): void {
    add(this.#moved.amount, position, amount);
    add(this.#moved.worth, position, worth);
  }

  #moveFolded(cycle: string, row: CycleRow | undefined, sign: bigint): void {
    for (const { debtor, creditor, programId, amount, worth } of row?.positions ?? []) {
      this.#move(`${cycle} ${debtor} ${creditor} ${programId}`, sign * BigInt(amount), sign * BigInt(worth ?? '0'));
    }
  }

  /** Recomputes the settlements of the cycles that were closed in this block. */
  endBlock(block: number, programs: Kept<ProgramRow>): void {
    for (const cycle of this.#closedNow) {
      const at = `block ${block}, cycle ${cycle}`;
      const left = [...this.#rows].filter(([key]) => key.startsWith(`${cycle} `)).length;
      if (left > 0) this.found.push(`${at}: closed with ${left} rows that are not folded`);
      this.#compareValues(at, cycle, programs);
      const owed = this.payments.settlementsOf(cycle);
      const told = new Map(
        [...this.#settlements]
          .filter(([name]) => name.startsWith(`${cycle} `))
          .map(([name, { amount }]) => [name, BigInt(amount)]),
      );
      for (const name of new Set([...owed.keys(), ...told.keys()])) {
        const [settled, due] = [told.get(name) ?? 0n, owed.get(name) ?? 0n];
        if (settled !== due) this.found.push(`${at}: the settlement ${name} is ${settled}, to be paid are ${due}`);
      }
    }
    this.#closedNow.clear();
  }

  #compareValues(at: string, cycle: string, programs: Kept<ProgramRow>): void {
    const row = this.#cycles.get(cycle);
    const told = new Map((row?.values ?? []).map(({ programId, clearingValue }) => [programId, clearingValue]));
    for (const { programId } of row?.positions ?? []) {
      const value = valueIn(programs.get(programId), cycle);
      if (value !== told.get(programId)) {
        this.found.push(`${at}: a point of ${programId} is valued ${told.get(programId)}, its issuer says ${value}`);
      }
    }
  }
}

/** The first day after a cycle; of one that was cut off the day of that. */
function dueSinceOf(cycle: string, cycles: Kept<CycleRow>): string {
  const [year = 0, month = 0] = cycle.slice(0, 7).split('-').map(Number);
  return cycles.get(cycle)?.cutAt?.slice(0, 10) ?? new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
}
