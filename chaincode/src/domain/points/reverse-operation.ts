/**
 * Reversing: an earlier operation is undone, at once or in parts, and in all no more of it than there was.
 *
 * | what               | by whom                               | which points                                             |
 * |--------------------|---------------------------------------|----------------------------------------------------------|
 * | issuance           | who posted it: the issuer             | its own first; what is not there is owed back or forgiven |
 * | redemption, capture| the merchant at which it was spent    | with the expiries they had, the newest first             |
 * | capture of a pledge | –                                    | – : it paid off a debt                                   |
 * | transfer           | who posted it, both accounts its own  | the very points that were sent, or none                  |
 *
 * Points of one programme and expiry are the same points, whichever lots they lie in.
 */
import { type Account, type Program, type Receipt, takenBackFrom } from '@commonpoint/catalogue';
import { refuseUnlessClearable } from '../clearing/clearing.js';
import { giveBackRedemption } from './give-back-redemption.js';
import type { Effect } from './receipts.js';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import { sendBackTransfer } from './send-back-transfer.js';
import { refuseIfCreditsStopped, refuseIfDebitsStopped } from '../orders/effects.js';
import { followMerged } from './follow-merged.js';
import { findAccount, findProgram, refuseUnlessAccountsActive, refuseUnlessUnlocked } from './standing.js';
import { takeBackIssuance } from './take-back-issuance.js';
import type { Reverse, Undoing } from './undoing.js';
import type { WorkingSet } from './working-set.js';

/**
 * Errors: OPERATION_UNKNOWN, then ACCOUNT_FROZEN, ACCOUNT_CLOSED, ACCOUNT_LOCKED, DEBITS_STOPPED, CREDITS_STOPPED,
 * REVERSAL_NOT_YOURS, NOT_REVERSIBLE, ALREADY_REVERSED, REVERSAL_EXCEEDED, CYCLE_CLOSED, LOT_SPENT, INSUFFICIENT_POINTS,
 * POINTS_RESERVED, QUOTA_EXHAUSTED, MIGRATION_STATE.
 */
export function decideReverseOperation(set: WorkingSet, operation: Reverse): Effect | Refusal {
  const { operationMspId = set.mspId, operationId } = operation;
  const recorded = set.receipt(operationId, operationMspId);
  if (recorded === undefined) return refuse('OPERATION_UNKNOWN', `${operationMspId} has no operation ${operationId}`);
  const target = followMerged(set.accounts, recorded);
  const program = findProgram(set, target.programId);
  if (program instanceof Refusal) return program;
  const accounts = [target.accountId, ...(target.toAccountId === undefined ? [] : [target.toAccountId])];
  for (const accountId of accounts) {
    const account = findAccount(set, accountId);
    if (account instanceof Refusal) return account;
    // From a frozen account the issuer can take back what it gave; nothing else moves there.
    const takenBack = target.kind === 'issue' && account.status === 'frozen';
    const immobile = takenBack ? undefined : refuseUnlessAccountsActive(account);
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
  const irreversible = refuseUnlessReversible(set, target, accounts);
  if (irreversible !== undefined) return irreversible;
  const before = BigInt(target.reversed ?? '0');
  const left = BigInt(target.amount) - before;
  if (left === 0n) return refuse('ALREADY_REVERSED', `all of ${target.id} was reversed before`);
  const amount = BigInt(operation.amount ?? left);
  if (amount > left) return refuse('REVERSAL_EXCEEDED', `${amount} asked for, ${left} left of ${target.id}`);
  const unclearable = refuseUnlessClearable(set, program, target.acceptor);
  if (unclearable !== undefined) return unclearable;
  const migration = set.rows.migrations.get(target.migrationId ?? '');
  if (migration?.status === 'complete')
    return refuse('MIGRATION_STATE', `${migration.migrationId} is complete: what was claimed stays so`);

  const effect = undo(set, { operation, program, target, before, amount });
  if (effect instanceof Refusal) return effect;
  const reversedBy = [...(target.reversedBy ?? []), { mspId: set.mspId, operationId: operation.id }];
  set.recordReceipt({ ...recorded, reversed: String(before + amount), reversedBy });
  if (target.migrationId !== undefined) set.addMigrated(target.migrationId, amount === left ? -1 : 0, -amount);
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
function refuseUnlessReversible(set: WorkingSet, target: Receipt, accounts: readonly string[]): Refusal | undefined {
  switch (target.kind) {
    case 'issue':
    case 'redeem':
      return undefined;
    case 'capture':
      return target.lineId === undefined
        ? undefined
        : refuse('NOT_REVERSIBLE', `${target.id} took what was pledged and paid off a debt, which does not come back`);
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
    case 'extend':
    case 'consolidate':
    case 'seize':
    case 'buy-note':
    case 'redeem-note':
    case 'transfer-note':
    case 'pledge-note':
      return refuse('NOT_REVERSIBLE', `operations of the kind ${target.kind} cannot be reversed`);
    default:
      return target.kind satisfies never;
  }
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
