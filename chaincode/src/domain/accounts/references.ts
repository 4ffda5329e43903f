/** Which account a reference leads to: at most one, and none again once it was taken off. */
import {
  type Account,
  custodianOf,
  type Reference,
  REFERENCES_MAX,
  type RequestOf,
  type addReference,
} from '@commonpoint/catalogue';
import { refuse, Refusal } from '../core/refusal.js';
import { refuseUnlessOwnAndOpen } from './signed-changes.js';

type Request = RequestOf<typeof addReference>;

/** What stands on the ledger under a reference's pseudonym. */
export interface ReferenceRows {
  readonly reference: Reference | undefined;
  /** The account that was opened under it. */
  readonly opened: Account | undefined;
}

/** What becomes of the account and the reference; both as they were if nothing changes. */
export interface ReferenceChange {
  readonly account: Account;
  readonly reference?: Reference;
}

/** Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, REFERENCE_REMOVED, REFERENCE_ELSEWHERE, REFERENCES_EXCEEDED. */
export function decideAddReference(
  account: Account,
  { referenceId }: Request,
  rows: ReferenceRows,
  by: string,
  at: string,
): ReferenceChange | Refusal {
  const refusal = refuseUnlessOwn(account, referenceId, by);
  if (refusal !== undefined) return refusal;
  const { accountId, references = [] } = account;
  if (rows.reference?.removedAt !== undefined) return refuse('REFERENCE_REMOVED', `${referenceId} was taken off`);
  const leadsTo = leadsToOf(referenceId, rows);
  if (leadsTo === accountId) return { account };
  if (leadsTo !== undefined) return refuse('REFERENCE_ELSEWHERE', `${referenceId} leads to ${leadsTo}`);
  if (references.length >= REFERENCES_MAX)
    return refuse('REFERENCES_EXCEEDED', `${references.length} references lead to ${accountId}`);
  return {
    account: { ...account, references: [...references, { referenceId, since: at }] },
    reference: { accountId, since: at },
  };
}

/** Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, REFERENCE_ELSEWHERE. */
export function decideRemoveReference(
  account: Account,
  { referenceId }: Request,
  rows: ReferenceRows,
  by: string,
  at: string,
): ReferenceChange | Refusal {
  const refusal = refuseUnlessOwn(account, referenceId, by);
  if (refusal !== undefined) return refusal;
  const { accountId, references = [] } = account;
  if (leadsToOf(referenceId, rows) !== accountId)
    return refuse('REFERENCE_ELSEWHERE', `${referenceId} does not lead to ${accountId}`);
  if (rows.reference?.removedAt !== undefined) return { account };
  const { references: _before, ...rest } = account;
  const left = references.filter((each) => each.referenceId !== referenceId);
  const since = rows.reference?.since ?? account.openedAt;
  return {
    account: left.length === 0 ? rest : { ...rest, references: left },
    reference: { accountId, since, removedAt: at },
  };
}

/** Where a reference leads, or led before it was taken off. */
function leadsToOf(referenceId: string, { reference, opened }: ReferenceRows): string | undefined {
  return reference?.accountId ?? (opened === undefined ? undefined : referenceId);
}

/** Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED. */
function refuseUnlessOwn(account: Account, referenceId: string, by: string): Refusal | undefined {
  if (custodianOf(referenceId) !== by) return refuse('NOT_CUSTODIAN', `${referenceId} names another organisation`);
  return refuseUnlessOwnAndOpen(account, { by });
}
