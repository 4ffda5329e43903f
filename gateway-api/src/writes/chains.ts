/** Chains of linked operations: done wholly or not at all, whatever is known of their ids already. */
import type { Operation } from '@commonpoint/catalogue';

/** The last operation of a chain must not be linked to whatever follows it in the transaction. */
export function unlinkLast(chain: readonly Operation[]): Operation[] {
  if (chain.length === 1 && chain[0]!.linked === undefined) return [...chain];
  return chain.map((operation, index) => ({ ...operation, linked: index < chain.length - 1 }));
}

/** What is known of one operation of a chain. */
export interface Member {
  readonly id: string;
  /** `open`: never seen, or refused only for the moment. */
  readonly state: 'open' | 'under-way' | 'committed' | 'rejected';
  readonly code?: string | undefined;
  /** The first operation of the chain in which it came before. */
  readonly chain?: string | undefined;
}

/**
 * - `answer`: everything is known;
 * - `begin`: what is open is done, and as one, since all the rest took effect before;
 * - `begin-anew`: all of it, as all of it failed for the moment together;
 * - `wait`: one is under way in another request, and whether it takes effect decides over the rest;
 * - `refuse`: one is refused for good, so the rest is.
 */
export type ChainVerdict =
  { readonly then: 'answer' | 'begin' | 'begin-anew' } | { readonly then: 'wait' | 'refuse'; readonly because: string };

export function judgeChain(members: readonly Member[]): ChainVerdict {
  const open = members.filter(({ state }) => state === 'open');
  if (open.length === 0) return { then: 'answer' };
  const isRepeated = members.every(({ chain }) => chain === members[0]!.id);
  const refused = members.find(({ state, code }) => state === 'rejected' && !(isRepeated && code === 'LINKED_FAILED'));
  if (refused) return { then: 'refuse', because: refused.id };
  const underWay = members.find(({ state }) => state === 'under-way');
  if (underWay) return { then: 'wait', because: underWay.id };
  return { then: members.some(({ state }) => state === 'rejected') ? 'begin-anew' : 'begin' };
}
