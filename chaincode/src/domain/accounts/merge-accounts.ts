/**
 * Merging one account into another of the same custodian. What bears on the points goes over at once, in one transaction; the
 * points follow, lot by lot and note by note, in any number of transactions, because the row says where they belong.
 */
import {
  type Account,
  isLocked,
  keyInForce,
  type mergeAccounts,
  type Reference,
  REFERENCES_MAX,
  type RequestOf,
} from '@commonpoint/catalogue';
import { present } from '../core/present.js';
import { Refusal, refuse } from '../core/refusal.js';
import type { AccountDay } from '../points/post-rows.js';
import { refuseIfPromised, type SetAside } from './set-aside.js';
import { acceptedTogether } from './terms-of-use.js';
import { refuseUnlessOwnAndOpen, refuseUnlessSigned, type AccountChanging } from './signed-changes.js';

/** What stands on the ledger of both. */
export interface MergeRows {
  readonly into: Account;
  readonly setAside: SetAside;
  /** Where the account's own id leads as a reference, if that was changed ever. */
  readonly ownReference: Reference | undefined;
  /** What counts towards limits of a day, by programme. */
  readonly days: readonly {
    readonly programId: string;
    readonly from: AccountDay;
    readonly into: AccountDay | undefined;
  }[];
}

export interface AccountsMerge {
  readonly account: Account;
  readonly into?: Account;
  /** References that lead to the other account from now on. */
  readonly references: readonly { readonly referenceId: string; readonly row: Reference }[];
  readonly days: readonly { readonly programId: string; readonly day: AccountDay }[];
}

/**
 * Errors: NOT_CUSTODIAN, ACCOUNT_CLOSED, ACCOUNT_LOCKED, ACCOUNT_HAS_HOLDS, ACCOUNT_HAS_PLEDGES, ACCOUNT_UNDER_ORDER,
 * REFERENCES_EXCEEDED, PUBLIC_KEY_MISSING, SIGNATURE_REQUIRED, AUTHORIZATION_EXPIRED, SIGNATURE_INVALID, SEQUENCE_WRONG, ACCOUNTS_EQUAL.
 */
export function decideMergeAccounts(
  account: Account,
  request: RequestOf<typeof mergeAccounts>,
  rows: MergeRows,
  changing: AccountChanging,
): AccountsMerge | Refusal {
  const { accountId, references = [] } = account;
  const { into } = rows;
  const notOwn = [account, into].find(({ custodian }) => custodian !== changing.by);
  if (notOwn !== undefined)
    return refuse('NOT_CUSTODIAN', `${notOwn.accountId} is in the custody of another organisation`);
  if (account.mergedInto === into.accountId) return { account, references: [], days: [] };
  const refusal = refuseUnlessMergeable(account, request, rows, changing);
  if (refusal !== undefined) return refusal;
  const isOwnLeading = rows.ownReference?.removedAt === undefined;
  const moved = [...(isOwnLeading ? [{ referenceId: accountId, since: account.openedAt }] : []), ...references];
  const all = [...(into.references ?? []), ...moved];
  if (all.length > REFERENCES_MAX)
    return refuse('REFERENCES_EXCEEDED', `${all.length} references would lead to ${into.accountId}`);
  const {
    references: _moved,
    locks: _lapsed,
    recovery: _ended,
    publicKey: _gone,
    clawbacks,
    recoveryHours: _none,
    merged = [],
    ...rest
  } = account;
  const signed = present({ signedChanges: request.sequence });
  const mergedNow = [...(into.merged ?? []), ...merged, accountId];
  if (mergedNow.length > REFERENCES_MAX)
    return refuse('REFERENCES_EXCEEDED', `${mergedNow.length} accounts would be merged into ${into.accountId}`);
  return {
    account: { ...rest, status: 'closed', mergedInto: into.accountId, ...signed },
    into: {
      ...into,
      merged: mergedNow,
      ...(all.length > 0 && { references: all }),
      ...owedTogether(clawbacks, into.clawbacks),
      ...acceptedTogether(account, into),
      ...freezeOf(account, into),
    },
    references: moved.map(({ referenceId, since }) => ({ referenceId, row: { accountId: into.accountId, since } })),
    days: rows.days.map((day) => ({ programId: day.programId, day: addedDays(day.from, day.into) })),
  };
}

function refuseUnlessMergeable(
  account: Account,
  { intoAccountId, sequence, authorization }: RequestOf<typeof mergeAccounts>,
  { into, setAside }: MergeRows,
  changing: AccountChanging,
): Refusal | undefined {
  const { accountId } = account;
  const closed = refuseUnlessOwnAndOpen(account, changing) ?? refuseUnlessOwnAndOpen(into, changing);
  if (closed !== undefined) return closed;
  if (isLocked(account, changing.at)) return refuse('ACCOUNT_LOCKED', `${accountId} is locked`);
  // Its notes go with it; what others wait for is on its name.
  const promised = refuseIfPromised(accountId, setAside);
  if (promised !== undefined) return promised;
  const ordered = [account, into].find(({ standing }) => standing !== undefined);
  if (ordered !== undefined) return refuse('ACCOUNT_UNDER_ORDER', `an order is on ${ordered.accountId}`);
  if (authorization !== undefined && sequence !== undefined) {
    const change = { kind: 'merge' as const, sequence, intoAccountId };
    const unsigned = refuseUnlessSigned(account, change, authorization, changing);
    if (unsigned !== undefined) return unsigned;
  } else if (keyInForce(account, changing.at) !== undefined)
    return refuse('SIGNATURE_REQUIRED', `${accountId} is merged only with its member’s signature`);
  return accountId === intoAccountId ? refuse('ACCOUNTS_EQUAL', 'both accounts are the same') : undefined;
}

/** A frozen account does not become free by being merged. */
function freezeOf({ status, reasonHash }: Account, into: Account): Partial<Account> {
  return status === 'frozen' && into.status === 'active' ? { status, ...present({ reasonHash }) } : {};
}

/** What both owe back of each programme's points. */
function owedTogether(...both: readonly Account['clawbacks'][]): Pick<Account, 'clawbacks'> {
  const sums = new Map<string, bigint>();
  for (const { programId, amount } of both.flatMap((each) => each ?? []))
    sums.set(programId, (sums.get(programId) ?? 0n) + BigInt(amount));
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.length === 0
    ? {}
    : { clawbacks: sorted.map(([programId, sum]) => ({ programId, amount: String(sum) })) };
}

/** What both did on the last day that counted. */
function addedDays(from: AccountDay, into: AccountDay | undefined): AccountDay {
  if (into === undefined || into.day < from.day) return from;
  if (into.day > from.day) return into;
  return {
    day: into.day,
    debited: String(BigInt(into.debited) + BigInt(from.debited)),
    debits: into.debits + from.debits,
    credited: String(BigInt(into.credited) + BigInt(from.credited)),
    credits: into.credits + from.credits,
  };
}
