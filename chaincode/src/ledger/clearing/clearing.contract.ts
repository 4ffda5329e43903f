/** Clearing: what merchants owe each other for points of one that were spent at the other. */
import {
  clearingPositions,
  CLOSE_ROWS_MAX,
  closeCycle,
  cutOffCycle,
  getCycle,
  monthOf,
  monthOfCycle,
  STATEMENT_ROWS_MAX,
} from '@commonpoint/catalogue';
import { sumClearing } from '../../domain/clearing/clearing.js';
import {
  cycleReport,
  decideClosing,
  finishCycle,
  foldCycle,
  openCycleReport,
  type CycleRow,
} from '../../domain/clearing/close-cycle.js';
import { decideCutOff } from '../../domain/clearing/cut-off.js';
import { present } from '../../domain/core/present.js';
import { refuse } from '../../domain/core/refusal.js';
import { settlementsOf } from '../../domain/clearing/settlements.js';
import type { LedgerContext } from '../core/context.js';
import { clearingKey, currentCycleKey, cutOffKey, cycleKey, remaindersKey, settlementKey } from './keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { requireMembership } from '../core/load.js';
import {
  loadAcceptancesOf,
  loadAgreed,
  loadClearingRows,
  loadCurrentCycle,
  loadClearingSums,
  loadCutOff,
  loadPaymentRules,
  loadProgramsOf,
} from './load-clearing.js';
import { loadPrivatePairs } from '../terms/load-terms.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class ClearingContract extends CatalogueContract {
  constructor() {
    super('Clearing');
  }

  @CatalogueTransaction(clearingPositions)
  async Positions(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, clearingPositions, json);
    const row = await ctx.state.get(cycleKey(cycle));
    const { sums, count } = await loadClearingSums(ctx.state, cycle);
    if (row === undefined && count === 0) await requirePresent(ctx, cycle);
    return finish(ctx, clearingPositions, sumClearing(cycle, [...(row?.positions ?? []), ...sums]));
  }

  @CatalogueTransaction(cutOffCycle)
  async CutOff(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, cutOffCycle, json);
    await requireMembership(ctx);
    const before = await loadCutOff(ctx.state, cycle, monthOf(ctx.txTime));
    const { mspId } = ctx.caller;
    const { agreed, row } = accept(decideCutOff(cycle, before, { by: mspId, at: ctx.txTime }));
    if (agreed.length > before.agreed.length) ctx.state.put(cutOffKey(cycle, mspId), { agreedAt: ctx.txTime });
    if (row?.next !== undefined && row !== before.row) {
      ctx.state.put(cycleKey(cycle), row);
      ctx.state.put(currentCycleKey(monthOfCycle(cycle)), { cycle: row.next });
    }
    return finish(ctx, cutOffCycle, { cycle, agreed, ...present({ cutAt: row?.cutAt, next: row?.next }) });
  }

  @CatalogueTransaction(closeCycle)
  async Close(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, closeCycle, json);
    await requireMembership(ctx);
    const before = await ctx.state.get(cycleKey(cycle));
    const month = monthOfCycle(cycle);
    if (before === undefined) {
      accept(decideClosing(cycle, await loadCurrentCycle(ctx.state, month), ctx.txTime));
      ctx.state.put(currentCycleKey(month), { cycle, closed: true });
    }
    if (before?.status === 'closed') return finish(ctx, closeCycle, { ...cycleReport(before), more: false });
    const { keys, rows, more } = await loadClearingRows(ctx.state, cycle, CLOSE_ROWS_MAX);
    const folded = foldCycle(before, cycle, rows);
    const after = more ? folded : await finishing(ctx, folded);
    for (const key of keys) ctx.state.delete(key);
    ctx.state.put(cycleKey(cycle), after);
    if (!more) {
      for (const settlement of settlementsOf(after)) ctx.state.put(settlementKey(settlement), settlement);
      ctx.state.put(remaindersKey, { cycle, remainders: after.remainders ?? [] });
    }
    for (const { debtor, creditor, programId, amount } of after.carried ?? []) {
      const key = clearingKey(after.carriedTo ?? '', debtor, creditor, programId, ctx.txId);
      ctx.state.put(key, { amount, worth: '0', unvalued: amount });
    }
    return finish(ctx, closeCycle, { ...cycleReport(after), more });
  }

  @CatalogueTransaction(getCycle)
  async Cycle(ctx: LedgerContext, json: string): Promise<string> {
    const { cycle } = begin(ctx, getCycle, json);
    const row = await ctx.state.get(cycleKey(cycle));
    if (row?.status === 'closed') return finish(ctx, getCycle, cycleReport(row));
    const rows = await loadClearingSums(ctx.state, cycle, STATEMENT_ROWS_MAX);
    if (row === undefined && rows.count === 0) await requirePresent(ctx, cycle);
    const agreed = await loadAgreed(ctx.state, cycle);
    const programs = await loadProgramsOf(ctx.state, [...(row?.positions ?? []), ...rows.sums]);
    const privatePairs = await loadPrivatePairs(ctx.state);
    return finish(
      ctx,
      getCycle,
      openCycleReport(
        row,
        cycle,
        { sums: rows.sums, partial: rows.partial, agreed },
        programs,
        privatePairs,
        await loadPaymentRules(ctx.state),
      ),
    );
  }
}

/** Of a cycle to which nothing was ever added: it is the present one, or never was. */
async function requirePresent(ctx: LedgerContext, cycle: string): Promise<void> {
  if (cycle === (await loadCurrentCycle(ctx.state, monthOf(ctx.txTime)))) return;
  throw new LedgerError(refuse('CYCLE_UNKNOWN', `there is no clearing cycle ${cycle}`));
}

async function finishing(ctx: LedgerContext, folded: CycleRow): Promise<CycleRow> {
  const month = monthOf(ctx.txTime);
  const { cycle: open, closed = false } = (await ctx.state.get(currentCycleKey(month))) ?? { cycle: month };
  const after = finishCycle(folded, {
    programs: await loadProgramsOf(ctx.state, folded.positions),
    acceptances: await loadAcceptancesOf(ctx.state, folded.positions),
    privatePairs: await loadPrivatePairs(ctx.state),
    ...(await loadPaymentRules(ctx.state)),
    open,
    closedAt: ctx.txTime,
  });
  if (after.carried !== undefined && closed)
    throw new LedgerError(refuse('CYCLE_CLOSED', `what has no value would be carried into ${open}, which is closed`));
  return after;
}
