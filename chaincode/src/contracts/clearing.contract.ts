/** Clearing: what merchants owe each other for points of one that were spent at the other. */
import { clearingPositions } from '../catalogue/points.js';
import { sumClearing } from '../domain/clearing.js';
import type { LedgerContext } from '../ledger/context.js';
import { loadClearing } from '../ledger/load.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class ClearingContract extends CatalogueContract {
  constructor() {
    super('Clearing');
  }

  @CatalogueTransaction(clearingPositions)
  async Positions(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, clearingPositions, json);
    return finish(ctx, clearingPositions, sumClearing(cycle, await loadClearing(ctx.state, cycle)));
  }
}
