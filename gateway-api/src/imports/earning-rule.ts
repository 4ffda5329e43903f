/** How an amount of money becomes points: exactly, without floating point. */
import { decimalMarks, DECIMALS_MAX, groupMarks, type FileFormat } from './file-format.js';
import type { ImportParameters } from './import-progress.js';

const SCALE = 10n ** BigInt(DECIMALS_MAX);
const PRODUCT_SCALE = SCALE * SCALE;
const plainDecimal = /^(\d{1,15})(?:\.(\d{1,6}))?$/;

/** A plain decimal in millionths; undefined for anything else, such as signs, exponents or more places. */
export function parseDecimal(text: string): bigint | undefined {
  const match = plainDecimal.exec(text);
  return match ? millionths(match[1]!, match[2]) : undefined;
}

const millionths = (whole: string, places = ''): bigint => BigInt(whole + places.padEnd(DECIMALS_MAX, '0'));

/** An amount of money as the file writes it, in millionths; what is below zero is a return. */
export type ReadAmount = (text: string) => bigint | 'too-fine' | undefined;

/**
 * Reads amounts of one number format. Signs stand before or behind, or parentheses around, as tills and spreadsheets write
 * them; more decimal places than the currency has are not rounded away, since they are another format's thousands.
 */
export function amountReader({ decimalMark, groupMark, decimals }: FileFormat): ReadAmount {
  const group = groupMark === 'space' ? '[ \\u00a0\\u2009\\u202f]' : escaped(groupMarks[groupMark]);
  const grouped = group === '' ? '' : `\\d{1,3}(?:${group}\\d{3}){1,4}|`;
  const pattern = new RegExp(
    `^([-\\u2212(]?)\\s?(${grouped}\\d{1,15})(?:${escaped(decimalMarks[decimalMark])}(\\d{1,${DECIMALS_MAX}}))?\\s?([-\\u2212)]?)$`,
  );
  return (text) => {
    const match = pattern.exec(text) ?? pattern.exec(text.trim());
    if (!match) return undefined;
    const [, before, whole, places, after] = match;
    const value = millionths(group === '' ? whole! : whole!.replace(/\D/g, ''), places);
    if ((before === '(') !== (after === ')') || (before !== '' && before !== '(' && after !== '')) return undefined;
    if ((places?.length ?? 0) > decimals) return 'too-fine';
    return before === '' && after === '' ? value : -value;
  };
}

const escaped = (mark: string): string => (mark === "'" ? "['\\u2019]" : mark.replace('.', '\\.'));

/** Points for an amount in millionths at a rate in millionths. */
export function pointsFor(amount: bigint, rate: bigint, rounding: ImportParameters['rounding']): bigint {
  const product = amount * rate;
  switch (rounding) {
    case 'floor':
      return product / PRODUCT_SCALE;
    case 'half-up':
      return (product + PRODUCT_SCALE / 2n) / PRODUCT_SCALE;
    case 'ceiling':
      return (product + PRODUCT_SCALE - 1n) / PRODUCT_SCALE;
  }
}
