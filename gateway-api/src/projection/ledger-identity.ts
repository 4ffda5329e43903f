/**
 * Whether the peer's ledger is the one that the gateway's file was read from. Heights say nothing: another ledger may have
 * as many blocks. So the first block's hash and the last one's are compared, each time the peer is connected to.
 */
import type { ChannelBlock } from '../channel/channel.js';
import type { Database, TableVersion } from '../store/database.js';
import { Misassembled, type Origin } from '../store/origin.js';

export const identityTables: readonly TableVersion[] = [
  { version: 8, sql: 'ALTER TABLE checkpoint ADD COLUMN hash TEXT;' },
];

export class LedgerIdentity {
  readonly #checkpoint;
  readonly #confirmed = Promise.withResolvers<undefined>();
  #isRefused = false;

  constructor(
    database: Database,
    private readonly origin: Origin,
    private readonly databasePath: string,
  ) {
    this.#checkpoint = database.sqlite.prepare('SELECT block, hash FROM checkpoint WHERE id = 1');
    this.#confirmed.promise.catch(() => undefined);
    if (this.#last.block < 0) this.#confirmed.resolve(undefined);
  }

  /** Resolves when the ledger was compared; rejects with {@link Misassembled} when it is another one. */
  get confirmed(): Promise<undefined> {
    return this.#confirmed.promise;
  }

  /** Nothing more is to be read from this peer. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Inside the transaction that applies it. */
  apply({ number, hash }: ChannelBlock): void {
    if (number === 0) this.origin.remember('first-block', hash);
  }

  /** A block that the peer has at a place where the file has one too, the first before the last. @throws Misassembled */
  compare({ number, hash }: ChannelBlock): void {
    const last = this.#last;
    if (number === 0 && !this.origin.mayBe('first-block', hash)) throw this.#refuse(number);
    if (number !== last.block) return;
    if (last.hash !== null && last.hash !== hash) throw this.#refuse(number);
    this.#confirmed.resolve(undefined);
  }

  get #last(): { block: number; hash: string | null } {
    return this.#checkpoint.get() as { block: number; hash: string | null };
  }

  #refuse(number: number): Misassembled {
    this.#isRefused = true;
    const path = this.databasePath;
    const error = new Misassembled(
      `${path} was read from another ledger than the one that the peer has (block ${number} is another): put back the file ` +
        `that belongs to this ledger, or remove it together with ${path}-wal and ${path}-shm, and it is read again.`,
    );
    this.#confirmed.reject(error);
    return error;
  }
}
