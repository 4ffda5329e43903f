/** Points: the operations themselves and their receipts. */
import { getReceipt, monthOf, operationsOfLines, postPoints } from '@commonpoint/catalogue';
import { decideMembership } from '../../domain/core/access.js';
import { decidePostPoints, withoutPosted, withoutReceipts } from '../../domain/points/post-points.js';
import { refuse } from '../../domain/core/refusal.js';
import { applyPost } from './apply-post.js';
import type { LedgerContext } from '../core/context.js';
import { LedgerError, accept } from '../core/ledger-error.js';
import { PendingReads } from '../core/pending-reads.js';
import { LoadedReceipts } from './loaded-receipts.js';
import { loadPost } from './load-post.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class PointsContract extends CatalogueContract {
  constructor() {
    super('Points');
  }

  @CatalogueTransaction(postPoints)
  async Post(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, postPoints, json);
    const { caller, txId, txTime } = ctx;
    const operations = request.operations ?? (request.lines ? operationsOfLines(request.lines) : []);
    const rows = await loadPost(ctx.state, { operations, sources: request.sources }, caller.mspId, monthOf(txTime));
    accept(decideMembership(caller, rows.organizations.get(caller.mspId), postPoints));
    const { reply, set } = decidePostPoints(operations, rows, { caller, txId, txTime }, request.proofs);
    applyPost(ctx.state, set);
    if (request.lines !== undefined) return finish(ctx, postPoints, withoutPosted(reply));
    return finish(ctx, postPoints, request.omitReceipts === true ? withoutReceipts(reply) : reply);
  }

  @CatalogueTransaction(getReceipt)
  async Receipt(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, operationId } = begin(ctx, getReceipt, json);
    const reads = new PendingReads(ctx.state);
    const receipts = new LoadedReceipts(reads);
    receipts.want(mspId, operationId);
    await reads.read();
    await receipts.settle();
    const [receipt] = receipts.all.values();
    if (receipt === undefined)
      throw new LedgerError(refuse('OPERATION_UNKNOWN', `${mspId} has no operation ${operationId}`));
    return finish(ctx, getReceipt, receipt);
  }
}
