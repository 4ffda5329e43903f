/** Orders: what authorities say of points that others keep or issue. */
import {
  disclosuresCollection,
  discloseReason,
  getOrder,
  getReason,
  issueOrder,
  liftOrder,
  listOrders,
  PAGE_ROWS_MAX,
  ratifyOrder,
  reasonsCollection,
  regulatorCollection,
} from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import type { Authority } from '../../domain/orders/orders.js';
import { decideDiscloseReason, decideReason } from '../../domain/orders/reasons.js';
import type { LedgerContext } from '../core/context.js';
import { constitutionKey } from '../governance/keys.js';
import { orderReasonKey, orders } from './keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { loadOrganization, loadProgram, requireMembership } from '../core/load.js';
import * as changes from './order-changes.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, beginPrivate, finish } from '../core/transaction-frame.js';

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
    return finish(ctx, liftOrder, await changes.liftOrder(ctx.state, orderId, authority, ctx));
  }

  @CatalogueTransaction(ratifyOrder)
  async Ratify(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, ratifyOrder, json);
    const authority = await loadAuthority(ctx);
    return finish(ctx, ratifyOrder, await changes.ratifyOrder(ctx.state, request, authority, ctx.txTime));
  }

  @CatalogueTransaction(discloseReason)
  async Disclose(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, discloseReason, json);
    const { orderId, recipient } = request;
    const authority = await loadAuthority(ctx);
    const order = await changes.loadOrder(ctx.state, orderId);
    const { scope } = order;
    const programId = scope.kind === 'organization' ? undefined : scope.programId;
    const issuer = programId === undefined ? undefined : (await loadProgram(ctx.state, programId)).issuer;
    const collection = await loadCollection(ctx, recipient);
    accept(
      decideDiscloseReason(order, authority, {
        recipient,
        issuer,
        isMerchant: collection === reasonsCollection(recipient),
      }),
    );
    const reason = { orderId, ...input };
    accept(decideReason(order, reason));
    ctx.privateState.put(collection, orderReasonKey(orderId), reason);
    return finish(ctx, discloseReason, { orderId, recipient });
  }

  @CatalogueTransaction(getReason)
  async Reason(ctx: LedgerContext, json: string): Promise<string> {
    const { orderId } = begin(ctx, getReason, json);
    await changes.loadOrder(ctx.state, orderId);
    const collection = await loadCollection(ctx, ctx.caller.mspId);
    const reason = await ctx.privateState.get(collection, orderReasonKey(orderId));
    if (reason === undefined)
      throw new LedgerError(
        refuse('REASON_UNKNOWN', `the reason of ${orderId} was not disclosed to ${ctx.caller.mspId}`),
      );
    return finish(ctx, getReason, reason);
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
 * On which ground the caller orders something. Any organisation can write the role of a regulator into its certificates: a
 * regulator is who is a member as one, with the powers that the constitution lists. Errors: those of membership, ROLE_NOT_ALLOWED.
 */
async function loadAuthority(ctx: LedgerContext): Promise<Authority> {
  const { mspId, role } = ctx.caller;
  await requireMembership(ctx);
  const { kind } = await loadOrganization(ctx.state, mspId);
  if (kind === 'regulator') {
    const powers = (await ctx.state.get(constitutionKey))?.regulatorPowers ?? [];
    return { basis: 'regulator', mspId, powers };
  }
  if (role !== 'admin')
    throw new LedgerError(refuse('ROLE_NOT_ALLOWED', `${mspId} is a merchant, whose admin issues emergency orders`));
  return { basis: 'emergency', mspId };
}

/** Where an organisation is told of reasons, by what the definition makes of it. Errors: PRIVATE_DATA_NOT_ALLOWED. */
async function loadCollection({ privateState }: LedgerContext, mspId: string): Promise<string> {
  for (const collection of [reasonsCollection(mspId), disclosuresCollection(mspId), regulatorCollection(mspId)]) {
    if (await privateState.isDefined(collection)) return collection;
  }
  throw new LedgerError(refuse('PRIVATE_DATA_NOT_ALLOWED', `${mspId} is told of no reasons`));
}
