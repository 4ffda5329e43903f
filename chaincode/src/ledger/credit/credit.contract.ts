/** Credit: what merchants let issuers owe them. What draws on it is done by `Points:Post`. */
import {
  type Acceptance,
  endCredit,
  getCredit,
  giveBackCredit,
  grantCredit,
  prepayCredit,
  raiseCredit,
  releaseCredit,
} from '@commonpoint/catalogue';
import {
  creditStateOf,
  decideEndCredit,
  decideGrantCredit,
  decideRaiseCredit,
  returnToLanes,
} from '../../domain/credit/credit.js';
import { decideReleased, useUpPrepaid } from '../../domain/credit/release-credit.js';
import { prepaidByClaim } from '../../domain/collateral/claim-default.js';
import { refuse } from '../../domain/core/refusal.js';
import type { LedgerContext } from '../core/context.js';
import { cycleKey } from '../clearing/keys.js';
import { creditBackKey, creditLaneKey, creditReleaseKey, prepaymentKey } from './keys.js';
import { acceptanceKey } from '../programs/keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { loadProgram, requireMembership } from '../core/load.js';
import {
  applyCredit,
  loadCredit,
  loadCreditLanes,
  loadPayments,
  loadPrepayments,
  loadReturning,
  requireSwitchedOn,
} from './load-credit.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

export class CreditContract extends CatalogueContract {
  constructor() {
    super('Credit');
  }

  @CatalogueTransaction(grantCredit)
  async Grant(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, ...asked } = begin(ctx, grantCredit, json);
    await requireMembership(ctx);
    await loadProgram(ctx.state, programId);
    const before = await loadOwnAcceptance(ctx, programId);
    await requireSwitchedOn(ctx.state);
    const change = accept(decideGrantCredit(before, await loadCreditLanes(ctx.state, before), asked, ctx.txTime));
    await applyCredit(ctx.state, before, change);
    return finish(ctx, grantCredit, change.acceptance);
  }

  @CatalogueTransaction(raiseCredit)
  async Raise(ctx: LedgerContext, json: string): Promise<string> {
    const { limit, ...pair } = begin(ctx, raiseCredit, json);
    await requireMembership(ctx);
    const program = await loadProgram(ctx.state, pair.programId);
    const before = await loadCredit(ctx.state, pair);
    await requireSwitchedOn(ctx.state);
    // Lanes are written all the time: they are read only for the second word, which divides the limit anew.
    const isSecond = before.credit.raise?.limit === limit && before.credit.raise.by !== ctx.caller.mspId;
    const lanes = isSecond ? await loadCreditLanes(ctx.state, before) : [];
    const saying = { by: ctx.caller.mspId, at: ctx.txTime };
    const change = accept(decideRaiseCredit(before, lanes, program, limit, saying));
    await applyCredit(ctx.state, before, change);
    return finish(ctx, raiseCredit, change.acceptance);
  }

  @CatalogueTransaction(endCredit)
  async End(ctx: LedgerContext, json: string): Promise<string> {
    const { programId } = begin(ctx, endCredit, json);
    await requireMembership(ctx);
    await loadProgram(ctx.state, programId);
    const before = await loadCredit(ctx.state, { programId, mspId: ctx.caller.mspId });
    const acceptance = accept(decideEndCredit(before, ctx.txTime));
    await applyCredit(ctx.state, before, { acceptance });
    return finish(ctx, endCredit, acceptance);
  }

  @CatalogueTransaction(giveBackCredit)
  async GiveBack(ctx: LedgerContext, json: string): Promise<string> {
    const { txIds, lanes, ...pair } = begin(ctx, giveBackCredit, json);
    await requireMembership(ctx);
    const { programId, mspId } = pair;
    const { credit } = await loadCredit(ctx.state, pair);
    const unknown = lanes.find((lane) => lane >= credit.lanes);
    if (unknown !== undefined) throw new LedgerError(refuse('LANE_UNKNOWN', `the credit has no lane ${unknown}`));
    // By name, and no range: what others give back meanwhile is not in the way.
    const rows = await ctx.state.getMany(txIds.map((txId) => creditBackKey(programId, mspId, txId)));
    const amount = [...rows.values()].reduce((sum, row) => sum + BigInt(row.amount), 0n);
    if (amount === 0n) return finish(ctx, giveBackCredit, { ...pair, amount: '0' });
    const keys = [...new Set(lanes)].map((lane) => creditLaneKey(programId, mspId, lane));
    const before = await ctx.state.getMany(keys);
    const after = returnToLanes(
      keys.map((key) => before.get(key) ?? { granted: '0', used: '0' }),
      amount,
    );
    keys.forEach((key, index) => ctx.state.put(key, after[index]));
    for (const key of rows.keys()) ctx.state.delete(key);
    return finish(ctx, giveBackCredit, { ...pair, amount: String(amount) });
  }

  @CatalogueTransaction(releaseCredit)
  async Release(ctx: LedgerContext, json: string): Promise<string> {
    const request = begin(ctx, releaseCredit, json);
    const { programId, mspId, cycle } = request;
    await requireMembership(ctx);
    const program = await loadProgram(ctx.state, programId);
    await loadCredit(ctx.state, request);
    const key = creditReleaseKey(programId, mspId, cycle);
    const released = await ctx.state.get(key);
    if (released !== undefined) return finish(ctx, releaseCredit, { ...request, ...released });
    const row = await ctx.state.get(cycleKey(cycle));
    const settlements = await loadPayments(ctx.state, row, program.issuer, mspId);
    const drawn = accept(decideReleased(request, row, program, settlements, ctx.caller.mspId));
    const paid = await loadPrepayments(ctx.state, request);
    const claimed = prepaidByClaim(settlements, programId);
    const { used, rows } = useUpPrepaid(
      paid.map((each) => each.row),
      drawn - claimed,
    );
    paid.forEach(({ id, row: before }, index) => {
      const after = rows[index];
      if (after?.left !== before.left) ctx.state.put(prepaymentKey(programId, mspId, id), after);
    });
    const back = drawn - claimed - used;
    const release = { amount: String(drawn), prepaid: String(claimed + used) };
    ctx.state.put(key, release);
    if (back > 0n) ctx.state.put(creditBackKey(programId, mspId, ctx.txId), { amount: String(back) });
    return finish(ctx, releaseCredit, { ...request, ...release });
  }

  @CatalogueTransaction(prepayCredit)
  async Prepay(ctx: LedgerContext, json: string): Promise<string> {
    const { programId, prepaymentId, amount } = begin(ctx, prepayCredit, json);
    await requireMembership(ctx);
    const { mspId } = ctx.caller;
    await loadCredit(ctx.state, { programId, mspId });
    const key = prepaymentKey(programId, mspId, prepaymentId);
    const before = await ctx.state.get(key);
    if (before !== undefined && before.amount !== amount)
      throw new LedgerError(refuse('PREPAYMENT_EXISTS', `${prepaymentId} is of ${before.amount}`));
    const row = before ?? { amount, left: amount, at: ctx.txTime };
    if (before === undefined) {
      ctx.state.put(key, row);
      ctx.state.put(creditBackKey(programId, mspId, ctx.txId), { amount });
    }
    return finish(ctx, prepayCredit, { programId, mspId, prepaymentId, ...row });
  }

  @CatalogueTransaction(getCredit)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const pair = begin(ctx, getCredit, json);
    const acceptance = await loadCredit(ctx.state, pair);
    const lanes = await loadCreditLanes(ctx.state, acceptance);
    return finish(ctx, getCredit, accept(creditStateOf(acceptance, lanes, await loadReturning(ctx.state, pair))));
  }
}

/** Errors: ACCEPTANCE_UNKNOWN. */
async function loadOwnAcceptance(ctx: LedgerContext, programId: string): Promise<Acceptance> {
  const { mspId } = ctx.caller;
  const acceptance = await ctx.state.get(acceptanceKey(programId, mspId));
  if (acceptance !== undefined) return acceptance;
  throw new LedgerError(refuse('ACCEPTANCE_UNKNOWN', `${mspId} does not accept ${programId}`));
}
