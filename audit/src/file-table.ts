/** A table of a state file: what of it is in memory, and when it is written. */
import { deserialize, serialize } from 'node:v8';
import { textOfRow } from './row-texts.js';
import { numberOf, SeenNames } from './seen-names.js';
import { type Kept, StateNotKept, StateUnreadable, type TableSize } from './store.js';
import type { Encoded, TableInFile } from './table-in-file.js';

/** How much of large tables is in memory. */
export interface StateBounds {
  /** So many changes are written at a time; a transaction of its own for each block would be slower than the audit. */
  readonly changesMax: number;
  /** Values of one table that stay in memory between two writes; more than are changed. */
  readonly cachedMax: number;
  /** Whether values of bulky tables are not in memory once they are written. */
  readonly forgetsBulky?: boolean;
  /** Names of which sums are held in memory, of a file that nobody goes on from. */
  readonly sumsMax?: number;
}
/** A value of a bulky table counts as so many. */
const BULK = 16;

/** Undefined where there is none of its name. */
interface Entry<T> {
  value: T | undefined;
  /** Whether it is otherwise than in the file. */
  isChanged: boolean;
}

export class FileTable<T> implements Kept<T> {
  readonly #cached = new Map<string, Entry<T>>();
  readonly #changed: string[] = [];
  readonly #isSmall: boolean;
  readonly #weight: number;
  readonly #cachedMax: number;
  readonly #keptMax: number;
  /** Names in the file; of a small table there is no need of it. */
  #seen: SeenNames | undefined;

  constructor(
    private readonly file: TableInFile,
    size: TableSize,
    private readonly seed: number,
    bounds: StateBounds,
  ) {
    this.#isSmall = size === 'small';
    this.#weight = size === 'bulky' ? BULK : 1;
    this.#cachedMax = Math.ceil(bounds.cachedMax / this.#weight);
    this.#keptMax = bounds.forgetsBulky === true && size === 'bulky' ? 0 : this.#cachedMax;
    if (this.#isSmall) for (const [key, value] of this.#rows()) this.#cached.set(key, { value, isChanged: false });
    this.#seen = this.#allSeen();
  }

  get valuesHeld(): number {
    return this.#isSmall ? 0 : this.#cached.size;
  }

  get changes(): number {
    return this.#changed.length * this.#weight;
  }

  /** Asked seldom: what is not written yet has to be looked up. */
  get size(): number {
    if (this.#isSmall) return this.#cached.size;
    let { count } = this.file;
    for (const name of this.#changed) {
      const number = numberOf(name, this.seed);
      const mayBeThere = this.#seen?.mayHave(number) === true;
      const before = mayBeThere && readable(() => this.file.read(number, name)) !== undefined;
      const after = this.#cached.get(name)?.value !== undefined;
      count += Number(after) - Number(before);
    }
    return count;
  }

  get(name: string): T | undefined {
    const cached = this.#cached.get(name);
    if (cached !== undefined) return cached.value;
    if (this.#isSmall || this.#seen === undefined) return undefined;
    const number = numberOf(name, this.seed);
    if (!this.#seen.mayHave(number)) return undefined;
    const value = readable(() => {
      const found = this.file.read(number, name);
      return found === undefined ? undefined : decode<T>(found);
    });
    if (this.#cached.size >= this.#cachedMax) this.#forgetUnchanged();
    this.#cached.set(name, { value, isChanged: false });
    return value;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, value: T): void {
    this.#change(name, value);
  }

  delete(name: string): boolean {
    if (!this.has(name)) return false;
    if (this.#isSmall) {
      this.#cached.delete(name);
      this.#changed.push(name);
    } else this.#change(name, undefined);
    return true;
  }

  *[Symbol.iterator](): Iterator<[string, T]> {
    if (!this.#isSmall) {
      for (const [name, value] of this.#rows()) if (this.#cached.get(name)?.isChanged !== true) yield [name, value];
    }
    for (const [name, { value, isChanged }] of this.#cached) {
      if (value !== undefined && (this.#isSmall || isChanged)) yield [name, value];
    }
  }

  write(): void {
    const { length: count } = this.#changed;
    if (count > 0 && this.#seen?.hasRoomFor(count) !== true) this.#seen = this.#allSeen();
    for (const name of this.#changed.splice(0)) {
      const entry = this.#cached.get(name);
      if (entry !== undefined) entry.isChanged = false;
      this.#writeOne(name, numberOf(name, this.seed), entry?.value);
    }
    if (!this.#isSmall && this.#cached.size >= this.#keptMax) this.#cached.clear();
  }

  #change(name: string, value: T | undefined): void {
    const entry = this.#cached.get(name);
    if (entry?.isChanged === true) entry.value = value;
    else {
      this.#changed.push(name);
      if (entry === undefined) this.#cached.set(name, { value, isChanged: true });
      else {
        entry.value = value;
        entry.isChanged = true;
      }
    }
  }

  /** Most names are new, and most lots are gone before they ever came into the file. */
  #writeOne(name: string, number: number, value: T | undefined): void {
    const mayBeThere = this.#isSmall || this.#seen?.mayHave(number) === true;
    if (value === undefined) {
      if (mayBeThere) this.file.remove(number, name);
      return;
    }
    const encoded = this.#isSmall ? serialize(value) : encode(value);
    if (mayBeThere && this.file.replace(number, name, encoded)) return;
    this.file.add(number, name, encoded);
    if (!this.#isSmall) this.#seen?.add(number);
  }

  /** With room for what is about to be written; undefined while there are none, and of a small table. */
  #allSeen(): SeenNames | undefined {
    const count = this.#isSmall ? 0 : this.file.count + this.#changed.length;
    if (count === 0) return undefined;
    const seen = new SeenNames(count);
    for (const number of this.file.numbers()) seen.add(number);
    return seen;
  }

  #forgetUnchanged(): void {
    for (const [name, { isChanged }] of this.#cached) if (!isChanged) this.#cached.delete(name);
  }

  *#rows(): Iterable<[string, T]> {
    const rows = this.file.rows()[Symbol.iterator]();
    for (;;) {
      const next = readable(() => {
        const next = rows.next();
        return next.done === true ? undefined : ([next.value.name, decode<T>(next.value.value)] as [string, T]);
      });
      if (next === undefined) return;
      yield next;
    }
  }
}

const SQLITE_CORRUPT = 11;
const SQLITE_NOT_A_DATABASE = 26;

/** A full disk passes; a damaged page, or a value that does not decode, stays. @throws StateUnreadable, StateNotKept */
export function readable<T>(access: () => T): T {
  try {
    return access();
  } catch (error) {
    const { errcode } = error as { errcode?: number };
    const passes = errcode !== undefined && ![SQLITE_CORRUPT, SQLITE_NOT_A_DATABASE].includes(errcode & 0xff);
    if (error instanceof StateUnreadable || error instanceof StateNotKept) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw passes ? new StateNotKept(message, { cause: error }) : new StateUnreadable(message, { cause: error });
  }
}

/** Most of what there is are receipts, which are JSON, points, and texts, which begin with a quotation mark here; v8's own format takes three times as long. */
function encode(value: unknown): Encoded {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string' && value.isWellFormed() && !value.includes('\0')) return `"${value}`;
  const text = typeof value === 'object' && value !== null ? textOfRow(value) : undefined;
  if (text !== undefined) return text;
  const isJson = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isJson && !Object.values(value).some((field) => typeof field === 'bigint')
    ? JSON.stringify(value)
    : serialize(value);
}

function decode<T>(value: Encoded): T {
  if (typeof value !== 'string') return deserialize(value) as T;
  if (value.startsWith('"')) return value.slice(1) as T;
  return (value.startsWith('{') ? JSON.parse(value) : BigInt(value)) as T;
}
