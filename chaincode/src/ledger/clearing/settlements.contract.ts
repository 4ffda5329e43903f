/** Settlements: what both sides say of a payment between them. */
import {
  agedSettlements,
  clearingOtherwise,
  confirmSettlement,
  dayOf,
  disputeSettlement,
  getSettlement,
  instructSettlement,
  listSettlements,
  PAGE_ROWS_MAX,
  resolveSettlement,
  type Settlement,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../../domain/core/refusal.js';
import {
  ageSettlements,
  decideConfirm,
  decideDispute,
  decideInstruct,
  decideResolve,
} from '../../domain/clearing/settlements.js';
import type { Saying } from '../../domain/core/saying.js';
import type { LedgerContext } from '../core/context.js';
import { settlementKey, settlements } from './keys.js';
import { constitutionKey } from '../governance/keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { requireMembership } from '../core/load.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

type Pair = Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>;

export class SettlementsContract extends CatalogueContract {
  constructor() {
    super('Settlements');
  }

  @CatalogueTransaction(instructSettlement)
  async Instruct(ctx: LedgerContext, json: string): Promise<string> {
    const { reference, ...pair } = begin(ctx, instructSettlement, json);
    const settlement = await change(ctx, pair, (before, saying) => decideInstruct(before, reference, saying));
    return finish(ctx, instructSettlement, settlement);
  }

  @CatalogueTransaction(confirmSettlement)
  async Confirm(ctx: LedgerContext, json: string): Promise<string> {
    const pair = begin(ctx, confirmSettlement, json);
    return finish(ctx, confirmSettlement, await change(ctx, pair, decideConfirm));
  }

  @CatalogueTransaction(disputeSettlement)
  async Dispute(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, disputeSettlement, json);
    const settlement = await change(ctx, request, (before, saying) => decideDispute(before, request, saying));
    return finish(ctx, disputeSettlement, settlement);
  }

  @CatalogueTransaction(resolveSettlement)
  async Resolve(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, resolveSettlement, json);
    const settlement = await change(ctx, request, (before, saying) => decideResolve(before, request, saying));
    return finish(ctx, resolveSettlement, settlement);
  }

  @CatalogueTransaction(getSettlement)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    return finish(ctx, getSettlement, await loadSettlement(ctx, begin(ctx, getSettlement, json)));
  }

  @CatalogueTransaction(listSettlements)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listSettlements, json);
    const page = await ctx.state.page(settlements(cycle), pageSize, bookmark);
    return finish(ctx, listSettlements, { settlements: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }

  @CatalogueTransaction(agedSettlements)
  async Aged(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, agedSettlements, json);
    const all: Settlement[] = [];
    for await (const { value } of ctx.state.range(settlements())) all.push(value);
    const asOf = dayOf(ctx.txTime);
    const {
      clearing: { currency },
    } = (await ctx.state.get(constitutionKey)) ?? { clearing: clearingOtherwise };
    return finish(ctx, agedSettlements, { asOf, currency, pairs: ageSettlements(all, request, asOf) });
  }
}

/** What one side says, recorded. Errors: those of membership, SETTLEMENT_UNKNOWN, then those of the decision. */
async function change(
  ctx: LedgerContext,
  pair: Pair,
  decide: (before: Settlement, saying: Saying) => Settlement | Refusal,
): Promise<Settlement> {
  await requireMembership(ctx);
  const before = await loadSettlement(ctx, pair);
  const after = accept(decide(before, { by: ctx.caller.mspId, at: ctx.txTime }));
  if (after !== before) ctx.state.put(settlementKey(before), after);
  return after;
}

/** Errors: SETTLEMENT_UNKNOWN. */
async function loadSettlement(ctx: LedgerContext, pair: Pair): Promise<Settlement> {
  const settlement = await ctx.state.get(settlementKey(pair));
  if (settlement !== undefined) return settlement;
  const { cycle, debtor, creditor } = pair;
  throw new LedgerError(refuse('SETTLEMENT_UNKNOWN', `${debtor} owes ${creditor} nothing for ${cycle}`));
}
