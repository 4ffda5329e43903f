/** Opening accounts, and freezing and closing them. */
import {
  type Account,
  canonicalJson,
  custodianOf,
  type openAccounts,
  type Program,
  type Reference,
  type ReplyOf,
  type RequestOf,
  type setAccountStatus,
  type setPublicKey,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { refuseUnlessRevision, revised } from '../core/revisions.js';
import { refuseUnlessUsable } from './member-keys.js';
import { isTermsOfUse, withAccepted } from './terms-of-use.js';
import { isUsableKey } from '../points/verify-signature.js';

/** What stands on the ledger under the ids of accounts that are to be opened. */
export interface AccountsStanding {
  readonly existing: ReadonlyMap<string, Account>;
  readonly references: ReadonlyMap<string, Reference>;
  /** Those whose terms of use are accepted. */
  readonly programs: ReadonlyMap<string, Program>;
}

export interface AccountsOpening {
  /** Those that are written: new ones, and ones of which terms are newly accepted. */
  opened: Account[];
  reply: ReplyOf<typeof openAccounts>;
}

/**
 * Errors: NOT_CUSTODIAN, pointing at each id that names another organisation; ACCOUNT_EXISTS, pointing at each account that
 * stands with other content; REFERENCE_REMOVED and REFERENCE_ELSEWHERE, pointing at the first id that leads elsewhere;
 * PUBLIC_KEY_INVALID, pointing at each key; TERMS_OF_USE_UNKNOWN, pointing at each version. All are for the whole request.
 */
export function decideOpenAccounts(
  { existing, references, programs }: AccountsStanding,
  { accounts }: RequestOf<typeof openAccounts>,
  custodian: string,
  openedAt: string,
): AccountsOpening | Refusal {
  const opened = new Map<string, Account>();
  const reply: AccountsOpening['reply'] = { accounts: [] };
  const conflicts: { pointer: string; detail: string }[] = [];
  const unusable: { pointer: string; detail: string }[] = [];
  const unknown: { pointer: string; detail: string }[] = [];
  const foreign: { pointer: string; detail: string }[] = [];
  accounts.forEach(({ accountId, kind, publicKey, termsOfUse = [] }, index) => {
    if (custodianOf(accountId) !== custodian)
      foreign.push({ pointer: `/accounts/${index}/accountId`, detail: `names ${custodianOf(accountId)}` });
    if (publicKey !== undefined && !isUsableKey(publicKey))
      unusable.push({
        pointer: `/accounts/${index}/publicKey`,
        detail: 'is not a point of its curve, or one that anybody can sign for',
      });
    termsOfUse.forEach(({ programId, version }, n) => {
      if (isTermsOfUse(programs.get(programId), version)) return;
      const detail = `there is no version ${version} of ${programId}`;
      unknown.push({ pointer: `/accounts/${index}/termsOfUse/${n}`, detail });
    });
    const account = opened.get(accountId) ?? existing.get(accountId);
    const made = present({ accountId, custodian, kind: kind ?? 'member', status: 'active', openedAt, publicKey });
    const accepting =
      account?.status === 'closed' ? account : withAccepted(account ?? (made as Account), termsOfUse, openedAt);
    if (account === undefined) opened.set(accountId, accepting);
    else if (accepting !== account) opened.set(accountId, existing.has(accountId) ? revised(accepting) : accepting);
    if (account === undefined) {
      // It is opened.
    } else if (
      (kind !== undefined && kind !== account.kind) ||
      (publicKey !== undefined && canonicalJson(publicKey) !== canonicalJson(account.publicKey ?? null))
    ) {
      conflicts.push({ pointer: `/accounts/${index}`, detail: 'this account exists already, with other content' });
    }
    reply.accounts.push({ accountId, state: account === undefined ? 'OPENED' : 'EXISTS' });
  });
  if (foreign.length > 0) {
    return refuse('NOT_CUSTODIAN', `an account’s id names another organisation than ${custodian}`, {
      errors: foreign.slice(0, 20),
    });
  }
  if (conflicts.length > 0) {
    return refuse('ACCOUNT_EXISTS', 'an account exists already, with other content', {
      errors: conflicts.slice(0, 20),
    });
  }
  const misled = accounts.findIndex(({ accountId }) => leadsAway(accountId, references.get(accountId)));
  if (misled !== -1) {
    const { accountId } = accounts[misled]!;
    const { removedAt, accountId: elsewhere } = references.get(accountId)!;
    const detail = removedAt === undefined ? `leads to ${elsewhere}` : 'was taken off';
    const errors = [{ pointer: `/accounts/${misled}/accountId`, detail }];
    const code = removedAt === undefined ? 'REFERENCE_ELSEWHERE' : 'REFERENCE_REMOVED';
    return refuse(code, `the reference ${accountId} ${detail}`, { errors });
  }
  if (unusable.length > 0) {
    return refuse('PUBLIC_KEY_INVALID', 'a public key is not a point of its curve', { errors: unusable.slice(0, 20) });
  }
  if (unknown.length > 0) {
    return refuse('TERMS_OF_USE_UNKNOWN', 'terms of use that were not set cannot be accepted', {
      errors: unknown.slice(0, 20),
    });
  }
  return { opened: [...opened.values()], reply };
}

function leadsAway(accountId: string, reference: Reference | undefined): boolean {
  return reference !== undefined && (reference.removedAt !== undefined || reference.accountId !== accountId);
}

/** The account with its member's key. Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, PUBLIC_KEY_INVALID, PUBLIC_KEY_EXISTS. */
export function decideSetPublicKey(
  account: Account,
  { publicKey, recoveryHours }: RequestOf<typeof setPublicKey>,
  caller: string,
): Account | Refusal {
  const { accountId } = account;
  if (account.custodian !== caller)
    return refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  if (account.status === 'closed') return refuse('ACCOUNT_CLOSED', `${accountId} is closed`);
  const unusable = refuseUnlessUsable(publicKey);
  if (unusable !== undefined) return unusable;
  if (account.publicKey === undefined) return { ...account, publicKey, ...present({ recoveryHours }) };
  return canonicalJson(account.publicKey) === canonicalJson(publicKey)
    ? account
    : refuse('PUBLIC_KEY_EXISTS', `${accountId} carries another public key already`);
}

/** The account with its new status. Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, PRECONDITION_FAILED, ACCOUNT_NOT_EMPTY, ACCOUNT_UNDER_ORDER. */
export function decideSetAccountStatus(
  account: Account,
  { status, reasonHash, revision }: RequestOf<typeof setAccountStatus>,
  caller: string,
  { isEmpty, incoming }: { readonly isEmpty: boolean; readonly incoming: string | undefined },
): Account | Refusal {
  const { accountId } = account;
  if (account.custodian !== caller)
    return refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  if (account.status === 'closed' && status !== 'closed') return refuse('ACCOUNT_CLOSED', `${accountId} is closed`);
  const isOutdated = refuseUnlessRevision(account, revision);
  if (isOutdated !== undefined) return isOutdated;
  if (status === 'closed' && !isEmpty) return refuse('ACCOUNT_NOT_EMPTY', `${accountId} still holds points`);
  if (incoming !== undefined)
    return refuse('ACCOUNT_NOT_EMPTY', `what ${incoming} holds, which was merged into ${accountId}, is on its way`);
  if (status === 'closed' && account.standing !== undefined)
    return refuse('ACCOUNT_UNDER_ORDER', `orders stand against ${accountId}`);
  const { reasonHash: _before, ...rest } = account;
  return { ...rest, status, ...(reasonHash !== undefined && { reasonHash }) };
}
