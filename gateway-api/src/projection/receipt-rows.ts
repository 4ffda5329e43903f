/**
 * Receipts as the projection keeps them: those that stand in rows of their own, and those of imported lines, a hundred in a row.
 * An imported line of which something was taken back stands in both; then the row of its own says how it is, in the same place.
 */
import {
  entryOfLine,
  importedIdOf,
  importedReceipt,
  IMPORTED_LINES,
  type ImportedRow,
  leafValues,
  type Receipt,
} from '@commonpoint/catalogue';
import type { Database } from '../store/database.js';

export interface ReceiptRow {
  /** Order on the ledger. */
  readonly seq: number;
  /** The block that wrote it first. */
  readonly block: number;
  readonly receipt: Receipt;
  /** Of an imported line that stands in its hundred, where that begins. */
  readonly hundred?: number;
}

/** A row that is an entry of the log. */
export interface WrittenRow {
  readonly key: readonly string[];
  readonly value: string;
  /** The block that wrote it last. */
  readonly written: number;
}

interface Hundred {
  readonly seq: number;
  readonly msp_id: string;
  readonly file: string;
  readonly stretch: number;
  readonly block: number;
  readonly value: string;
}

interface Apart {
  readonly seq: number;
  readonly block: number;
  readonly written: number;
  readonly value: string;
}

export function receiptRows({ sqlite }: Database) {
  const apartById = sqlite.prepare(
    'SELECT seq, block, written, value FROM receipts WHERE operation_id = ? AND msp_id = ?',
  );
  const apartAt = sqlite.prepare('SELECT seq, block, value FROM receipts WHERE seq = ?');
  const apartAfter = sqlite.prepare('SELECT seq, block, value FROM receipts WHERE seq > ? ORDER BY seq LIMIT ?');
  const apartBelow = sqlite.prepare('SELECT seq, block, value FROM receipts WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const crossingBelow = sqlite.prepare(
    'SELECT seq, block, value FROM receipts WHERE bridge_id = ? AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const crossingAnyBelow = sqlite.prepare(
    'SELECT seq, block, value FROM receipts WHERE bridge_id IS NOT NULL AND seq < ? ORDER BY seq DESC LIMIT ?',
  );
  const hundredOf = sqlite.prepare('SELECT * FROM imported_rows WHERE file = ? AND stretch = ? AND msp_id = ?');
  const hundredAt = sqlite.prepare('SELECT * FROM imported_rows WHERE seq <= ? ORDER BY seq DESC LIMIT 1');
  const hundredsAfter = sqlite.prepare('SELECT * FROM imported_rows WHERE seq > ? ORDER BY seq');
  const hundredsBelow = sqlite.prepare('SELECT * FROM imported_rows WHERE seq < ? ORDER BY seq DESC');
  const last = sqlite.prepare(
    `SELECT max((SELECT ifnull(max(seq), -1) FROM receipts),
                ifnull((SELECT seq + lines - 1 FROM imported_rows ORDER BY seq DESC LIMIT 1), -1)) AS seq`,
  );

  /** So many of a table stand after a place, or a number of them; of thousands that wait, what was counted is not counted again. */
  const counting = (table: 'receipts' | 'imported_rows') => {
    const following = sqlite.prepare(
      `SELECT count(*) AS n, max(seq) AS last FROM (SELECT seq FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ?)`,
    );
    const between = sqlite.prepare(`SELECT count(*) AS n FROM ${table} WHERE seq > ? AND seq <= ?`);
    let counted = { after: -1, until: -1, n: 0 };
    return (seq: number, count: number): number => {
      const { after, until, n } = counted;
      if (seq < after || seq > until) counted = { after: seq, until: seq, n: 0 };
      else if (seq > after) counted = { after: seq, until, n: n - (between.get(after, seq) as { n: number }).n };
      if (counted.n < count) {
        const more = following.get(counted.until, count - counted.n) as { n: number; last: number | null };
        counted = { after: seq, until: more.last ?? counted.until, n: counted.n + more.n };
      }
      return counted.n;
    };
  };
  const [countApart, countHundreds] = [counting('receipts'), counting('imported_rows')];

  // Who asks for a line of a file asks for its neighbours next.
  let read: { readonly value: string; readonly row: ImportedRow } | undefined;
  const rowOf = ({ value }: Hundred): ImportedRow => {
    if (read?.value !== value) read = { value, row: JSON.parse(value) as ImportedRow };
    return read.row;
  };
  const entriesOf = (hundred: Hundred): ReceiptRow[] =>
    rowOf(hundred).rows.map((_entry, at) => entryAt(hundred, rowOf(hundred), at));
  const find = (mspId: string, operationId: string) => {
    const imported = importedIdOf(operationId);
    if (imported === undefined) return undefined;
    const hundred = hundredOf.get(imported.file, imported.stretch, mspId) as Hundred | undefined;
    if (hundred === undefined) return undefined;
    const row = rowOf(hundred);
    const at = row.rows.indexOf(entryOfLine(row, imported.line) ?? '');
    return at < 0 ? undefined : { hundred, row, at };
  };

  return {
    byId(mspId: string, operationId: string): ReceiptRow | undefined {
      const apart = apartById.get(operationId, mspId) as Apart | undefined;
      if (apart !== undefined) return parsed(apart);
      const found = find(mspId, operationId);
      return found && entryAt(found.hundred, found.row, found.at);
    },
    written(mspId: string, operationId: string): WrittenRow | undefined {
      const apart = apartById.get(operationId, mspId) as Apart | undefined;
      if (apart !== undefined) return { key: ['op', mspId, operationId], value: apart.value, written: apart.written };
      const found = find(mspId, operationId);
      if (found === undefined) return undefined;
      const { file, stretch, block, value } = found.hundred;
      const key = ['imported', mspId, file, String(stretch)];
      const leaf = leafValues(key, Buffer.from(value))[found.at]!;
      return { key, value: Buffer.from(leaf).toString(), written: block };
    },
    at(seq: number): ReceiptRow | undefined {
      const apart = apartAt.get(seq) as Apart | undefined;
      if (apart !== undefined) return parsed(apart);
      const hundred = hundredAt.get(seq) as Hundred | undefined;
      const row = hundred && rowOf(hundred);
      return row && seq < hundred.seq + row.rows.length ? entryAt(hundred, row, seq - hundred.seq) : undefined;
    },
    /** In the order of the ledger. */
    after(seq: number, limit: number): ReceiptRow[] {
      const found: ReceiptRow[] = [];
      const rows = apartAfter.iterate(seq, limit) as unknown as Iterator<Apart>;
      let apart = rows.next();
      const takeUntil = (place: number): void => {
        for (; apart.done !== true && apart.value.seq < place && found.length < limit; apart = rows.next())
          found.push(parsed(apart.value));
      };
      for (const row of hundredsAfter.iterate(seq - IMPORTED_LINES)) {
        const hundred = row as unknown as Hundred;
        takeUntil(hundred.seq);
        if (found.length >= limit) break;
        for (const each of entriesOf(hundred)) {
          if (each.seq <= seq || found.length >= limit) continue;
          // What was taken back of it stands apart, in the same place.
          if (apart.done !== true && apart.value.seq === each.seq) takeUntil(each.seq + 1);
          else found.push(each);
        }
        if (found.length >= limit) break;
      }
      takeUntil(Number.MAX_SAFE_INTEGER);
      rows.return?.();
      return found;
    },
    /** Newest first. */
    below(seq: number, limit: number): ReceiptRow[] {
      const apart = apartBelow.all(seq, limit).map((row) => parsed(row as unknown as Apart));
      const imported: ReceiptRow[] = [];
      for (const row of hundredsBelow.iterate(seq)) {
        for (const each of entriesOf(row as unknown as Hundred).toReversed()) if (each.seq < seq) imported.push(each);
        if (imported.length >= limit) break;
      }
      return merged(apart, imported, (a, b) => b - a).slice(0, limit);
    },
    /** Of what crossed a bridge, or any, newest first. */
    crossingBelow: (bridgeId: string | undefined, seq: number, limit: number): ReceiptRow[] =>
      (bridgeId === undefined ? crossingAnyBelow.all(seq, limit) : crossingBelow.all(bridgeId, seq, limit)).map((row) =>
        parsed(row as unknown as Apart),
      ),
    /** Whether so many or more stand after a place; a hundred counts in full, and what was taken back of one meanwhile may not count twice. */
    areMoreAfter(seq: number, count: number): boolean {
      const apart = countApart(seq, count);
      const hundreds = countHundreds(seq, Math.ceil(count / IMPORTED_LINES));
      return apart + hundreds * IMPORTED_LINES >= count;
    },
    /** Of the last one; -1 before the first. */
    lastSeq: (): number => (last.get() as { seq: number }).seq,
  };
}

export type ReceiptRows = ReturnType<typeof receiptRows>;

const parsed = ({ seq, block, value }: Apart): ReceiptRow => ({ seq, block, receipt: JSON.parse(value) as Receipt });

function entryAt({ seq, block, msp_id: mspId, file }: Hundred, row: ImportedRow, at: number): ReceiptRow {
  return { seq: seq + at, block, receipt: importedReceipt({ mspId, file }, row, row.rows[at]!), hundred: seq };
}

function merged(
  apart: readonly ReceiptRow[],
  imported: readonly ReceiptRow[],
  compare: (a: number, b: number) => number,
): ReceiptRow[] {
  if (imported.length === 0) return [...apart];
  const places = new Set(apart.map(({ seq }) => seq));
  return [...apart, ...imported.filter(({ seq }) => !places.has(seq))].sort((a, b) => compare(a.seq, b.seq));
}
