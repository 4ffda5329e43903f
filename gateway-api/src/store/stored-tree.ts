/**
 * A Merkle tree (RFC 9162) that only grows, in tables of a file: its leaves' hashes, and the roots of each 256, of each 256
 * of those, and so on. All else is computed when it is asked for. Of whatever size it had before, root and proofs can be had.
 */
import { hash } from 'node:crypto';
import { NODE_PREFIX } from '@commonpoint/catalogue';
import type { Database } from './database.js';

const HASH_BYTES = 32;
/** So many levels of the tree are between two that are kept. */
const LEVELS = 8;
const TILE = 2 ** LEVELS;
/** Rows are numbered by their level and their first hash. */
const LEVEL_STEP = 2 ** 48;

/** The table of a tree. */
export const treeTable = (name: string): string => `
    -- Hashes of a Merkle tree, of 32 bytes each: id is a multiple of 2^48 for each level that is kept (every eighth), plus
    -- the place of the first one.
    CREATE TABLE ${name} (id INTEGER PRIMARY KEY, hashes BLOB NOT NULL);`;

/** SHA-256. Thousands are made in a second: one that is asked for as a buffer brings memory of its own with it. */
export const hashed = (input: Uint8Array | string): Buffer => Buffer.from(hash('sha256', input, 'binary'), 'binary');

/** Nothing else happens between its being filled and being hashed. */
const nodeInput = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + HASH_BYTES);
  return hashed(nodeInput);
}

/** The largest power of two below it. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

export class StoredTree {
  readonly #insert;
  readonly #last;
  readonly #before;
  readonly #within;
  /** As the file has them; absent when that has to be read. */
  #known: Level[] | undefined;

  constructor(database: Database, name: string) {
    const { sqlite } = database;
    this.#insert = sqlite.prepare(`INSERT INTO ${name} (id, hashes) VALUES (?, ?)`);
    this.#last = sqlite.prepare(`SELECT id, hashes FROM ${name} WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1`);
    this.#before = sqlite.prepare(`SELECT id, hashes FROM ${name} WHERE id >= ? AND id <= ? ORDER BY id DESC LIMIT 1`);
    this.#within = sqlite.prepare(`SELECT id, hashes FROM ${name} WHERE id > ? AND id < ? ORDER BY id`);
    // What was appended and undone is in no file.
    database.onUndone(() => this.reload());
  }

  /** How many leaves it has. */
  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** Whatever is asked next is read from the file. */
  reload(): void {
    this.#known = undefined;
  }

  get #levels(): Level[] {
    return (this.#known ??= this.#read());
  }

  #read(): Level[] {
    const levels: Level[] = [];
    for (let level = 0; ; level += 1) {
      const row = this.#last.get(level * LEVEL_STEP, (level + 1) * LEVEL_STEP) as unknown as Row | undefined;
      if (row === undefined) return levels;
      const count = Number(row.id) - level * LEVEL_STEP + row.hashes.length / HASH_BYTES;
      levels[level] = { count, open: this.#hashes(level, count - (count % TILE), count) };
    }
  }

  /** Inside a transaction: adds leaves by their hashes. */
  append(hashes: readonly Buffer[]): void {
    if (hashes.length > 0) this.#append(0, hashes);
  }

  #append(level: number, hashes: readonly Buffer[]): void {
    const kept = (this.#levels[level] ??= { count: 0, open: [] });
    // Rows of many hashes would be read whole for one.
    for (let at = 0; at < hashes.length; at += TILE) {
      const row = hashes.slice(at, at + TILE);
      this.#insert.run(level * LEVEL_STEP + kept.count, Buffer.concat(row));
      kept.count += row.length;
    }
    const roots: Buffer[] = [];
    for (const each of hashes) {
      kept.open.push(each);
      if (kept.open.length < TILE) continue;
      roots.push(fold(kept.open));
      kept.open = [];
    }
    if (roots.length > 0) this.#append(level + 1, roots);
  }

  /** The leaves' hashes from one to before another. @throws TreeIncomplete */
  leaves(from: number, to: number): Buffer[] {
    return this.#hashes(0, from, to);
  }

  /** Of the tree as it was when it had so many leaves. @throws TreeIncomplete */
  root(size = this.size): Buffer {
    return size === 0 ? hash('sha256', '', 'buffer') : this.#range(0, size);
  }

  /** RFC 9162, 2.1.3.1. @throws TreeIncomplete */
  inclusionProof(index: number, size: number): Buffer[] {
    const path: Buffer[] = [];
    let [from, to] = [0, size];
    while (to - from > 1) {
      const middle = from + splitOf(to - from);
      path.push(index < middle ? this.#range(middle, to) : this.#range(from, middle));
      if (index < middle) to = middle;
      else from = middle;
    }
    return path.reverse();
  }

  /** RFC 9162, 2.1.4.1; of two sizes that are the same, or where there was nothing before, there is nothing to prove. @throws TreeIncomplete */
  consistencyProof(before: number, after: number): Buffer[] {
    if (before === 0 || before === after) return [];
    const path: Buffer[] = [];
    let [from, to] = [0, after];
    let isWhole = true;
    while (before !== to) {
      const middle = from + splitOf(to - from);
      path.push(before <= middle ? this.#range(middle, to) : this.#range(from, middle));
      if (before <= middle) to = middle;
      else [from, isWhole] = [middle, false];
    }
    if (!isWhole) path.push(this.#range(from, to));
    return path.reverse();
  }

  /** The hash over leaves that make a subtree: whole ones are read or folded, the one at the end is made of such. */
  #range(from: number, to: number): Buffer {
    const count = to - from;
    let [level, width] = [0, 1];
    while (width < count) [level, width] = [level + 1, width * 2];
    if (width !== count) {
      const middle = from + width / 2;
      return nodeHash(this.#range(from, middle), this.#range(middle, to));
    }
    const kept = Math.floor(level / LEVELS);
    const each = 2 ** (kept * LEVELS);
    return fold(this.#hashes(kept, from / each, to / each));
  }

  /** Hashes of a kept level: all of them, or it throws, as of fewer the root would be another one. */
  #hashes(level: number, from: number, to: number): Buffer[] {
    if (from >= to) return [];
    const start = level * LEVEL_STEP;
    const first = this.#before.get(start, start + from) as unknown as Row | undefined;
    const others = this.#within.all(start + from, start + to) as unknown as Row[];
    const found: Buffer[] = [];
    for (const { id, hashes } of first === undefined ? others : [first, ...others]) {
      const place = Number(id) - start;
      const [begin, end] = [Math.max(from - place, 0), Math.min(to - place, hashes.length / HASH_BYTES)];
      if (begin < end && place + begin !== from + found.length) break;
      for (let at = begin; at < end; at += 1)
        found.push(Buffer.from(hashes.buffer, hashes.byteOffset + at * HASH_BYTES, HASH_BYTES));
    }
    if (found.length !== to - from) throw new TreeIncomplete(level, from, to, found.length);
    return found;
  }
}

/** The file has less of the tree than was asked for. */
export class TreeIncomplete extends Error {
  override readonly name = 'TreeIncomplete';

  constructor(level: number, from: number, to: number, found: number) {
    super(`Of hashes ${from} to ${to} of level ${level} the file has ${found}.`);
  }
}

/** How many hashes there are, and those since the last 256 that are whole. */
interface Level {
  count: number;
  open: Buffer[];
}

interface Row {
  readonly id: number | bigint;
  readonly hashes: Uint8Array;
}

/** The root over a power of two of hashes, at least one. */
function fold(hashes: readonly Buffer[]): Buffer {
  // Each level is written over the one below, whose beginning is not needed any more.
  const rows = Buffer.concat(hashes);
  for (let count = hashes.length / 2; count >= 1; count /= 2) {
    for (let at = 0; at < count; at += 1) {
      rows.copy(nodeInput, 1, 2 * at * HASH_BYTES, 2 * (at + 1) * HASH_BYTES);
      rows.write(hash('sha256', nodeInput, 'binary'), at * HASH_BYTES, 'binary');
    }
  }
  return Buffer.from(rows.subarray(0, HASH_BYTES));
}
