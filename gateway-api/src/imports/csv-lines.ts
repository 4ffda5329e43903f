/**
 * A CSV file as records, one per line, however large the file is.
 *
 * Quoted fields may not contain line breaks. That gives up a corner of the format that files of purchases do not need,
 * and wins that a quotation mark that was never closed spoils its own line and not the rest of the file.
 */
import { parse } from 'csv-parse/sync';

export interface CsvLine {
  /** From 1, as in a text editor. */
  readonly line: number;
  /** Undefined if the line is not CSV, not UTF-8 or too long. */
  readonly fields: readonly string[] | undefined;
}

const LINE_BYTES_MAX = 16 * 1024;
const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';
const REPLACEMENT = '\ufffd';

/** Empty lines are left out, but count. */
export async function* csvLines(file: AsyncIterable<Buffer>): AsyncGenerator<CsvLine[]> {
  let line = 0;
  let rest: Buffer = Buffer.alloc(0);
  /** Within a line that is too long already. */
  let skipping = false;
  for await (const chunk of file) {
    const lines: CsvLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(start, end)]) : chunk.subarray(start, end);
      line++;
      if (skipping || bytes.length > LINE_BYTES_MAX) lines.push({ line, fields: undefined });
      else push(lines, line, bytes);
      rest = Buffer.alloc(0);
      skipping = false;
      start = end + 1;
    }
    if (!skipping) rest = Buffer.concat([rest, chunk.subarray(start)]);
    if (rest.length > LINE_BYTES_MAX) {
      skipping = true;
      rest = Buffer.alloc(0);
    }
    yield lines;
  }
  const last: CsvLine[] = [];
  if (skipping) last.push({ line: line + 1, fields: undefined });
  else if (rest.length > 0) push(last, line + 1, rest);
  yield last;
}

function push(lines: CsvLine[], line: number, bytes: Buffer): void {
  const text = withoutEnds(bytes.toString('utf8'), line === 1);
  if (text !== '') lines.push({ line, fields: text.includes(REPLACEMENT) ? undefined : fieldsOf(text) });
}

function withoutEnds(text: string, first: boolean): string {
  const begun = first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  return begun.endsWith('\r') ? begun.slice(0, -1) : begun;
}

/** Most lines quote nothing, and then there is nothing to parse. */
function fieldsOf(text: string): readonly string[] | undefined {
  if (!text.includes('"')) return text.split(',');
  try {
    return parse(text)[0];
  } catch {
    return undefined;
  }
}
