/** Receipts as a batch asks for them by id: in rows of their own, or among a hundred lines of an imported file. */
import {
  entryOfLine,
  importedIdOf,
  importedReceipt,
  type ImportedId,
  type ImportedRow,
  type Receipt,
} from '@commonpoint/catalogue';
import { importedName } from '../../domain/points/imported-rows.js';
import { receiptName } from '../../domain/points/row-names.js';
import { importedKey, receiptKey } from './keys.js';
import type { PendingReads } from '../core/pending-reads.js';

interface Hundred {
  readonly mspId: string;
  readonly file: string;
  readonly wanted: Map<string, ImportedId>;
  row?: ImportedRow;
}

export class LoadedReceipts {
  /** By their names. */
  readonly all = new Map<string, Receipt>();
  readonly #hundreds = new Map<string, Hundred>();

  constructor(private readonly reads: PendingReads) {}

  /** The rows of imported lines that are there, by their names. */
  get importedRows(): ReadonlySet<string> {
    return new Set([...this.#hundreds].flatMap(([name, { row }]) => (row === undefined ? [] : [name])));
  }

  want(mspId: string, id: string): void {
    const imported = importedIdOf(id);
    if (imported === undefined) return this.#wantApart(mspId, id);
    const name = importedName(mspId, imported);
    const known = this.#hundreds.get(name);
    const hundred: Hundred = known ?? { mspId, file: imported.file, wanted: new Map() };
    hundred.wanted.set(id, imported);
    if (known !== undefined) return;
    this.#hundreds.set(name, hundred);
    this.reads.want(importedKey(mspId, imported), (row) => {
      hundred.row = row;
    });
  }

  /** What the rows of imported lines hold of what was asked for; once there is such a row, lines may stand in rows of their own too. */
  async settle(): Promise<void> {
    for (const { mspId, file, wanted, row } of this.#hundreds.values()) {
      if (row === undefined) continue;
      for (const [id, { line }] of wanted) {
        const entry = entryOfLine(row, line);
        if (entry !== undefined) this.all.set(receiptName(mspId, id), importedReceipt({ mspId, file }, row, entry));
        this.#wantApart(mspId, id);
      }
    }
    await this.reads.read();
  }

  #wantApart(mspId: string, id: string): void {
    this.reads.want(receiptKey(mspId, id), (row) => this.all.set(receiptName(mspId, id), row));
  }
}
