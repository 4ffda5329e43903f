/** Accounts that an import needs, opened on the way. */
import { custodianOf, type Role } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { Log } from '../log.js';
import type { AccountOpening, AccountToOpen } from '../writes/open-accounts.js';
import type { PointsLedger } from '../writes/points-ledger.js';
import type { OperationResult } from '../writes/results.js';
import type { KnownAccounts } from './known-accounts.js';
import { untilTaken } from './until-taken.js';

export interface OpeningParts {
  readonly projection: PointsLedger;
  readonly accounts: AccountOpening;
  readonly known: KnownAccounts;
  readonly log: Log;
}

/** Why rows of an account are not posted. */
export type Closed = Pick<OperationResult, 'code' | 'detail'> & { readonly state: 'rejected' };

/** What an account that stands in the way is refused with: a matter of the rows that name it. */
const ofAccount: ReadonlySet<string> = new Set([
  'ACCOUNT_EXISTS',
  'NOT_CUSTODIAN',
  'REFERENCE_REMOVED',
  'REFERENCE_ELSEWHERE',
  'TERMS_OF_USE_UNKNOWN',
]);

/**
 * Opens the accounts that are not there, and says of those that are not this organisation's what they are refused with:
 * nothing is issued to them.
 */
export async function openMissing(
  { projection, accounts, known, log }: OpeningParts,
  role: Role,
  accountIds: ReadonlySet<string>,
  termsOfUse: AccountToOpen['termsOfUse'],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Closed>> {
  const closed = new Map<string, Closed>();
  const refuse = (accountId: string, code: Closed['code'], detail: string): void => {
    closed.set(accountId, { state: 'rejected', code, detail });
  };
  const open = async (accountId: string): Promise<void> => {
    const account = projection.account(accountId);
    // The ledger opens no account under another's name; this is for a ledger whose peers conspired.
    if (account && account.custodian !== custodianOf(accountId))
      return refuse(accountId, 'NOT_CUSTODIAN', `${accountId} is in the custody of ${account.custodian}`);
    if (account) return known.add(accountId);
    try {
      await accounts.open(role, { accountId, kind: 'member', termsOfUse });
    } catch (error) {
      if (!(error instanceof Failure && ofAccount.has(error.code))) throw error;
      refuse(accountId, error.code, `${accountId}: ${error.message}`);
    }
  };
  // Once for all of them: while a peer is away thousands of accounts wait.
  let isTold = false;
  const tell = (error: Failure): void => {
    if (!isTold) log.warn({ err: error }, 'Accounts of an import could not be opened yet');
    isTold = true;
  };
  const others = [...accountIds].filter((accountId) => !known.has(accountId));
  await Promise.all(others.map((accountId) => untilTaken(() => open(accountId), signal, tell)));
  return closed;
}
