/**
 * A small likeness of a file's rows: the smallest of their digests. What two files have in common can be told by what their likenesses
 * have in common, exactly if the files are small. It is made of pseudonyms, so that nobody can try references against it.
 */
const DIGESTS_MAX = 512;
/** As many rows in common may be chance. */
const COMMON_MIN = 2;

export class RowSketch {
  /** Ascending. */
  #digests: number[] = [];

  static from(bytes: Uint8Array | null): RowSketch {
    const sketch = new RowSketch();
    if (bytes) sketch.#digests = [...new Float64Array(Uint8Array.from(bytes).buffer)];
    return sketch;
  }

  toBytes(): Uint8Array {
    return new Uint8Array(Float64Array.from(this.#digests).buffer);
  }

  add(accountId: string, day: string, amount: bigint): void {
    const digest = digestOf(accountId, day, amount);
    const digests = this.#digests;
    if (digests.length === DIGESTS_MAX && digest >= digests.at(-1)!) return;
    let [low, high] = [0, digests.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (digests[middle]! < digest) low = middle + 1;
      else high = middle;
    }
    if (digests[low] === digest) return;
    digests.splice(low, 0, digest);
    if (digests.length > DIGESTS_MAX) digests.pop();
  }

  /** The share of this file's rows that are in the other one too; 0 if it may be chance. */
  shareIn(other: RowSketch): number {
    // Below this, both have all digests that their files have.
    const limit = Math.min(this.#limit, other.#limit);
    const own = this.#digests.filter((digest) => digest <= limit);
    const others = new Set(other.#digests);
    const common = own.filter((digest) => others.has(digest)).length;
    return common < COMMON_MIN ? 0 : common / own.length;
  }

  get #limit(): number {
    return this.#digests.length < DIGESTS_MAX ? Infinity : this.#digests.at(-1)!;
  }
}

/** 48 bits of three parts; the first is a keyed digest itself, so a quick mixture is good enough. */
function digestOf(accountId: string, day: string, amount: bigint): number {
  const money = BigInt.asUintN(64, amount);
  const parts = [
    Number.parseInt(accountId.slice(-16, -8), 16),
    Number.parseInt(accountId.slice(-8), 16),
    Number(day.slice(0, 4)) * 416 + Number(day.slice(5, 7)) * 32 + Number(day.slice(8)),
    Number(money >> 32n),
    Number(money & 0xffffffffn),
  ];
  let [first, second] = [0x9e3779b9, 0x85ebca6b];
  for (const part of parts) {
    first = Math.imul(first ^ part, 0x85ebca6b);
    second = Math.imul(second ^ part, 0xc2b2ae35);
    first ^= second >>> 15;
    second ^= first >>> 13;
  }
  return (first >>> 0) * 0x10000 + (second >>> 16);
}
