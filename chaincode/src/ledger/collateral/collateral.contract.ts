/** Collateral: credit lines that merchants grant to accounts, and what is said of their money. What is pledged, released and taken is done by `Points:Post`. */
import {
  allowLiquidation,
  claimOnLine,
  closeCreditLine,
  confirmLinePayment,
  type CreditLine,
  disputeLinePayment,
  drawOnLine,
  getCreditLine,
  giveNotice,
  grantCreditLine,
  type LinePayment,
  listCreditLines,
  listLinePayments,
  PAGE_ROWS_MAX,
  repayLine,
  resolveLinePayment,
  withdrawLinePayment,
} from '@commonpoint/catalogue';
import { decideClaim, refuseUnlessSecured } from '../../domain/collateral/claim-default.js';
import {
  coverIn,
  cured,
  decideAllow,
  decideClose,
  decideGrantLine,
  decideNotice,
  notParty,
  refuseIfOther,
  refuseUnlessLent,
} from '../../domain/collateral/credit-lines.js';
import {
  decideConfirm,
  decideDisputePayment,
  decideDraw,
  decideRepay,
  decideResolvePayment,
  decideWithdraw,
  type PaymentChange,
  refuseIfOtherPayment,
  type SideSaying,
  signedDraw,
} from '../../domain/collateral/line-payments.js';
import type { Refusal } from '../../domain/core/refusal.js';
import { refuseIfDebitsStopped } from '../../domain/orders/effects.js';
import { refuseUnlessDebitable } from '../../domain/points/standing.js';
import type { LedgerContext } from '../core/context.js';
import { creditLineKey, creditLines, linePaymentKey, linePayments } from './keys.js';
import { acceptanceKey } from '../programs/keys.js';
import { accept, LedgerError } from '../core/ledger-error.js';
import { loadAccount, requireMembership } from '../core/load.js';
import { applyClaim, loadOwing } from './load-claim.js';
import { loadDebitWorld, loadLine, loadPayment, loadPricing, loadSide, requireCollateral } from './load-lines.js';
import { CatalogueContract, CatalogueTransaction } from '../core/catalogue-transaction.js';
import { begin, finish } from '../core/transaction-frame.js';

interface PaymentReference {
  readonly mspId: string;
  readonly lineId: string;
  readonly paymentId: string;
}

export class CollateralContract extends CatalogueContract {
  constructor() {
    super('Collateral');
  }

  @CatalogueTransaction(grantCreditLine)
  async Grant(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, grantCreditLine, json);
    await requireMembership(ctx);
    await requireCollateral(ctx.state);
    const { mspId } = ctx.caller;
    const existing = await ctx.state.get(creditLineKey(mspId, asked.lineId));
    refuseIf(refuseIfOther(existing, asked));
    if (existing !== undefined) return finish(ctx, grantCreditLine, existing);
    const { program, cycle } = await loadPricing(ctx, asked);
    const account = await loadAccount(ctx.state, asked.accountId);
    const acceptance = await ctx.state.get(acceptanceKey(asked.programId, mspId));
    refuseIf(refuseUnlessLent(account, program, acceptance, cycle, mspId));
    const line = accept(decideGrantLine(asked, program, { by: mspId, at: ctx.txTime }));
    ctx.state.put(creditLineKey(mspId, line.lineId), line);
    return finish(ctx, grantCreditLine, line);
  }

  @CatalogueTransaction(drawOnLine)
  async Draw(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, drawOnLine, json);
    await requireMembership(ctx);
    await requireCollateral(ctx.state);
    const line = await loadLine(ctx.state, asked);
    const existing = await ctx.state.get(linePaymentKey(asked.mspId, asked.lineId, asked.paymentId));
    refuseIf(refuseIfOtherPayment(existing, 'draw', asked));
    if (existing !== undefined) return finish(ctx, drawOnLine, existing);
    const { program, cycle } = await loadPricing(ctx, line);
    const account = await loadAccount(ctx.state, line.accountId);
    const world = await loadDebitWorld(ctx, line);
    const { authorization } = asked;
    refuseIf(
      refuseUnlessDebitable(world, account, { ...signedDraw(asked), authorization }) ??
        refuseIfDebitsStopped(world, account, line.programId),
    );
    const signed = account.publicKey === undefined ? { ...asked, authorization: undefined } : asked;
    return finish(ctx, drawOnLine, apply(ctx, accept(decideDraw(line, program, cycle, signed, ctx.txTime))));
  }

  @CatalogueTransaction(repayLine)
  async Repay(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, repayLine, json);
    await requireMembership(ctx);
    const line = await loadLine(ctx.state, asked);
    const existing = await ctx.state.get(linePaymentKey(asked.mspId, asked.lineId, asked.paymentId));
    refuseIf(refuseIfOtherPayment(existing, 'repayment', asked));
    if (existing !== undefined) return finish(ctx, repayLine, existing);
    const change = accept(decideRepay(line, asked, await loadSide(ctx, line)));
    return finish(ctx, repayLine, apply(ctx, await withCure(ctx, line, change)));
  }

  @CatalogueTransaction(confirmLinePayment)
  async Confirm(ctx: LedgerContext, json: string): Promise<string> {
    const { reference, ...payment } = begin(ctx, confirmLinePayment, json);
    return finish(
      ctx,
      confirmLinePayment,
      await change(ctx, payment, (line, before, saying) => decideConfirm(line, before, reference, saying)),
    );
  }

  @CatalogueTransaction(withdrawLinePayment)
  async Withdraw(ctx: LedgerContext, json: string): Promise<string> {
    return finish(ctx, withdrawLinePayment, await change(ctx, begin(ctx, withdrawLinePayment, json), decideWithdraw));
  }

  @CatalogueTransaction(disputeLinePayment)
  async Dispute(ctx: LedgerContext, json: string): Promise<string> {
    const { reason, ...payment } = begin(ctx, disputeLinePayment, json);
    return finish(
      ctx,
      disputeLinePayment,
      await change(ctx, payment, (line, before, saying) => decideDisputePayment(line, before, reason, saying)),
    );
  }

  @CatalogueTransaction(resolveLinePayment)
  async Resolve(ctx: LedgerContext, json: string): Promise<string> {
    return finish(
      ctx,
      resolveLinePayment,
      await change(ctx, begin(ctx, resolveLinePayment, json), decideResolvePayment),
    );
  }

  @CatalogueTransaction(claimOnLine)
  async Claim(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, claimOnLine, json);
    await requireMembership(ctx);
    const line = await loadLine(ctx.state, asked);
    refuseIf(refuseUnlessSecured(line, ctx.caller.mspId));
    const owing = await loadOwing(ctx.state, line, asked.cycle);
    if (owing.settlement.claim?.lineId === line.lineId) return finish(ctx, claimOnLine, owing.settlement);
    const claim = accept(decideClaim(line, owing, { by: ctx.caller.mspId, at: ctx.txTime }));
    put(ctx, line, claim.line);
    applyClaim(ctx.state, line, owing, claim);
    return finish(ctx, claimOnLine, claim.settlement);
  }

  @CatalogueTransaction(giveNotice)
  async GiveNotice(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, giveNotice, json);
    await requireMembership(ctx);
    const line = await loadLine(ctx.state, asked);
    if (ctx.caller.mspId !== line.mspId) refuseIf(notParty(line));
    const { program, cycle } = await loadPricing(ctx, line);
    return finish(ctx, giveNotice, put(ctx, line, accept(decideNotice(line, program, cycle, ctx.txTime))));
  }

  @CatalogueTransaction(allowLiquidation)
  async Allow(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, allowLiquidation, json);
    await requireMembership(ctx);
    const line = await loadLine(ctx.state, asked);
    const saying = { by: ctx.caller.mspId, at: ctx.txTime };
    return finish(ctx, allowLiquidation, put(ctx, line, accept(decideAllow(line, saying))));
  }

  @CatalogueTransaction(closeCreditLine)
  async Close(ctx: LedgerContext, json: string): Promise<string> {
    const asked = begin(ctx, closeCreditLine, json);
    await requireMembership(ctx);
    const line = await loadLine(ctx.state, asked);
    return finish(ctx, closeCreditLine, put(ctx, line, accept(decideClose(line, (await loadSide(ctx, line)).sides))));
  }

  @CatalogueTransaction(getCreditLine)
  async Get(ctx: LedgerContext, json: string): Promise<string> {
    const line = await loadLine(ctx.state, begin(ctx, getCreditLine, json));
    const { program, cycle } = await loadPricing(ctx, line);
    return finish(ctx, getCreditLine, { ...line, cover: String(coverIn(line, program, cycle)) });
  }

  @CatalogueTransaction(listCreditLines)
  async List(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, accountId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listCreditLines, json);
    const page = await ctx.state.page(creditLines(mspId), pageSize, bookmark);
    const lines = page.rows
      .map(({ value }) => value)
      .filter((line) => (accountId ?? line.accountId) === line.accountId);
    return finish(ctx, listCreditLines, { lines, bookmark: page.bookmark });
  }

  @CatalogueTransaction(listLinePayments)
  async Payments(ctx: LedgerContext, json: string): Promise<string> {
    const { mspId, lineId, pageSize = PAGE_ROWS_MAX, bookmark } = begin(ctx, listLinePayments, json);
    await loadLine(ctx.state, { mspId, lineId });
    const page = await ctx.state.page(linePayments(mspId, lineId), pageSize, bookmark);
    return finish(ctx, listLinePayments, { payments: page.rows.map(({ value }) => value), bookmark: page.bookmark });
  }
}

function refuseIf(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new LedgerError(refusal);
}

/** What one side says of a payment, recorded. Errors: those of membership, LINE_UNKNOWN, LINE_PAYMENT_UNKNOWN, then those of the decision. */
async function change(
  ctx: LedgerContext,
  reference: PaymentReference,
  decide: (line: CreditLine, before: LinePayment, saying: SideSaying) => PaymentChange | Refusal,
): Promise<LinePayment> {
  await requireMembership(ctx);
  const line = await loadLine(ctx.state, reference);
  const before = await loadPayment(ctx.state, reference);
  const after = accept(decide(line, before, await loadSide(ctx, line)));
  return after.payment === before ? before : apply(ctx, await withCure(ctx, line, after));
}

/** What is repaid, or not drawn after all, may end a notice. */
async function withCure(ctx: LedgerContext, before: CreditLine, after: PaymentChange): Promise<PaymentChange> {
  if (before.status !== 'noticed' || BigInt(after.line.drawn) >= BigInt(before.drawn)) return after;
  const { program, cycle } = await loadPricing(ctx, before);
  return { ...after, line: cured(after.line, program, cycle, ctx.txTime) };
}

function apply(ctx: LedgerContext, { line, payment }: PaymentChange): LinePayment {
  ctx.state.put(creditLineKey(line.mspId, line.lineId), line);
  ctx.state.put(linePaymentKey(payment.mspId, payment.lineId, payment.paymentId), payment);
  return payment;
}

function put(ctx: LedgerContext, before: CreditLine, line: CreditLine): CreditLine {
  if (line !== before) ctx.state.put(creditLineKey(line.mspId, line.lineId), line);
  return line;
}
