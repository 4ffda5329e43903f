/**
 * What a hash lock is the SHA-256 of. Apps, gateways and the ledger make it with this same function.
 *
 * This file is also built as a module for browsers (`member-keys/`), so it imports nothing from elsewhere.
 */

/**
 * The preimage together with the custodian that posts the hold: a lock that another organisation reads in the proposal
 * and posts first, on a hold of its own, opens nothing.
 */
export function hashLockText(custodian: string, preimage: string): string {
  return `${custodian}\n${preimage}`;
}
