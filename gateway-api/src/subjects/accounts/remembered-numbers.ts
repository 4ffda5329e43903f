/**
 * Numbers of accounts in memory that does not grow: whose points moved lately has some moved again soon. An id as gateways make them is an
 * organisation's, a colon, and 128 bits as hexadecimal digits; each has one place by the first of these, and whoever comes there later takes it.
 * Ids of another shape are not remembered.
 */

const PLACES = 2 ** 18;
const DIGITS = 32;
/** Four of the id, one for the organisation, one for the number; 0 where there is none. */
const WORDS = 6;
const NUMBER_MAX = 2 ** 32 - 1;
/** More than there are, and longer than any; rows may name what they like. */
const ORGANIZATIONS_MAX = 10_000;
const ORGANIZATION_LENGTH_MAX = 64;

/** What a digit is by its code; 255 for what is none, so that no two ids are read as the same. */
const digitOf = new Uint8Array(128).fill(255);
for (let value = 0; value < 16; value += 1) digitOf[value.toString(16).charCodeAt(0)] = value;

export class RememberedNumbers {
  readonly #words = new Uint32Array(PLACES * WORDS);
  readonly #organizations = new Map<string, number>();
  /** Of the id that was read last. */
  readonly #read = new Uint32Array(WORDS - 1);

  get(accountId: string): number | undefined {
    const organization = this.#readOrganization(accountId);
    const known = organization === undefined ? undefined : this.#organizations.get(organization);
    if (known === undefined) return undefined;
    this.#read[WORDS - 2] = known;
    const at = this.#place;
    for (let word = 0; word < WORDS - 1; word += 1) if (this.#words[at + word] !== this.#read[word]) return undefined;
    const number = this.#words[at + WORDS - 1]!;
    return number === 0 ? undefined : number;
  }

  set(accountId: string, number: number): void {
    const organization = this.#readOrganization(accountId);
    if (organization === undefined || number > NUMBER_MAX) return;
    this.#read[WORDS - 2] = this.#kept(organization);
    this.#words.set(this.#read, this.#place);
    this.#words[this.#place + WORDS - 1] = number;
  }

  forget(accountId: string): void {
    if (this.get(accountId) !== undefined) this.#words[this.#place + WORDS - 1] = 0;
  }

  get #place(): number {
    return (this.#read[0]! % PLACES) * WORDS;
  }

  #kept(organization: string): number {
    const known = this.#organizations.get(organization);
    if (known !== undefined) return known;
    if (this.#organizations.size >= ORGANIZATIONS_MAX) {
      this.#organizations.clear();
      this.#words.fill(0);
    }
    this.#organizations.set(organization, this.#organizations.size);
    return this.#organizations.size - 1;
  }

  /** Reads the id's digits. @returns its organisation; undefined for an id of another shape */
  #readOrganization(accountId: string): string | undefined {
    const begin = accountId.length - DIGITS;
    if (begin < 2 || begin > ORGANIZATION_LENGTH_MAX || accountId[begin - 1] !== ':') return undefined;
    for (let word = 0; word < DIGITS / 8; word += 1) {
      let value = 0;
      for (let at = begin + word * 8; at < begin + word * 8 + 8; at += 1) {
        const digit = digitOf[accountId.charCodeAt(at)] ?? 255;
        if (digit === 255) return undefined;
        value = (value << 4) | digit;
      }
      this.#read[word] = value;
    }
    return accountId.slice(0, begin);
  }
}
