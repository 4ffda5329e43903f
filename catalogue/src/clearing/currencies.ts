/**
 * The currencies of ISO 4217 that payments are made in, as of 2026, and in how many decimal places each is paid. Funds, precious
 * metals and codes for tests are left out.
 */
import { z } from 'zod';

const inHundredths =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG';
const inWholes = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const inThousandths = 'BHD IQD JOD KWD LYD OMR TND';

const places: ReadonlyMap<string, number> = new Map(
  [[inWholes, 0] as const, [inHundredths, 2] as const, [inThousandths, 3] as const].flatMap(([codes, digits]) =>
    codes.split(' ').map((code) => [code, digits] as const),
  ),
);

/** All codes, in their order. */
export const currencyCodes: readonly string[] = [...places.keys()].sort();

/** The ISO 4217 code of a currency that payments are made in. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be the three letters of an ISO 4217 currency')
  .refine((code) => places.has(code), 'must be an ISO 4217 currency that payments are made in, such as EUR');

/** In how many decimal places it is paid: its smallest unit is so small. */
export function placesOf(code: string): number {
  const digits = places.get(code);
  if (digits === undefined) throw new RangeError(`${code} is no currency that payments are made in`);
  return digits;
}

/** What can be paid at the least, in millionths of the smallest currency unit: that unit itself, whatever the currency. */
export const PAYABLE_UNIT = 1_000_000n;
const UNIT_DIGITS = 6;

/** An amount of millionths of the smallest unit as a decimal number of the currency: exactly, and with all its places at least. */
export function decimalOf(millionths: string | bigint, code: string): string {
  const amount = BigInt(millionths);
  const shown = placesOf(code);
  const digits = String(amount < 0n ? -amount : amount).padStart(shown + UNIT_DIGITS + 1, '0');
  const point = digits.length - shown - UNIT_DIGITS;
  const paid = digits.slice(point, point + shown);
  const below = digits.slice(point + shown).replace(/0+$/, '');
  const decimals = paid + below;
  return `${amount < 0n ? '-' : ''}${digits.slice(0, point)}${decimals === '' ? '' : `.${decimals}`}`;
}
