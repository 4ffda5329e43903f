/** Points: the operations themselves and their receipts. */
import { getReceipt, monthOf, postPoints } from '@commonpoint/catalogue';
import { decideMembership } from '../domain/core/access.js';
import { decidePostPoints, withoutReceipts } from '../domain/points/post-points.js';
import { refuse } from '../domain/core/refusal.js';
import { applyPost } from '../ledger/points/apply-post.js';
import type { LedgerContext } from '../ledger/core/context.js';
import { receiptKey } from '../ledger/core/keys.js';
import { LedgerError, accept } from '../ledger/core/ledger-error.js';
import { loadPost } from '../ledger/points/load-post.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class PointsContract extends CatalogueContract {
  constructor() {
    super('Points');
  }

  @CatalogueTransaction(postPoints)
  async Post(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, postPoints, json);
    const { caller, txId, txTime } = ctx;
    const rows = await loadPost(ctx.state, request, caller.mspId, monthOf(txTime));
    accept(decideMembership(caller, rows.organizations.get(caller.mspId), postPoints));
    const { reply, set } = decidePostPoints(request.operations, rows, { caller, txId, txTime }, request.proofs);
    applyPost(ctx.state, set);
    return finish(ctx, postPoints, request.omitReceipts === true ? withoutReceipts(reply) : reply);
  }

  @CatalogueTransaction(getReceipt)
  async Receipt(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, operationId } = begin(ctx, getReceipt, json);
    const receipt = await ctx.state.get(receiptKey(mspId, operationId));
    if (receipt === undefined)
      throw new LedgerError(refuse('OPERATION_UNKNOWN', `${mspId} has no operation ${operationId}`));
    return finish(ctx, getReceipt, receipt);
  }
}
