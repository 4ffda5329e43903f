/**
 * Holds: points set aside for one purpose, to be captured or to go back.
 *
 * A hold counts against the balance at once: its lots are consumed and kept in the hold's row, with their expiries. It
 * is resolved once, by a capture or a void; its row is read by both, so that of any number of them one is valid.
 *
 * A hash lock is the SHA-256 of the custodian's MSP id, a line feed and a preimage (`hashLockText`), so that it opens
 * holds of that custodian alone: whoever shows the preimage at the beneficiary's till may capture, and the
 * custodian takes no part in it. A spending code that people type is short, and its digest could be found by trying; so
 * the preimage is the code together with a salt of 128 random bits or more, which travels with the code (in the
 * QR picture or from app to till) and never stands on the ledger before the capture.
 */
import { z } from 'zod';
import { bridgeId } from '../bridges/bridges.js';
import { CLOCKS_APART_MS, instantOf } from '../core/calendar.js';
import { anyone, ofReads, transaction } from '../core/transaction.js';
import {
  accountId,
  bookmark,
  clearingValue,
  lotId,
  mspId,
  operationId,
  page,
  positiveAmount,
  programId,
  sha256Hex,
  timestamp,
} from '../core/values.js';

/** The longest that points may be held. */
export const HOLD_DAYS_MAX = 31;

/** The value of a `hold` row. */
export const hold = z.strictObject({
  /** The account's custodian, which posted the hold. */
  mspId,
  /** The id of the operation that made it. */
  holdId: operationId,
  programId,
  accountId,
  amount: positiveAmount,
  /** The merchant that may capture; the points are spent there. */
  beneficiary: mspId.optional(),
  hashLock: sha256Hex.optional(),
  /** The bridge that the points are to cross. */
  bridgeId: bridgeId.optional(),
  /** What it is pledged for: a credit line of the beneficiary, whose rules are its rules. */
  lineId: operationId.optional(),
  /** Of a note that is pledged: which one. Until its end its points lie there, and not here. */
  note: z.strictObject({ mspId, noteId: operationId }).optional(),
  /** Who owes the points that the beneficiary captures: capturing reads no row that others could keep rewriting. */
  issuer: mspId.optional(),
  /** What a point was worth when the beneficiary was promised it: its capture makes a debt of that. */
  clearingValue: clearingValue.optional(),
  /** It was drawn on the beneficiary’s credit, which gets back what is not captured. */
  credited: z.literal(true).optional(),
  /** From this moment on nobody captures it; by when others than the beneficiary give it up says `voidableFrom`. */
  expiresAt: timestamp,
  status: z.enum(['open', 'captured', 'voided']),
  /** What is set aside, as long as it is; of a note’s pledge once the note has ended. */
  lots: z.array(z.strictObject({ lotId, amount: positiveAmount })).optional(),
  captured: positiveAmount.optional(),
  /** The operation that captured or voided it. */
  resolvedBy: z.strictObject({ mspId, operationId }).optional(),
});
export type Hold = z.infer<typeof hold>;

/**
 * From when (milliseconds since 1970, by a transaction's own time) the custodian gives a hold up. One that a beneficiary
 * was promised has to be over by every clock that a peer takes: else a time dated ahead would end it early.
 */
export function voidableFrom({ beneficiary, expiresAt }: Pick<Hold, 'beneficiary' | 'expiresAt'>): number {
  return beneficiary === undefined ? 0 : overEverywhere({ expiresAt });
}

/** From when its end has come by every clock that a peer takes. */
export function overEverywhere({ expiresAt }: Pick<Hold, 'expiresAt'>): number {
  return instantOf(expiresAt) + CLOCKS_APART_MS;
}

export const getHold = transaction({
  name: 'Holds:Get',
  mode: 'evaluate',
  summary: 'One hold, by the organisation that posted it and the id of the operation.',
  roles: anyone,
  request: z.strictObject({ mspId, holdId: operationId }),
  reply: hold,
  errors: [...ofReads, 'HOLD_UNKNOWN'],
});

export const listHolds = transaction({
  name: 'Holds:List',
  mode: 'evaluate',
  summary: 'An account’s open holds, a page at a time.',
  roles: anyone,
  request: z.strictObject({ accountId, ...page }),
  reply: z.strictObject({ holds: z.array(hold), bookmark }),
  errors: [...ofReads, 'ACCOUNT_UNKNOWN'],
});
