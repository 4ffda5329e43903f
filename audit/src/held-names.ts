/**
 * Names that are held in memory, each with a number: their octets one behind the other, outside of V8's heap, where a hundred thousand strings would be
 * looked through at each collection.
 */
import { numberOf } from './seen-names.js';

const PIECE = 1 << 20;
const NOT_HELD = -1;
const NAMES_MIN = 1 << 12;
/** An octet for each letter. */
const PLAIN = /^[ -~]+$/;

export class HeldNames {
  /** Octets of names; none lies in two pieces. */
  readonly #pieces: Buffer[] = [];
  #end = PIECE;
  /** By a name's number: what {@link numberOf} says of it, and where it stands. */
  #hashes = new Float64Array(NAMES_MIN);
  #places = new Float64Array(NAMES_MIN);
  #lengths = new Uint16Array(NAMES_MIN);
  #count = 0;
  /** A name's number and one, at its hash or behind; 0 where there is none. No more than half of them are in use. */
  #slots = new Uint32Array(NAMES_MIN * 2);
  /** The one that was asked for last: a sum is read, and then written. */
  #last: { readonly name: string | undefined; readonly number: number } = { name: undefined, number: NOT_HELD };
  #together: { readonly names: readonly string[]; readonly numbers: readonly number[] } = { names: [], numbers: [] };

  constructor(
    private readonly seed: number,
    private readonly namesMax: number,
  ) {}

  get count(): number {
    return this.#count;
  }

  /** Undefined for one that is not held. */
  find(name: string): number | undefined {
    if (this.#last.name === name) return this.#last.number;
    const hash = numberOf(name, this.seed);
    const found = this.#slots[this.#slotOf(name, hash)]!;
    if (found === 0) return undefined;
    this.#last = { name, number: found - 1 };
    return found - 1;
  }

  /** Its number, which it has from now on; undefined where there is no room for another one, or where it cannot be held. */
  hold(name: string): number | undefined {
    const known = this.find(name);
    if (known !== undefined || this.#count >= this.namesMax || !isPlain(name)) return known;
    if (this.#count === this.#hashes.length) this.#grow();
    const hash = numberOf(name, this.seed);
    const number = this.#count;
    this.#count += 1;
    this.#hashes[number] = hash;
    this.#places[number] = this.#write(name);
    this.#lengths[number] = name.length;
    this.#slots[this.#slotOf(name, hash)] = number + 1;
    return number;
  }

  /** Their numbers, or -1 for those that are not held. Most are asked for twice, the second time right after the first. */
  holdAll(names: readonly string[]): readonly number[] {
    if (this.#together.names !== names) {
      this.#together = { names, numbers: names.map((name) => this.hold(name) ?? NOT_HELD) };
    }
    return this.#together.numbers;
  }

  nameOf(number: number): string {
    const place = this.#places[number]!;
    const from = place % PIECE;
    return this.#pieces[Math.floor(place / PIECE)]!.toString('latin1', from, from + this.#lengths[number]!);
  }

  /** Where it stands, or else the one that is free for it. */
  #slotOf(name: string, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const found = this.#slots[slot]!;
      if (found === 0 || (this.#hashes[found - 1] === hash && this.#is(found - 1, name))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #is(number: number, name: string): boolean {
    if (this.#lengths[number] !== name.length) return false;
    const place = this.#places[number]!;
    const octets = this.#pieces[Math.floor(place / PIECE)]!;
    const from = place % PIECE;
    for (let at = 0; at < name.length; at += 1) if (octets[from + at] !== name.charCodeAt(at)) return false;
    return true;
  }

  #write(name: string): number {
    if (this.#end + name.length > PIECE) {
      this.#pieces.push(Buffer.allocUnsafeSlow(PIECE));
      this.#end = 0;
    }
    const place = (this.#pieces.length - 1) * PIECE + this.#end;
    this.#end += this.#pieces.at(-1)!.write(name, this.#end, 'latin1');
    return place;
  }

  #grow(): void {
    const size = this.#hashes.length * 2;
    this.#hashes = grown(this.#hashes, new Float64Array(size));
    this.#places = grown(this.#places, new Float64Array(size));
    this.#lengths = grown(this.#lengths, new Uint16Array(size));
    this.#slots = new Uint32Array(size * 2);
    const mask = this.#slots.length - 1;
    for (let number = 0; number < this.#count; number += 1) {
      let slot = this.#hashes[number]! & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number + 1;
    }
  }
}

const isPlain = (name: string): boolean => name.length <= 0xffff && PLAIN.test(name);

export function grown<T extends Float64Array | Uint16Array>(before: T, after: T): T {
  after.set(before);
  return after;
}
