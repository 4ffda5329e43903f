/**
 * Sums of points by name, of an audit that nobody goes on from: a ledger of ten million rows changes those of two hundred thousand accounts all the time, so
 * that a file would be written all over. They take 8 octets each in memory, and each name once some 80 for all tables of sums.
 */
import { grown, type HeldNames } from './held-names.js';
import type { Kept } from './store.js';

/** Where a name has none. */
const NONE = Number.NaN;

export class HeldSums implements Kept<bigint> {
  /** By the number of a name; what is no exact number stands apart. */
  #sums = new Float64Array(0);
  readonly #large = new Map<number, bigint>();
  #count = 0;

  /** @param beyond has those of names that are not held */
  constructor(
    private readonly names: HeldNames,
    private readonly beyond: Kept<bigint>,
  ) {}

  get size(): number {
    return this.#count + this.beyond.size;
  }

  get(name: string): bigint | undefined {
    const number = this.names.find(name);
    return number === undefined ? this.beyond.get(name) : this.#sumOf(number);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  set(name: string, sum: bigint): void {
    const number = this.names.hold(name);
    if (number === undefined) return void this.beyond.set(name, sum);
    if (this.#sumOf(number) === undefined) this.#count += 1;
    if (number >= this.#sums.length) this.#grow(number);
    const exact = Number(sum);
    if (Number.isSafeInteger(exact)) {
      this.#sums[number] = exact;
      this.#large.delete(number);
    } else {
      this.#sums[number] = NONE;
      this.#large.set(number, sum);
    }
  }

  addEach(names: readonly string[], amounts: readonly number[]): void {
    const numbers = this.names.holdAll(names);
    for (const [at, name] of names.entries()) {
      const number = numbers[at]!;
      const sum = (this.#sums[number] ?? NONE) + amounts[at]!;
      // Anything else is not a number, or none that is exact.
      if (Number.isSafeInteger(sum)) this.#sums[number] = sum;
      else this.set(name, (this.get(name) ?? 0n) + BigInt(amounts[at]!));
    }
  }

  delete(name: string): boolean {
    const number = this.names.find(name);
    if (number === undefined) return this.beyond.delete(name);
    if (this.#sumOf(number) === undefined) return false;
    this.#sums[number] = NONE;
    this.#large.delete(number);
    this.#count -= 1;
    return true;
  }

  *[Symbol.iterator](): Iterator<[string, bigint]> {
    for (let number = 0; number < this.#sums.length; number += 1) {
      const sum = this.#sumOf(number);
      if (sum !== undefined) yield [this.names.nameOf(number), sum];
    }
    yield* this.beyond;
  }

  #sumOf(number: number): bigint | undefined {
    const sum = this.#sums[number];
    if (sum !== undefined && !Number.isNaN(sum)) return BigInt(sum);
    return this.#large.size === 0 ? undefined : this.#large.get(number);
  }

  #grow(number: number): void {
    const before = this.#sums.length;
    this.#sums = grown(this.#sums, new Float64Array(Math.max(1 << 12, 2 ** Math.ceil(Math.log2(number + 1)))));
    this.#sums.fill(NONE, before);
  }
}
