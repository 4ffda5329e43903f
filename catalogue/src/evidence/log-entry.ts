/**
 * What a leaf of a ledger's log is of: a row as a block wrote it, byte for byte, behind its key. So the log follows from the
 * blocks alone, and whoever has the row can make the leaf. Of a row in which the lines of an imported file stand, each line is a
 * leaf of its own: the row with that line alone, so that whoever is shown one is not shown the others.
 */
import { LEAF_PREFIX } from './merkle-path.js';

/** The kinds of rows that are entries of the log, by how many parts their keys have behind the kind. */
export const entryKinds: ReadonlyMap<string, number> = new Map([
  ['op', 2],
  ['imported', 3],
  ['anchor', 2],
  ['migration', 2],
]);

/** Whether a row that is written is an entry: whatever it holds, also where that makes no sense. */
export function isEntry(key: readonly string[]): boolean {
  return entryKinds.get(key[0] ?? '') === key.length - 1;
}

const SEPARATOR = '\u0000';

/** The leaf's input with its prefix: of what is returned the SHA-256 is the leaf's hash. */
export function leafInput(key: readonly string[], value: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(beginningOf(key));
  const bytes = new Uint8Array(1 + text.length + value.length);
  bytes[0] = LEAF_PREFIX;
  bytes.set(text, 1);
  bytes.set(value, 1 + text.length);
  return bytes;
}

/** The same of a value that is text: in UTF-8 it is what {@link leafInput} returns. */
export const leafText = (key: readonly string[], value: string): string =>
  `${String.fromCharCode(LEAF_PREFIX)}${beginningOf(key)}${value}`;

const beginningOf = (key: readonly string[]): string => `${SEPARATOR}${key.join(SEPARATOR)}${SEPARATOR}`;

export interface LogEntry {
  readonly key: readonly string[];
  /** JSON. */
  readonly value: string;
}

/** Reads an entry as {@link leafInput} has it behind its prefix; undefined if it is none. */
export function readEntry(entry: Uint8Array): LogEntry | undefined {
  const text = new TextDecoder().decode(entry);
  const [, kind = '', ...rest] = text.split(SEPARATOR);
  const count = entryKinds.get(kind);
  if (count === undefined || rest.length <= count) return undefined;
  // What stands behind the key is the row, whatever it holds.
  return { key: [kind, ...rest.slice(0, count)], value: rest.slice(count).join(SEPARATOR) };
}
