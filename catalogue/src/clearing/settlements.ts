/**
 * Settlements: what one merchant pays another for a closed cycle, on the public clearing values, as the consortium nets; pairs
 * on private terms settle on their money statements instead. They come into being when the cycle is closed. Money moves outside of the ledger; here stands what both sides say of it.
 */
import { z } from 'zod';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { currency } from './currencies.js';
import {
  bookmark,
  cycle,
  day,
  displayName,
  money,
  mspId,
  operationId,
  page,
  positiveAmount,
  programId,
  timestamp,
} from '../core/values.js';

/** Why something is disputed, or how that was resolved; no personal data. */
export const sentence = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'must not contain control characters');

/** What a debtor in default owes, in the order in which it is met; what the steps come to is what was owed. */
export const defaultClaim = z.strictObject({
  /** The creditor’s credit line, whose pledges are taken for it. */
  lineId: operationId,
  at: timestamp,
  /** What the creditor owed in turn: closing the cycle set it against this, so that it is no part of `amount`. */
  setOff: money,
  /** What was paid in advance, and for how many points of which programmes. */
  prepaid: money,
  prepaidPoints: z.array(z.strictObject({ programId, points: positiveAmount })),
  /** What is owed on the credit line from now on. */
  pledges: money,
  /** What stands as the creditor’s loss, by the name of the debtor. */
  loss: money,
});

export const settlement = z.strictObject({
  cycle,
  debtor: mspId,
  creditor: mspId,
  currency,
  /** Millionths of the smallest currency unit; whole units of it. */
  amount: money,
  status: z.enum(['due', 'instructed', 'confirmed', 'disputed']),
  /** The first day after the cycle: ages are counted from it. */
  dueSince: day,
  /** The debtor's payment reference. */
  reference: displayName.optional(),
  instructedAt: timestamp.optional(),
  confirmedAt: timestamp.optional(),
  dispute: z.strictObject({ by: mspId, reason: sentence, raisedAt: timestamp }).optional(),
  resolution: z.strictObject({ by: mspId, note: sentence, resolvedAt: timestamp }).optional(),
  /** Of a debtor in default: what of it was met otherwise than by being paid. */
  claim: defaultClaim.optional(),
});
export type Settlement = z.infer<typeof settlement>;

/** What says how much of a settlement is to be paid. */
export interface Payable extends Pick<Settlement, 'status' | 'amount'> {
  readonly claim?: Pick<NonNullable<Settlement['claim']>, 'loss'> | undefined;
}

/** What of it is to be paid yet, in millionths: of one that was claimed on a line what stands as the loss, and nothing of one that is confirmed. */
export function payableOf({ status, amount, claim }: Payable): bigint {
  return status === 'confirmed' ? 0n : BigInt(claim?.loss ?? amount);
}

const pair = { cycle, debtor: mspId, creditor: mspId };
const errors = [...ofMembers, 'SETTLEMENT_UNKNOWN', 'NOT_SETTLEMENT_PARTY', 'SETTLEMENT_STATE'] as const;

export const instructSettlement = transaction({
  name: 'Settlements:Instruct',
  mode: 'submit',
  summary: 'The debtor says that it has paid, with a reference.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...pair, reference: displayName }),
  reply: settlement,
  errors,
});

export const confirmSettlement = transaction({
  name: 'Settlements:Confirm',
  mode: 'submit',
  summary: 'The creditor says that it has received the payment; with that the settlement is done.',
  roles: ['admin', 'operator'],
  request: z.strictObject(pair),
  reply: settlement,
  errors,
});

export const disputeSettlement = transaction({
  name: 'Settlements:Dispute',
  mode: 'submit',
  summary: 'Either side disputes what is due or instructed, with a reason.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...pair, reason: sentence }),
  reply: settlement,
  errors,
});

export const resolveSettlement = transaction({
  name: 'Settlements:Resolve',
  mode: 'submit',
  summary:
    'Whoever disputed says how it was resolved: the settlement is due again, or, as the creditor may say, it was paid after all.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ ...pair, outcome: z.enum(['due', 'paid']), note: sentence }),
  reply: settlement,
  errors,
});

export const getSettlement = transaction({
  name: 'Settlements:Get',
  mode: 'evaluate',
  summary: 'What one merchant owes another one for a cycle.',
  roles: anyone,
  request: z.strictObject(pair),
  reply: settlement,
  errors: [...ofReads, 'SETTLEMENT_UNKNOWN'],
});

export const listSettlements = transaction({
  name: 'Settlements:List',
  mode: 'evaluate',
  summary: 'Settlements by cycle, debtor and creditor, a page at a time.',
  roles: anyone,
  request: z.strictObject({ cycle: cycle.optional(), ...page }),
  reply: z.strictObject({ settlements: z.array(settlement), bookmark }),
  errors: ofReads,
});

export const agedSettlements = transaction({
  name: 'Settlements:Aged',
  mode: 'evaluate',
  summary: 'What is not confirmed, by pair and by the days since its cycle ended.',
  roles: anyone,
  request: z.strictObject({ debtor: mspId.optional(), creditor: mspId.optional() }),
  reply: z.strictObject({
    asOf: day,
    currency,
    pairs: z.array(
      z.strictObject({
        debtor: mspId,
        creditor: mspId,
        upTo30Days: money,
        upTo60Days: money,
        upTo90Days: money,
        over90Days: money,
        total: money,
        /** Of the total. */
        disputed: money,
      }),
    ),
  }),
  errors: ofReads,
});
