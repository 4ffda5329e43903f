/** Where a file's columns stand. */
import { Failure } from '../channel/failures.js';

/** The first line of a file, as its rejected rows have it too. */
export interface FileHead {
  readonly header: readonly string[];
  readonly delimiter: string;
  /** The file said itself what separates its fields. */
  readonly hinted: boolean;
}

export const requiredColumns = ['customer_id', 'date', 'amount'] as const;
/** What a file may have besides; anything else, `quantity` too, counts for nothing. */
export const optionalColumns = ['purchase_id', 'basket_id', 'return_of', 'detail'] as const;
/** What the file of rejected rows has behind its own columns: left out again when it comes back. */
export const rejectionColumns = ['rejected_line', 'rejected_code', 'rejected_reason'] as const;

type Column = (typeof requiredColumns)[number] | (typeof optionalColumns)[number];
export type Columns = Readonly<Record<(typeof requiredColumns)[number], number>> &
  Readonly<Partial<Record<(typeof optionalColumns)[number], number>>> & { readonly width: number };

/** @throws Failure CSV_INVALID */
export function readHeader(header: readonly string[]): Columns {
  const names = header.map((name) => name.trim());
  const missing = requiredColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Failure('CSV_INVALID', `The header lacks ${missing.join(', ')}.`);
  const known: readonly Column[] = [...requiredColumns, ...optionalColumns];
  const present = known.filter((name) => names.includes(name));
  const twice = present.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice.length > 0) throw new Failure('CSV_INVALID', `The header names ${twice.join(', ')} twice.`);
  if (names.includes('return_of') && !names.includes('purchase_id'))
    throw new Failure('CSV_INVALID', 'The header names return_of without purchase_id, which it refers to.');
  const positions = Object.fromEntries(present.map((name) => [name, names.indexOf(name)]));
  return { ...(positions as Omit<Columns, 'width'>), width: header.length };
}

/** Whether rows are known by the merchant's own references, and so across files. */
export const knowsPurchases = (header: readonly string[]): boolean =>
  header.some((name) => name.trim() === 'purchase_id');

export const holdsDetails = (header: readonly string[]): boolean => header.some((name) => name.trim() === 'detail');

/** The fields that are the file's own, without what an earlier import said of them: behind the row, however long that is. */
export function ownFields(header: readonly string[], fields: readonly string[]): readonly string[] {
  const behind = rejectionColumns.length;
  if (!rejectionColumns.every((name, at) => header.at(at - behind) === name)) return fields;
  const isSaid = fields.length === header.length || rejectionCode.test(fields.at(1 - behind) ?? '');
  return isSaid ? fields.slice(0, -behind) : fields;
}

const rejectionCode = /^(?:[A-Z]+_)+[A-Z]+$/;
