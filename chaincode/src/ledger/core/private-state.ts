/**
 * The rows of one transaction in private collections: only the members' peers hold them, all others hold their hashes.
 *
 * Rows are read one by one, because a batch message answers nothing for a collection. Fabric forbids to write after a
 * range of a collection was read, as ranges are not read again at commit; so it is forbidden here, before a peer says it.
 */
import type { ChaincodeStub } from 'fabric-shim';
import { canonicalJson } from '@commonpoint/catalogue';
import { type Key, noRowKey, type Range } from './keys.js';

type Write =
  | { readonly kind: 'put'; readonly value: Uint8Array }
  /** Its earlier values are removed from the members' peers too; the hashes stay in the blocks. */
  | { readonly kind: 'purge' };

export class PrivateState {
  /** By collection and key. */
  readonly #writes = new Map<string, Map<string, Write>>();
  #ranged = false;

  constructor(private readonly stub: ChaincodeStub) {}

  /** One row, or undefined. Fails on the peer of an organisation that does not hold the collection. */
  async get<T>(collection: string, key: Key<T>): Promise<T | undefined> {
    const bytes = await this.stub.getPrivateData(collection, key);
    return bytes.length === 0 ? undefined : decode<T>(bytes);
  }

  /** The SHA-256 of a row's bytes, in hex, or undefined if there is no row. Every peer knows it. */
  async hash(collection: string, key: Key<unknown>): Promise<string | undefined> {
    const bytes = await this.stub.getPrivateDataHash(collection, key);
    return bytes.length === 0 ? undefined : Buffer.from(bytes).toString('hex');
  }

  /**
   * Whether the chaincode's definition has such a collection. A peer tells by refusing to look into one that it does not
   * know; the definition is in the read set of every transaction, so all endorsers answer by the same one.
   */
  async isDefined(collection: string): Promise<boolean> {
    try {
      await this.hash(collection, noRowKey);
      return true;
    } catch (error) {
      if (/not defined/.test(String(error))) return false;
      throw error;
    }
  }

  /** All rows of a range in key order; the transaction may write nothing then. */
  async *range<T>(collection: string, range: Range<T>): AsyncGenerator<{ key: string; value: T }> {
    this.#ranged = true;
    const rows = this.stub.getPrivateDataByPartialCompositeKey(collection, range.objectType, [...range.parts]);
    for await (const row of rows) yield { key: row.key, value: decode<T>(row.value) };
  }

  put<T>(collection: string, key: Key<T>, value: T): void {
    this.#write(collection, key, { kind: 'put', value: Buffer.from(canonicalJson(value)) });
  }

  purge(collection: string, key: Key<unknown>): void {
    this.#write(collection, key, { kind: 'purge' });
  }

  /** Sends the gathered writes to the peer. */
  async flush(): Promise<void> {
    if (this.#writes.size > 0 && this.#ranged)
      throw new TypeError('a range of private rows was read: nothing may be written');
    for (const [collection, rows] of this.#writes) {
      for (const [key, write] of rows) await this.#send(collection, key, write);
    }
    this.#writes.clear();
  }

  #write(collection: string, key: string, write: Write): void {
    const rows = this.#writes.get(collection) ?? new Map<string, Write>();
    this.#writes.set(collection, rows.set(key, write));
  }

  #send(collection: string, key: string, write: Write): Promise<void> {
    switch (write.kind) {
      case 'put':
        return this.stub.putPrivateData(collection, key, write.value);
      case 'purge':
        return this.stub.purgePrivateData(collection, key);
    }
  }
}

function decode<T>(bytes: Uint8Array): T {
  return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')) as T;
}
