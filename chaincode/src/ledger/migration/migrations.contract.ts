/** Migrations of legacy programmes. Balances are claimed by `Points:Post`. */
import {
  abortMigration,
  approveMigration,
  completeMigration,
  getMigration,
  listMigrations,
  type Migration,
  PAGE_ROWS_MAX,
  proposeMigration,
} from '@commonpoint/catalogue';
import {
  decideAbortMigration,
  decideApproveMigration,
  decideCompleteMigration,
  decideProposeMigration,
} from '../../domain/migration/migrations.js';
import type { LedgerContext } from '../core/context.js';
import { migrationKey, migrations } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadOrganizations, loadProgram, requireMembership } from '../core/load.js';
import { consortiumPolicy } from '../core/member-policies.js';
import { loadClaimed, loadMigration } from './load-migrations.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class MigrationsContract extends CatalogueContract {
  constructor() {
    super('Migrations');
  }

  @CatalogueTransaction(proposeMigration)
  async Propose(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, proposeMigration, json);
    await requireMembership(ctx);
    const by = ctx.caller.mspId;
    const program = await loadProgram(ctx.state, request.programId);
    const before = await ctx.state.get(migrationKey(by, request.migrationId));
    const row = accept(decideProposeMigration(before, program, request, { by, at: ctx.txTime }));
    if (row !== before) await put(ctx, row);
    return finish(ctx, proposeMigration, row);
  }

  @CatalogueTransaction(approveMigration)
  async Approve(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, approveMigration, json);
    await requireMembership(ctx);
    const saying = { by: ctx.caller.mspId, at: ctx.txTime };
    const before = await loadMigration(ctx.state, request.mspId, request.migrationId);
    const row = accept(decideApproveMigration(before, request, await loadOrganizations(ctx.state), saying));
    if (row !== before) await put(ctx, row);
    return finish(ctx, approveMigration, row);
  }

  @CatalogueTransaction(completeMigration)
  async Complete(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, completeMigration, json);
    await requireMembership(ctx);
    const by = ctx.caller.mspId;
    const before = await loadMigration(ctx.state, by, request.migrationId);
    const claimed = await loadClaimed(ctx.state, by, request.migrationId);
    const row = accept(decideCompleteMigration(before, request, claimed, ctx.txTime));
    if (row !== before) await put(ctx, row);
    return finish(ctx, completeMigration, row);
  }

  @CatalogueTransaction(abortMigration)
  async Abort(ctx: LedgerContext, json: string): Promise<string> {
    const { migrationId } = begin(ctx, abortMigration, json);
    await requireMembership(ctx);
    const before = await loadMigration(ctx.state, ctx.caller.mspId, migrationId);
    const row = accept(decideAbortMigration(before, ctx.txTime));
    if (row !== before) await put(ctx, row);
    return finish(ctx, abortMigration, row);
  }

  @CatalogueTransaction(getMigration)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, migrationId } = begin(ctx, getMigration, json);
    const row = await loadMigration(ctx.state, mspId, migrationId);
    const { count, amount } = await loadClaimed(ctx.state, mspId, migrationId);
    return finish(ctx, getMigration, { ...row, claimedSoFar: { count, amount: String(amount) } });
  }

  @CatalogueTransaction(listMigrations)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listMigrations, json);
    const page = await ctx.state.page(migrations(), pageSize, bookmark);
    return finish(ctx, listMigrations, { migrations: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}

/** Peers of more than half of all organisations sign what was approved: fewer cannot say that others did. */
async function put({ state }: LedgerContext, row: Migration): Promise<void> {
  const policy = consortiumPolicy(await loadOrganizations(state));
  state.put(migrationKey(row.mspId, row.migrationId), row, policy);
}
