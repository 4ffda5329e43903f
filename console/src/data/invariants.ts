/** What must hold at every block, worked out of what the gateway reports: pure, so that a screen and a test see the same. */
import { share } from '../texts/format.js';

export interface Supply {
  readonly programId: string;
  readonly cap: string;
  readonly capOn: string;
  readonly issued: string;
  /** What notes earned: points too, that were made without being issued. */
  readonly interest: string;
  readonly outstanding: string;
  readonly held: string;
  readonly redeemed: string;
  readonly expired: string;
  readonly reversed: string;
  readonly asOfBlock: number;
}

/** Where points that were issued are now. */
export const supplyParts = ['outstanding', 'held', 'redeemed', 'expired', 'reversed'] as const;

/** All points that were ever made. */
export const pointsMade = ({ issued, interest }: Pick<Supply, 'issued' | 'interest'>): bigint =>
  BigInt(issued) + BigInt(interest);

/** Zero if every point that was made is somewhere, once. */
export const supplyDifference = (supply: Supply): bigint =>
  pointsMade(supply) - supplyParts.reduce((sum, part) => sum + BigInt(supply[part]), 0n);

/** What counts against the cap: all that was ever made, or what is not gone yet. */
export const capUsed = ({ capOn, outstanding, held, ...made }: Supply): bigint =>
  capOn === 'issued' ? pointsMade(made) : BigInt(outstanding) + BigInt(held);

export const isWithinCap = (supply: Supply): boolean => capUsed(supply) <= BigInt(supply.cap);
export const capShare = (supply: Supply): number => share(capUsed(supply).toString(), supply.cap);

interface Net {
  readonly programId?: string;
  readonly amount: string;
}

/** What sums of net amounts are not zero, by programme; of money there is one sum. */
export function netSums(net: readonly Net[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { programId = '', amount } of net) sums.set(programId, (sums.get(programId) ?? 0n) + BigInt(amount));
  return sums;
}

export interface SignedRoot {
  readonly mspId: string;
  readonly size: number;
  readonly root: string;
}

/** Organisations that signed another root of equally many entries than this gateway has: their ledgers are not the same. */
export function otherRoots(
  own: { readonly size: number; readonly root: string },
  signed: readonly SignedRoot[],
): readonly string[] {
  const roots = new Map([[own.size, own.root]]);
  const differ: string[] = [];
  for (const { mspId, size, root } of signed) {
    const known = roots.get(size);
    if (known === undefined) roots.set(size, root);
    else if (known !== root) differ.push(mspId);
  }
  return differ;
}
