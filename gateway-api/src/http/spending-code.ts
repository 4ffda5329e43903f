/**
 * Spending codes: what a member shows at another merchant's till to have a hold captured there.
 *
 * A code is six digits, a dot and a salt of 128 bits; the ledger has only its SHA-256 before the capture. It is derived
 * from the gateway's secret and the operation's id, so that a repeated request is answered the same code although the
 * gateway keeps it nowhere.
 */
import { hash } from 'node:crypto';
import type { Writes } from '../ports.js';

/** No reference of a member holds a control character, so no account's pseudonym can ever be one of these. */
const label = (part: string, operationId: string): string => `\u0000spending-code\u0000${part}\u0000${operationId}`;

/** The code of the hold with this operation id. */
export function spendingCodeOf(writes: Pick<Writes, 'accountIdOf'>, operationId: string): string {
  const derived = (part: string): string => writes.accountIdOf(label(part, operationId)).slice('a-'.length);
  const digits = (parseInt(derived('digits').slice(0, 12), 16) % 1_000_000).toString().padStart(6, '0');
  return `${digits}.${Buffer.from(derived('salt'), 'hex').toString('base64url')}`;
}

/** What stands on the ledger of a code, or of any other preimage. */
export const hashLockOf = (preimage: string): string => hash('sha256', preimage);
