/** Money statements of pairs on private terms. Only their hashes are public. */
import {
  getStatement,
  listStatements,
  makeStatement,
  type MoneyStatement,
  PAGE_ROWS_MAX,
  type Parties,
  type Settlement,
  settleStatement,
  type StatementRecord,
  termsCollection,
} from '@commonpoint/catalogue';
import { decideStatement, makeMoneyStatement } from '../../domain/terms/money-statement.js';
import { refuse, Refusal } from '../../domain/core/refusal.js';
import { decideSettle, settlementOf, type PrivateSettlement } from '../../domain/terms/settle-statement.js';
import { privateHash } from '../../domain/terms/terms.js';
import type { LedgerContext } from '../core/context.js';
import { loadOrganizations } from '../core/load.js';
import { pairPolicy } from '../core/member-policies.js';
import { cycleKey } from '../clearing/keys.js';
import { privateRemainderKey, privateSettlementKey, privateStatementKey, statementKey, statements } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadAgreedTerms, requirePair } from './load-terms.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, beginPrivate, finish } from '../core/transaction-frame.js';

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
    const collection = termsCollection(...parties);
    const before = await ctx.privateState.get(collection, privateRemainderKey);
    const statement = makeMoneyStatement(due, await loadAgreedTerms(ctx, due), before?.remainder);
    const { remainder, salt } = statement;
    const said = { madeBy: ctx.caller.mspId, madeAt: ctx.txTime };
    const record = { cycle, parties, hash: privateHash(statement), ...said };
    ctx.privateState.put(collection, privateStatementKey(cycle), statement);
    // Also if nothing remains: that there is a row tells nobody anything.
    ctx.privateState.put(collection, privateRemainderKey, { cycle, ...(remainder && { remainder }), salt });
    ctx.state.put(statementKey(cycle, parties), record, pairPolicy(await loadOrganizations(ctx.state), parties));
    return finish(ctx, makeStatement, record);
  }

  @CatalogueTransaction(getStatement)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { counterparty, cycle } = begin(ctx, getStatement, json);
    const parties = await requirePair(ctx, counterparty);
    const { record, statement, settled } = await load(ctx, cycle, parties);
    const settlement = settled instanceof Refusal ? {} : { settlement: withoutSalt(settled) };
    return finish(ctx, getStatement, { record, statement, ...settlement });
  }

  @CatalogueTransaction(settleStatement)
  async Settle(ctx: LedgerContext, json: string): Promise<string> {
    const { request, input } = beginPrivate(ctx, settleStatement, json);
    const parties = await requirePair(ctx, request.counterparty);
    const { record, settled } = await load(ctx, request.cycle, parties);
    const before = accept(settled);
    const after = accept(decideSettle(before, input, { by: ctx.caller.mspId, at: ctx.txTime }));
    if (after !== before) {
      ctx.privateState.put(termsCollection(...parties), privateSettlementKey(request.cycle), after);
    }
    return finish(ctx, settleStatement, record);
  }

  @CatalogueTransaction(listStatements)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listStatements, json);
    const page = await ctx.state.page(statements(cycle), pageSize, bookmark);
    return finish(ctx, listStatements, { statements: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}

interface Loaded {
  record: StatementRecord;
  statement: MoneyStatement;
  /** What was said of the payment, if anything was; or that there is none to be made. */
  settled: PrivateSettlement | Refusal;
}

/** Errors: STATEMENT_UNKNOWN. */
async function load({ state, privateState }: LedgerContext, cycle: string, parties: Parties): Promise<Loaded> {
  const unknown = refuse('STATEMENT_UNKNOWN', `no statement of ${cycle} for ${parties.join(' and ')}`);
  const record = accept((await state.get(statementKey(cycle, parties))) ?? unknown);
  const collection = termsCollection(...parties);
  const statement = accept((await privateState.get(collection, privateStatementKey(cycle))) ?? unknown);
  const closed = accept((await state.get(cycleKey(cycle))) ?? unknown);
  const said = await privateState.get(collection, privateSettlementKey(cycle));
  return { record, statement, settled: said ?? settlementOf(statement, closed) };
}

function withoutSalt({ salt: _salt, ...settlement }: PrivateSettlement): Settlement {
  return settlement;
}
