/** Whether programmes and accounts are in a state to be operated on: the upper rungs of every operation's ladder. */
import { type Account, isLocked, type Program } from '@commonpoint/catalogue';
import { decideAuthorization, type Debit } from './authorization.js';
import { Refusal, refuse } from '../core/refusal.js';
import { refuseIfCreditsStopped, refuseIfDebitsStopped } from '../orders/effects.js';
import { verifySignature } from './verify-signature.js';
import type { DebitWorld } from './debit-world.js';
import type { WorkingSet } from './working-set.js';

/** Errors: PROGRAM_UNKNOWN. */
export function findProgram(set: WorkingSet, programId: string): Program | Refusal {
  return set.rows.programs.get(programId) ?? refuse('PROGRAM_UNKNOWN', `no programme ${programId}`);
}

/** Errors: ACCOUNT_UNKNOWN. */
export function findAccount(set: WorkingSet, accountId: string): Account | Refusal {
  return set.accounts.get(accountId) ?? refuse('ACCOUNT_UNKNOWN', `no account ${accountId}`);
}

/** Errors: PROGRAM_SUSPENDED. */
export function refuseUnlessProgramActive({ programId, status }: Program): Refusal | undefined {
  return status === 'active' ? undefined : refuse('PROGRAM_SUSPENDED', `${programId} is suspended`);
}

/** Whether more points of a programme may be made. Errors: PROGRAM_SUSPENDED, PROGRAM_ENDING. */
export function refuseUnlessIssued(program: Program): Refusal | undefined {
  const { programId, spendableUntil } = program;
  return (
    refuseUnlessProgramActive(program) ??
    (spendableUntil === undefined ? undefined : refuse('PROGRAM_ENDING', `${programId} is wound down`))
  );
}

/** Whether points of a programme may be spent. Errors: PROGRAM_SUSPENDED, PROGRAM_ENDING. */
export function refuseUnlessSpendable(set: WorkingSet, program: Program): Refusal | undefined {
  const { programId, spendableUntil } = program;
  const isOver = spendableUntil !== undefined && spendableUntil < set.today;
  return (
    refuseUnlessProgramActive(program) ??
    (isOver ? refuse('PROGRAM_ENDING', `${programId} could be spent until ${spendableUntil}`) : undefined)
  );
}

/** Of a custodian that left, whoever follows it serves the account. Errors: NOT_CUSTODIAN. */
export function refuseUnlessInCustody(set: DebitWorld, { accountId, custodian }: Account): Refusal | undefined {
  return custodian === set.mspId || set.rows.organizations.get(custodian)?.successor === set.mspId
    ? undefined
    : refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
}

/** Whether points may move on these accounts. Errors: ACCOUNT_FROZEN, ACCOUNT_CLOSED. */
export function refuseUnlessAccountsActive(...accounts: readonly Account[]): Refusal | undefined {
  const frozen = accounts.find(({ status }) => status === 'frozen');
  if (frozen !== undefined) return refuse('ACCOUNT_FROZEN', `${frozen.accountId} is frozen`);
  const closed = accounts.find(({ status }) => status === 'closed');
  return closed === undefined ? undefined : refuse('ACCOUNT_CLOSED', `${closed.accountId} is closed`);
}

/** Whether points may leave an account. Errors: ACCOUNT_LOCKED. */
export function refuseUnlessUnlocked(set: DebitWorld, account: Account): Refusal | undefined {
  return isLocked(account, set.origin.txTime) ? refuse('ACCOUNT_LOCKED', `${account.accountId} is locked`) : undefined;
}

/**
 * Whether points may be taken from an account: by its custodian, while it is active and not locked, and with its member's signature if
 * it carries a key. `others` have to be active too. Errors: NOT_CUSTODIAN, ACCOUNT_FROZEN, ACCOUNT_CLOSED,
 * ACCOUNT_LOCKED, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID.
 */
export function refuseUnlessDebitable(
  set: DebitWorld,
  account: Account,
  operation: Debit,
  ...others: readonly Account[]
): Refusal | undefined {
  return (
    refuseUnlessInCustody(set, account) ??
    refuseUnlessAccountsActive(account, ...others) ??
    refuseUnlessUnlocked(set, account) ??
    decideAuthorization(account, operation, set.origin.txTime, verifySignature)
  );
}

/**
 * The programme of a debit, once nothing is against debiting the first of the accounts; the others take part in it.
 * Errors: PROGRAM_UNKNOWN, PROGRAM_SUSPENDED, PROGRAM_ENDING, ACCOUNT_UNKNOWN, then those of {@link refuseUnlessDebitable}, DEBITS_STOPPED,
 * CREDITS_STOPPED.
 */
export function findDebited(
  set: WorkingSet,
  operation: Debit & { readonly programId: string },
  accountId: string,
  ...otherIds: readonly string[]
): Program | Refusal {
  const program = findProgram(set, operation.programId);
  if (program instanceof Refusal) return program;
  const notSpendable = refuseUnlessSpendable(set, program);
  if (notSpendable !== undefined) return notSpendable;
  const account = findAccount(set, accountId);
  if (account instanceof Refusal) return account;
  const others: Account[] = [];
  for (const otherId of otherIds) {
    const other = findAccount(set, otherId);
    if (other instanceof Refusal) return other;
    others.push(other);
  }
  return (
    refuseUnlessDebitable(set, account, operation, ...others) ??
    refuseIfDebitsStopped(set, account, program.programId) ??
    firstRefusal(others, (other) => refuseIfCreditsStopped(set, other, program.programId)) ??
    program
  );
}

function firstRefusal<T>(of: readonly T[], check: (each: T) => Refusal | undefined): Refusal | undefined {
  for (const each of of) {
    const refusal = check(each);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}
