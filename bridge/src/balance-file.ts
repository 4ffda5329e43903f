/** Files of balances, as a migration's snapshot is taken from: `customer_id`, `points`, and what else a snapshot has. */
import { ConfigError } from './config.js';
import type { Values } from './read-balances.js';

const needed = ['customer_id', 'points'] as const;
const known: readonly string[] = [...needed, 'status', 'expires_on', 'matures_on', 'earned_on'];

/** @throws ConfigError where a query gives what no snapshot has */
export function requireColumns(columns: readonly string[]): void {
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new ConfigError(`the query gives no column ${missing.join(', ')}`);
  const odd = columns.filter((name) => !known.includes(name));
  if (odd.length > 0) throw new ConfigError(`the query gives a column that no snapshot has: ${odd.join(', ')}`);
}

/** @throws ConfigError for what is no balance; `number` is the row's in the query's result, from 1 on */
export function balanceOf({ customer_id: member, points }: Values, number: number): { member: string; points: bigint } {
  if (member === null || member === undefined || member === '')
    throw new ConfigError(`row ${number} has no customer_id`);
  if (!/^-?\d{1,18}$/.test(points ?? ''))
    throw new ConfigError(`row ${number} has ${points ?? 'no'} points, which is no whole number of up to 18 digits`);
  return { member, points: BigInt(points!) };
}

export const csvLine = (fields: readonly (string | null | undefined)[]): string =>
  `${fields.map((field) => (/[",\r\n]/.test(field ?? '') ? `"${field!.replaceAll('"', '""')}"` : (field ?? ''))).join(',')}\n`;

/** The records of a CSV text that comes in pieces. @throws ConfigError where a quotation mark is not closed */
export async function* csvRecords(pieces: AsyncIterable<string>): AsyncGenerator<string[]> {
  let [field, record, isQuoted, wasQuote]: [string, string[], boolean, boolean] = ['', [], false, false];
  for await (const piece of pieces)
    for (const character of piece) {
      if (isQuoted && !wasQuote) {
        if (character === '"') wasQuote = true;
        else field += character;
      } else if (character === '"') {
        if (wasQuote) field += character;
        [isQuoted, wasQuote] = [true, false];
      } else if (character === ',' || character === '\n') {
        record.push(field.replace(/\r$/, ''));
        [field, isQuoted, wasQuote] = ['', false, false];
        if (character === ',') continue;
        if (record.length > 1 || record[0] !== '') yield record;
        record = [];
      } else field += character;
    }
  if (isQuoted && !wasQuote) throw new ConfigError('a quotation mark is not closed');
  if (field !== '' || record.length > 0) yield [...record, field.replace(/\r$/, '')];
}
