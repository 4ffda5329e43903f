/**
 * Reversing: an earlier operation is undone, at once or in parts, and in all no more of it than there was.
 *
 * | what               | by whom                               | which points                                             |
 * |--------------------|---------------------------------------|----------------------------------------------------------|
 * | issuance           | who posted it: the issuer             | of its own expiry first; what is not there is a shortfall |
 * | redemption, capture| the merchant at which it was spent    | with the expiries they had, the newest first             |
 * | transfer           | who posted it, both accounts its own  | the very points that were sent, or none                  |
 *
 * Points of one programme and expiry are the same points, whichever lots they lie in.
 */
import type { z } from 'zod';
import {
  type Account,
  dayOf,
  expiryOf,
  type Program,
  type Receipt,
  type reverse,
  takenBackFrom,
} from '@commonpoint/catalogue';
import { refuseUnlessClearable } from '../clearing/clearing.js';
import { amountsByExpiry, totalOf, type Part } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfCreditsStopped, refuseIfDebitsStopped, refuseIfReserved } from '../orders/effects.js';
import { findAccount, findProgram, refuseUnlessAccountsActive, refuseUnlessUnlocked } from './standing.js';
import type { WorkingSet } from './working-set.js';

type Reverse = z.infer<typeof reverse>;

/** What of an operation is to be undone now, and what of it was undone before. */
interface Undoing {
  operation: Reverse;
  program: Program;
  target: Receipt;
  before: bigint;
  amount: bigint;
}

/**
 * Errors: OPERATION_UNKNOWN, then ACCOUNT_FROZEN, ACCOUNT_CLOSED, ACCOUNT_LOCKED, DEBITS_STOPPED,
 * CREDITS_STOPPED, REVERSAL_NOT_YOURS, NOT_REVERSIBLE, ALREADY_REVERSED, REVERSAL_EXCEEDED, CYCLE_CLOSED, LOT_SPENT,
 * INSUFFICIENT_POINTS, POINTS_RESERVED.
 */
export function decideReverseOperation(set: WorkingSet, operation: Reverse): Effect | Refusal {
  const { operationMspId = set.mspId, operationId } = operation;
  const target = set.receipt(operationId, operationMspId);
  if (target === undefined) return refuse('OPERATION_UNKNOWN', `${operationMspId} has no operation ${operationId}`);
  const program = findProgram(set, target.programId);
  if (program instanceof Refusal) return program;
  const accounts = [target.accountId, ...(target.toAccountId === undefined ? [] : [target.toAccountId])];
  for (const accountId of accounts) {
    const account = findAccount(set, accountId);
    if (account instanceof Refusal) return account;
    const immobile = refuseUnlessAccountsActive(account);
    if (immobile !== undefined) return immobile;
    const stopped = refuseIfStopped(set, account, target);
    if (stopped !== undefined) return stopped;
    // A transfer that is taken back leaves its receiver; an issuance that is was never the member's to keep.
    const locked = accountId === target.toAccountId ? refuseUnlessUnlocked(set, account) : undefined;
    if (locked !== undefined) return locked;
  }
  const mayReverse = reverserOf(program, target);
  if (set.mspId !== mayReverse)
    return refuse('REVERSAL_NOT_YOURS', `it is for ${mayReverse} to take back ${operationId}`);
  const irreversible = refuseUnlessReversible(set, program, target, accounts);
  if (irreversible !== undefined) return irreversible;
  const before = BigInt(target.reversed ?? '0');
  const left = BigInt(target.amount) - before;
  if (left === 0n) return refuse('ALREADY_REVERSED', `all of ${target.id} was reversed before`);
  const amount = BigInt(operation.amount ?? left);
  if (amount > left) return refuse('REVERSAL_EXCEEDED', `${amount} asked for, ${left} left of ${target.id}`);
  const unclearable = refuseUnlessClearable(set, program, target.acceptor);
  if (unclearable !== undefined) return unclearable;

  const effect = undo(set, { operation, program, target, before, amount });
  if (effect instanceof Refusal) return effect;
  const reversedBy = [...(target.reversedBy ?? []), { mspId: set.mspId, operationId: operation.id }];
  set.recordReceipt({ ...target, reversed: String(before + amount), reversedBy });
  const reversesMspId = target.mspId === set.mspId ? undefined : target.mspId;
  return { ...effect, reverses: target.id, ...present({ reversesMspId }) };
}

/** What is taken back leaves one account, what is given back comes to one. Errors: DEBITS_STOPPED, CREDITS_STOPPED. */
function refuseIfStopped(set: WorkingSet, account: Account, target: Receipt): Refusal | undefined {
  const takenFrom = takenBackFrom(target);
  if (takenFrom?.accountId === account.accountId) return refuseIfDebitsStopped(set, account, target.programId);
  return refuseIfCreditsStopped(set, account, target.programId);
}

/**
 * What made a merchant a creditor, or took points for its goods, is for that merchant to undo: nobody else knows whether
 * the goods came back.
 */
function reverserOf({ issuer }: Program, { kind, mspId, acceptor }: Receipt): string {
  return kind === 'redeem' || kind === 'capture' ? (acceptor ?? issuer) : mspId;
}

/** Errors: NOT_REVERSIBLE. */
function refuseUnlessReversible(
  set: WorkingSet,
  program: Program,
  target: Receipt,
  accounts: readonly string[],
): Refusal | undefined {
  switch (target.kind) {
    case 'issue':
      return undefined;
    case 'redeem':
    case 'capture':
      return isFolded(set, program, target)
        ? refuse('NOT_REVERSIBLE', 'the points were given back as quota when their day was folded')
        : undefined;
    case 'transfer':
      if (accounts.some((accountId) => set.accounts.get(accountId)?.custodian !== set.mspId))
        return refuse('NOT_REVERSIBLE', 'the transfer went to an account in the custody of another organisation');
      return set.accounts.get(target.toAccountId ?? '')?.publicKey === undefined
        ? undefined
        : refuse('NOT_REVERSIBLE', 'the receiver’s account is debited only with its member’s signature');
    case 'expire':
    case 'reverse':
    case 'hold':
    case 'void':
    case 'exchange':
    case 'seize':
      return refuse('NOT_REVERSIBLE', `operations of the kind ${target.kind} cannot be reversed`);
    default:
      return target.kind satisfies never;
  }
}

/**
 * With a cap on what is outstanding, folding a day turns what it retired into quota. Giving the same points back to a
 * member afterwards would put more in circulation than the cap.
 */
function isFolded(set: WorkingSet, { programId, capOn }: Program, target: Receipt): boolean {
  const foldedThrough = set.rows.foldedThrough.get(programId);
  return capOn === 'outstanding' && foldedThrough !== undefined && dayOf(target.txTime) <= foldedThrough;
}

function undo(set: WorkingSet, undoing: Undoing): Effect | Refusal {
  switch (undoing.target.kind) {
    case 'issue':
      return takeBackIssuance(set, undoing);
    case 'redeem':
    case 'capture':
      return giveBackRedemption(set, undoing);
    default:
      return sendBackTransfer(set, undoing);
  }
}

/**
 * Takes what is left of an issuance, lots of its own expiry first, and reports what is not there any more. That is said
 * only by who has seen all lots of the account: of lots that somebody named, others may be what is missing. Errors:
 * LOT_SPENT, POINTS_RESERVED.
 */
function takeBackIssuance(set: WorkingSet, { target, amount: asked }: Undoing): Effect | Refusal {
  const { programId, accountId } = target;
  const pool = set.pool(accountId, programId);
  const parts = pool.plan(asked, () => true, target.expiry === undefined ? [] : [target.expiry]);
  const taken = totalOf(parts);
  if (taken < asked && !pool.isWhole) return refuse('LOT_SPENT', 'the lots named as sources do not suffice any more');
  const keptBack = refuseIfReserved(set, target, parts);
  if (keptBack !== undefined) return keptBack;
  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'reversed', taken);
  const shortfall = taken < asked ? { shortfall: String(asked - taken) } : {};
  return { programId, accountId, amount: String(taken), consumed, ...shortfall };
}

/** Returns what a redemption or a capture spent, with its expiries, and unwinds what the issuer owes for it. */
function giveBackRedemption(set: WorkingSet, { operation, program, target, before, amount: sum }: Undoing): Effect {
  const { programId, accountId, acceptor } = target;
  const pool = set.pool(accountId, programId);
  const returned = newestFirst(target.consumed, before, sum).map(([expiry, part]) =>
    pool.credit(expiry, part, set.lotOrigin(operation)),
  );
  // With a cap on what is outstanding, the day of the redemption must not look as if it had retired these points.
  const day = program.capOn === 'outstanding' ? dayOf(target.txTime) : set.today;
  set.addSupply(programId, 'redeemed', -sum, day);
  const effect = { programId, accountId, amount: String(sum), created: partAmounts(returned) };
  if (acceptor === undefined || acceptor === program.issuer) return effect;
  const price = present({ clearingValue: target.clearingValue });
  set.addClearing(program, acceptor, -sum, price);
  // The cycle in which it arose may be closed: the unwinding falls in the present one, and says what it is about.
  const late = target.cycle === undefined || target.cycle === set.cycle ? {} : { refersToCycle: target.cycle };
  return { ...effect, acceptor, ...price, cycle: set.cycle, ...late };
}

/** Moves the very points back that were sent, also those past their expiry. Errors: LOT_SPENT, INSUFFICIENT_POINTS, POINTS_RESERVED. */
function sendBackTransfer(set: WorkingSet, { operation, target, before, amount: sum }: Undoing): Effect | Refusal {
  const { programId, accountId, toAccountId = '' } = target;
  const receiver = set.pool(toAccountId, programId);
  const amounts = newestFirst(target.created, before, sum);
  const parts: Part[] = [];
  for (const [expiry, amount] of amounts) {
    const found = receiver.plan(amount, (each) => each === expiry);
    const there = totalOf(found);
    if (there < amount && !receiver.isWhole)
      return refuse('LOT_SPENT', 'the lots named as sources do not suffice any more');
    if (there < amount)
      return refuse('INSUFFICIENT_POINTS', `${there} are there of ${amount} that were sent and expire on ${expiry}`);
    parts.push(...found);
  }
  const keptBack = refuseIfReserved(set, { accountId: toAccountId, programId }, parts);
  if (keptBack !== undefined) return keptBack;
  const consumed = partAmounts(parts);
  receiver.draw(parts);
  const sender = set.pool(accountId, programId);
  const returned = amounts.map(([expiry, part]) => sender.credit(expiry, part, set.lotOrigin(operation)));
  const moved = { accountId: toAccountId, toAccountId: accountId, consumed, created: partAmounts(returned) };
  return { programId, amount: String(sum), ...moved };
}

/** The next points of those that an operation moved, by expiry: the newest first, and after as many as went before. */
function newestFirst(moved: Receipt['consumed'] = [], before: bigint, sum: bigint): [expiry: string, amount: bigint][] {
  const all = moved.map(({ lotId, amount }) => ({ expiry: expiryOf(lotId), amount: BigInt(amount) }));
  const chosen: [string, bigint][] = [];
  let skipped = before;
  let missing = sum;
  for (const [expiry, amount] of amountsByExpiry(all).reverse()) {
    const skip = amount < skipped ? amount : skipped;
    const part = amount - skip < missing ? amount - skip : missing;
    skipped -= skip;
    missing -= part;
    if (part > 0n) chosen.push([expiry, part]);
  }
  return chosen;
}
