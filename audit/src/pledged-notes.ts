/** Notes that are pledged: by which hold each is and where its points lie, by receipts; the row of the hold has to say the same. */
import type { Found } from './findings.js';
import type { HoldRow, LotPart } from './ledger-rows.js';
import { dividedLots } from './note-rows.js';
import type { Kept, Store } from './store.js';

interface Pledged {
  readonly of: string;
  /** Of a note that ended while it was pledged: its points, which lie in the hold since. */
  readonly lots?: readonly LotPart[];
}

export class PledgedNotes {
  readonly #pledged: Kept<Pledged>;
  /** Rows that the transaction left; what they were in between only its receipts say. */
  readonly #written = new Map<string, HoldRow>();

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#pledged = store.kept('notes-pledged');
  }

  applyHold(name: string, row: HoldRow | undefined): void {
    if (row !== undefined && (row.note !== undefined || this.#pledged.has(name))) this.#written.set(name, row);
  }

  add(hold: string, of: string): void {
    this.#pledged.set(hold, { of });
  }

  /** The note has come to its end. */
  end(hold: string, lots: readonly LotPart[]): void {
    const told = this.#pledged.get(hold);
    if (told !== undefined) this.#pledged.set(hold, { ...told, lots });
  }

  /** It is a note as before. @returns which */
  free(hold: string): string {
    const { of = '' } = this.#pledged.get(hold) ?? {};
    this.#pledged.delete(hold);
    return of;
  }

  /** Whether the points of a pledge lie in a note still. */
  isInNote(hold: string): boolean {
    const told = this.#pledged.get(hold);
    return told !== undefined && told.lots === undefined;
  }

  endTransaction(txId: string): void {
    for (const [name, row] of this.#written) {
      const say = (text: string): void => {
        this.found.about?.([row.programId]);
        this.found.push(`transaction ${txId}: the pledge ${name} ${text}`);
      };
      const told = this.#pledged.get(name);
      const of = row.note && `${row.note.mspId} ${row.note.noteId}`;
      if (row.status === 'open') checkOpen(row, of, told, say);
      else if (told?.lots !== undefined) this.#pledged.delete(name);
    }
    this.#written.clear();
  }
}

function checkOpen(row: HoldRow, of: string | undefined, told: Pledged | undefined, say: (text: string) => void): void {
  if (of !== told?.of) return say(`is of the note ${of}, and of ${told?.of} by receipts`);
  if (told === undefined || (row.lots === undefined && told.lots === undefined)) return;
  if (told.lots === undefined) return say(`of the note ${of} has points of its own`);
  // A part of them may have gone back.
  if (dividedLots(told.lots, row.lots ?? []).taken !== BigInt(row.amount)) say(`has other points than the note ${of}`);
}
