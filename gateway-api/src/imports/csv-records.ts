/**
 * A CSV text as records, however large it is. A record ends with a line feed, a carriage return or both, also where one file
 * has several of them; a quoted field may hold line breaks.
 *
 * A quotation mark that is never closed, or is not doubled inside a field, spoils its own line and not the rest of the file.
 * Where nobody can say that, because more follows than is kept, the file is refused: lines within somebody's quoted words must
 * never be read as rows.
 */
import { Failure } from '../channel/failures.js';
import { scanRecord } from './csv-scan.js';
import { delimiters, type Delimiter } from './file-format.js';

export interface CsvRecord {
  /** Where it begins, from 1, as in a text editor. */
  readonly line: number;
  /** Undefined if it is not CSV, cannot be decoded, or is too long. */
  readonly fields: readonly string[] | undefined;
  /** Of a record without fields: as it stands in the file, cut off if need be. */
  readonly text?: string;
  /** It holds line breaks. */
  readonly several?: boolean;
}

export const RECORD_CHARACTERS_MAX = 16 * 1024;
/** What is wrong with a record without fields. */
export const NO_RECORD = `is not CSV, cannot be decoded, or has more than ${RECORD_CHARACTERS_MAX} characters`;
const KEPT_CHARACTERS_MAX = 1024 * 1024;
const UNDECODED = '\ufffd';
const hint = /^sep=(.)$/i;

export class CsvReader {
  #rest = '';
  #line = 1;
  #delimiter: Delimiter;
  /** The file says itself, in its first line, what separates its fields. */
  hinted = false;

  constructor(private readonly stated?: Delimiter) {
    this.#delimiter = stated ?? 'comma';
  }

  get delimiter(): Delimiter {
    return this.#delimiter;
  }

  /** The records that are complete. Lines without anything are left out, but count. @throws Failure CSV_INVALID */
  read(piece: string, isLast = false): CsvRecord[] {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    const records: CsvRecord[] = [];
    // Where each of these comes next; looked for again only when passed.
    let [feed, carriage, mark] = [-1, -1, -1];
    let start = 0;
    while (start < text.length) {
      if (feed < start) feed = indexIn(text, '\n', start);
      if (carriage < start) carriage = indexIn(text, '\r', start);
      if (mark < start) mark = indexIn(text, '"', start);
      const end = Math.min(feed, carriage);
      const next = carriage + 1 === feed && end === carriage ? feed + 1 : end + 1;
      if (mark < end) {
        const scanned = scanRecord(text, start, delimiters[this.#delimiter], isLast);
        this.#refuseBeyond(start, 'fault' in scanned ? scanned.at : scanned.end);
        if ('fields' in scanned) {
          this.#quoted(records, scanned.fields, text.slice(start, scanned.end), scanned.end > next);
          start = scanned.end;
          continue;
        }
        if (scanned.fault === 'incomplete' && !isLast) break;
      }
      // A carriage return at the end may be half of a pair.
      if (!isLast && (end >= text.length || (carriage === text.length - 1 && end === carriage))) break;
      this.#refuseBeyond(start, end);
      const line = text.slice(start, end);
      if (mark < end) records.push({ line: this.#line, fields: undefined, text: line.slice(0, RECORD_CHARACTERS_MAX) });
      else if (line !== '') this.#plain(records, line);
      this.#line++;
      start = next;
    }
    this.#rest = text.slice(start);
    this.#refuseBeyond(0, this.#rest.length);
    return records;
  }

  /** More than is kept while a record's end is looked for. */
  #refuseBeyond(start: number, end: number): void {
    if (end - start <= KEPT_CHARACTERS_MAX) return;
    const detail = `Line ${this.#line} opens a quotation mark that is not closed, or does not end: more than ${KEPT_CHARACTERS_MAX} characters follow.`;
    throw new Failure('CSV_INVALID', detail);
  }

  #plain(records: CsvRecord[], line: string): void {
    if (this.#line === 1 && this.#takeHint(line)) return;
    records.push(
      line.length > RECORD_CHARACTERS_MAX || line.includes(UNDECODED)
        ? { line: this.#line, fields: undefined, text: line.slice(0, RECORD_CHARACTERS_MAX) }
        : { line: this.#line, fields: line.split(delimiters[this.#delimiter]) },
    );
  }

  #quoted(records: CsvRecord[], fields: readonly string[], record: string, several: boolean): void {
    const isWhole = record.length <= RECORD_CHARACTERS_MAX && !record.includes(UNDECODED);
    const content = isWhole ? { fields } : { fields: undefined, text: record.slice(0, RECORD_CHARACTERS_MAX) };
    records.push({ line: this.#line, ...content, ...(several && { several }) });
    this.#line += several ? lineBreaks(record) : 1;
  }

  #takeHint(line: string): boolean {
    const said = hint.exec(line)?.[1];
    const name = (Object.keys(delimiters) as Delimiter[]).find((each) => delimiters[each] === said);
    if (!name) return false;
    if (this.stated && this.stated !== name)
      throw new Failure(
        'CSV_INVALID',
        `The file says \`sep=${said}\`, and the request another delimiter: ${this.stated}.`,
      );
    this.#delimiter = name;
    this.hinted = true;
    return true;
  }
}

function indexIn(text: string, character: string, from: number): number {
  const found = text.indexOf(character, from);
  return found < 0 ? text.length : found;
}

function lineBreaks(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(/\r\n|\r|\n/g)) count++;
  return count;
}

/** Records, some at a time. */
export async function* csvRecords(texts: AsyncIterable<string>, reader: CsvReader): AsyncGenerator<CsvRecord[]> {
  for await (const text of texts) yield reader.read(text);
  yield reader.read('', true);
}
