/** How a refusal leaves the chaincode: as an error whose whole message is the canonical JSON of an `ErrorBody`. */
import { canonicalJson } from '@commonpoint/catalogue';
import { Refusal } from '../../domain/core/refusal.js';

export class LedgerError extends Error {
  constructor(refusal: Refusal) {
    super(canonicalJson(refusal.body));
    this.name = 'LedgerError';
  }
}

/** Goes on with what was decided, or ends the transaction with the refusal. */
export function accept<T>(decision: T | Refusal): T {
  if (decision instanceof Refusal) throw new LedgerError(decision);
  return decision;
}
