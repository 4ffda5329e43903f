/** Which cycle a liability falls in: the month, or the part of it that merchants' cut-offs have come to. */
import type { Found } from './findings.js';
import type { CycleRow, MemberRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

export class ClearingCycles {
  /** By month, where there was a cut-off. */
  readonly #current: Kept<string>;
  /** By month, what the ledger's own row says is current. */
  readonly #told = new Map<string, string>();
  /** By cycle that was cut off, the one that goes on. */
  readonly #next: Kept<string>;
  readonly #merchants: Kept<MemberRow['status'] | 'gone'>;
  /** By cycle, who agreed to end it. */
  readonly #agreed: Kept<Set<string>>;
  readonly #inDefault: Kept<boolean>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#current = store.kept('current-cycles', 'small');
    this.#next = store.kept('next-cycles', 'small');
    this.#merchants = store.kept('merchants', 'small');
    this.#agreed = store.kept('cut-offs', 'small');
    this.#inDefault = store.kept('in-default', 'small');
  }

  applyOrganization(mspId: string, row: Pick<MemberRow, 'kind' | 'status' | 'inDefaultSince'> | undefined): void {
    if (row !== undefined && row.kind !== 'merchant') return;
    this.#inDefault.set(mspId, row?.inDefaultSince !== undefined);
    this.#merchants.set(mspId, row?.status ?? 'gone');
  }

  readonly statusOf = (mspId: string): MemberRow['status'] | undefined => {
    const status = this.#merchants.get(mspId);
    return status === 'gone' ? undefined : status;
  };

  /** What it is netted by: one in default as one that is suspended. */
  readonly nettedAs = (mspId: string): MemberRow['status'] | undefined => {
    const status = this.statusOf(mspId);
    return this.#inDefault.get(mspId) === true && status !== 'left' ? 'suspended' : status;
  };

  applyCutOff(txId: string, [cycle = '', mspId = '']: readonly string[], row: unknown): void {
    if (row === undefined) this.found.push(`transaction ${txId} deleted an agreement to end ${cycle}`);
    this.#agreed.set(cycle, (this.#agreed.get(cycle) ?? new Set()).add(mspId));
  }

  /** A cycle that ends by a cut-off says so in its first row. */
  applyCycle(txId: string, cycle: string, row: CycleRow | undefined): void {
    if (row?.next === this.#next.get(cycle)) return;
    if (row?.next === undefined || this.#next.has(cycle)) {
      this.found.push(`transaction ${txId} changed what comes after ${cycle} to ${row?.next}`);
      return;
    }
    this.#next.set(cycle, row.next);
    if (cycle !== this.at(cycle) || row.next !== partAfter(cycle)) {
      this.found.push(`transaction ${txId} cut ${cycle} off for ${row.next}; the present cycle is ${this.at(cycle)}`);
    }
    const agreed = this.#agreed.get(cycle) ?? new Set<string>();
    const missing = [...this.#merchants].filter(([mspId, status]) => status === 'active' && !agreed.has(mspId));
    for (const [mspId] of missing) {
      this.found.push(`transaction ${txId} cut ${cycle} off without the agreement of ${mspId}`);
    }
    this.#current.set(cycle.slice(0, 7), row.next);
  }

  /** Also written when closing begins, and then with the part that is current anyway. */
  applyCurrent(month: string, row: { cycle: string } | undefined): void {
    this.#told.set(month, row?.cycle ?? month);
  }

  endBlock(block: number): void {
    for (const [month, told] of this.#told) {
      const current = this.at(month);
      if (told !== current)
        this.found.push(`block ${block}: ${month} is in ${told} by its row, in ${current} by cut-offs`);
    }
    this.#told.clear();
  }

  /** The cycle that something done in a month counts to now; takes a time or a cycle for its month. */
  at(time: string): string {
    const month = time.slice(0, 7);
    return this.#current.get(month) ?? month;
  }
}

/** `2026-11` is the first part of its month, `2026-11.02` the second. */
function partAfter(cycle: string): string {
  const [month, part = '1'] = cycle.split('.');
  return `${month}.${String(Number(part) + 1).padStart(2, '0')}`;
}
