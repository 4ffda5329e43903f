/**
 * When a refusal is for good: one rule, the same for every `Idempotency-Key`.
 *
 * What the ledger's rules refuse stays refused under the operation's id: whoever was told so has acted on it. What the
 * gateway or the network could not do, and what asks to be repeated, says only that nothing has happened yet; the same
 * operation may be sent again, under the same key or another one, and is tried again.
 */
import { errorCodes } from '@commonpoint/catalogue';

/** What the ledger refuses only for the moment. */
const passing: ReadonlySet<string> = new Set(['CYCLE_CLOSED']);

export const isForGood = (code: string | null | undefined): boolean =>
  code !== null && code !== undefined && Object.hasOwn(errorCodes, code) && !passing.has(code);
