/** Rates: what points of one programme buy of another one. Exchanges at them are made by `Points:Post`. */
import {
  acceptRate,
  getRate,
  listRates,
  PAGE_ROWS_MAX,
  proposeRate,
  quote,
  quoteRate,
  setRateStatus,
} from '@commonpoint/catalogue';
import { quotaLanes } from '../../domain/programs/quota.js';
import {
  refuseUnlessOpen,
  decideAcceptRate,
  decideProposeRate,
  decideSetRateStatus,
} from '../../domain/rates/rates.js';
import { refuse } from '../../domain/core/refusal.js';
import { applyRateChange } from './apply-rate.js';
import type { LedgerContext } from '../core/context.js';
import { rateKey, rates } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadLanes, loadProgram, requireMembership } from '../core/load.js';
import { findOpenRate, loadRate, loadRateLanes } from './load-rates.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class RatesContract extends CatalogueContract {
  constructor() {
    super('Rates');
  }

  @CatalogueTransaction(proposeRate)
  async Propose(ctx: LedgerContext, json: string): Promise<string> {
    const terms = begin(ctx, proposeRate, json);
    await requireMembership(ctx);
    const source = await loadProgram(ctx.state, terms.sourceProgramId);
    const target = await loadProgram(ctx.state, terms.targetProgramId);
    const existing = await ctx.state.get(rateKey(terms));
    const rate = accept(decideProposeRate(existing, source, target, terms, ctx.caller.mspId, ctx.txTime));
    if (rate !== existing) ctx.state.put(rateKey(rate), rate);
    return finish(ctx, proposeRate, rate);
  }

  @CatalogueTransaction(acceptRate)
  async Accept(ctx: LedgerContext, json: string): Promise<string> {
    const reference = begin(ctx, acceptRate, json);
    await requireMembership(ctx);
    const target = await loadProgram(ctx.state, reference.targetProgramId);
    const before = await loadRate(ctx.state, reference);
    const lanes = await loadLanes(ctx.state, target);
    const change = accept(decideAcceptRate(before, lanes, ctx.caller.mspId, ctx.txTime));
    if (change.rate !== before) applyRateChange(ctx.state, change);
    return finish(ctx, acceptRate, change.rate);
  }

  @CatalogueTransaction(setRateStatus)
  async SetStatus(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, setRateStatus, json);
    await requireMembership(ctx);
    const target = await loadProgram(ctx.state, request.targetProgramId);
    const before = await loadRate(ctx.state, request);
    // Issuances and exchanges write lanes all the time: they are read only to be given back, so that nobody holds a
    // suspension off.
    const withdrawn = request.status === 'withdrawn';
    const lanes = withdrawn ? await loadLanes(ctx.state, target) : [];
    const rateLanes = withdrawn ? await loadRateLanes(ctx.state, before) : [];
    const change = accept(decideSetRateStatus(before, request, lanes, rateLanes, ctx.caller.mspId));
    if (change.rate !== before) applyRateChange(ctx.state, change);
    return finish(ctx, setRateStatus, change.rate);
  }

  @CatalogueTransaction(getRate)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const rate = await loadRate(ctx.state, begin(ctx, getRate, json));
    return finish(ctx, getRate, { rate, quota: quotaLanes(await loadRateLanes(ctx.state, rate)) });
  }

  @CatalogueTransaction(listRates)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { sourceProgramId, targetProgramId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listRates, json);
    const page = await ctx.state.page(rates(sourceProgramId, targetProgramId), pageSize, bookmark);
    return finish(ctx, listRates, { rates: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }

  @CatalogueTransaction(quoteRate)
  async Quote(ctx: LedgerContext, json: string): Promise<string> {
    const { version, amount, ...pair } = begin(ctx, quoteRate, json);
    const found =
      version === undefined
        ? await findOpenRate(ctx.state, pair, ctx.txTime)
        : await loadRate(ctx.state, { ...pair, version });
    const rate = accept(
      found ?? refuse('RATE_UNKNOWN', `no open rate from ${pair.sourceProgramId} to ${pair.targetProgramId}`),
    );
    accept(refuseUnlessOpen(rate, ctx.txTime));
    const { taken, received, remainder } = quote(rate, BigInt(amount));
    const counted = { taken: String(taken), received: String(received), remainder: String(remainder) };
    return finish(ctx, quoteRate, { ...pair, version: rate.version, amount, ...counted, validUntil: rate.validUntil });
  }
}
