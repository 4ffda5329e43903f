/** Money statements of pairs on private terms. Only their hashes are public. */
import { termsCollection } from '../catalogue/collections.js';
import { getStatement, listStatements, makeStatement } from '../catalogue/statements.js';
import { PAGE_ROWS_MAX } from '../catalogue/values.js';
import { decideStatement, makeMoneyStatement } from '../domain/money-statement.js';
import { refuse } from '../domain/refusal.js';
import { privateHash } from '../domain/terms.js';
import type { LedgerContext } from '../ledger/context.js';
import { bothOf } from '../ledger/key-policy.js';
import { cycleKey, privateStatementKey, statementKey, statements } from '../ledger/keys.js';
import { accept } from '../ledger/ledger-error.js';
import { loadAgreedTerms, requirePair } from '../ledger/load-terms.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class StatementsContract extends CatalogueContract {
  constructor() {
    super('Statements');
  }

  @CatalogueTransaction(makeStatement)
  async Make(ctx: LedgerContext, json: string): Promise<string> {
    const { counterparty, cycle } = begin(ctx, makeStatement, json);
    const parties = await requirePair(ctx, counterparty);
    const made = await ctx.state.get(statementKey(cycle, parties));
    if (made !== undefined) return finish(ctx, makeStatement, made);
    const row = await ctx.state.get(cycleKey(cycle));
    const due = accept(decideStatement(row, cycle, parties));
    const statement = makeMoneyStatement(due, await loadAgreedTerms(ctx, due));
    const said = { madeBy: ctx.caller.mspId, madeAt: ctx.txTime };
    const record = { cycle, parties, hash: privateHash(statement), ...said };
    ctx.privateState.put(termsCollection(...parties), privateStatementKey(cycle), statement);
    ctx.state.put(statementKey(cycle, parties), record, bothOf(parties));
    return finish(ctx, makeStatement, record);
  }

  @CatalogueTransaction(getStatement)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { counterparty, cycle } = begin(ctx, getStatement, json);
    const parties = await requirePair(ctx, counterparty);
    const unknown = refuse('STATEMENT_UNKNOWN', `no statement of ${cycle} for ${parties.join(' and ')}`);
    const record = accept((await ctx.state.get(statementKey(cycle, parties))) ?? unknown);
    const held = await ctx.privateState.get(termsCollection(...parties), privateStatementKey(cycle));
    return finish(ctx, getStatement, { record, statement: accept(held ?? unknown) });
  }

  @CatalogueTransaction(listStatements)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listStatements, json);
    const page = await ctx.state.page(statements(cycle), pageSize, bookmark);
    return finish(ctx, listStatements, { statements: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}
