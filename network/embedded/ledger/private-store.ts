/**
 * One peer's store of private data: what blocks do not contain, so what cannot be rebuilt from them.
 *
 * Two things in one LevelDB, every change synced: the transient store, with write sets of endorsed transactions that are
 * not committed yet, and the write sets of committed ones, by block, with what is missing and what must be forgotten.
 *
 * Fabric: `core/transientstore/store.go`, `core/ledger/pvtdatastorage/{store,kv_encoding}.go`. There forgetting waits
 * for every hundredth block; here it is done with the block that asks for it, and purged values are compacted away from
 * the disk. Left out: nothing.
 */
import { ClassicLevel } from 'classic-level';
import { HeldFiles } from '../leveldb/held-files.js';
import { EMPTY_BYTES, sha256, toHex } from '../wire/bytes.js';
import { hashOfKey } from '../wire/hashed-read-write-set.js';
import { decodeKeyValueSet, encodeKeyValueSet } from '../wire/read-write-set.js';
import type { CommittedWriteSet, PrivateDataRequest, PrivateWriteSet } from './private-data-types.js';
import {
  BLOCK_DIGITS,
  blockDigits,
  DATA,
  dataKey,
  digits,
  EXPIRY,
  FOREIGN,
  keyIndexPrefix,
  LAST_BLOCK_KEY,
  type Location,
  MISSING,
  purgeKey,
  readDataKey,
  readDigits,
  SEPARATOR,
  TRANSIENT,
  transientKey,
  txIdOf,
} from './private-store-keys.js';
import type { Version } from './row-types.js';

/** A write set that a committed transaction has and this peer, though a member, has not. */
export type MissingWriteSet = PrivateDataRequest;

/** A key that is to be forgotten, with everything that was written to it up to a version. */
export interface PurgedKey {
  readonly namespace: string;
  readonly collection: string;
  /** Hexadecimal. */
  readonly keyHash: string;
  readonly version: Version;
}

/** What a block brings to the store. */
export interface PrivateBlock {
  readonly number: number;
  readonly stored: readonly ExpiringWriteSet[];
  readonly missing: readonly (MissingWriteSet & { readonly expiresAt: number })[];
  /** Of collections that this peer is no member of: it may become one. */
  readonly foreign?: readonly MissingWriteSet[];
  readonly purged: readonly PurgedKey[];
}

/** Forgotten with the block `expiresAt`; infinity for never. */
export type ExpiringWriteSet = CommittedWriteSet & { readonly expiresAt: number };

type Operation = { type: 'put'; key: string; value: Uint8Array } | { type: 'del'; key: string };

const DURABLE = { sync: true };

export class PrivateStore {
  /** Transactions in the transient store: most of a block's have nothing there. */
  readonly #transientIds = new Set<string>();
  /** Whether anything here will ever expire. */
  #hasExpiries = false;
  #last: number | undefined;

  readonly #held: HeldFiles;

  private constructor(private readonly level: ClassicLevel<string, Uint8Array>) {
    this.#held = new HeldFiles(level);
  }

  static async open(folder: string): Promise<PrivateStore> {
    const level = new ClassicLevel<string, Uint8Array>(folder, { keyEncoding: 'utf8', valueEncoding: 'view' });
    await level.open();
    const store = new PrivateStore(level);
    for await (const key of level.keys({ gte: TRANSIENT, lt: `${TRANSIENT}\uffff` })) {
      store.#transientIds.add(txIdOf(key));
    }
    store.#hasExpiries = (await level.keys({ gte: EXPIRY, lt: `${EXPIRY}\uffff`, limit: 1 }).all()).length > 0;
    const last = await level.get(LAST_BLOCK_KEY);
    if (last) store.#last = Number(Buffer.from(last).toString());
    return store;
  }

  /** The last block that brought something; what it brought is on the disk. */
  get lastBlock(): number | undefined {
    return this.#last;
  }

  close(): Promise<void> {
    return this.level.close();
  }

  /** What belongs to it now stays on the disk, compacted or not, until what is returned is called. */
  holdFiles(): () => Promise<void> {
    return this.#held.hold();
  }

  /** Keeps the write sets of an endorsed transaction; several endorsers may have come to different ones. */
  async keepTransient(txId: string, sets: readonly PrivateWriteSet[], height: number): Promise<void> {
    this.#transientIds.add(txId);
    const receivedAt = Buffer.from(String(height).padStart(10, '0'));
    await this.level.batch(
      sets.map(({ namespace, collection, bytes }) => ({
        type: 'put' as const,
        key: transientKey({ txId, namespace, collection, hash: sha256(bytes) }),
        value: Buffer.concat([receivedAt, bytes]),
      })),
      DURABLE,
    );
  }

  async transient(request: Omit<PrivateDataRequest, 'version'>): Promise<Uint8Array | undefined> {
    const value = await this.level.get(transientKey(request));
    return value?.subarray(RECEIVED_AT_LENGTH);
  }

  /** Forgets what is committed, or judged invalid. */
  async forgetTransient(txIds: readonly string[]): Promise<void> {
    const keys: string[] = [];
    for (const txId of txIds) {
      if (!this.#transientIds.delete(txId)) continue;
      const prefix = `${TRANSIENT}${txId}${SEPARATOR}`;
      keys.push(...(await this.level.keys({ gte: prefix, lt: `${prefix}\uffff` }).all()));
    }
    if (keys.length > 0) await this.level.batch(keys.map((key) => ({ type: 'del', key })));
  }

  /** Forgets what was endorsed before `height` and never came in a block. */
  async forgetTransientBefore(height: number): Promise<void> {
    const old: string[] = [];
    for await (const [key, value] of this.level.iterator({ gte: TRANSIENT, lt: `${TRANSIENT}\uffff` })) {
      if (Number(Buffer.from(value.subarray(0, RECEIVED_AT_LENGTH)).toString()) < height) old.push(key);
    }
    for (const key of old) this.#transientIds.delete(txIdOf(key));
    if (old.length > 0) await this.level.batch(old.map((key) => ({ type: 'del', key })));
  }

  /** Makes a block's private part durable; doing it again after a crash changes nothing. */
  async commit({ number, stored, missing, foreign = [], purged }: PrivateBlock): Promise<void> {
    const operations: Operation[] = [];
    for (const set of stored) operations.push(...storeOperations(set));
    for (const request of missing) {
      operations.push({ type: 'put', key: dataKey(MISSING, request), value: encodeMissing(request) });
      operations.push(...expiryOperations(request, request.expiresAt));
    }
    for (const request of foreign) {
      operations.push({ type: 'put', key: dataKey(FOREIGN, request), value: encodeMissing(request) });
    }
    for (const { version, ...key } of purged) {
      operations.push({ type: 'put', key: purgeKey(key), value: Buffer.from(digits(version)) });
    }
    if ([...stored, ...missing].some(({ expiresAt }) => Number.isFinite(expiresAt))) this.#hasExpiries = true;
    if (this.#hasExpiries) operations.push(...(await this.#expired(number)));
    if (operations.length > 0) {
      operations.push({ type: 'put', key: LAST_BLOCK_KEY, value: Buffer.from(String(number)) });
      await this.level.batch(operations, DURABLE);
      this.#last = number;
    }
    if (purged.length > 0) await this.#purge(purged);
  }

  /** The write sets of a block, by position of their transactions. */
  async ofBlock(blockNumber: number): Promise<CommittedWriteSet[]> {
    const from = `${DATA}${blockDigits(blockNumber)}`;
    const found = await this.level.iterator({ gte: from, lt: `${from}\uffff` }).all();
    return found.map(([key, bytes]) => ({ ...readDataKey(key), bytes }));
  }

  async find(
    request: Pick<PrivateDataRequest, 'namespace' | 'collection' | 'version'>,
  ): Promise<Uint8Array | undefined> {
    return this.level.get(dataKey(DATA, request));
  }

  /** What is missing, the newest first, since that is what the state needs. */
  async missing(limit: number): Promise<MissingWriteSet[]> {
    const found = await this.level.iterator({ gte: MISSING, lt: `${MISSING}\uffff`, reverse: true, limit }).all();
    return found.map(([key, value]) => ({ ...readDataKey(key), ...decodeMissing(value) }));
  }

  /** What of others' collections is this peer's by now is missing from here on; `own` says when it expires. */
  async claimForeign(own: (request: MissingWriteSet) => Promise<number | undefined>): Promise<void> {
    const operations: Operation[] = [];
    for await (const [key, value] of this.level.iterator({ gte: FOREIGN, lt: `${FOREIGN}\uffff` })) {
      const request = { ...readDataKey(key), ...decodeMissing(value) };
      const expiresAt = await own(request);
      if (expiresAt === undefined) continue;
      operations.push({ type: 'del', key }, { type: 'put', key: dataKey(MISSING, request), value });
      operations.push(...expiryOperations(request, expiresAt));
      if (Number.isFinite(expiresAt)) this.#hasExpiries = true;
    }
    if (operations.length > 0) await this.level.batch(operations, DURABLE);
  }

  /** Stores what was missing; purged keys are left out of it. */
  async reconcile(set: ExpiringWriteSet): Promise<void> {
    const trimmed = await this.#withoutPurged(set);
    await this.level.batch([...storeOperations(trimmed), { type: 'del', key: dataKey(MISSING, set) }], DURABLE);
  }

  /** Whether everything written to the key up to this version was purged. */
  async isPurged({ namespace, collection, keyHash, version }: PurgedKey): Promise<boolean> {
    const mark = await this.level.get(purgeKey({ namespace, collection, keyHash }));
    return mark !== undefined && digits(version) <= Buffer.from(mark).toString();
  }

  async #withoutPurged<T extends CommittedWriteSet>(set: T): Promise<T> {
    const { writes, metadataWrites } = decodeKeyValueSet(set.bytes);
    const { namespace, collection, version } = set;
    const purged = new Set<string>();
    for (const { key } of [...writes, ...metadataWrites]) {
      if (await this.isPurged({ namespace, collection, keyHash: hashOfKey(key), version })) purged.add(key);
    }
    return purged.size === 0 ? set : { ...set, bytes: withoutKeys(set.bytes, (key) => purged.has(key)) };
  }

  async #purge(purged: readonly PurgedKey[]): Promise<void> {
    for (const { namespace, collection, keyHash, version } of purged) {
      const prefix = keyIndexPrefix(namespace, collection, keyHash);
      const entries = await this.level.keys({ gte: prefix, lte: `${prefix}${digits(version)}` }).all();
      for (const entry of entries) {
        const key = dataKey(DATA, { namespace, collection, version: readDigits(entry.slice(prefix.length)) });
        const bytes = await this.level.get(key);
        const operations: Operation[] = [{ type: 'del', key: entry }];
        if (bytes) {
          operations.push({ type: 'put', key, value: withoutKeys(bytes, (name) => hashOfKey(name) === keyHash) });
        }
        await this.level.batch(operations, DURABLE);
      }
    }
    // A deleted row stays in LevelDB's files until they are rewritten.
    await this.#held.compact('', '\uffff');
  }

  async #expired(blockNumber: number): Promise<Operation[]> {
    const to = `${EXPIRY}${blockDigits(blockNumber + 1)}`;
    const operations: Operation[] = [];
    for (const entry of await this.level.keys({ gte: EXPIRY, lt: to }).all()) {
      const target = entry.slice(1 + BLOCK_DIGITS);
      const bytes = await this.level.get(`${DATA}${target}`);
      const set = { ...readDataKey(`${DATA}${target}`), bytes: bytes ?? EMPTY_BYTES };
      operations.push({ type: 'del', key: entry });
      for (const key of [...keyIndexKeys(set), `${DATA}${target}`, `${MISSING}${target}`]) {
        operations.push({ type: 'del', key });
      }
    }
    return operations;
  }
}

const RECEIVED_AT_LENGTH = 10;

function storeOperations(set: ExpiringWriteSet): Operation[] {
  return [
    { type: 'put', key: dataKey(DATA, set), value: set.bytes },
    ...keyIndexKeys(set).map((key): Operation => ({ type: 'put', key, value: EMPTY_BYTES })),
    ...expiryOperations(set, set.expiresAt),
  ];
}

function expiryOperations(of: Location, expiresAt: number): Operation[] {
  if (!Number.isFinite(expiresAt)) return [];
  return [{ type: 'put', key: `${EXPIRY}${blockDigits(expiresAt)}${dataKey('', of)}`, value: EMPTY_BYTES }];
}

function keyIndexKeys({ namespace, collection, version, bytes }: CommittedWriteSet): string[] {
  const { writes, metadataWrites } = decodeKeyValueSet(bytes);
  return [...writes, ...metadataWrites].map(
    ({ key }) => keyIndexPrefix(namespace, collection, hashOfKey(key)) + digits(version),
  );
}

function withoutKeys(bytes: Uint8Array, isGone: (key: string) => boolean): Uint8Array {
  const set = decodeKeyValueSet(bytes);
  return encodeKeyValueSet({
    ...set,
    writes: set.writes.filter(({ key }) => !isGone(key)),
    metadataWrites: set.metadataWrites.filter(({ key }) => !isGone(key)),
  });
}

function encodeMissing({ txId, hash }: MissingWriteSet): Uint8Array {
  return Buffer.from(`${txId} ${toHex(hash)}`);
}

function decodeMissing(value: Uint8Array): Pick<MissingWriteSet, 'txId' | 'hash'> {
  const [txId = '', hash = ''] = Buffer.from(value).toString().split(' ');
  return { txId, hash: Buffer.from(hash, 'hex') };
}
