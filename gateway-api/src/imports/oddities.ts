/** What is strange about a file as a whole, although each row could be posted. */
import type { PurchaseRow } from './purchase-rows.js';

export const oddityCodes = {
  LAST_ROW_IS_SUM: 'The last row is worth what all others are together: a total that counts as a purchase?',
  IDS_ROUNDED:
    'All long customer_id end with a zero: a spreadsheet keeps 15 digits of a number, and others share an account.',
  DAYS_UNKNOWN: 'Rows are dated as programs date what they have no day of: 1900-01-01 or 1970-01-01.',
  ROWS_SEEN_BEFORE: 'An earlier import has the same rows, and without purchase_id they are purchases of their own.',
  FILE_SEEN_BEFORE: 'An earlier import was of this very file: its rows are not posted again.',
} as const;

export interface Warning {
  readonly code: keyof typeof oddityCodes;
  readonly detail: string;
  /** Where, if it is one row. */
  readonly line?: number | undefined;
  /** How many, about. */
  readonly rows?: number | undefined;
  /** The earlier one. */
  readonly importId?: string | undefined;
}

/** Of a number with more digits than a spreadsheet keeps. */
const longNumber = /^\d{16,}$/;
const unknownDays: ReadonlySet<string> = new Set(['1900-01-01', '1970-01-01']);

export class Oddities {
  #sum = 0n;
  #purchases = 0;
  #last: { readonly line: number; readonly amount: bigint } = { line: 0, amount: 0n };
  #long = 0;
  #rounded = 0;
  #undated = 0;

  add(row: PurchaseRow): void {
    if (row.kind !== 'purchase') return;
    const { line, amount, customerId, day } = row;
    this.#purchases++;
    this.#sum += amount;
    this.#last = { line, amount };
    if (unknownDays.has(day)) this.#undated++;
    if (customerId.length < 16 || !longNumber.test(customerId)) return;
    this.#long++;
    if (customerId.endsWith('0')) this.#rounded++;
  }

  warnings(): Warning[] {
    const { line, amount } = this.#last;
    const isSum = this.#purchases > 2 && amount > 0n && this.#sum === 2n * amount;
    return [
      ...(isSum ? [warning('LAST_ROW_IS_SUM', { line })] : []),
      ...(this.#long > 1 && this.#rounded === this.#long ? [warning('IDS_ROUNDED', { rows: this.#long })] : []),
      ...(this.#undated > 0 ? [warning('DAYS_UNKNOWN', { rows: this.#undated })] : []),
    ];
  }
}

export const warning = (code: Warning['code'], where: Omit<Warning, 'code' | 'detail'>): Warning => ({
  code,
  detail: oddityCodes[code],
  ...where,
});
