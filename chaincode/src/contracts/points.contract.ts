/** Points: the operations themselves and their receipts. */
import { getReceipt, postPoints } from '../catalogue/points.js';
import { decideMembership } from '../domain/access.js';
import { decidePostPoints, withoutReceipts } from '../domain/post-points.js';
import { refuse } from '../domain/refusal.js';
import { applyPost } from '../ledger/apply-post.js';
import type { LedgerContext } from '../ledger/context.js';
import { receiptKey } from '../ledger/keys.js';
import { LedgerError, accept } from '../ledger/ledger-error.js';
import { loadPost } from '../ledger/load-post.js';
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
    const rows = await loadPost(ctx.state, request, caller.mspId);
    accept(decideMembership(caller, rows.organizations.get(caller.mspId)));
    const { reply, set } = decidePostPoints(request.operations, rows, { caller, txId, txTime });
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
