/** Orders: what authorities say of points that others keep or issue. */
import {
  getOrder,
  issueOrder,
  liftOrder,
  listOrders,
  PAGE_ROWS_MAX,
  ratifyOrder,
  regulatorCollection,
} from '@commonpoint/catalogue';
import { refuse } from '../domain/core/refusal.js';
import type { Authority } from '../domain/orders/orders.js';
import type { LedgerContext } from '../ledger/core/context.js';
import { orders } from '../ledger/core/keys.js';
import { LedgerError } from '../ledger/core/ledger-error.js';
import { requireMembership } from '../ledger/core/load.js';
import * as changes from '../ledger/orders/order-changes.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class OrdersContract extends CatalogueContract {
  constructor() {
    super('Orders');
  }

  @CatalogueTransaction(issueOrder)
  async Issue(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, issueOrder, json);
    const authority = await loadAuthority(ctx);
    return finish(ctx, issueOrder, await changes.issueOrder(ctx.state, request, authority, ctx.txTime));
  }

  @CatalogueTransaction(liftOrder)
  async Lift(ctx: LedgerContext, json: string): Promise<string> {
    const { orderId } = begin(ctx, liftOrder, json);
    const authority = await loadAuthority(ctx);
    return finish(ctx, liftOrder, await changes.liftOrder(ctx.state, orderId, authority, ctx.txTime));
  }

  @CatalogueTransaction(ratifyOrder)
  async Ratify(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, ratifyOrder, json);
    const authority = await loadAuthority(ctx);
    return finish(ctx, ratifyOrder, await changes.ratifyOrder(ctx.state, request, authority, ctx.txTime));
  }

  @CatalogueTransaction(getOrder)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { orderId } = begin(ctx, getOrder, json);
    return finish(ctx, getOrder, await changes.loadOrder(ctx.state, orderId));
  }

  @CatalogueTransaction(listOrders)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listOrders, json);
    const page = await ctx.state.page(orders(), pageSize, bookmark);
    return finish(ctx, listOrders, { orders: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}

/**
 * On which ground the caller orders something. Any organisation can write the role of a regulator into its certificates:
 * a regulator is who the consortium's definition says is one. Errors: those of membership, ROLE_NOT_ALLOWED.
 */
async function loadAuthority(ctx: LedgerContext): Promise<Authority> {
  const { mspId, role } = ctx.caller;
  if (await ctx.privateState.isDefined(regulatorCollection(mspId))) return { basis: 'regulator', mspId };
  await requireMembership(ctx);
  if (role !== 'admin')
    throw new LedgerError(refuse('ROLE_NOT_ALLOWED', `${mspId} is a merchant, whose admin issues emergency orders`));
  return { basis: 'emergency', mspId };
}
