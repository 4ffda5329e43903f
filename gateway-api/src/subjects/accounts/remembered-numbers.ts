/**
 * Numbers of accounts in memory that does not grow: whose points moved lately has some moved again soon. Ids are an organisation's and 128 bits
 * as hexadecimal digits; each has one place by the first of these, and whoever comes there later takes it.
 */

const PLACES = 2 ** 18;
const DIGITS = 32;
/** Four of the id, one for the organisation, one for the number; 0 where there is none. */
const WORDS = 6;
const NUMBER_MAX = 2 ** 32 - 1;
/** More than there are; rows may name what they like. */
const ORGANIZATIONS_MAX = 10_000;

/** What a digit is by its code; 255 for what is none, so that no two ids are read as the same. */
const digitOf = new Uint8Array(128).fill(255);
for (const [value, digit] of [...'0123456789abcdef'].entries()) digitOf[digit.charCodeAt(0)] = value;

export class RememberedNumbers {
  readonly #words = new Uint32Array(PLACES * WORDS);
  readonly #organizations = new Map<string, number>();
  /** Of the id that was read last. */
  readonly #read = new Uint32Array(WORDS - 1);

  get(accountId: string): number | undefined {
    if (!this.#reads(accountId)) return undefined;
    const at = this.#place;
    for (let word = 0; word < WORDS - 1; word += 1) if (this.#words[at + word] !== this.#read[word]) return undefined;
    const number = this.#words[at + WORDS - 1]!;
    return number === 0 ? undefined : number;
  }

  set(accountId: string, number: number): void {
    if (number > NUMBER_MAX || !this.#reads(accountId)) return;
    this.#words.set(this.#read, this.#place);
    this.#words[this.#place + WORDS - 1] = number;
  }

  clear(): void {
    this.#words.fill(0);
  }

  get #place(): number {
    return (this.#read[0]! % PLACES) * WORDS;
  }

  /** False for an id of another shape. */
  #reads(accountId: string): boolean {
    const begin = accountId.length - DIGITS;
    if (begin < 1) return false;
    for (let word = 0; word < DIGITS / 8; word += 1) {
      let value = 0;
      for (let at = begin + word * 8; at < begin + word * 8 + 8; at += 1) {
        const digit = digitOf[accountId.charCodeAt(at)] ?? 255;
        if (digit === 255) return false;
        value = (value << 4) | digit;
      }
      this.#read[word] = value;
    }
    const organization = accountId.slice(0, begin);
    let known = this.#organizations.get(organization);
    if (known === undefined) {
      if (this.#organizations.size >= ORGANIZATIONS_MAX) return false;
      this.#organizations.set(organization, (known = this.#organizations.size));
    }
    this.#read[DIGITS / 8] = known;
    return true;
  }
}
