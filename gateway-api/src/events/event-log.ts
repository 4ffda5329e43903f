/**
 * Keeps, as blocks are applied, the events that no receipt tells: those of rows that are written more rarely, of the channel's
 * configuration, and what a new day brings. The days are those of the transactions' times, so that the first block of a day
 * brings the same at every gateway, whenever it reads it.
 */
import { dayOf, daysAfter, type StateEvent } from '@commonpoint/catalogue';
import type { ChannelBlock, NetworkConfig } from '../channel/channel.js';
import { readRow } from '../channel/read-row.js';
import type { BlockParticipant } from '../projection/follower.js';
import { nonsenseOf } from '../projection/sensible-rows.js';
import type { Database, TableVersion } from '../store/database.js';
import { Misassembled } from '../store/origin.js';
import { isTold, stateEvent, stateSeq } from './ledger-event.js';
import { certificatesDue, networkEvents } from './network-events.js';

/** What ends is told of so many days before. */
export const TOLD_DAYS_BEFORE = 30;

export const eventTables: readonly TableVersion[] = [
  {
    version: 10,
    sql: `
    CREATE TABLE events (
      seq    INTEGER PRIMARY KEY, -- block and number in it: see ledger-event.ts
      tx_id  TEXT NOT NULL,
      time   INTEGER NOT NULL,    -- of the block, in milliseconds
      value  TEXT NOT NULL
    );
    `,
  },
  {
    version: 11,
    sql: `
    -- The last day that was told of, and the channel's configuration.
    CREATE TABLE event_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    -- A file that was read from blocks before this table was there lacks their events.
    CREATE TABLE events_since AS SELECT block FROM checkpoint;
    `,
  },
];

/** Days after one, up to another one, the latter included. */
export interface Days {
  readonly after: string;
  readonly upTo: string;
}

/** What a subject tells when a day begins: as of the block, from the tables that its rows are in. */
export type PrepareDaily = (database: Database) => (days: Days) => readonly StateEvent[];

/** What a subject tells when a block is applied: as of the block, from the tables that its rows are in. */
export type PrepareEachBlock = (database: Database) => () => readonly StateEvent[];

/** What subjects tell that follows from more than one row. */
export interface Tellers {
  readonly daily: readonly PrepareDaily[];
  readonly eachBlock: readonly PrepareEachBlock[];
}

export class EventLog implements BlockParticipant {
  readonly #put;
  readonly #getState;
  readonly #putState;
  readonly #daily;
  readonly #eachBlock;

  /** @throws Misassembled */
  constructor(
    database: Database,
    databasePath: string,
    { daily, eachBlock }: Tellers,
    /** Called after a block. */
    readonly applied: () => void,
    /** Whether somebody reads events as they come. */
    readonly isAwaited: () => boolean,
  ) {
    const { sqlite } = database;
    const { block } = sqlite.prepare('SELECT block FROM events_since').get() as { block: number };
    if (block >= 0) {
      throw new Misassembled(
        `${databasePath} was read from blocks by a version that told of fewer events: remove it together with ` +
          `${databasePath}-wal and ${databasePath}-shm, and it is read again.`,
      );
    }
    this.#put = sqlite.prepare('INSERT OR REPLACE INTO events (seq, tx_id, time, value) VALUES (?, ?, ?, ?)');
    this.#getState = sqlite.prepare('SELECT value FROM event_state WHERE name = ?');
    this.#putState = sqlite.prepare('INSERT OR REPLACE INTO event_state (name, value) VALUES (?, ?)');
    this.#daily = daily.map((prepare) => prepare(database));
    this.#eachBlock = eachBlock.map((prepare) => prepare(database));
  }

  readonly durabilityOf = () => 'rebuildable' as const;

  apply({ number, time, transactions, network }: ChannelBlock): void {
    let count = 0;
    const at = time ?? network?.time ?? 0;
    const tell = (event: StateEvent, txId = ''): void =>
      void this.#put.run(stateSeq(number, count++), txId, at, JSON.stringify(event));
    for (const { txId, writes } of transactions) {
      for (const { key, value } of writes) {
        if (value === undefined || !isTold(key[0] ?? '')) continue;
        const row = sensible(key, value);
        if (row !== undefined) tell(stateEvent(key, row), txId);
      }
    }
    for (const told of this.#eachBlock) for (const event of told()) tell(event);
    if (network !== undefined) {
      for (const event of networkEvents(this.network(), network)) tell(event);
      this.#putState.run('network', JSON.stringify(network));
    }
    if (time !== undefined) for (const event of this.#newDay(dayOf(new Date(time).toISOString()))) tell(event);
  }

  /** What the days since the last block that had one bring; nothing on the first. */
  #newDay(upTo: string): readonly StateEvent[] {
    const after = this.#state('day');
    if (after !== undefined && upTo <= after) return [];
    this.#putState.run('day', upTo);
    if (after === undefined) return [];
    const network = this.network();
    const [dueAfter, dueUpTo] = [after, upTo].map((day) => daysAfter(day, TOLD_DAYS_BEFORE)) as [string, string];
    return [
      ...this.#daily.flatMap((tell) => tell({ after, upTo })),
      ...(network === undefined ? [] : certificatesDue(network, (day) => day > dueAfter && day <= dueUpTo)),
    ];
  }

  /** The channel's configuration as the last block has it; undefined before the first one. */
  network(): NetworkConfig | undefined {
    const text = this.#state('network');
    return text === undefined ? undefined : (JSON.parse(text) as NetworkConfig);
  }

  #state(name: string): string | undefined {
    return (this.#getState.get(name) as { value: string } | undefined)?.value;
  }
}

/** What makes no sense is in no table, and is told of elsewhere. */
function sensible(key: readonly string[], value: Uint8Array): unknown {
  try {
    const { row } = readRow(key, value);
    return nonsenseOf(key, row) === undefined ? row : undefined;
  } catch {
    return undefined;
  }
}
