/**
 * Credit between merchants: the most points of a programme that its issuer may owe a merchant before it settles.
 *
 * The merchant that takes the points grants it; a raise takes the word of both. The limit is divided over lanes as a programme's
 * cap is, so that spendings at the merchant draw on it side by side, whoever posts them. What is spent there draws on it, and
 * so does a hold for the merchant, so that no capture of what was promised fails for it. What comes back (a hold that is voided,
 * the rest of a capture, a reversal in the same cycle) is a row of its own, blind, so that nobody is held off by whoever draws;
 * so is what a settled cycle gives back, and what is paid in advance. Gateways put these rows back into lanes as they come.
 */
import { z } from 'zod';
import { acceptance } from '../programs/acceptances.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import {
  amount,
  cycle,
  lane,
  LANES_MAX,
  mspId,
  operationId,
  positiveAmount,
  programId,
  signedAmount,
  timestamp,
} from '../core/values.js';
import { creditLimit } from './credit-limit.js';

/** The most rows that are put back into lanes in one transaction. */
export const GIVEN_BACK_MAX = 100;
/** Where a grant does not say how many. */
export const CREDIT_LANES = 12;

/** The value of a `credit-quota` row. What was paid in advance may make `used` negative. */
export const creditLane = z.strictObject({ granted: amount, used: signedAmount });
export type CreditLane = z.infer<typeof creditLane>;

/** The value of a `credit-back` row: what one transaction gave back. */
export const creditBack = z.strictObject({ amount: positiveAmount });

/** The value of a `credit-release` row: what a settled cycle gave back, and what of it had been paid in advance and so come back before. */
export const creditRelease = z.strictObject({ amount, prepaid: amount });

/** The value of a `prepayment` row. */
export const prepayment = z.strictObject({
  amount: positiveAmount,
  /** What settled cycles have not used up yet. */
  left: amount,
  at: timestamp,
});

/** Of which programme, and at which merchant. */
const pair = { programId, mspId };

export const creditState = z.strictObject({
  ...pair,
  credit: creditLimit,
  lanes: z.array(z.strictObject({ lane, ...creditLane.shape })),
  /** What was given back and is not in a lane yet. */
  returning: amount,
  /** What is owed and promised on it: what lanes used, less what is returning. */
  used: signedAmount,
});
export type CreditState = z.infer<typeof creditState>;

export const grantCredit = transaction({
  name: 'Credit:Grant',
  mode: 'submit',
  summary:
    'Limits what a programme’s issuer may owe the caller’s organisation, or narrows the limit; not below what is used. Repeating it changes nothing.',
  roles: ['admin'],
  request: z.strictObject({
    programId,
    limit: positiveAmount,
    /** Of the first grant alone. */
    lanes: z.int().min(1).max(LANES_MAX).optional(),
  }),
  reply: acceptance,
  errors: [
    ...ofMembers,
    'PROGRAM_UNKNOWN',
    'ACCEPTANCE_UNKNOWN',
    'CREDIT_OFF',
    'CREDIT_RAISE_ALONE',
    'CREDIT_LANES_FIXED',
    'CREDIT_BELOW_USED',
  ],
});

export const raiseCredit = transaction({
  name: 'Credit:Raise',
  mode: 'submit',
  summary: 'Says a higher limit, as the merchant or as the issuer; once both have said the same one, it is in force.',
  roles: ['admin'],
  request: z.strictObject({ ...pair, limit: positiveAmount }),
  reply: acceptance,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'CREDIT_UNKNOWN', 'CREDIT_OFF', 'NOT_CREDIT_PARTY', 'CREDIT_NOT_RAISED'],
});

export const endCredit = transaction({
  name: 'Credit:End',
  mode: 'submit',
  summary:
    'Ends the limit that the caller’s organisation granted: what is owed is not limited any more. What was drawn comes back as before.',
  roles: ['admin'],
  request: z.strictObject({ programId }),
  reply: acceptance,
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'CREDIT_UNKNOWN'],
});

export const giveBackCredit = transaction({
  name: 'Credit:GiveBack',
  mode: 'submit',
  summary: 'Puts back into lanes what transactions gave back; what is in a lane already is passed over.',
  roles: ['admin', 'operator'],
  request: z.strictObject({
    ...pair,
    /** The transactions that gave something back. */
    txIds: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, 'must be a transaction id'))
      .min(1)
      .max(GIVEN_BACK_MAX),
    /** The lanes to put it into, each as far as it was used; the last one takes what is left. */
    lanes: z.array(lane).min(1).max(LANES_MAX),
  }),
  reply: z.strictObject({ ...pair, amount }),
  errors: [...ofMembers, 'CREDIT_UNKNOWN', 'LANE_UNKNOWN'],
});

export const releaseCredit = transaction({
  name: 'Credit:Release',
  mode: 'submit',
  summary:
    'Gives back what was drawn in a closed cycle, once all that the issuer had to pay for it is confirmed; between merchants on private terms the acceptor says so. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...pair, cycle }),
  reply: z.strictObject({ ...pair, cycle, ...creditRelease.shape }),
  errors: [...ofMembers, 'PROGRAM_UNKNOWN', 'CREDIT_UNKNOWN', 'CYCLE_NOT_CLOSED', 'CREDIT_NOT_SETTLED'],
});

export const prepayCredit = transaction({
  name: 'Credit:Prepay',
  mode: 'submit',
  summary:
    'Says that the issuer has paid the caller’s organisation for so many points in advance: these come back at once, and settled cycles give back so much less. Repeating it changes nothing.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ programId, prepaymentId: operationId, amount: positiveAmount }),
  reply: z.strictObject({ ...pair, prepaymentId: operationId, ...prepayment.shape }),
  errors: [...ofMembers, 'CREDIT_UNKNOWN', 'PREPAYMENT_EXISTS'],
});

export const getCredit = transaction({
  name: 'Credit:Get',
  mode: 'evaluate',
  summary: 'What a merchant lets a programme’s issuer owe it, and what of that is used.',
  roles: anyone,
  request: z.strictObject(pair),
  reply: creditState,
  errors: [...ofReads, 'CREDIT_UNKNOWN'],
});
