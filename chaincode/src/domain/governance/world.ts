/** What decisions of the members change: the rows as they stand, which actions are applied to in memory. */
import type {
  Account,
  Agreement,
  Constitution,
  CreditLine,
  Epoch,
  Order,
  Organization,
  Program,
  Standing,
} from '@commonpoint/catalogue';

export interface World {
  /** All of them. */
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly constitution: Constitution;
  readonly epoch: Epoch;
  /** All versions, by number. */
  readonly agreements: ReadonlyMap<number, Agreement>;
  /** Those that actions name. */
  readonly programs: ReadonlyMap<string, Program>;
  /** Orders that actions name, and what they are about. */
  readonly orders: ReadonlyMap<string, Order>;
  readonly accounts: ReadonlyMap<string, Account>;
  /** By {@link standingName}; absent if nothing stands. */
  readonly standings: ReadonlyMap<string, Standing | undefined>;
  /** Credit lines that actions name, by their `lineName`. */
  readonly lines: ReadonlyMap<string, CreditLine>;
  /** The moment of the transaction. */
  readonly at: string;
  /** The cycle that what is done then counts to. */
  readonly cycle: string;
}

/** The same, with one row set. */
export function withRow<K, V>(rows: ReadonlyMap<K, V>, key: K, row: V): ReadonlyMap<K, V> {
  return new Map(rows).set(key, row);
}

/** The version that was adopted last. */
export function newestAgreement({ agreements }: Pick<World, 'agreements'>): Agreement | undefined {
  return agreements.get(Math.max(...agreements.keys()));
}
