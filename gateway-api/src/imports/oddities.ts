/** What is strange about a file as a whole, although each row could be posted. */
import type { PurchaseRow } from './purchase-rows.js';
import { warning, type Warning } from './warnings.js';

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
