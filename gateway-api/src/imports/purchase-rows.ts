/**
 * The rows of a file of purchases, one at a time: what each is worth, or what is wrong with it.
 *
 * Rows that look the same are different purchases, unless a `purchase_id` says otherwise.
 */
import { AMOUNT_DIGITS_MAX } from '@commonpoint/catalogue';
import { DETAIL_BYTES_MAX, fitsDetail, hasOneSpelling } from '../store/detail-store.js';
import { normalReference, referenceFlaw, type ReferenceFlaw } from '../member-reference.js';
import { readHeader, type Columns, type FileHead } from './columns.js';
import { type CsvRecord, NO_RECORD } from './csv-records.js';
import { amountReader, parseDecimal, pointsFor, type ReadAmount } from './earning-rule.js';
import type { ImportParameters } from './import-progress.js';
import { dayReader, type ReadDay } from './purchase-day.js';

/** Why a row is rejected, apart from the codes of the ledger. */
export const rowErrors = {
  ROW_MALFORMED: `The row ${NO_RECORD}.`,
  ROWS_IN_QUOTES:
    'A quoted field holds what look like rows: a quotation mark is missing, or somebody wrote them there.',
  COLUMN_COUNT_WRONG: 'The row does not have as many columns as the header.',
  CUSTOMER_ID_INVALID: 'customer_id must be 1 to 200 characters that can be seen.',
  CUSTOMER_ID_PLACEHOLDER: 'customer_id stands for nobody, such as NULL, 0, N/A, Guest or Total.',
  CUSTOMER_ID_MANGLED: 'customer_id is what a spreadsheet makes of a long number, such as 4.12E+15 or 123.0.',
  DATE_INVALID: 'date must be a calendar day since 1900, written as `dateFormat` says.',
  DATE_IN_FUTURE: 'date lies in the future.',
  AMOUNT_INVALID: 'amount must be a number of at most 15 digits before the decimal mark, written as the request says.',
  AMOUNT_TOO_FINE: 'amount has more decimal places than `decimals` says: are these thousands?',
  POINTS_TOO_MANY: `The row is worth more points than fit in ${AMOUNT_DIGITS_MAX} digits.`,
  PURCHASE_ID_INVALID:
    'purchase_id must be 1 to 200 characters that can be seen, and neither a placeholder nor mangled.',
  RETURN_UNNAMED: 'amount is below zero, so this is a return: return_of has to name the purchase.',
  RETURN_POSITIVE: 'return_of names a purchase that is returned, so amount has to be below zero.',
  DETAIL_TOO_LONG: `detail must not be longer than ${DETAIL_BYTES_MAX} bytes.`,
} as const;
export type RowError = keyof typeof rowErrors;

interface Read {
  readonly line: number;
  readonly fields: readonly string[];
  readonly customerId: string;
  readonly day: string;
  /** In millionths; of a return what was given back. */
  readonly amount: bigint;
  readonly points: bigint;
  readonly purchaseId?: string | undefined;
  /** What it was about; stays in the gateway. */
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

export type PurchaseRow =
  | (Read & { readonly kind: 'purchase' })
  | (Read & { readonly kind: 'return'; readonly returnOf: string })
  | {
      readonly kind: 'rejected';
      readonly line: number;
      readonly code: RowError;
      /** As it was read, or as it stands in the file where it could not be. */
      readonly fields: readonly string[] | string;
    };

const POINTS_MAX = 10n ** BigInt(AMOUNT_DIGITS_MAX) - 1n;
/** Baskets whose sums are remembered: rows of one need not stand side by side, but near each other. */
const BASKETS_MAX = 50_000;
const LINE_BREAK = /\r\n|\r|\n/;

interface LastCustomer {
  readonly text: string;
  readonly customerId: string;
  readonly flaw: ReferenceFlaw | undefined;
}

export class PurchaseReader {
  readonly #columns: Columns;
  readonly #delimiter: string;
  readonly #rate: bigint;
  readonly #readAmount: ReadAmount;
  readonly #readDay: ReadDay;
  readonly #baskets = new Map<string, bigint>();
  #last: LastCustomer = { text: '', customerId: '', flaw: 'BLANK' };

  /** @throws Failure CSV_INVALID if the header is not as it should be */
  constructor(
    { header, delimiter }: FileHead,
    private readonly parameters: ImportParameters,
    private readonly latestDay: string,
  ) {
    this.#columns = readHeader(header);
    this.#delimiter = delimiter;
    this.#rate = parseDecimal(parameters.pointsPerUnit) ?? 0n;
    this.#readAmount = amountReader(parameters.format);
    this.#readDay = dayReader(parameters.format.dateFormat);
  }

  read({ line, fields, text, several }: CsvRecord): PurchaseRow {
    if (!fields) return { kind: 'rejected', line, code: 'ROW_MALFORMED', fields: text ?? '' };
    const read = several && this.#holdsRows(fields) ? 'ROWS_IN_QUOTES' : this.#read(line, fields);
    return typeof read === 'string' ? { kind: 'rejected', line, code: read, fields } : read;
  }

  #read(line: number, fields: readonly string[]): PurchaseRow | RowError {
    const columns = this.#columns;
    if (fields.length !== columns.width) return 'COLUMN_COUNT_WRONG';
    const { customerId, flaw } = this.#customer(fields[columns.customer_id]!);
    if (flaw) return customerFlaws[flaw];
    const day = this.#readDay(fields[columns.date]!);
    if (day === undefined) return 'DATE_INVALID';
    if (day > this.latestDay) return 'DATE_IN_FUTURE';
    const amount = this.#readAmount(fields[columns.amount]!);
    if (amount === undefined) return 'AMOUNT_INVALID';
    if (amount === 'too-fine') return 'AMOUNT_TOO_FINE';
    const purchaseId = this.#reference(fields, columns.purchase_id);
    if (purchaseId === false) return 'PURCHASE_ID_INVALID';
    const returnOf = fields[columns.return_of ?? -1]?.trim() ? this.#reference(fields, columns.return_of) : undefined;
    if (returnOf === false) return 'PURCHASE_ID_INVALID';
    const detail = detailIn(fields[columns.detail ?? -1]?.trim());
    if (detail !== undefined && !fitsDetail(detail)) return 'DETAIL_TOO_LONG';
    const known = { line, fields, customerId, day, purchaseId, detail };
    if (amount < 0n) {
      if (returnOf === undefined) return 'RETURN_UNNAMED';
      const points = pointsFor(-amount, this.#rate, this.parameters.rounding);
      return { ...known, kind: 'return', amount: -amount, points, returnOf };
    }
    if (returnOf !== undefined && amount > 0n) return 'RETURN_POSITIVE';
    const points = this.#pointsOf(customerId, fields[columns.basket_id ?? -1], amount);
    return points > POINTS_MAX ? 'POINTS_TOO_MANY' : { ...known, kind: 'purchase', amount, points };
  }

  /** Files are often sorted by customer. */
  #customer(text: string): LastCustomer {
    if (this.#last.text !== text) {
      const customerId = normalReference(text);
      this.#last = { text, customerId, flaw: referenceFlaw(customerId) };
    }
    return this.#last;
  }

  /** Undefined where there is no such column; false if what it holds is no reference. */
  #reference(fields: readonly string[], column: number | undefined): string | undefined | false {
    if (column === undefined) return undefined;
    const reference = normalReference(fields[column]!);
    return referenceFlaw(reference) === undefined && reference;
  }

  /** Of a basket, what the sum so far is worth more than the sum before: so that it is rounded once. */
  #pointsOf(customerId: string, basket: string | undefined, amount: bigint): bigint {
    const { rounding } = this.parameters;
    const basketId = basket === undefined ? '' : normalReference(basket);
    if (basketId === '') return pointsFor(amount, this.#rate, rounding);
    const key = `${customerId}\n${basketId}`;
    const before = this.#baskets.get(key) ?? 0n;
    this.#baskets.delete(key);
    this.#baskets.set(key, before + amount);
    if (this.#baskets.size > BASKETS_MAX) this.#baskets.delete(this.#baskets.keys().next().value!);
    return pointsFor(before + amount, this.#rate, rounding) - pointsFor(before, this.#rate, rounding);
  }

  /** Whether a line within a quoted field could be a row of its own. */
  #holdsRows(fields: readonly string[]): boolean {
    const { width, date, amount } = this.#columns;
    return fields.some((field) =>
      field
        .split(LINE_BREAK)
        .slice(1)
        .some((line) => {
          const inner = line.split(this.#delimiter);
          return (
            inner.length === width &&
            this.#readDay(inner[date]!) !== undefined &&
            typeof this.#readAmount(inner[amount]!) === 'bigint'
          );
        }),
    );
  }
}

/** A JSON object as it is, and any other text as that. */
function detailIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const value: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
    if (typeof value === 'object' && value !== null && hasOneSpelling(value)) return value as Record<string, unknown>;
  } catch {
    // Then it is text.
  }
  return { text };
}

const customerFlaws: Readonly<Record<ReferenceFlaw, RowError>> = {
  BLANK: 'CUSTOMER_ID_INVALID',
  TOO_LONG: 'CUSTOMER_ID_INVALID',
  UNREADABLE: 'CUSTOMER_ID_INVALID',
  PLACEHOLDER: 'CUSTOMER_ID_PLACEHOLDER',
  MANGLED: 'CUSTOMER_ID_MANGLED',
};
