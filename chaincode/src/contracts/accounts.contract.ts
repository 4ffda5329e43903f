/** Accounts: pseudonyms that hold lots of points. */
import { openAccounts } from '../catalogue/accounts.js';
import { decideOpenAccounts } from '../domain/accounts.js';
import type { LedgerContext } from '../ledger/context.js';
import { accountKey } from '../ledger/keys.js';
import { accept } from '../ledger/ledger-error.js';
import { loadAccounts, requireMembership } from '../ledger/load.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class AccountsContract extends CatalogueContract {
  constructor() {
    super('Accounts');
  }

  @CatalogueTransaction(openAccounts)
  async Open(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, openAccounts, json);
    await requireMembership(ctx.state, ctx.caller);
    const existing = await loadAccounts(ctx.state, request.accounts.map(({ accountId }) => accountId));
    const { opened, reply } = accept(decideOpenAccounts(existing, request, ctx.caller.mspId, ctx.txTime));
    for (const account of opened) ctx.state.put(accountKey(account.accountId), account);
    return finish(ctx, openAccounts, reply);
  }
}
