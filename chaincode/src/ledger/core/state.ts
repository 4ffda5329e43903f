/**
 * The rows of one transaction. Reads go out in one batch where they can; writes are gathered and sent once at the end,
 * because Fabric does not show a transaction its own writes.
 */
import type { ChaincodeStub } from 'fabric-shim';
import { canonicalJson, presentRow, storedRow } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import { readBatch, writeBatch, type BatchingStub, type Write } from './batch-messages.js';
import { keyParts, keyType, rangePrefix, type Key, type Range } from './keys.js';
import { LedgerError } from './ledger-error.js';
import { rowsWritten } from './rows-written.js';
import { rfc3339 } from './timestamp.js';

export interface Page<T> {
  readonly rows: readonly { readonly key: string; readonly value: T }[];
  /** Where the next page begins, opaque; empty after the last. */
  readonly bookmark: string;
}

/** One version of a row. */
export interface Change<T> {
  readonly txId: string;
  readonly txTime: string;
  readonly deleted: boolean;
  readonly value?: T;
}

export class LedgerState {
  readonly #writes = new Map<string, Write>();

  constructor(
    private readonly stub: ChaincodeStub,
    private readonly writtenVersion = rowsWritten,
  ) {}

  /** One row, or undefined. */
  async get<T>(key: Key<T>): Promise<T | undefined> {
    return (await this.getMany([key])).get(key);
  }

  /** The rows that exist, by key. Keys may repeat. */
  async getMany<T>(keys: Iterable<Key<T>>): Promise<Map<string, T>> {
    const rows = new Map<string, T>();
    const distinct = [...new Set<string>(keys)];
    if (distinct.length === 0) return rows;
    const values = (await readBatch(batching(this.stub), distinct)) ?? (await this.#readSingly(distinct));
    distinct.forEach((key, index) => {
      const bytes = values[index];
      if (bytes !== undefined && bytes.length > 0) rows.set(key, decode<T>(key, bytes));
    });
    return rows;
  }

  /** All rows of a range in key order. The range is read again at commit: a row inserted meanwhile is a conflict. */
  async *range<T>(range: Range<T>): AsyncGenerator<{ key: string; value: T }> {
    const rows = this.stub.getStateByPartialCompositeKey(range.objectType, [...range.parts]);
    for await (const row of rows) yield { key: row.key, value: decode<T>(row.key, row.value) };
  }

  /** One page of a range; only for transactions that write nothing. Errors: REQUEST_INVALID. */
  async page<T>(range: Range<T>, pageSize: number, bookmark = ''): Promise<Page<T>> {
    const start = Buffer.from(bookmark, 'base64url').toString();
    if (bookmark !== '' && !start.startsWith(rangePrefix(range))) throw unknownBookmark();
    const rows: { key: string; value: T }[] = [];
    const pages = this.stub.getStateByPartialCompositeKeyWithPagination(
      range.objectType,
      [...range.parts],
      pageSize,
      start,
    );
    for await (const row of pages) rows.push({ key: row.key, value: decode<T>(row.key, row.value) });
    // Of a page without rows there is no metadata: its two empty fields are no bytes on the wire.
    const { metadata } = (await pages) as { metadata?: { bookmark: string } };
    return { rows, bookmark: Buffer.from(metadata?.bookmark ?? '').toString('base64url') };
  }

  /** The versions of a row, newest first; the bookmark is the transaction of the last one given. Errors: REQUEST_INVALID. */
  async history<T>(key: Key<T>, pageSize: number, bookmark = ''): Promise<{ changes: Change<T>[]; bookmark: string }> {
    const changes: Change<T>[] = [];
    let skipping = bookmark !== '';
    for await (const { txId, timestamp, isDelete, value } of this.stub.getHistoryForKey(key)) {
      if (changes.length === pageSize) return { changes, bookmark: changes.at(-1)?.txId ?? '' };
      if (!skipping) {
        const change = { txId, txTime: rfc3339(timestamp.seconds, timestamp.nanos), deleted: isDelete };
        changes.push(isDelete ? change : { ...change, value: decode<T>(key, value) });
      }
      skipping &&= txId !== bookmark;
    }
    if (skipping) throw unknownBookmark();
    return { changes, bookmark: '' };
  }

  /** Sets a row; with a policy, later writes of it need to be endorsed accordingly. */
  put<T>(key: Key<T>, value: T, policy?: Uint8Array): void {
    const bytes = Buffer.from(canonicalJson(storedRow(keyType(key), value, this.writtenVersion)));
    this.#writes.set(key, policy === undefined ? { key, value: bytes } : { key, value: bytes, policy });
  }

  /** Gives a row another policy, and leaves what it holds. */
  putPolicy(key: Key<unknown>, policy: Uint8Array): void {
    this.#writes.set(key, { key, keeps: true, policy });
  }

  /** The policy that a row has; undefined if it has none. */
  async policyOf(key: Key<unknown>): Promise<Uint8Array | undefined> {
    const bytes = (await this.stub.getStateValidationParameter(key)) as Uint8Array | undefined;
    return bytes === undefined || bytes.length === 0 ? undefined : bytes;
  }

  delete(key: Key<unknown>): void {
    this.#writes.set(key, { key });
  }

  /** Sends the gathered writes to the peer. */
  async flush(): Promise<void> {
    const writes = [...this.#writes.values()];
    this.#writes.clear();
    if (writes.length === 0) return;
    if (!(await writeBatch(batching(this.stub), writes))) await this.#writeSingly(writes);
  }

  async #readSingly(keys: readonly string[]): Promise<Uint8Array[]> {
    const values: Uint8Array[] = [];
    for (const key of keys) values.push(await this.stub.getState(key));
    return values;
  }

  async #writeSingly(writes: readonly Write[]): Promise<void> {
    for (const { key, value, keeps, policy } of writes) {
      if (keeps === true) await Promise.resolve();
      else if (value === undefined) await this.stub.deleteState(key);
      else await this.stub.putState(key, value);
      if (policy !== undefined) await this.stub.setStateValidationParameter(key, policy);
    }
  }
}

function decode<T>(key: string, bytes: Uint8Array): T {
  const stored: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  return presentRow([keyType(key), ...keyParts(key)], stored) as T;
}

function unknownBookmark(): LedgerError {
  const errors = [{ pointer: '/bookmark', detail: 'is not one that this query gave' }];
  return new LedgerError(refuse('REQUEST_INVALID', 'the bookmark is not one that this query gave', { errors }));
}

/** The stub with the private part that batches go through. */
function batching(stub: ChaincodeStub): BatchingStub {
  return stub as unknown as BatchingStub;
}
