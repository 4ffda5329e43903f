/** How an amount of money becomes points: exactly, without floating point. */
import type { ImportParameters } from './import-progress.js';

/** Decimal places that amounts and rates may have. */
const PLACES = 6;
const SCALE = 10n ** BigInt(PLACES);
const PRODUCT_SCALE = SCALE * SCALE;
const decimalAmount = /^(\d{1,15})(?:\.(\d{1,6}))?$/;

/** A plain decimal in millionths; undefined for anything else, such as signs, exponents or more places. */
export function parseDecimal(text: string): bigint | undefined {
  const match = decimalAmount.exec(text);
  if (!match) return undefined;
  return BigInt(match[1]!) * SCALE + BigInt((match[2] ?? '').padEnd(PLACES, '0'));
}

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
