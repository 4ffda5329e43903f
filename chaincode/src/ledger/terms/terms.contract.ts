/** Terms: what two merchants agree on in private. Replies go into blocks, so that they say no more than everybody may know. */
import {
  acceptTerms,
  getTerms,
  listTerms,
  PAGE_ROWS_MAX,
  proposeTerms,
  termsCollection,
  withdrawTerms,
} from '@commonpoint/catalogue';
import {
  decideAcceptTerms,
  decideProposeTerms,
  decideWithdrawTerms,
  partiesOf,
  privateHash,
  spellTerms,
  supersede,
} from '../../domain/terms/terms.js';
import type { LedgerContext } from '../core/context.js';
import { loadOrganizations } from '../core/load.js';
import { pairPolicy } from '../core/member-policies.js';
import { privateTermsKey, terms, termsKey, termsPairKey } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadPrivateTerms, loadTermsRecord, requirePair } from './load-terms.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, beginPrivate, finish } from '../core/transaction-frame.js';

export class TermsContract extends CatalogueContract {
  constructor() {
    super('Terms');
  }

  @CatalogueTransaction(proposeTerms)
  async Propose(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, proposeTerms, json);
    const { version } = request;
    const parties = await requirePair(ctx, request.counterparty);
    const proposed = accept(spellTerms(parties, version, input));
    const pair = await ctx.state.get(termsPairKey(parties));
    const existing = await ctx.state.get(termsKey(parties, version));
    const newest = pair && (await ctx.state.get(termsKey(parties, pair.newest)));
    const asked = { parties, version, hash: privateHash(proposed) };
    const change = accept(decideProposeTerms(pair, existing, newest, asked, sayingOf(ctx)));
    if (change.record !== existing) {
      // From now on these rows are changed only with the endorsement of both.
      const policy = pairPolicy(await loadOrganizations(ctx.state), parties);
      ctx.state.put(termsKey(parties, version), change.record, policy);
      ctx.state.put(termsPairKey(parties), change.pair, pair === undefined ? policy : undefined);
      ctx.privateState.put(termsCollection(...parties), privateTermsKey(version), proposed);
    }
    return finish(ctx, proposeTerms, change.record);
  }

  @CatalogueTransaction(acceptTerms)
  async Accept(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, acceptTerms, json);
    const { version } = request;
    const parties = await requirePair(ctx, request.counterparty);
    const offered = privateHash(accept(spellTerms(parties, version, input)));
    const before = await loadTermsRecord(ctx.state, parties, version);
    // The hash and not the proposal itself: a peer that was away may not have the latter yet.
    const held = await ctx.privateState.hash(termsCollection(...parties), privateTermsKey(version));
    const record = accept(decideAcceptTerms(before, offered, held, sayingOf(ctx)));
    if (record !== before) {
      const pair = (await ctx.state.get(termsPairKey(parties))) ?? { parties, newest: version };
      ctx.state.put(termsKey(parties, version), record);
      ctx.state.put(termsPairKey(parties), { ...pair, accepted: version });
      if (pair.accepted !== undefined) {
        const former = await loadTermsRecord(ctx.state, parties, pair.accepted);
        ctx.state.put(termsKey(parties, pair.accepted), supersede(former));
      }
    }
    return finish(ctx, acceptTerms, record);
  }

  @CatalogueTransaction(withdrawTerms)
  async Withdraw(ctx: LedgerContext, json: string): Promise<string> {
    const { counterparty, version } = begin(ctx, withdrawTerms, json);
    const parties = await requirePair(ctx, counterparty);
    const before = await loadTermsRecord(ctx.state, parties, version);
    const record = accept(decideWithdrawTerms(before, sayingOf(ctx)));
    if (record !== before) ctx.state.put(termsKey(parties, version), record);
    return finish(ctx, withdrawTerms, record);
  }

  @CatalogueTransaction(getTerms)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { counterparty, version } = begin(ctx, getTerms, json);
    const parties = await requirePair(ctx, counterparty);
    const record = await loadTermsRecord(ctx.state, parties, version);
    return finish(ctx, getTerms, { record, terms: await loadPrivateTerms(ctx, parties, version) });
  }

  @CatalogueTransaction(listTerms)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { counterparty, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listTerms, json);
    const wanted = counterparty === undefined ? terms() : terms(...partiesOf(ctx.caller.mspId, counterparty));
    const page = await ctx.state.page(wanted, pageSize, bookmark);
    return finish(ctx, listTerms, { terms: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}

function sayingOf(ctx: LedgerContext) {
  return { by: ctx.caller.mspId, at: ctx.txTime };
}
