/** How the demonstration looks on a page. */
import { decimalOf } from '@commonpoint/catalogue';

/** A heading with what happens under it. */
export function day(number: number, title: string): void {
  console.log(`\nDay ${number}. ${title}\n`);
}

export function say(text = ''): void {
  console.log(text === '' ? '' : `  ${text}`);
}

/** A table whose columns are as wide as what is in them; all but the first are set to the right. */
export function tableLines(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('───'), ...rows.map(line)];
}

export function sayTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const line of tableLines(header, rows)) say(line);
}

/** With thousands set apart. */
export function whole(amount: string | number | bigint): string {
  return BigInt(amount).toLocaleString('en');
}

/** Millionths of a currency's smallest unit as people write it, to the last place that is not zero. */
export function money(millionths: string | bigint, currency: string): string {
  const [whole = '', ...places] = decimalOf(millionths, currency).split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  return `${sign}${[BigInt(whole.replace('-', '')).toLocaleString('en'), ...places].join('.')} ${currency}`;
}
