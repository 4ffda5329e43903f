/** How the demonstration looks on a page. */

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

/** Millionths of a cent as dollars, to the last place that is not zero and to two at least. */
export function dollars(millionths: string | bigint): string {
  const amount = BigInt(millionths);
  const digits = String(amount < 0n ? -amount : amount).padStart(9, '0');
  const places = digits.slice(-8).replace(/0{1,6}$/, '');
  return `${amount < 0n ? '-' : ''}$${BigInt(digits.slice(0, -8)).toLocaleString('en')}.${places}`;
}
