/**
 * When a refusal is for good: one rule, the same for every `Idempotency-Key`.
 *
 * What the ledger's rules refuse stays refused under the operation's id: whoever was told so has acted on it. What the
 * gateway or the network could not do, and what asks to be repeated, says only that nothing has happened yet; the same
 * operation may be sent again, under the same key or another one, and is tried again.
 */
import { errorCodes } from '@commonpoint/catalogue';

/**
 * What the ledger refuses only for the moment. What is unknown may have been recorded by another merchant a moment ago, and
 * the own peer be behind, which nobody can tell from one that never was.
 */
const passing: ReadonlySet<string> = new Set([
  'CYCLE_CLOSED',
  'OPERATION_UNKNOWN',
  'HOLD_UNKNOWN',
  'NOTE_UNKNOWN',
  'LINE_UNKNOWN',
  'LINE_PAYMENT_UNKNOWN',
  'PROPOSAL_UNKNOWN',
  'REASON_UNKNOWN',
  'PROPOSAL_NOT_DUE',
]);

export const isForGood = (code: string | null | undefined): boolean =>
  code !== null && code !== undefined && Object.hasOwn(errorCodes, code) && !passing.has(code);
