/** Whether rows look like what they have to. */
import { object } from './row-checks.js';
import { type RowKind, rowKinds, type RowShape } from './row-kinds.js';

/** What is wrong with a row that was written (or with the key of one that was deleted); undefined where it makes sense. */
export function nonsenseIn(key: readonly string[], row: unknown): string | undefined {
  const [kind = '', ...parts] = key;
  if (!Object.hasOwn(rowKinds, kind)) return `it is of an unknown type: ${kind}`;
  const shape: RowShape = rowKinds[kind as RowKind];
  if (parts.length !== shape.key.length || parts.includes(''))
    return `its key has other parts than ${shape.key.join(', ')}`;
  if (row === undefined) return undefined;
  if (!object(row)) return 'it is no object';
  const fields = row as Readonly<Record<string, unknown>>;
  for (const field in shape.has) if (!shape.has[field]!(fields[field])) return `its ${field} makes no sense`;
  for (const field in shape.mayHave) {
    const value = fields[field];
    if (value !== undefined && !shape.mayHave[field]!(value)) return `its ${field} makes no sense`;
  }
  const other = shape.key.find((part, at) => !isSame(fields[part], parts[at]!));
  return other === undefined ? undefined : `its ${other} is another one than in its key`;
}

/** Numbers stand in keys with zeros before them. */
function isSame(value: unknown, part: string): boolean {
  return value === undefined || (typeof value === 'number' ? value === Number(part) : value === part);
}

/** The parts of a key by their names; none of a key that makes no sense. */
export function namedParts([kind = '', ...parts]: readonly string[]): Readonly<Record<string, string>> {
  const names: readonly string[] = Object.hasOwn(rowKinds, kind) ? rowKinds[kind as RowKind].key : [];
  return Object.fromEntries(names.flatMap((name, at) => (parts[at] === undefined ? [] : [[name, parts[at]]])));
}
