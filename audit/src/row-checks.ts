/** What a field of a row may hold, for the shapes of rows. */

export type Check = (value: unknown) => boolean;

export const text: Check = (value) => typeof value === 'string' && value.length > 0;
export const amount: Check = (value) => typeof value === 'string' && /^\d{1,18}$/.test(value);
export const signed: Check = (value) => typeof value === 'string' && /^-?\d{1,40}$/.test(value);
export const number: Check = (value) => Number.isInteger(value);
/** They are kept in order. */
export const version: Check = (value) =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) < 1_000_000;
export const list: Check = Array.isArray;
export const object: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** All operations of a transaction have one. */
let lastTime = '1970-01-01T00:00:00Z';
export const time: Check = (value) => {
  if (value === lastTime) return true;
  if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return false;
  lastTime = value;
  return true;
};
export const either: Check = (value) => typeof value === 'boolean';
export const flag: Check = (value) => value === true;
export const oneOf =
  (...words: readonly string[]): Check =>
  (value) =>
    words.includes(value as string);
export const listOf =
  (...fields: readonly string[]): Check =>
  (value) =>
    Array.isArray(value) &&
    value.every((each) => object(each) && fields.every((field) => text((each as Record<string, unknown>)[field])));

/** An object of which these are amounts. */
export const amounts =
  (...fields: readonly string[]): Check =>
  (value) =>
    object(value) && fields.every((field) => amount((value as Record<string, unknown>)[field]));

export const owed = listOf('debtor', 'creditor', 'amount');
