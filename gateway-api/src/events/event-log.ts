/** Keeps, as blocks are applied, the events that no receipt tells: those of rows that are written more rarely. */
import type { ChannelBlock } from '../channel/channel.js';
import type { BlockParticipant } from '../projection/follower.js';
import { nonsenseOf } from '../projection/sensible-rows.js';
import type { Database, TableVersion } from '../store/database.js';
import { isTold, stateEvent, stateSeq } from './ledger-event.js';

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
];

export class EventLog implements BlockParticipant {
  readonly #put;

  constructor(
    { sqlite }: Database,
    /** Called after a block. */
    readonly applied: () => void,
  ) {
    this.#put = sqlite.prepare('INSERT OR REPLACE INTO events (seq, tx_id, time, value) VALUES (?, ?, ?, ?)');
  }

  readonly durabilityOf = () => 'rebuildable' as const;

  apply({ number, time, transactions }: ChannelBlock): void {
    let count = 0;
    for (const { txId, writes } of transactions) {
      for (const { key, value } of writes) {
        if (value === undefined || !isTold(key[0] ?? '')) continue;
        const row = sensible(key, value);
        if (row === undefined) continue;
        this.#put.run(stateSeq(number, count++), txId, time ?? 0, JSON.stringify(stateEvent(key, row)));
      }
    }
  }
}

/** What makes no sense is in no table, and is told of elsewhere. */
function sensible(key: readonly string[], value: Uint8Array): unknown {
  try {
    const row: unknown = JSON.parse(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8'));
    return nonsenseOf(key, row) === undefined ? row : undefined;
  } catch {
    return undefined;
  }
}
