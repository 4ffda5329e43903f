/** The JSON that a row was read from, for whoever keeps the row: written out again it would be the same, for ten times the cost. */

const texts = new WeakMap<object, string>();

/** Reads a row, and remembers its text for as long as the row is there. @throws SyntaxError */
export function parseRow(text: string): unknown {
  const row: unknown = JSON.parse(text);
  if (typeof row === 'object' && row !== null && text.startsWith('{')) texts.set(row, text);
  return row;
}

/** Undefined for what was not read as a row, or is none that begins as an object does. */
export function textOfRow(row: object): string | undefined {
  return texts.get(row);
}
