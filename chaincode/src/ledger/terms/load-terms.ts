/** Terms between two merchants, and what they need to know of each other. */
import {
  isActiveMerchant,
  type Parties,
  type PrivateTerms,
  termsCollection,
  type TermsRecord,
} from '@commonpoint/catalogue';
import type { PrivatePair } from '../../domain/clearing/netting.js';
import { refuse } from '../../domain/core/refusal.js';
import { agreedVersions, partiesOf } from '../../domain/terms/terms.js';
import type { LedgerContext } from '../core/context.js';
import { organizationKey } from '../organizations/keys.js';
import { privateTermsKey, terms, termsKey, termsPairs } from './keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { requireMembership } from '../core/load.js';
import type { LedgerState } from '../core/state.js';

/** The caller's organisation and another merchant. Errors: those of membership, COUNTERPARTY_UNKNOWN. */
export async function requirePair(ctx: LedgerContext, counterparty: string): Promise<Parties> {
  const { state, caller } = ctx;
  await requireMembership(ctx);
  const other = counterparty === caller.mspId ? undefined : await state.get(organizationKey(counterparty));
  if (isActiveMerchant(other)) return partiesOf(caller.mspId, counterparty);
  throw new LedgerError(refuse('COUNTERPARTY_UNKNOWN', `${counterparty} is not another active merchant`));
}

/** Errors: TERMS_UNKNOWN. */
export async function loadTermsRecord(state: LedgerState, parties: Parties, version: number): Promise<TermsRecord> {
  const record = await state.get(termsKey(parties, version));
  return accept(record ?? refuse('TERMS_UNKNOWN', `${parties.join(' and ')} have no version ${version} of terms`));
}

/** As the peer holds them; only the two's do. Errors: TERMS_UNKNOWN. */
export async function loadPrivateTerms(ctx: LedgerContext, parties: Parties, version: number): Promise<PrivateTerms> {
  const held = await ctx.privateState.get(termsCollection(...parties), privateTermsKey(version));
  return accept(held ?? refuse('TERMS_UNKNOWN', `version ${version} is not held any more`));
}

/** The pairs that settle on statements of their own, with the version that each accepted last. */
export async function loadPrivatePairs(state: LedgerState): Promise<PrivatePair[]> {
  const pairs: PrivatePair[] = [];
  for await (const { value } of state.range(termsPairs())) {
    const { parties, accepted } = value;
    if (accepted === undefined) continue;
    // With one that is gone there is nobody to make statements with: they settle in public from then on.
    const found = await state.getMany(parties.map(organizationKey));
    if ([...found.values()].every(({ status }) => status !== 'left')) pairs.push({ parties, termsVersion: accepted });
  }
  return pairs;
}

/**
 * All terms that the two ever accepted, up to a version, newest first. All are read whatever they say: what a
 * transaction read stands in the block, and would tell for which cycles the newest do not hold. Errors: TERMS_UNKNOWN.
 */
export async function loadAgreedTerms(
  ctx: LedgerContext,
  { parties, termsVersion }: PrivatePair,
): Promise<PrivateTerms[]> {
  const records: TermsRecord[] = [];
  for await (const { value } of ctx.state.range(terms(...parties))) records.push(value);
  const agreed: PrivateTerms[] = [];
  for (const version of agreedVersions(records, termsVersion)) {
    agreed.push(await loadPrivateTerms(ctx, parties, version));
  }
  return agreed;
}
