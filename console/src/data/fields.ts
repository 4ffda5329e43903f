/** A form's fields as data: what each takes, and the body that all of them come to. Pure, so that tests see what is sent. */
import { digitsOf, millionthsOf } from '../texts/format.js';
import type { TextName } from '../texts/text.js';

/** What may be typed, where that is one line of text. */
const patterns = {
  points: /^[1-9]\d{0,17}$/,
  /** Points too, of which there may be none. */
  amount: /^(0|[1-9]\d{0,17})$/,
  count: /^\d{1,9}$/,
  hash: /^[0-9a-f]{64}$/,
  day: /^\d{4}-\d{2}-\d{2}$/,
  /** Or a part of one, as cycles are called. */
  month: /^\d{4}-\d{2}(\.\d{2})?$/,
  text: /\S/,
} as const;

export interface FieldOf {
  /** Its place in the body: `in.perDay` is `perDay` of `in`. */
  readonly name: string;
  readonly label: TextName;
  /** Whose it is, where several fields are called alike. */
  readonly about?: string;
  /**
   * A moment is the reader's own; `long` is text of several lines, `json` whatever is sent as it is written. `money` is in the currency,
   * a `price` to the millionth of its smallest unit, a `balance` in whole ones, below zero too; a `rate` is in per cent.
   */
  readonly kind: keyof typeof patterns | 'moment' | 'long' | 'json' | 'choice' | 'money' | 'price' | 'balance' | 'rate';
  /** Of money and prices. */
  readonly currency?: string;
  readonly hint?: TextName;
  readonly options?: readonly (readonly [value: string, text: string])[];
  readonly optional?: boolean;
  readonly initial?: string;
  /** What is there now, as it is shown beside what will be. */
  readonly now?: string | undefined;
  /** It is asked for where another field has this value. */
  readonly where?: readonly [name: string, value: string];
}

export type Values = Readonly<Record<string, string>>;

export const valueOf = ({ name, initial, kind, options, optional }: FieldOf, values: Values): string =>
  values[name] ?? initial ?? (kind === 'choice' && !optional ? (options?.[0]?.[0] ?? '') : '');

export const asked = (fields: readonly FieldOf[], values: Values): readonly FieldOf[] =>
  fields.filter(({ where }) => {
    if (where === undefined) return true;
    const other = fields.find(({ name }) => name === where[0]);
    return other !== undefined && valueOf(other, values) === where[1];
  });

/** What is wrong with what was typed; undefined of what is right, or still empty. */
export function faultOf({ kind, currency }: FieldOf, value: string): TextName | undefined {
  if (value === '') return undefined;
  if (kind === 'moment') return Number.isNaN(Date.parse(value)) ? 'field.wrong' : undefined;
  if (kind === 'json') return parsed(value) === undefined ? 'field.json' : undefined;
  if (kind === 'choice') return undefined;
  if (kind === 'rate') return /^\d{1,3}(\.\d{1,4})?$/.test(value) ? undefined : 'field.rate';
  if (kind === 'money' || kind === 'price') return isMoney(value, currency, kind) ? undefined : 'field.money';
  if (kind === 'balance') {
    const amount = value.replace(/^-/, '');
    return amount !== '' && isMoney(`1${amount}`, currency, 'money') ? undefined : 'field.money';
  }
  if (patterns[kind === 'long' ? 'text' : kind].test(value)) return undefined;
  if (kind === 'month') return 'field.month';
  return kind === 'points' ? 'members.notWhole' : kind === 'hash' ? 'field.hash' : 'field.wrong';
}

export const areWhole = (fields: readonly FieldOf[], values: Values): boolean =>
  asked(fields, values).every((field) => {
    const value = valueOf(field, values);
    return value === '' ? field.optional === true : faultOf(field, value) === undefined;
  });

/** What is sent: without what was left empty, or is wrong as far as it is typed. */
export function bodyOf(fields: readonly FieldOf[], values: Values): object {
  const body: Record<string, unknown> = {};
  for (const field of asked(fields, values)) {
    const value = valueOf(field, values);
    if (value === '' || faultOf(field, value) !== undefined) continue;
    const path = field.name.split('.');
    const last = path.pop()!;
    let place = body;
    for (const part of path) place = (place[part] ??= {}) as Record<string, unknown>;
    place[last] = sent(field, value);
  }
  return body;
}

/** Decimals with a point, in every language: as what is shown before it is sent says them again. */
function isMoney(value: string, currency = 'XXX', kind: 'money' | 'price'): boolean {
  const [whole = '', part] = value.split('.');
  const digits = digitsOf(currency) + (kind === 'price' ? 6 : 0);
  const isWritten = /^\d{1,12}$/.test(whole) && (part === undefined || (/^\d+$/.test(part) && part.length <= digits));
  return isWritten && /[1-9]/.test(value);
}

/** What was typed as the API has it: money in millionths of the smallest unit, rates in millionths. */
export function asSent({ kind, currency = 'XXX' }: FieldOf, value: string): string {
  if (kind === 'money' || kind === 'price') return millionthsOf(value, currency);
  // Below zero too, and in whole units.
  if (kind === 'balance') {
    const amount = BigInt(millionthsOf(value.replace(/^-/, ''), currency)) / 1_000_000n;
    return String(value.startsWith('-') ? -amount : amount);
  }
  return kind === 'rate' ? String(Math.round(Number(value) * 10_000)) : value.trim();
}

function sent(field: FieldOf, value: string): unknown {
  const { kind } = field;
  if (kind === 'count') return Number(value);
  if (kind === 'rate') return Number(asSent(field, value));
  if (kind === 'moment') return new Date(value).toISOString();
  if (kind === 'json') return parsed(value);
  return asSent(field, value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
