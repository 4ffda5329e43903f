/**
 * Gathers what a simulation reads and writes.
 *
 * Fabric: per namespace, reads, writes and metadata writes by key, the last one of a key counting; range queries in the
 * order in which they were opened, each distinct one once. Reference:
 * `core/ledger/kvledger/txmgmt/rwsetutil/rwset_builder.go`. Private data: private-set-builder.ts. Left out: nothing.
 */
import { sortedKeys } from '../wire/key-order.js';
import {
  encodeReadWriteSet,
  type KeyRead,
  type KeyWrite,
  type MetadataEntry,
  type RangeQuery,
} from '../wire/read-write-set.js';
import { PrivateSetBuilder } from './private-set-builder.js';
import type { Version } from './row-types.js';

interface NamespaceEntries {
  readonly reads: Map<string, KeyRead>;
  readonly writes: Map<string, KeyWrite>;
  readonly metadataWrites: Map<string, readonly MetadataEntry[]>;
  readonly rangeQueries: Map<string, RangeQuery>;
}

export class ReadWriteSetBuilder {
  readonly privateSets = new PrivateSetBuilder();
  readonly #namespaces = new Map<string, NamespaceEntries>();

  read(namespace: string, key: string, version: Version | undefined): void {
    this.#entries(namespace).reads.set(key, { key, version });
  }

  /** An empty value deletes the key. */
  write(namespace: string, key: string, value: Uint8Array): void {
    this.#entries(namespace).writes.set(key, { key, isDelete: value.length === 0, value });
  }

  writeMetadata(namespace: string, key: string, entries: readonly MetadataEntry[]): void {
    this.#entries(namespace).metadataWrites.set(key, entries);
  }

  rangeQuery(namespace: string, query: RangeQuery): void {
    const { rangeQueries } = this.#entries(namespace);
    const identity = JSON.stringify([query.startKey, query.endKey, query.isExhausted]);
    if (!rangeQueries.has(identity)) rangeQueries.set(identity, query);
  }

  /** Serialised TxReadWriteSet. */
  encode(): Uint8Array {
    for (const namespace of this.privateSets.namespaces) this.#entries(namespace);
    return encodeReadWriteSet({
      namespaces: sortedKeys(this.#namespaces.keys()).map((namespace) => {
        const entries = this.#entries(namespace);
        return {
          namespace,
          reads: inKeyOrder(entries.reads),
          rangeQueries: [...entries.rangeQueries.values()],
          writes: inKeyOrder(entries.writes),
          metadataWrites: sortedKeys(entries.metadataWrites.keys()).map((key) => ({
            key,
            entries: entries.metadataWrites.get(key) ?? [],
          })),
          collections: this.privateSets.hashedSets(namespace),
        };
      }),
    });
  }

  #entries(namespace: string): NamespaceEntries {
    let entries = this.#namespaces.get(namespace);
    if (!entries) {
      entries = { reads: new Map(), writes: new Map(), metadataWrites: new Map(), rangeQueries: new Map() };
      this.#namespaces.set(namespace, entries);
    }
    return entries;
  }
}

function inKeyOrder<T>(byKey: ReadonlyMap<string, T>): T[] {
  return sortedKeys(byKey.keys()).flatMap((key) => {
    const entry = byKey.get(key);
    return entry === undefined ? [] : [entry];
  });
}
