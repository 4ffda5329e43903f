/**
 * Times for what is kept for a while. A clock that is wrong for a moment must not make anything look old: so the ledger's time
 * has a say, which is that of the newest transaction, and of that endorsers did not differ by more than minutes.
 */
import type { ChannelBlock } from '../channel/channel.js';
import type { BlockParticipant } from './follower.js';
import type { Database, TableVersion } from '../store/database.js';

export const clockTables: readonly TableVersion[] = [
  { version: 8, sql: 'ALTER TABLE checkpoint ADD COLUMN time INTEGER NOT NULL DEFAULT 0;' },
];

export class LedgerClock implements BlockParticipant {
  #newest: number;

  constructor({ sqlite }: Database) {
    this.#newest = (sqlite.prepare('SELECT time FROM checkpoint').get() as { time: number }).time;
  }

  /** It is as durable as the block. */
  readonly durabilityOf = () => 'rebuildable' as const;

  readonly apply = (): void => undefined;

  /** It stands in the checkpoint too. */
  applied({ time = 0 }: ChannelBlock): void {
    this.#newest = Math.max(this.#newest, time);
  }

  /** What is written down now is not older than this, whatever the own clock says. */
  stamp(): number {
    return Math.max(Date.now(), this.#newest);
  }

  /** It is at least so late, whatever the own clock says. */
  atLeast(): number {
    return Math.min(Date.now(), this.#newest);
  }
}
