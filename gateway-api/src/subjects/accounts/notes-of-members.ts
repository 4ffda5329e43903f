/**
 * What was said of a member's operations beside them, forgotten: references, metadata and details, of what took effect and of what was refused,
 * also of accounts that were merged into the member's. The operations stay.
 */
import type { Operation } from '@commonpoint/catalogue';
import type { Gateway } from '../../gateway.js';
import { turns } from '../../turns.js';
import { accountLineQueries } from './account-lines.js';

/** May be done again, wherever it was cut off. @throws Failure STORAGE_UNAVAILABLE */
export async function forgetNotesOf(
  { mspId, projection, forgetNotes, details }: Pick<Gateway, 'mspId' | 'projection' | 'forgetNotes' | 'details'>,
  accountIds: readonly string[],
): Promise<void> {
  const turn = turns();
  const accounts = new Set(accountIds);
  /** Of whichever organisation, as others refer to them. */
  const posted = new Set<string>();
  const own = new Set<string>();
  for (const accountId of accountIds) {
    for await (const { receipt } of projection.of(accountLineQueries).oldestFirst(accountId)) {
      posted.add(`${receipt.mspId} ${receipt.id}`);
      if (receipt.mspId === mspId) own.add(receipt.id);
    }
  }
  const recorded = await forgetNotes(
    (operation) => own.has(operation.id) || isAbout(operation, { mspId, accounts, posted }),
  );
  for (const operationId of new Set([...own, ...recorded])) {
    if (typeof details.find(operationId)?.content === 'string') details.erase(operationId);
    await turn();
  }
}

/** Whether it names one of the accounts, or what was posted on one of them; pure. */
export function isAbout(
  operation: Operation,
  of: { readonly mspId: string; readonly accounts: ReadonlySet<string>; readonly posted: ReadonlySet<string> },
): boolean {
  const named = operation as Readonly<Record<string, unknown>>;
  const text = (property: string): string | undefined => {
    const value = named[property];
    return typeof value === 'string' ? value : undefined;
  };
  const ofAccount = ['accountId', 'fromAccountId', 'toAccountId'].some((property) =>
    of.accounts.has(text(property) ?? ''),
  );
  const ofPosted = ['operation', 'hold', 'note'].some((what) =>
    of.posted.has(`${text(`${what}MspId`) ?? of.mspId} ${text(`${what}Id`) ?? ''}`),
  );
  return ofAccount || ofPosted;
}
