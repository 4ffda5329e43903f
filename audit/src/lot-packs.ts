/**
 * Lots that are there, in packs: those that one transaction made stand together, so many in a row of the file, as one text. A ledger has
 * more lots than anything else, and a row for each would be most of the file, and of the time that it takes.
 */
import type { Kept, Store } from './store.js';

/** Most lots are no more than their points. */
export type KeptLot = bigint | { readonly amount: string; readonly maturesOn: string };

/** By their names, as texts. */
export type Packs = readonly (readonly [name: string, text: string])[];

/** A lot that can stand in a pack: in which one, and how its line begins there. */
export interface PackedLot {
  readonly pack: string;
  readonly begins: string;
}

/** The parts of a lot's key: account, programme, last day, transaction, number. */
type Parts = readonly string[];

/** A pack has to fit into a page of the file. */
export const PACK = 32;
/** How a lot's line begins: no line is the beginning of another one, as there are no spaces in its parts. */
const PLAIN = /^\n\d{5} [!-~]+ [!-~]+ [!-~]+ $/;

export class LotPacks {
  /** By transaction and part of its numbers: a line for each lot, and a line's end behind the last one. */
  readonly #packs: Kept<string>;
  /** By name: those that are to mature, or that have names as the ledger gives none. */
  readonly #apart: Kept<KeptLot>;
  /** Of the transaction at hand: lines that are in no pack yet. */
  readonly #fresh = new Map<string, string>();
  #freshOf = '';
  /** Of these: parts of its numbers of which a pack was there before. */
  readonly #begun = new Set<string>();

  constructor(store: Store) {
    this.#packs = store.kept('lot-packs', 'bulky');
    this.#apart = store.kept('lots');
  }

  get(parts: Parts): KeptLot | undefined {
    const begins = beginOf(parts);
    const text = PLAIN.test(begins) ? this.#textOf(packOf(parts)) : '';
    const at = text.indexOf(begins);
    if (at < 0) return this.#apart.get(parts.join(' '));
    const from = at + begins.length;
    return BigInt(text.slice(from, text.indexOf('\n', from)));
  }

  /** Whether another transaction wrote lots as if this one had made them: where there are, nothing is new. */
  isBegun(parts: Parts): boolean {
    const [, , , madeBy = '', n] = parts;
    this.#turnTo(madeBy);
    const group = groupOf(n);
    if (!this.#fresh.has(group) && this.#packs.get(packOf(parts)) !== undefined) this.#begun.add(group);
    return this.#begun.has(group);
  }

  /** One that is not there. @param isNew no other lot of its transaction has its number: of these there is one in a pack */
  add(parts: Parts, lot: KeptLot, isNew: boolean): void {
    const begins = beginOf(parts);
    const isPlain = typeof lot === 'bigint' && PLAIN.test(begins);
    if (!isPlain || (!isNew && this.#textOf(packOf(parts)).includes(`\n${parts[4]} `)))
      return void this.#apart.set(parts.join(' '), lot);
    const [, , , madeBy = '', n] = parts;
    this.#turnTo(madeBy);
    const group = groupOf(n);
    this.#fresh.set(group, (this.#fresh.get(group) ?? '') + begins + String(lot));
  }

  /** Whether there is none of these yet. */
  hasNone(packs: Packs): boolean {
    this.#settle();
    return packs.every(([name]) => this.#packs.get(name) === undefined);
  }

  /** What a lot has that is in a pack; undefined for others. */
  pointsOf({ pack, begins }: PackedLot): bigint | undefined {
    const text = this.#textOf(pack);
    const at = text.indexOf(begins);
    if (at < 0) return undefined;
    const from = at + begins.length;
    return BigInt(text.slice(from, text.indexOf('\n', from)));
  }

  /** One that {@link pointsOf} knows. */
  remove({ pack, begins }: PackedLot): void {
    const text = this.#textOf(pack);
    this.#cut(pack, text, text.indexOf(begins));
  }

  /** Whole packs, of which there is none yet. */
  addPacks(packs: Packs): void {
    for (const [name, text] of packs) this.#packs.set(name, text);
  }

  delete(parts: Parts): void {
    const begins = beginOf(parts);
    const pack = packOf(parts);
    const text = PLAIN.test(begins) ? this.#textOf(pack) : '';
    const at = text.indexOf(begins);
    if (at < 0) return void this.#apart.delete(parts.join(' '));
    this.#cut(pack, text, at);
  }

  endTransaction(): void {
    this.#turnTo('');
  }

  #turnTo(madeBy: string): void {
    if (madeBy === this.#freshOf) return;
    this.#settle();
    this.#begun.clear();
    this.#freshOf = madeBy;
  }

  #cut(pack: string, text: string, at: number): void {
    const rest = text.slice(0, at) + text.slice(text.indexOf('\n', at + 1));
    if (rest === '\n') this.#packs.delete(pack);
    else this.#packs.set(pack, rest);
  }

  #textOf(pack: string): string {
    this.#settle();
    return this.#packs.get(pack) ?? '';
  }

  #settle(): void {
    if (this.#fresh.size === 0) return;
    for (const [group, lines] of this.#fresh) {
      const pack = `${this.#freshOf} ${group}`;
      const before = this.#packs.get(pack);
      this.#packs.set(pack, `${before === undefined ? '' : before.slice(0, -1)}${lines}\n`);
    }
    this.#fresh.clear();
  }
}

const groupOf = (n: string | undefined): string => String(Math.floor(Number(n) / PACK));
/** @param group which part of the transaction's numbers */
export const packName = (madeBy: string, group: number): string => `${madeBy} ${group}`;
const packOf = ([, , , madeBy, n]: Parts): string => `${madeBy} ${groupOf(n)}`;
const beginOf = ([account, program, expiry, , n]: Parts): string => `\n${n} ${account} ${program} ${expiry} `;
