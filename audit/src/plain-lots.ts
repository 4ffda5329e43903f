/**
 * Lots as operations make and take them, of which a transaction has two for each: new ones with numbers of its own, and others that are gone. They are read
 * from their keys and bytes, and looked at together. What is out of the ordinary in any of them leaves all of them to be looked at row by row.
 */
import { PACK, type PackedLot, type Packs, packName } from './lot-packs.js';
import type { KeyWrite } from './write-sets.js';

/** One that was made, or is gone. */
export interface PlainLot extends PackedLot {
  readonly accountId: string;
  readonly programId: string;
  readonly expiry: string;
  /** Its name, behind its holding's. */
  readonly lotId: string;
  /** 0 for one that is gone: what it had, whoever made it wrote down. */
  readonly points: number;
}

export interface PlainLots {
  readonly txId: string;
  /** In the order in which they stand in the block. */
  readonly lots: readonly PlainLot[];
  /** Those that were made, as `LotPacks` keeps them. */
  readonly packs: Packs;
}

const LOTS_MAX = 100_000;
/** So that sums of all that fits into a block are exact as they are. */
const DIGITS_MAX = 10;
export const LOT = '\u0000lot\u0000';
const KEY = /^\u0000lot\u0000([!-~]+)\u0000([!-~]+)\u0000([!-~]+)\u0000([!-~]+)\u0000(\d{5})\u0000$/;
const AMOUNT = Buffer.from('{"amount":"');
/** What a lot may say of where its points are from. */
const ORIGIN = [Buffer.from('","originId":"'), Buffer.from('","originMspId":"')] as const;
const END = Buffer.from('"}');

/** Undefined where one is not such a lot; `rest` is what was written besides. */
export function plainLotsIn(
  writes: readonly KeyWrite[],
  txId: string,
): { readonly lots: PlainLots; readonly rest: readonly KeyWrite[] } | undefined {
  const rest: KeyWrite[] = [];
  const lots: PlainLot[] = [];
  const names = new Set<string>();
  const packs = new Map<string, string>();
  for (const write of writes) {
    const { key, value } = write;
    if (!key.startsWith(LOT)) {
      rest.push(write);
      continue;
    }
    const [, accountId = '', programId = '', expiry = '', madeBy = '', number = ''] = KEY.exec(key) ?? [];
    if (number === '' || lots.length === LOTS_MAX) return undefined;
    const isMade = value !== undefined;
    const points = isMade ? pointsIn(value) : 0;
    if (isMade ? points === 0 || madeBy !== txId : madeBy === txId) return undefined;
    // Of its own no two have one number, and none of another one is gone twice.
    const name = isMade ? number : key;
    if (names.has(name)) return undefined;
    names.add(name);
    const part = Math.floor(Number(number) / PACK);
    const begins = `\n${number} ${accountId} ${programId} ${expiry} `;
    const [pack, lotId] = [packName(madeBy, part), `${expiry}.${madeBy}.${number}`];
    lots.push({ accountId, programId, expiry, pack, begins, lotId, points });
    if (isMade) packs.set(pack, `${packs.get(pack) ?? ''}${begins}${points}`);
  }
  if (lots.length === 0) return undefined;
  return { lots: { txId, lots, packs: [...packs].map(([pack, lines]) => [pack, `${lines}\n`] as const) }, rest };
}

/** 0 for anything but an amount, alone or with where it is from. */
export function pointsIn(value: Uint8Array): number {
  if (!stands(AMOUNT, value, 0)) return 0;
  let points = 0;
  let at = AMOUNT.length;
  const digitsEnd = at + DIGITS_MAX;
  if (value[at] === ZERO) return 0;
  for (; at < digitsEnd && value[at]! >= ZERO && value[at]! <= ZERO + 9; at += 1)
    points = points * 10 + (value[at]! - ZERO);
  if (stands(ORIGIN[0], value, at))
    for (const name of ORIGIN) {
      const from = at + name.length;
      if (!stands(name, value, at)) return 0;
      for (at = from; isPlainLetter(value[at]); at += 1);
      if (at === from) return 0;
    }
  return stands(END, value, at) && at + END.length === value.length ? points : 0;
}

const ZERO = 0x30;
/** Of a text in JSON: itself, one octet. */
const isPlainLetter = (octet = 0): boolean => octet > 0x20 && octet < 0x7f && octet !== 0x22 && octet !== 0x5c;

function stands(what: Uint8Array, value: Uint8Array, from: number): boolean {
  for (let at = 0; at < what.length; at += 1) if (value[from + at] !== what[at]) return false;
  return true;
}
