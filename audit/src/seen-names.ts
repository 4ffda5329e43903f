/**
 * Says of most names that were never taken down that they were not, so that no file has to be asked for them: a Bloom filter.
 * Of a name that was taken down it never says so. It takes two octets for each, up to a bound beyond which it is wrong more often.
 */

const BITS_OF_A_NAME = 16;
/** For each name so many bits are set; of names that are not there 2 to 3 in 1,000 find all of theirs set by others. */
const HASHES = 4;
const NAMES_MIN = 1 << 12;
const NAMES_MAX = 1 << 25;

export class SeenNames {
  #bits: Uint32Array;
  #count = 0;
  readonly #capacity: number;

  /** @param expected how many there are about to be; twice as many fit well */
  constructor(expected = 0) {
    this.#capacity = Math.min(NAMES_MAX, Math.max(NAMES_MIN, 2 ** Math.ceil(Math.log2(expected * 2 + 1))));
    this.#bits = new Uint32Array((this.#capacity * BITS_OF_A_NAME) / 32);
  }

  /** Whether so many more fit: otherwise another one is to be made of them all. */
  hasRoomFor(more: number): boolean {
    return this.#count + more <= this.#capacity || this.#capacity === NAMES_MAX;
  }

  add(number: number): void {
    this.#count += 1;
    const [first, second, mask] = [number >>> 0, stepOf(number), this.#mask];
    for (let n = 0; n < HASHES; n += 1) {
      const position = (first + Math.imul(n, second)) & mask;
      this.#bits[position >>> 5]! |= 1 << (position & 31);
    }
  }

  mayHave(number: number): boolean {
    const [first, second, mask] = [number >>> 0, stepOf(number), this.#mask];
    for (let n = 0; n < HASHES; n += 1) {
      const position = (first + Math.imul(n, second)) & mask;
      if ((this.#bits[position >>> 5]! & (1 << (position & 31))) === 0) return false;
    }
    return true;
  }

  get #mask(): number {
    return this.#bits.length * 32 - 1;
  }
}

/** From one bit of a name to the next. */
const stepOf = (number: number): number => Math.imul(Math.floor(number / 2 ** 32) + 1, 0x9e3779b9) | 1;

/** A number of 53 bits for a name: by another seed two names that have one number have not. */
export function numberOf(name: string, seed: number): number {
  let [first, second] = [0x811c9dc5 ^ seed, 0x9e3779b9 ^ seed];
  for (let index = 0; index < name.length; index += 1) {
    const unit = name.charCodeAt(index);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit ^ (first >>> 15), 0x85ebca6b) ^ (second >>> 13);
  }
  // Of FNV's last steps the low bits are mixed too little.
  first ^= first >>> 15;
  return (second >>> 11) * 2 ** 32 + (first >>> 0);
}
