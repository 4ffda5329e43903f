/** Hash locks: the only trace that a spending code, or any other preimage, leaves on the ledger before the capture. */
import { hash } from 'node:crypto';

/** What stands on the ledger of a preimage. */
export const hashLockOf = (preimage: string): string => hash('sha256', preimage);
