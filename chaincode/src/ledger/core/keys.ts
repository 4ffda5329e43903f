/**
 * What the ledger's keys are made of; each subject has its own beside it. Each is one of Fabric's composite keys: U+0000, the object type, U+0000, then every part followed
 * by U+0000. A `Key<T>` remembers in its type what its row holds.
 */
import type { NamedRow, OwnPolicyRow, PrivateRow, PrivateRowType, Row, RowType } from '@commonpoint/catalogue';

declare const holds: unique symbol;
export type Key<T> = string & { readonly [holds]?: T };

/** All rows whose key begins with these parts. */
export interface Range<T> {
  readonly objectType: string;
  readonly parts: readonly string[];
  readonly [holds]?: T;
}

const SEPARATOR = '\u0000';

/** The Node shim accepts U+0000 inside a part, and two different keys could collide; so parts are checked here again. */
const safePart = /^[\x21-\x7e]+$/;

export function key<Type extends RowType>(objectType: Type, ...parts: string[]): Key<Row<Type>> {
  return composite(objectType, parts);
}

export function privateKey<Type extends PrivateRowType>(objectType: Type, ...parts: string[]): Key<PrivateRow<Type>> {
  return composite(objectType, parts);
}

function composite(objectType: string, parts: readonly string[]): string {
  let text = SEPARATOR + objectType + SEPARATOR;
  for (const part of parts) {
    if (!safePart.test(part)) throw new TypeError(`a key part of ${objectType} is not printable ASCII`);
    text += part + SEPARATOR;
  }
  return text;
}

export function range<Type extends RowType>(objectType: Type, ...parts: string[]): Range<Row<Type>> {
  return { objectType, parts };
}

export function privateRange<Type extends PrivateRowType>(
  objectType: Type,
  ...parts: string[]
): Range<PrivateRow<Type>> {
  return { objectType, parts };
}

/** The text that all keys of a range begin with. */
export function rangePrefix(of: Range<unknown>): string {
  return composite(of.objectType, of.parts);
}

/** The object type of a key. */
export function keyType(of: string): string {
  return of.slice(1, of.indexOf(SEPARATOR, 1));
}

/** The parts of a key, without its object type. */
export function keyParts(of: string): string[] {
  return of.split(SEPARATOR).slice(2, -1);
}

/** Quota lanes are numbered with two digits, so that a range lists them in order. */
export function laneNumber(lane: number): string {
  return String(lane).padStart(2, '0');
}

/** Of a row that is named by its kind and the parts of its key. */
export const rowKey = ({ kind, parts }: NamedRow): Key<Row<OwnPolicyRow>> => key(kind, ...parts);
export const rowsOf = (kind: OwnPolicyRow) => range(kind);

/** No row ever has it: to ask for something without asking for a row. */
export const noRowKey: Key<never> = composite('none', []);

/** Versions are numbered with six digits, so that a range lists them in order. */
export const versionNumber = (version: number): string => String(version).padStart(6, '0');
