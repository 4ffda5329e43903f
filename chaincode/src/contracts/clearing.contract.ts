/** Clearing: what merchants owe each other for points of one that were spent at the other. */
import { CLOSE_ROWS_MAX, closeCycle, getCycle } from '../catalogue/clearing.js';
import { clearingPositions } from '../catalogue/points.js';
import { sumClearing } from '../domain/clearing.js';
import {
  closedCycleStatement,
  decideClosing,
  finishCycle,
  foldCycle,
  openCycleStatement,
  type CycleRow,
} from '../domain/close-cycle.js';
import { settlementsOf } from '../domain/settlements.js';
import type { LedgerContext } from '../ledger/context.js';
import { cycleKey, settlementKey } from '../ledger/keys.js';
import { accept } from '../ledger/ledger-error.js';
import { requireMembership } from '../ledger/load.js';
import { loadClearingRows, loadProgramsOf } from '../ledger/load-clearing.js';
import { loadPrivatePairs } from '../ledger/load-terms.js';
import { CatalogueContract, CatalogueTransaction } from './catalogue-transaction.js';
import { begin, finish } from './transaction-frame.js';

export class ClearingContract extends CatalogueContract {
  constructor() {
    super('Clearing');
  }

  @CatalogueTransaction(clearingPositions)
  async Positions(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, clearingPositions, json);
    const folded = (await ctx.state.get(cycleKey(cycle)))?.positions ?? [];
    const { rows } = await loadClearingRows(ctx.state, cycle);
    return finish(ctx, clearingPositions, sumClearing(cycle, [...folded, ...rows]));
  }

  @CatalogueTransaction(closeCycle)
  async Close(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, closeCycle, json);
    await requireMembership(ctx.state, ctx.caller);
    accept(decideClosing(cycle, ctx.txTime));
    const before = await ctx.state.get(cycleKey(cycle));
    if (before?.status === 'closed') {
      return finish(ctx, closeCycle, { ...closedCycleStatement(before), more: false });
    }
    const { keys, rows, more } = await loadClearingRows(ctx.state, cycle, CLOSE_ROWS_MAX);
    const folded = foldCycle(before, cycle, rows);
    const after = more ? folded : await finishing(ctx, folded);
    for (const key of keys) ctx.state.delete(key);
    ctx.state.put(cycleKey(cycle), after);
    if (!more) for (const settlement of settlementsOf(after)) ctx.state.put(settlementKey(settlement), settlement);
    return finish(ctx, closeCycle, { ...closedCycleStatement(after), more });
  }

  @CatalogueTransaction(getCycle)
  async Cycle(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, getCycle, json);
    const row = await ctx.state.get(cycleKey(cycle));
    if (row?.status === 'closed') return finish(ctx, getCycle, closedCycleStatement(row));
    const { rows } = await loadClearingRows(ctx.state, cycle);
    const programs = await loadProgramsOf(ctx.state, [...(row?.positions ?? []), ...rows]);
    const privatePairs = await loadPrivatePairs(ctx.state);
    return finish(ctx, getCycle, openCycleStatement(row, cycle, rows, programs, privatePairs));
  }
}

async function finishing(ctx: LedgerContext, folded: CycleRow): Promise<CycleRow> {
  const programs = await loadProgramsOf(ctx.state, folded.positions);
  return finishCycle(folded, programs, await loadPrivatePairs(ctx.state), ctx.txTime);
}
