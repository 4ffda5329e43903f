/**
 * The file of rejected rows: the rows themselves as they came, with three columns behind them, so that it can be mended and sent
 * again as it is. It is in UTF-8 and says so with a byte order mark, which holds whatever encoding a request states.
 */
import { ownFields, rejectionColumns, type FileHead } from './columns.js';
import type { RejectedRow } from './import-progress.js';

/** Fields as they came: a value that is changed, even to defuse a spreadsheet's formula, is another customer's. */
const asField = (text: string, delimiter: string): string =>
  text.includes('"') || text.includes(delimiter) || /[\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const asLine = (fields: readonly string[], delimiter: string): string =>
  fields.map((field) => asField(field, delimiter)).join(delimiter);

/** A row without what an earlier import said of it. What could not be read is one field, and is rejected again as it stands. */
export function rejectedRow({ header, delimiter }: FileHead, fields: readonly string[] | string): string {
  return asLine(typeof fields === 'string' ? [fields] : ownFields(header, fields), delimiter);
}

export async function* rejectedRowsFile(
  { header, delimiter, hinted }: FileHead,
  rows: AsyncIterable<RejectedRow>,
): AsyncGenerator<string> {
  const first = asLine([...ownFields(header, header), ...rejectionColumns], delimiter);
  yield `\ufeff${hinted ? `sep=${delimiter}\r\n` : ''}${first}\r\n`;
  for await (const { line, code, reason, row } of rows)
    yield `${row}${delimiter}${asLine([String(line), code, reason], delimiter)}\r\n`;
}
