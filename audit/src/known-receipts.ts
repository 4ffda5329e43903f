/**
 * The receipts that there are, by `organisation operation`: those that stand in rows of their own, and those of imported lines, of
 * which the row of a hundred is kept as it came. One of these that was taken back stands in a row of its own too, which says more.
 */
import type { Found } from './findings.js';
import { importedNameOf, receiptOf, type ImportedRow } from './imported-rows.js';
import type { OperationRow } from './ledger-rows.js';
import { textOfRow } from './row-texts.js';
import type { PlainImport } from './plain-import.js';
import type { Kept, Store } from './store.js';

export class KnownReceipts {
  /** As JSON, as the others are: seldom is one looked at again. */
  readonly #apart: Kept<string>;
  readonly #hundreds: Kept<string>;
  #last: { text: string; row: ImportedRow } | undefined;
  /** The one that was read last: what is undone, or resolved, is asked for several times. */
  #lastApart: { text: string; row: OperationRow } | undefined;
  /** `entries` there are in rows of hundreds, of which so many are `marked` in rows of their own. */
  readonly #counts: Kept<number>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#apart = store.kept('receipts');
    this.#hundreds = store.kept('imported', 'bulky');
    this.#counts = store.kept('imported-counts', 'small');
  }

  get size(): number {
    return this.#apart.size + this.#count('entries') - this.#count('marked');
  }

  get(name: string): OperationRow | undefined {
    return this.#read(this.#apart.get(name)) ?? this.#imported(name);
  }

  /** Takes down a receipt in a row of its own; what there was before. */
  set(txId: string, name: string, row: OperationRow, text = JSON.stringify(row)): OperationRow | undefined {
    const apart = this.#apart.get(name);
    this.#apart.set(name, text);
    const hundred = importedNameOf(row.mspId, row.id);
    if (apart !== undefined || hundred === undefined) return this.#read(apart);
    const before = this.#imported(name);
    if (before !== undefined) this.#add('marked', 1);
    else if (!this.#hundreds.has(hundred))
      this.found.push(`transaction ${txId} wrote ${name}, and nothing of the hundred lines that it is of`);
    return before;
  }

  /** Takes down a hundred lines. */
  setImported(txId: string, name: string, row: ImportedRow | undefined): void {
    if (row === undefined || this.#hundreds.has(name)) {
      this.found.push(`transaction ${txId} ${row === undefined ? 'deleted' : 'changed'} the imported lines ${name}`);
      return;
    }
    this.#hundreds.set(name, textOfRow(row) ?? JSON.stringify(row));
    this.#add('entries', row.rows.length);
  }

  /** Whether none of these rows is there yet. */
  hasNone({ hundreds }: PlainImport): boolean {
    return hundreds.every(([name]) => !this.#hundreds.has(name));
  }

  /** Takes down rows of hundreds of which none is there yet. */
  addImport({ hundreds }: PlainImport): void {
    for (const [name, text, lines] of hundreds) {
      this.#hundreds.set(name, text);
      this.#add('entries', lines);
    }
  }

  #read(text: string | undefined): OperationRow | undefined {
    if (text === undefined) return undefined;
    if (this.#lastApart?.text !== text) this.#lastApart = { text, row: JSON.parse(text) as OperationRow };
    return this.#lastApart.row;
  }

  #imported(name: string): OperationRow | undefined {
    const [mspId = '', id = ''] = name.split(' ');
    const hundred = importedNameOf(mspId, id);
    const text = hundred === undefined ? undefined : this.#hundreds.get(hundred);
    if (text === undefined) return undefined;
    if (this.#last?.text !== text) this.#last = { text, row: JSON.parse(text) as ImportedRow };
    return receiptOf(name, this.#last.row);
  }

  #count(which: 'entries' | 'marked'): number {
    return this.#counts.get(which) ?? 0;
  }

  #add(which: 'entries' | 'marked', count: number): void {
    this.#counts.set(which, this.#count(which) + count);
  }
}
