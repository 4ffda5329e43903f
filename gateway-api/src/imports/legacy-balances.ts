/** A file of legacy balances, row by row: what each member was owed, and as what it stands in the snapshot. */
import { type LeafStatus, leafStatuses, NEVER } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import { normalReference, referenceFlaw, referenceFlaws } from '../member-reference.js';
import { type CsvRecord, NO_RECORD } from './csv-records.js';

const required = ['customer_id', 'points'] as const;
const optional = ['status', 'expires_on', 'matures_on', 'earned_on'] as const;
type Column = (typeof required)[number] | (typeof optional)[number];

export interface LegacyBalance {
  readonly reference: string;
  readonly points: bigint;
  readonly status: LeafStatus;
  readonly expiresOn?: string | undefined;
  readonly maturesOn?: string | undefined;
  readonly earnedOn?: string | undefined;
}

/** What is wrong with a row; a sentence. */
export type RowFlaw = string;

const whole = /^-?\d{1,18}$/;
const calendarDay = /^\d{4}-\d{2}-\d{2}$/;

export class LegacyBalances {
  readonly #columns: Partial<Record<Column, number>>;
  readonly #width: number;

  /** @throws Failure CSV_INVALID */
  constructor(
    header: readonly string[] | undefined,
    private readonly today: string,
  ) {
    if (header === undefined) throw new Failure('CSV_INVALID', `The header ${NO_RECORD}.`);
    const names = header.map((name) => name.trim());
    const missing = required.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new Failure('CSV_INVALID', `The header lacks ${missing.join(', ')}.`);
    const known: readonly Column[] = [...required, ...optional];
    const odd = names.find((name, at) => !(known as readonly string[]).includes(name) || names.indexOf(name) !== at);
    // A column that nobody reads may be the one that says that a balance is locked.
    if (odd !== undefined)
      throw new Failure('CSV_INVALID', `The header names ${odd}, which is unknown or there twice.`);
    this.#columns = Object.fromEntries(names.map((name, at) => [name, at]));
    this.#width = names.length;
  }

  read({ fields }: CsvRecord): LegacyBalance | RowFlaw {
    if (fields === undefined) return NO_RECORD;
    if (fields.length !== this.#width) return `has ${fields.length} columns, and the header ${this.#width}`;
    const field = (name: Column): string => fields[this.#columns[name] ?? -1]?.trim() ?? '';
    const reference = normalReference(fields[this.#columns.customer_id!]!);
    const flaw = referenceFlaw(reference);
    if (flaw !== undefined) return `customer_id ${referenceFlaws[flaw]}`;
    if (!whole.test(field('points'))) return 'points must be a whole number of 18 digits at the most';
    const points = BigInt(field('points'));
    const days = { expiresOn: field('expires_on'), maturesOn: field('matures_on'), earnedOn: field('earned_on') };
    for (const day of Object.values(days)) if (day !== '' && !isDay(day)) return `${day} is no day such as 2027-12-31`;
    if (days.earnedOn > this.today) return 'earned_on lies in the future';
    if (days.maturesOn !== '' && days.expiresOn !== '' && days.maturesOn > days.expiresOn)
      return 'matures_on is after expires_on';
    const status = this.#status(field('status'), points, days.expiresOn);
    if (status === undefined) return `status must be active, frozen or expired, and is ${field('status')}`;
    if (points < 0n && field('status') !== '' && field('status') !== 'negative') return 'points are below zero';
    const said = Object.fromEntries(Object.entries(days).filter(([, day]) => day !== ''));
    return { reference, points: points < 0n ? -points : points, status, ...said };
  }

  #status(said: string, points: bigint, expiresOn: string): LeafStatus | undefined {
    if (said !== '' && !(leafStatuses as readonly string[]).includes(said)) return undefined;
    if (points < 0n) return 'negative';
    if (points === 0n) return 'empty';
    if (said === 'negative' || said === 'empty') return undefined;
    if (expiresOn !== '' && expiresOn !== NEVER && expiresOn < this.today) return 'expired';
    return said === '' ? 'active' : (said as LeafStatus);
  }
}

const isDay = (text: string): boolean =>
  calendarDay.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);
