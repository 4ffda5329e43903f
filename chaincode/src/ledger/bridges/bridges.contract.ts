/** Bridges to legacy programmes. What crosses is posted by `Points:Post`. */
import { getBridge, listBridges, PAGE_ROWS_MAX, setBridge } from '@commonpoint/catalogue';
import { decideSetBridge } from '../../domain/bridges/bridges.js';
import { refuse } from '../../domain/core/refusal.js';
import type { LedgerContext } from '../core/context.js';
import { bridgeKey, bridges, bridgeUseKey } from './keys.js';
import { accept } from '../core/ledger-error.js';
import { loadProgram, requireMembership } from '../core/load.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class BridgesContract extends CatalogueContract {
  constructor() {
    super('Bridges');
  }

  @CatalogueTransaction(setBridge)
  async Set(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, setBridge, json);
    await requireMembership(ctx);
    const program = await loadProgram(ctx.state, request.programId);
    const key = bridgeKey(request.programId, request.bridgeId);
    const before = await ctx.state.get(key);
    const row = accept(decideSetBridge(before, program, request, ctx.caller.mspId));
    if (row !== before) ctx.state.put(key, row);
    return finish(ctx, setBridge, row);
  }

  @CatalogueTransaction(getBridge)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, bridgeId } = begin(ctx, getBridge, json);
    const found = await ctx.state.get(bridgeKey(programId, bridgeId));
    const row = accept(found ?? refuse('BRIDGE_UNKNOWN', `${programId} has no bridge ${bridgeId}`));
    const crossed = await ctx.state.get(bridgeUseKey(programId, bridgeId));
    return finish(ctx, getBridge, crossed === undefined ? row : { ...row, crossed });
  }

  @CatalogueTransaction(listBridges)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listBridges, json);
    await loadProgram(ctx.state, programId);
    const page = await ctx.state.page(bridges(programId), pageSize, bookmark);
    return finish(ctx, listBridges, { bridges: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}
