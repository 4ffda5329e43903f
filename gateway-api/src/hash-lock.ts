/** Hash locks: the only trace that a spending code, or any other preimage, leaves on the ledger before the capture. */
import { hash } from 'node:crypto';
import { hashLockText } from '@commonpoint/catalogue';

/** What stands on the ledger of a preimage, on holds of this custodian. */
export const hashLockOf = (custodian: string, preimage: string): string =>
  hash('sha256', hashLockText(custodian, preimage));
