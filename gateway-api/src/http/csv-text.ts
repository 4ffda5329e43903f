/** Writing CSV (RFC 4180). */

const number = /^-?\d+$/;

/** Quoted where RFC 4180 asks; a leading formula character is defused, since people open such files in spreadsheets. */
export function csvField(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) && !number.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly (string | undefined)[]): string =>
  `${fields.map((each) => csvField(each ?? '')).join(',')}\r\n`;

export const CSV_TYPE = 'text/csv; charset=utf-8';

/** A table as a whole file. */
export const csvText = (header: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string =>
  [header, ...rows].map(csvLine).join('');
