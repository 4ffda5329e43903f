/** What merchants owe each other by the words of receipts, and what closing makes of it. */
import type { Found } from './findings.js';
import { valueIn, type DebtPrices } from './debt-prices.js';
import type { ClearingCycles } from './clearing-cycles.js';
import type { CycleRow, ProgramRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

export class OwedByReceipts {
  /** `cycle debtor creditor programme` to points, to what they are worth, and to points that have no value. */
  readonly points: Kept<bigint>;
  readonly worth: Kept<bigint>;
  readonly #unvalued: Kept<bigint>;

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    private readonly prices: DebtPrices,
    store: Store,
  ) {
    this.points = store.kept('clearing', 'small');
    this.worth = store.kept('clearing-worth', 'small');
    this.#unvalued = store.kept('clearing-unvalued', 'small');
  }

  add(position: string, amount: bigint, value: string | undefined): void {
    add(this.points, position, amount);
    add(this.worth, position, amount * BigInt(value ?? '0'));
    if (value === undefined) add(this.#unvalued, position, amount);
  }

  applyCycle(cycle: string, row: CycleRow | undefined, cycles: Pick<ClearingCycles, 'at'>): void {
    if (row?.status === 'closed') this.#close(cycle, row, cycles.at(row.closedAt ?? cycle));
  }

  /** Closing values what both sides value by now, and carries the rest into the cycle that is open; `told` says which. */
  #close(cycle: string, told: CycleRow, open: string): void {
    const inPrivate = new Set((told.privatePairs ?? []).map(({ parties }) => [...parties].sort().join(' ')));
    const carried = new Map<string, bigint>();
    for (const [position, amount] of [...this.#unvalued]) {
      const [of, debtor = '', creditor = '', programId = ''] = position.split(' ');
      if (of !== cycle || amount === 0n || inPrivate.has([debtor, creditor].sort().join(' '))) continue;
      const program = this.programs.get(programId);
      const value = valueIn(program, cycle);
      this.#unvalued.set(position, 0n);
      if (program !== undefined && value !== undefined && this.prices.isAgreed(program, creditor, cycle)) {
        add(this.worth, position, amount * BigInt(value));
        continue;
      }
      add(this.points, position, -amount);
      this.add(`${open} ${debtor} ${creditor} ${programId}`, amount, undefined);
      carried.set(`${debtor} ${creditor} ${programId}`, amount);
    }
    const said = new Map(
      (told.carried ?? []).map((row) => [`${row.debtor} ${row.creditor} ${row.programId}`, BigInt(row.amount)]),
    );
    for (const name of new Set([...carried.keys(), ...said.keys()])) {
      const [by, is] = [said.get(name) ?? 0n, carried.get(name) ?? 0n];
      if (by !== is) this.found.push(`closing ${cycle} carried ${by} of ${name}, without a value are ${is}`);
    }
    if (carried.size > 0 && told.carriedTo !== open)
      this.found.push(`closing ${cycle} carried into ${told.carriedTo}, the present cycle is ${open}`);
  }
}
