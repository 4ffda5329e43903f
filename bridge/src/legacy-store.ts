/** What the bridge asks of the legacy database, whichever it is. */
import type { OutboxRow, State } from './outbox-row.js';

/** How a row changes. What is absent stays. */
export interface Change {
  readonly state: State;
  readonly taken?: string;
  readonly seal?: string;
  readonly code?: string;
  readonly detail?: string;
}

/** What is done to the legacy programme in the same transaction. */
export interface LegacyEntry {
  readonly kind: 'debit' | 'credit';
  readonly member: string;
  readonly points: string;
  /** Unique: for an entry of its own in the legacy programme's books. */
  readonly operation: string;
}

/** `changed`: somebody else has changed the row since it was read, and nothing was done. */
export type Moved = 'moved' | 'changed' | { readonly refused: string };

export interface LegacyStore {
  /** Rows that are not at their end: those under way, however many wait before them, then the oldest. */
  pending(limit: number): Promise<OutboxRow[]>;
  /** All rows, by id, a page at a time. */
  page(after: string | undefined, limit: number): Promise<OutboxRow[]>;
  /** Changes a row and the legacy programme in one transaction, which is durable when it resolves; or does nothing. */
  move(row: OutboxRow, change: Change, entry?: LegacyEntry): Promise<Moved>;
  /** Whether the legacy programme would take an entry: it is made, and taken back. @returns why not */
  wouldRefuse(entry: LegacyEntry): Promise<string | undefined>;
  close(): Promise<void>;
}

/** The database cannot be used as it is: it is away, slow, or has another schema. Nothing was done, or it is done and told by the row. */
export class LegacyTrouble extends Error {
  override name = 'LegacyTrouble';
}

/** Another bridge is at work on the same outbox. */
export class LeaseTaken extends Error {
  override name = 'LeaseTaken';
}

const names = ['member', 'points', 'operation'] as const;

/** A statement of the configuration with `:member`, `:points` and `:operation`, as a driver takes it. */
export function withPlaces(sql: string, placeOf: (number: number) => string): { sql: string; names: string[] } {
  const used: string[] = [];
  const text = sql.replace(/(?<![:\w]):([a-z]+)\b/g, (all, name: string) => {
    if (!(names as readonly string[]).includes(name)) return all;
    if (!used.includes(name)) used.push(name);
    return placeOf(used.indexOf(name) + 1);
  });
  return { sql: text, names: used };
}

export const valuesOf = (entry: LegacyEntry, used: readonly string[]): string[] =>
  used.map((name) => entry[name as (typeof names)[number]]);
