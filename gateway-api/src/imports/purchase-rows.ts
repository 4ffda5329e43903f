/**
 * The rows of a file of purchases, one at a time: what each is worth, or what is wrong with it.
 *
 * Rows that look the same are different purchases: a row is known by the line it stands on.
 */
import { AMOUNT_DIGITS_MAX } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { ImportParameters } from './import-progress.js';
import { csvLines } from './csv-lines.js';
import { parseDecimal, pointsFor } from './earning-rule.js';

export const requiredColumns = ['customer_id', 'date', 'quantity', 'amount'] as const;
type Column = (typeof requiredColumns)[number];
type Columns = Readonly<Record<Column, number>>;

/** Why a row is rejected, apart from the codes of the ledger. */
export const rowErrors = {
  ROW_MALFORMED: 'The line is not CSV in UTF-8 of at most 16 KiB; quoted fields may not contain line breaks.',
  COLUMN_COUNT_WRONG: 'The row does not have as many columns as the header.',
  CUSTOMER_ID_INVALID: 'customer_id must be 1 to 100 characters, none of them a control character.',
  DATE_INVALID: 'date must be a calendar day such as 1997-01-31.',
  QUANTITY_INVALID: 'quantity must be a whole number from 0 to 999999999.',
  AMOUNT_INVALID: 'amount must be a decimal of at most 15 digits and 6 decimal places, without sign or exponent.',
  POINTS_TOO_MANY: `The row is worth more points than fit in ${AMOUNT_DIGITS_MAX} digits.`,
} as const;
export type RowError = keyof typeof rowErrors;

export type PurchaseRow =
  | { readonly kind: 'points'; readonly line: number; readonly customerId: string; readonly points: bigint }
  | { readonly kind: 'nothing'; readonly line: number }
  | { readonly kind: 'rejected'; readonly line: number; readonly code: RowError };

const POINTS_MAX = 10n ** BigInt(AMOUNT_DIGITS_MAX) - 1n;
const customerIdPattern = /^[^\p{Cc}\p{Cs}]{1,100}$/u;
const quantityPattern = /^\d{1,9}$/;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Where the columns stand.
 *
 * @throws Failure CSV_INVALID
 */
export function readHeader(header: readonly string[]): Columns {
  const positions = requiredColumns.map((name): [Column, number] => [name, header.indexOf(name)]);
  const missing = positions.filter(([, position]) => position < 0).map(([name]) => name);
  if (missing.length > 0) throw new Failure('CSV_INVALID', `The header lacks ${missing.join(', ')}.`);
  const twice = requiredColumns.filter((name) => header.indexOf(name) !== header.lastIndexOf(name));
  if (twice.length > 0) throw new Failure('CSV_INVALID', `The header names ${twice.join(', ')} twice.`);
  return Object.fromEntries(positions) as Columns;
}

/** Rows, some at a time. @throws Failure CSV_INVALID if the header is not as it should be */
export async function* purchaseRows(
  file: AsyncIterable<Buffer>,
  parameters: ImportParameters,
): AsyncGenerator<PurchaseRow[]> {
  const rate = parseDecimal(parameters.pointsPerUnit) ?? 0n;
  let columns: Columns | undefined;
  let width = 0;
  for await (const lines of csvLines(file)) {
    const rows: PurchaseRow[] = [];
    for (const { line, fields } of lines) {
      if (columns) {
        rows.push(fields ? toRow(fields, line, columns, width, rate, parameters.rounding) : malformed(line));
      } else {
        if (!fields) throw new Failure('CSV_INVALID', 'The header is not CSV.');
        columns = readHeader(fields);
        width = fields.length;
      }
    }
    yield rows;
  }
  if (!columns) throw new Failure('CSV_INVALID', 'The file has no header.');
}

function malformed(line: number): PurchaseRow {
  return { kind: 'rejected', line, code: 'ROW_MALFORMED' };
}

function toRow(
  record: readonly string[],
  line: number,
  columns: Columns,
  width: number,
  rate: bigint,
  rounding: ImportParameters['rounding'],
): PurchaseRow {
  const rejected = (code: RowError): PurchaseRow => ({ kind: 'rejected', line, code });
  if (record.length !== width) return rejected('COLUMN_COUNT_WRONG');
  const customerId = record[columns.customer_id]!;
  if (!customerIdPattern.test(customerId)) return rejected('CUSTOMER_ID_INVALID');
  if (!isDay(record[columns.date]!)) return rejected('DATE_INVALID');
  if (!quantityPattern.test(record[columns.quantity]!)) return rejected('QUANTITY_INVALID');
  const amount = parseDecimal(record[columns.amount]!);
  if (amount === undefined) return rejected('AMOUNT_INVALID');
  const points = pointsFor(amount, rate, rounding);
  if (points > POINTS_MAX) return rejected('POINTS_TOO_MANY');
  return points === 0n ? { kind: 'nothing', line } : { kind: 'points', line, customerId, points };
}

function isDay(text: string): boolean {
  const match = datePattern.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
