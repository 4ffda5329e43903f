/**
 * Acceptances: which programmes a merchant takes of others, and from which clearing value on.
 *
 * A merchant becomes a creditor of another one only in points that it accepts. An acceptance states the least value that
 * it holds for, and holds while the programme's value is that much: when a lower one comes into force it is over by
 * itself, for good, until the merchant accepts the programme anew. Between two merchants on private terms the value does
 * not matter; an acceptance of each programme they need all the same.
 *
 * A debt carries the value that was in force when it arose (`clearingValue` of the receipt, and of a hold with a
 * beneficiary from the hold on), so that no later value prices it.
 */
import { z } from 'zod';
import { creditLimit } from '../credit/credit-limit.js';
import { ofMembers, transaction } from '../core/transaction.js';
import { bookmark, clearingValue, cycle, mspId, pageSize, programId, timestamp } from '../core/values.js';

/** The value of an `acceptance` row. */
export const acceptance = z.strictObject({
  programId,
  /** The merchant that accepts the programme. */
  mspId,
  /** The least that a point has to be worth. */
  valueMin: clearingValue,
  /** The cycle in which it was stated: what a point was worth before does not matter. */
  sinceCycle: cycle,
  acceptedAt: timestamp,
  /** When the merchant ended it itself. */
  endedAt: timestamp.optional(),
  /** What it lets the issuer owe it; without a limit if absent. */
  credit: creditLimit.optional(),
});
export type Acceptance = z.infer<typeof acceptance>;

const acceptanceInForce = z.strictObject({ ...acceptance.shape, inForce: z.boolean() });
/** With whether it is in force in the present cycle. */
export type AcceptanceInForce = z.infer<typeof acceptanceInForce>;

export const acceptProgram = transaction({
  name: 'Programs:Accept',
  mode: 'submit',
  summary:
    'Says that the caller’s organisation takes another merchant’s programme while a point is worth at least `valueMin`. In place of what it said before.',
  roles: ['admin'],
  request: z.strictObject({ programId, valueMin: clearingValue }),
  reply: acceptance,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'PROGRAM_OWN'],
});

export const endAcceptance = transaction({
  name: 'Programs:EndAcceptance',
  mode: 'submit',
  summary: 'Ends the caller’s organisation’s acceptance of a programme, at once. Holds that it was promised stay.',
  roles: ['admin'],
  request: z.strictObject({ programId }),
  reply: acceptance,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'ACCEPTANCE_UNKNOWN'],
});

export const listAcceptances = transaction({
  name: 'Programs:Acceptances',
  mode: 'evaluate',
  summary:
    'Who accepts a programme from which value on, and whether that is in force in the present cycle; a page at a time.',
  roles: ['admin', 'operator', 'cashier', 'auditor'],
  request: z.strictObject({ programId, pageSize: pageSize.optional(), bookmark: bookmark.optional() }),
  reply: z.strictObject({
    acceptances: z.array(acceptanceInForce),
    bookmark,
  }),
  errors: ['REQUEST_INVALID', 'ROLE_NOT_ALLOWED', 'PROGRAM_UNKNOWN'],
});
