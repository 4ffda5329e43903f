/** Where the points of an account are that was merged, perhaps more than once. */
import type { Account, Receipt } from '@commonpoint/catalogue';

/** The next account that has to be known to say where another's points are; undefined if all are. */
export function missingOfMerged(accounts: ReadonlyMap<string, Account>, accountId: string): string | undefined {
  const last = lastOf(accounts, accountId);
  return accounts.has(last) || last === accountId ? undefined : last;
}

/** What an operation did, as if it had been done on the accounts that hold its points now. */
export function followMerged(accounts: ReadonlyMap<string, Account>, receipt: Receipt): Receipt {
  const accountId = lastOf(accounts, receipt.accountId);
  if (receipt.toAccountId === undefined) return accountId === receipt.accountId ? receipt : { ...receipt, accountId };
  return { ...receipt, accountId, toAccountId: lastOf(accounts, receipt.toAccountId) };
}

/** An account that is closed is merged into none any more; on rows that peers forged together it comes to an end all the same. */
function lastOf(accounts: ReadonlyMap<string, Account>, accountId: string): string {
  const seen = new Set([accountId]);
  let last = accountId;
  for (let into = accounts.get(last)?.mergedInto; into !== undefined && !seen.has(into);) {
    seen.add(into);
    last = into;
    into = accounts.get(last)?.mergedInto;
  }
  return last;
}
