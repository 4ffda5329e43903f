/** Reversing: one earlier operation of the same organisation is undone, once. */
import type { z } from 'zod';
import type { Program, Receipt, reverse } from '@commonpoint/catalogue';
import { dayOf } from '../core/calendar.js';
import { unclearabilityOf } from '../clearing/clearing.js';
import { amountsByExpiry, totalOf } from './pool.js';
import { partAmounts, type Effect } from './receipts.js';
import { Refusal, refuse } from '../core/refusal.js';
import { decideSpending } from './spending.js';
import { findAccount, findProgram, immobilityOf } from './standing.js';
import type { WorkingSet } from './working-set.js';

type Reverse = z.infer<typeof reverse>;

/**
 * Errors: OPERATION_UNKNOWN, then ACCOUNT_FROZEN, ACCOUNT_CLOSED, NOT_REVERSIBLE, ALREADY_REVERSED, CYCLE_CLOSED,
 * LOT_SPENT, INSUFFICIENT_POINTS.
 */
export function decideReverseOperation(set: WorkingSet, operation: Reverse): Effect | Refusal {
  const target = set.receipts.get(operation.operationId);
  if (target === undefined)
    return refuse('OPERATION_UNKNOWN', `${set.mspId} has no operation ${operation.operationId}`);
  const program = findProgram(set, target.programId);
  if (program instanceof Refusal) return program;
  const accounts = [target.accountId, ...(target.toAccountId === undefined ? [] : [target.toAccountId])];
  for (const accountId of accounts) {
    const account = findAccount(set, accountId);
    if (account instanceof Refusal) return account;
    const immobile = immobilityOf(account);
    if (immobile !== undefined) return immobile;
  }
  const irreversible = irreversibilityOf(set, program, target, accounts);
  if (irreversible !== undefined) return irreversible;
  if (target.reversedBy !== undefined)
    return refuse('ALREADY_REVERSED', `${target.id} was reversed by ${target.reversedBy}`);
  const unclearable = unclearabilityOf(set, program, target.acceptor);
  if (unclearable !== undefined) return unclearable;

  const effect = undo(set, operation, program, target);
  if (!(effect instanceof Refusal)) set.recordReceipt({ ...target, reversedBy: operation.id });
  return effect;
}

/** Errors: NOT_REVERSIBLE. */
function irreversibilityOf(
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
      if (accounts.some((accountId) => set.rows.accounts.get(accountId)?.custodian !== set.mspId))
        return refuse('NOT_REVERSIBLE', 'the transfer went to an account in the custody of another organisation');
      return set.rows.accounts.get(target.toAccountId ?? '')?.publicKey === undefined
        ? undefined
        : refuse('NOT_REVERSIBLE', 'the receiver’s account is debited only with its member’s signature');
    case 'expire':
    case 'reverse':
    case 'hold':
    case 'void':
    case 'exchange':
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

function undo(set: WorkingSet, operation: Reverse, program: Program, target: Receipt): Effect | Refusal {
  switch (target.kind) {
    case 'issue':
      return takeBackIssuance(set, target);
    case 'redeem':
    case 'capture':
      return giveBackRedemption(set, operation, program, target);
    default:
      return sendBackTransfer(set, operation, target);
  }
}

/** Takes what is left of an issuance, lots of its own expiry first, and reports what is not there any more. */
function takeBackIssuance(set: WorkingSet, target: Receipt): Effect {
  const { programId, accountId } = target;
  const asked = BigInt(target.amount);
  const pool = set.pool(accountId, programId);
  const parts = pool.plan(asked, () => true, target.expiry === undefined ? [] : [target.expiry]);
  const taken = totalOf(parts);
  const consumed = partAmounts(parts);
  pool.draw(parts);
  set.addSupply(programId, 'reversed', taken);
  const shortfall = taken < asked ? { shortfall: String(asked - taken) } : {};
  return { programId, accountId, amount: String(taken), consumed, reverses: target.id, ...shortfall };
}

/** Returns what a redemption or a capture spent, with its expiries, and unwinds what the issuer owes for it. */
function giveBackRedemption(set: WorkingSet, operation: Reverse, program: Program, target: Receipt): Effect {
  const { programId, accountId, amount, acceptor } = target;
  const pool = set.pool(accountId, programId);
  const spent = (target.consumed ?? []).map((part) => ({
    expiry: part.lotId.slice(0, 10),
    amount: BigInt(part.amount),
  }));
  const returned = amountsByExpiry(spent).map(([expiry, sum]) => pool.credit(expiry, sum, set.lotOrigin(operation)));
  // With a cap on what is outstanding, the day of the redemption must not look as if it had retired these points.
  const period = program.capOn === 'outstanding' ? dayOf(target.txTime) : set.today;
  set.addSupply(programId, 'redeemed', -BigInt(amount), period);
  const effect = { programId, accountId, amount, created: partAmounts(returned), reverses: target.id };
  if (acceptor === undefined || acceptor === program.issuer) return effect;
  set.addClearing(program.issuer, acceptor, programId, -BigInt(amount));
  // The cycle in which it arose may be closed: the unwinding falls in the present one, and says what it is about.
  const late = target.cycle === undefined || target.cycle === set.cycle ? {} : { refersToCycle: target.cycle };
  return { ...effect, acceptor, cycle: set.cycle, ...late };
}

/** Moves the points back, lots of the expiries that were moved first. Errors: LOT_SPENT, INSUFFICIENT_POINTS. */
function sendBackTransfer(set: WorkingSet, operation: Reverse, target: Receipt): Effect | Refusal {
  const { programId, accountId, toAccountId = '', amount } = target;
  const receiver = set.pool(toAccountId, programId);
  const expiries = (target.created ?? []).map(({ lotId }) => lotId.slice(0, 10));
  const parts = decideSpending(receiver, BigInt(amount), undefined, set.today, expiries);
  if (parts instanceof Refusal) return parts;
  const consumed = partAmounts(parts);
  const amounts = amountsByExpiry(parts.map((part) => ({ expiry: part.lot.expiry, amount: part.amount })));
  receiver.draw(parts);
  const sender = set.pool(accountId, programId);
  const returned = amounts.map(([expiry, sum]) => sender.credit(expiry, sum, set.lotOrigin(operation)));
  const moved = { accountId: toAccountId, toAccountId: accountId, consumed, created: partAmounts(returned) };
  return { programId, amount, ...moved, reverses: target.id };
}
