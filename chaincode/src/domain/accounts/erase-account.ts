/**
 * Erasing an account: it is closed for good, and what could be compared with a person leaves its row. Its points retire one
 * after the other, because the row says that they may.
 */
import {
  type Account,
  type eraseAccount,
  isLocked,
  keyInForce,
  type RequestOf,
  type Standing,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { refuseUnlessRevision } from '../core/revisions.js';
import { hasOrdersLeft } from '../orders/standing.js';
import { refuseIfGiven, refuseIfPromised, type SetAside } from './set-aside.js';
import { refuseUnlessSigned, type AccountChanging } from './signed-changes.js';

/** What stands on the ledger beside the account. */
interface AroundAccount {
  readonly setAside: SetAside;
  /** One that was merged into it and holds something yet. */
  readonly incoming: string | undefined;
  /** The orders on all accounts of its custodian. */
  readonly ofCustodian: Standing | undefined;
}

/**
 * Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED of one that was merged, PRECONDITION_FAILED, ACCOUNT_LOCKED, ACCOUNT_HAS_HOLDS, ACCOUNT_HAS_PLEDGES,
 * ACCOUNT_HAS_NOTES, ACCOUNT_NOT_EMPTY of what was merged into it, ACCOUNT_UNDER_ORDER, PUBLIC_KEY_MISSING, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, SEQUENCE_WRONG.
 */
export function decideEraseAccount(
  account: Account,
  request: RequestOf<typeof eraseAccount>,
  around: AroundAccount,
  changing: AccountChanging,
): Account | Refusal {
  const { accountId, custodian, mergedInto } = account;
  if (custodian !== changing.by)
    return refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  if (account.erasure !== undefined) return account;
  if (mergedInto !== undefined) return refuse('ACCOUNT_CLOSED', `${accountId} was merged into ${mergedInto}`);
  // A reference that came meanwhile was not counted.
  const refusal =
    refuseUnlessRevision(account, request.revision) ?? refuseUnlessErasable(account, request, around, changing);
  if (refusal !== undefined) return refusal;
  const {
    references: _references,
    locks: _locks,
    recovery: _recovery,
    publicKey: _publicKey,
    recoveryHours: _recoveryHours,
    reasonHash: _reasonHash,
    ...rest
  } = account;
  const { references, unnamed, sequence } = request;
  const erasure = { at: changing.at, references, unnamed };
  return { ...rest, status: 'closed', erasure, ...present({ signedChanges: sequence }) };
}

function refuseUnlessErasable(
  account: Account,
  { sequence, authorization }: RequestOf<typeof eraseAccount>,
  { setAside, incoming, ofCustodian }: AroundAccount,
  changing: AccountChanging,
): Refusal | undefined {
  const { accountId, standing } = account;
  if (isLocked(account, changing.at)) return refuse('ACCOUNT_LOCKED', `${accountId} is locked`);
  const isAside = refuseIfPromised(accountId, setAside) ?? refuseIfGiven(accountId, setAside);
  if (isAside !== undefined) return isAside;
  if (incoming !== undefined)
    return refuse('ACCOUNT_NOT_EMPTY', `what ${incoming} holds, which was merged into ${accountId}, is on its way`);
  if ([standing, ofCustodian].some((each) => hasOrdersLeft(each, changing.at)))
    return refuse('ACCOUNT_UNDER_ORDER', `an order is on ${accountId}, or on all accounts of its custodian`);
  if (authorization !== undefined && sequence !== undefined)
    return refuseUnlessSigned(account, { kind: 'erase', sequence }, authorization, changing);
  if (keyInForce(account, changing.at) === undefined) return undefined;
  return refuse('SIGNATURE_REQUIRED', `${accountId} is erased only with its member’s signature`);
}
