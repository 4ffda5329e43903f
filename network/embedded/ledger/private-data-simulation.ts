/**
 * Reads and writes of private data while a transaction is simulated.
 *
 * Fabric: a value may only be read if its version is that of the hash, which every peer has: a peer that is no member,
 * or has missed the value, says so. Range queries read the private state alone and are not recorded. Metadata belongs
 * to the hashed key. Reference: `core/ledger/kvledger/txmgmt/txmgr/{query_executor,tx_simulator}.go`. Left out: rich
 * queries.
 */
import { EMPTY_BYTES } from '../wire/bytes.js';
import { hashedNamespace, hashOfKey, privateNamespace } from '../wire/hashed-read-write-set.js';
import type { PrivateDataSimulator, PrivateWriteSet } from './private-data-types.js';
import type { PrivateSetBuilder } from './private-set-builder.js';
import type { DatabaseSnapshot, StateDatabase } from './state-database.js';
import { metadataEntries, sameVersion, type StateRow } from './state-row.js';
import type { KeyValue, ResultsIterator, Version } from './row-types.js';

/** What public and private parts of one simulation must know of each other. */
export interface SimulationRules {
  checkUsable(): void;
  checkWritable(): void;
  /** Throws if something has been written already. */
  checkNothingWritten(reason: string): void;
  onClose(close: () => Promise<void>): () => void;
}

export class PrivateDataSimulation implements PrivateDataSimulator {
  /** Whether a range was read, after which nothing may be written. */
  hasQueried = false;
  readonly #reads = new Map<string, { readonly namespace: string; readonly collection: string }>();

  constructor(
    private readonly database: StateDatabase,
    private readonly snapshot: DatabaseSnapshot,
    private readonly builder: PrivateSetBuilder,
    private readonly rules: SimulationRules,
  ) {}

  get privateReads() {
    return [...this.#reads.values()];
  }

  async getPrivateData(namespace: string, collection: string, key: string): Promise<Uint8Array | undefined> {
    this.rules.checkUsable();
    const row = this.#privateRow(namespace, collection, key);
    const hash = this.#hashRow(namespace, collection, key);
    if (!sameVersion(row?.version, hash?.version)) {
      throw new Error(
        'private data matching public hash version is not available. Public hash version = ' +
          `${describeVersion(hash?.version)}, Private data version = ${describeVersion(row?.version)}`,
      );
    }
    this.#recordRead(namespace, collection, key, row?.version);
    return row?.value;
  }

  async getPrivateDataMultiple(
    namespace: string,
    collection: string,
    keys: readonly string[],
  ): Promise<(Uint8Array | undefined)[]> {
    this.rules.checkUsable();
    return keys.map((key) => {
      const row = this.#privateRow(namespace, collection, key);
      this.#recordRead(namespace, collection, key, row?.version);
      return row?.value;
    });
  }

  async getPrivateDataHash(namespace: string, collection: string, key: string): Promise<Uint8Array | undefined> {
    return this.#readHash(namespace, collection, key)?.value;
  }

  async getPrivateDataMetadata(
    namespace: string,
    collection: string,
    key: string,
  ): Promise<ReadonlyMap<string, Uint8Array> | undefined> {
    const row = this.#readHash(namespace, collection, key);
    return row && row.metadata.length > 0 ? metadataEntries(row.metadata) : undefined;
  }

  async getPrivateDataRange(
    namespace: string,
    collection: string,
    startKey: string,
    endKey: string,
  ): Promise<ResultsIterator<KeyValue>> {
    this.rules.checkUsable();
    this.rules.checkNothingWritten('Queries on pvt data is supported only in a read-only transaction');
    this.hasQueried = true;
    this.#noteRead(namespace, collection);
    const rows = this.database.range(privateNamespace(namespace, collection), startKey, endKey, this.snapshot);
    const forget = this.rules.onClose(() => close());
    const close = async () => {
      forget();
      await rows.return(undefined);
    };
    return {
      async next() {
        const next = await rows.next();
        return next.done ? undefined : { key: next.value.key, value: next.value.value };
      },
      close,
    };
  }

  putPrivateData(namespace: string, collection: string, key: string, value: Uint8Array): void {
    this.rules.checkWritable();
    this.builder.write(namespace, collection, key, value);
  }

  deletePrivateData(namespace: string, collection: string, key: string): void {
    this.putPrivateData(namespace, collection, key, EMPTY_BYTES);
  }

  purgePrivateData(namespace: string, collection: string, key: string): void {
    this.rules.checkWritable();
    this.builder.write(namespace, collection, key, EMPTY_BYTES, true);
  }

  putPrivateDataMetadata(namespace: string, collection: string, key: string, metakey: string, value: Uint8Array): void {
    this.rules.checkWritable();
    this.builder.writeMetadata(namespace, collection, key, [{ name: metakey, value }]);
  }

  writeSets(): readonly PrivateWriteSet[] {
    return this.builder.writeSets();
  }

  #privateRow(namespace: string, collection: string, key: string): StateRow | undefined {
    return this.database.row(privateNamespace(namespace, collection), key, this.snapshot);
  }

  #hashRow(namespace: string, collection: string, key: string): StateRow | undefined {
    return this.database.row(hashedNamespace(namespace, collection), hashOfKey(key), this.snapshot);
  }

  #readHash(namespace: string, collection: string, key: string): StateRow | undefined {
    this.rules.checkUsable();
    const row = this.#hashRow(namespace, collection, key);
    this.builder.read(namespace, collection, key, row?.version);
    return row;
  }

  #recordRead(namespace: string, collection: string, key: string, version: Version | undefined): void {
    this.builder.read(namespace, collection, key, version);
    this.#noteRead(namespace, collection);
  }

  #noteRead(namespace: string, collection: string): void {
    this.#reads.set(JSON.stringify([namespace, collection]), { namespace, collection });
  }
}

function describeVersion(version: Version | undefined): string {
  return version ? `{BlockNum: ${version.block}, TxNum: ${version.tx}}` : '<nil>';
}
