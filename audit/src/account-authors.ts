/** Who may write an account: its custodian by the transactions about it, and what passes it by in others. */
import { mayChangeAccount } from './account-changes.js';
import { type Author, changed, orders } from './row-changes.js';

/** Fields of an account that others than its custodian's own transactions change. */
const passing: ReadonlySet<string> = new Set(['standing', 'clawbacks', 'revision']);

export const accountAuthor: Author = {
  calls: [
    ...['Open', 'SetStatus', 'SetPublicKey', 'Lock', 'Unlock', 'RotateKey', 'AnnounceRecovery', 'WithdrawRecovery'],
    ...['AddReference', 'RemoveReference', 'Merge', 'AcceptTermsOfUse', 'Erase'],
  ]
    .map((name) => `Accounts:${name}`)
    .concat(orders),
  may: (change) => {
    const { actsFor, call, row, before } = change;
    const fields = changed(before, row);
    // What an order says stands in the account, and what a seizure leaves of it; what is owed back is judged with receipts.
    if (!call.startsWith('Accounts:')) return fields.every((field) => passing.has(field));
    if (!actsFor(row?.['custodian']) || fields.includes('standing')) return false;
    if (before === undefined) return call === 'Accounts:Open';
    return before['erasure'] === undefined && mayChangeAccount(change, fields);
  },
  isKept: true,
};
