/**
 * Runs one transaction against a snapshot of the state and records what it does.
 *
 * Fabric: `core/ledger/kvledger/txmgmt/txmgr/{tx_simulator,query_executor}.go`. There a lock keeps commits away while
 * transactions simulate; here LevelDB's snapshots do, so simulation and commit do not wait for each other. Reads never
 * see the transaction's own writes. Private data: private-data-simulation.ts. Left out: rich queries.
 */
import { EMPTY_BYTES } from '../wire/bytes.js';
import { stateKey } from './database-keys.js';
import { RangeReads, RECORDED_DEGREE_MAX } from './merkle-summary.js';
import { PrivateDataSimulation } from './private-data-simulation.js';
import { ReadWriteSetBuilder } from './read-write-set-builder.js';
import type { DatabaseSnapshot, KeyedRow, StateDatabase } from './state-database.js';
import { metadataEntries, type StateRow } from './state-row.js';
import type { KeyValue, ResultsIterator } from './row-types.js';
import type { KeyModification, Page, TransactionSimulator } from './types.js';

/** History comes from blocks, not from the snapshot. */
export type HistoryQuery = (namespace: string, key: string) => ResultsIterator<KeyModification>;

interface OpenRange {
  readonly namespace: string;
  readonly startKey: string;
  readonly requestedEndKey: string;
  readonly reads: RangeReads;
  lastKey: string | undefined;
  isExhausted: boolean;
}

export class SnapshotSimulator implements TransactionSimulator {
  readonly privateData: PrivateDataSimulation;
  readonly #builder = new ReadWriteSetBuilder();
  readonly #ranges: OpenRange[] = [];
  readonly #openIterators = new Set<() => Promise<void>>();
  #hasWritten = false;
  #hasPaged = false;
  #isReleased = false;

  constructor(
    private readonly database: StateDatabase,
    private readonly snapshot: DatabaseSnapshot,
    private readonly historyQuery: HistoryQuery,
  ) {
    this.privateData = new PrivateDataSimulation(database, snapshot, this.#builder.privateSets, {
      checkUsable: () => this.#checkUsable(),
      checkWritable: () => this.#checkWritable(),
      checkNothingWritten: (reason) => this.#checkNothingWritten(reason),
      onClose: (close) => {
        this.#openIterators.add(close);
        return () => this.#openIterators.delete(close);
      },
    });
  }

  async getState(namespace: string, key: string): Promise<Uint8Array | undefined> {
    return this.#readRow(namespace, key)?.value;
  }

  async getStateMultiple(namespace: string, keys: readonly string[]): Promise<(Uint8Array | undefined)[]> {
    this.#checkUsable();
    const rows = await this.database.rows(
      keys.map((key) => stateKey(namespace, key)),
      this.snapshot,
    );
    return keys.map((key, index) => {
      const row = rows[index];
      this.#builder.read(namespace, key, row?.version);
      return row?.value;
    });
  }

  async getStateMetadata(namespace: string, key: string): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
    const row = this.#readRow(namespace, key);
    return row && row.metadata.length > 0 ? metadataEntries(row.metadata) : undefined;
  }

  async getStateRange(namespace: string, startKey: string, endKey: string): Promise<ResultsIterator<KeyValue>> {
    this.#checkUsable();
    const range = this.#openRange(namespace, startKey, endKey);
    const rows = this.database.range(namespace, startKey, endKey, this.snapshot);
    const close = async () => {
      this.#openIterators.delete(close);
      await rows.return(undefined);
    };
    this.#openIterators.add(close);
    return { next: () => this.#nextOf(range, rows), close };
  }

  async getStateRangePage(
    namespace: string,
    startKey: string,
    endKey: string,
    pageSize: number,
    bookmark: string,
  ): Promise<Page<KeyValue>> {
    this.#checkUsable();
    this.#checkNothingWritten('Paginated queries are supported only in a read-only transaction');
    this.#hasPaged = true;
    const firstKey = bookmark === '' ? startKey : bookmark;
    const range = this.#openRange(namespace, firstKey, endKey);
    const rows = this.database.range(namespace, firstKey, endKey, this.snapshot);
    const page: KeyValue[] = [];
    try {
      while (page.length < pageSize) {
        const row = await this.#nextOf(range, rows);
        if (!row) return { rows: page, bookmark: '' };
        page.push(row);
      }
      // The key behind the page is where the next one begins; looking at it is not reading it.
      const following = await rows.next();
      return { rows: page, bookmark: following.done ? '' : following.value.key };
    } finally {
      await rows.return(undefined);
    }
  }

  async getHistory(namespace: string, key: string): Promise<ResultsIterator<KeyModification>> {
    this.#checkUsable();
    return this.historyQuery(namespace, key);
  }

  putState(namespace: string, key: string, value: Uint8Array): void {
    this.#checkWritable();
    this.#builder.write(namespace, key, value);
  }

  deleteState(namespace: string, key: string): void {
    this.putState(namespace, key, EMPTY_BYTES);
  }

  putStateMetadata(namespace: string, key: string, metakey: string, value: Uint8Array): void {
    this.#checkWritable();
    this.#builder.writeMetadata(namespace, key, [{ name: metakey, value }]);
  }

  takeReadWriteSet(): Uint8Array {
    this.#checkUsable();
    for (const range of this.#ranges) {
      this.#builder.rangeQuery(range.namespace, {
        startKey: range.startKey,
        endKey: range.isExhausted ? range.requestedEndKey : (range.lastKey ?? ''),
        isExhausted: range.isExhausted,
        ...range.reads.finish(),
      });
    }
    const bytes = this.#builder.encode();
    // Nobody waits for this release, so nobody could handle its failure, which only a closing database can cause.
    this.release().catch(() => undefined);
    return bytes;
  }

  async release(): Promise<void> {
    if (this.#isReleased) return;
    this.#isReleased = true;
    await Promise.all([...this.#openIterators].map((close) => close()));
    await this.snapshot.close();
  }

  #readRow(namespace: string, key: string): StateRow | undefined {
    this.#checkUsable();
    const row = this.database.row(namespace, key, this.snapshot);
    this.#builder.read(namespace, key, row?.version);
    return row;
  }

  #openRange(namespace: string, startKey: string, requestedEndKey: string): OpenRange {
    const reads = new RangeReads(RECORDED_DEGREE_MAX);
    const range: OpenRange = { namespace, startKey, requestedEndKey, reads, lastKey: undefined, isExhausted: false };
    this.#ranges.push(range);
    return range;
  }

  async #nextOf(range: OpenRange, rows: AsyncGenerator<KeyedRow>): Promise<KeyValue | undefined> {
    const next = await rows.next();
    if (next.done) {
      range.isExhausted = true;
      return undefined;
    }
    const { key, value, version } = next.value;
    range.reads.add({ key, version });
    range.lastKey = key;
    return { key, value };
  }

  #checkUsable(): void {
    if (this.#isReleased) throw new Error('this instance should not be used after calling Done()');
  }

  #checkNothingWritten(reason: string): void {
    if (this.#hasWritten) throw new Error(`unsupported transaction. ${reason}`);
  }

  #checkWritable(): void {
    this.#checkUsable();
    if (this.privateData.hasQueried) {
      throw new Error(
        'unsupported transaction. Transaction has already performed queries on pvt data. Writes are not allowed',
      );
    }
    if (this.#hasPaged) {
      throw new Error(
        'unsupported transaction. Transaction has already performed a paginated query. Writes are not allowed',
      );
    }
    this.#hasWritten = true;
  }
}
