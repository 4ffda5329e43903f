/** Opening accounts, and freezing and closing them. */
import type { Account, openAccounts, setAccountStatus } from '../catalogue/accounts.js';
import type { ReplyOf, RequestOf } from '../catalogue/transaction.js';
import { refuse, type Refusal } from './refusal.js';

export interface AccountsOpening {
  opened: Account[];
  reply: ReplyOf<typeof openAccounts>;
}

/** Errors: ACCOUNT_EXISTS, for the whole request, pointing at each account that belongs to somebody else. */
export function decideOpenAccounts(
  existing: ReadonlyMap<string, Account>,
  { accounts }: RequestOf<typeof openAccounts>,
  custodian: string,
  openedAt: string,
): AccountsOpening | Refusal {
  const opened = new Map<string, Account>();
  const reply: AccountsOpening['reply'] = { accounts: [] };
  const conflicts: { pointer: string; detail: string }[] = [];
  accounts.forEach(({ accountId, kind }, index) => {
    const account = existing.get(accountId) ?? opened.get(accountId);
    if (account === undefined) {
      opened.set(accountId, { accountId, custodian, kind: kind ?? 'member', status: 'active', openedAt });
    } else if (account.custodian !== custodian || (kind !== undefined && kind !== account.kind)) {
      conflicts.push({ pointer: `/accounts/${index}`, detail: 'this account exists already, with other content' });
    }
    reply.accounts.push({ accountId, state: account === undefined ? 'OPENED' : 'EXISTS' });
  });
  if (conflicts.length > 0) {
    return refuse('ACCOUNT_EXISTS', 'an account exists already, with other content', {
      errors: conflicts.slice(0, 20),
    });
  }
  return { opened: [...opened.values()], reply };
}

/** The account with its new status. Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, ACCOUNT_NOT_EMPTY. */
export function decideSetAccountStatus(
  account: Account,
  { status, reason }: RequestOf<typeof setAccountStatus>,
  caller: string,
  isEmpty: boolean,
): Account | Refusal {
  const { accountId } = account;
  if (account.custodian !== caller)
    return refuse('NOT_CUSTODIAN', `${accountId} is in the custody of another organisation`);
  if (account.status === 'closed' && status !== 'closed') return refuse('ACCOUNT_CLOSED', `${accountId} is closed`);
  if (status === 'closed' && !isEmpty) return refuse('ACCOUNT_NOT_EMPTY', `${accountId} still holds points`);
  const { reason: _before, ...rest } = account;
  return { ...rest, status, ...(reason === undefined ? {} : { reason }) };
}
