/** What a consortium agreed on about paying: in which currency, and what is set against what. */
import { z } from 'zod';
import { cycle } from '../core/values.js';
import { currency } from './currencies.js';

/** `pairs`: what two merchants owe each other is set against each other. `all`: what each owes or is owed over all of them. */
export const netting = z.enum(['pairs', 'all']);
export type Netting = z.infer<typeof netting>;

export const clearingRules = z.strictObject({ currency, netting });
export type ClearingRules = z.infer<typeof clearingRules>;

/** What a consortium begins with unless its description says something else. */
export const clearingOtherwise: ClearingRules = { currency: 'USD', netting: 'pairs' };

/** How cycles before one were netted, the oldest first. */
export const earlierNetting = z.array(z.strictObject({ before: cycle, netting }));

/** How a cycle is netted: a change counts from the cycle on that came after it. */
export function nettingOf(
  {
    clearing,
    earlierNetting: earlier = [],
  }: { clearing: ClearingRules; earlierNetting?: z.infer<typeof earlierNetting> | undefined },
  ofCycle: string,
): Netting {
  return earlier.find(({ before }) => ofCycle < before)?.netting ?? clearing.netting;
}
