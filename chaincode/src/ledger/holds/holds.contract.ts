/** Holds: what is set aside of an account's points. They are made and resolved by `Points:Post`. */
import { getHold, listHolds, PAGE_ROWS_MAX } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import type { LedgerContext } from '../core/context.js';
import { keyParts } from '../core/keys.js';
import { holdKey, openHolds } from './keys.js';
import { LedgerError } from '../core/ledger-error.js';
import { loadAccount } from '../core/load.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class HoldsContract extends CatalogueContract {
  constructor() {
    super('Holds');
  }

  @CatalogueTransaction(getHold)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, holdId } = begin(ctx, getHold, json);
    const hold = await ctx.state.get(holdKey(mspId, holdId));
    if (hold === undefined) throw new LedgerError(refuse('HOLD_UNKNOWN', `${mspId} has posted no hold ${holdId}`));
    return finish(ctx, getHold, hold);
  }

  @CatalogueTransaction(listHolds)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { accountId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listHolds, json);
    await loadAccount(ctx.state, accountId);
    const page = await ctx.state.page(openHolds(accountId), pageSize, bookmark);
    const keys = page.rows.map(({ key }) => {
      const [, , mspId = '', holdId = ''] = keyParts(key);
      return holdKey(mspId, holdId);
    });
    const holds = await ctx.state.getMany(keys);
    return finish(ctx, listHolds, { holds: keys.flatMap((key) => holds.get(key) ?? []), bookmark: page.bookmark });
  }
}
