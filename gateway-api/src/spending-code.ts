/**
 * Spending codes: what a member shows at another merchant's till to have a hold captured there.
 *
 * A code is six digits, a dot and a salt of 128 bits; the ledger has only its SHA-256 before the capture. It is derived
 * from a key of its own and the operation's id, so that a repeated request is answered the same code although the
 * gateway keeps it nowhere. The key serves nothing else: whoever loses it loses no member's account, and whoever steals
 * it learns nothing of who the members are.
 */
import { createHmac, type KeyObject } from 'node:crypto';

const SALT_BYTES = 16;
/** Of the digits, taken modulo a million: the bias of so many bits is far below one in a billion. */
const DIGIT_BYTES = 6;

/** The code of the hold with this operation id. */
export function spendingCodeOf(key: KeyObject, operationId: string): string {
  const derived = createHmac('sha256', key).update(`commonpoint/spending-code/v1\n${operationId}`).digest();
  const digits = String(derived.readUIntBE(SALT_BYTES, DIGIT_BYTES) % 1_000_000).padStart(6, '0');
  return `${digits}.${derived.subarray(0, SALT_BYTES).toString('base64url')}`;
}
