/**
 * Clearing cycles: what merchants owe each other for a month, closed once after it has ended.
 *
 * Closing folds the cycle's rows into positions, up to 1,000 of them in one transaction, and goes on wherever it
 * stopped, whoever calls it: the result depends on the rows and the programmes' clearing values for that cycle alone.
 * The first step writes that the cycle is closed into a row of its month, and every operation that adds to a cycle reads
 * it: so after that step no row can come in any more, also not with a timestamp of the closed month.
 *
 * Merchants who all agree can end a cycle before its month does. That is the first step of its closing; what follows
 * counts to the next part of the month, a cycle of its own.
 *
 * The closed row keeps the positions by pair and programme. Pairs that have accepted private terms compute their money
 * statement from those positions and are left out of the public net; everybody else settles on the public clearing
 * values. A debt carries the value that was in force as it arose, so that none set later prices it. Points without a value
 * are not lost at closing: unless both sides value them by then, they are carried into the cycle that is open.
 *
 * At closing, and nowhere else, amounts become what can be paid: rounded down to whole units of the currency. What is below
 * is no less owed: it is a remainder, and counts with the cycle that is closed next.
 */
import { z } from 'zod';
import { parties, termsVersion } from '../terms/terms.js';
import { anyone, ofMembers, ofReads, transaction } from '../core/transaction.js';
import { clearingValue, cycle, money, mspId, programId, signedAmount, timestamp } from '../core/values.js';
import { netting } from './clearing-rules.js';
import { currency } from './currencies.js';

/** The most clearing rows that are folded in one transaction. */
export const CLOSE_ROWS_MAX = 1000;
/** The most clearing rows that are summed for a statement of a cycle that is not closed. */
export const STATEMENT_ROWS_MAX = 10_000;

const position = z.strictObject({
  debtor: mspId,
  creditor: mspId,
  programId,
  amount: signedAmount,
  /** On the values that were in force as it arose, in millionths of the smallest currency unit. */
  worth: money,
  /** Points of `amount` that had no value then; absent if there are none. */
  unvalued: signedAmount.optional(),
  /** Points of `amount` that were drawn on the creditor’s credit; absent if there are none. */
  credited: signedAmount.optional(),
});

/** What one merchant owes another one, in millionths of the smallest currency unit. */
export const owed = z.strictObject({ debtor: mspId, creditor: mspId, amount: money });
export type Owed = z.infer<typeof owed>;

export const cycleReport = z.strictObject({
  cycle,
  /** That all its amounts of money are in. */
  currency,
  /** What is set against what in `payments`. */
  netting,
  status: z.enum(['open', 'closing', 'closed']),
  /** How many rows were folded so far. */
  folded: z.int(),
  /** In points, by debtor, creditor and programme. */
  positions: z.array(position),
  /** Of a closed cycle: what had no value that both sides had stated, and the cycle that it was carried into. */
  carried: z.array(position.omit({ worth: true, unvalued: true, credited: true })).optional(),
  carriedTo: cycle.optional(),
  /** The clearing values of the cycle, of the programmes that have one. */
  values: z.array(z.strictObject({ programId, clearingValue })),
  /** Who settles on money statements of their own, and the last terms that they accepted; their amounts are not in `net`. */
  privatePairs: z.array(z.strictObject({ parties, termsVersion })),
  /** What each merchant is owed (positive) or owes (negative) over all others, in millionths of the smallest currency unit; the sum is zero. */
  net: z.array(z.strictObject({ mspId, amount: money })),
  /** What closings before this one left unpaid because it was less than can be paid: it is owed with this cycle. */
  remaindersBefore: z.array(owed),
  /** What is paid for the cycle, rounded down to whole units of the currency: the settlements of a closed one. */
  payments: z.array(owed),
  /** What is not paid of it: `net` and `remaindersBefore` less `payments`, merchant by merchant. It is owed with the cycle that is closed next. */
  remainders: z.array(owed),
  /** Of a closed cycle: what was not paid and nobody owes any more, because one of the two has left and nothing came after it. */
  dropped: z.array(owed).optional(),
  /** Programmes of which other pairs owe points that have no value: these are not in `net`, and carried at closing. */
  unvalued: z.array(programId),
  /** Of an open cycle: merchants that agreed to end it before its month; absent if nobody did. */
  agreed: z.array(mspId).optional(),
  /** When all merchants had agreed to end it before its month, and the cycle that goes on from there. */
  cutAt: timestamp.optional(),
  next: cycle.optional(),
  /**
   * There are more rows than one reading takes: `positions` and what follows from them are of folded rows only. A
   * gateway's projection has all positions at any time.
   */
  partial: z.literal(true).optional(),
  closedAt: timestamp.optional(),
});
export type CycleReport = z.infer<typeof cycleReport>;

export const closeCycle = transaction({
  name: 'Clearing:Close',
  mode: 'submit',
  summary:
    'Closes a cycle that was cut off or that ended two minutes ago or earlier, or does the next step of it: up to 1,000 rows. To be repeated while `more`; a closed cycle stays as it is.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ cycle }),
  reply: z.strictObject({ ...cycleReport.shape, more: z.boolean() }),
  errors: [...ofMembers, 'CYCLE_CLOSED', 'PERIOD_OPEN'],
});

export const cutOffCycle = transaction({
  name: 'Clearing:CutOff',
  mode: 'submit',
  summary:
    'Agrees to end the current cycle before its month does. When every active merchant has agreed, it ends: it can be closed, and what follows counts to the next part of the month.',
  roles: ['admin', 'operator'],
  request: z.strictObject({ cycle }),
  reply: z.strictObject({
    cycle,
    agreed: z.array(mspId),
    /** Once all have agreed. */
    cutAt: timestamp.optional(),
    next: cycle.optional(),
  }),
  errors: [...ofMembers, 'CYCLE_NOT_CURRENT', 'PERIOD_OPEN'],
});

export const getCycle = transaction({
  name: 'Clearing:Cycle',
  mode: 'evaluate',
  summary: 'A cycle’s positions, clearing values and net, as they stand; final once it is closed.',
  roles: anyone,
  request: z.strictObject({ cycle }),
  reply: cycleReport,
  errors: [...ofReads, 'CYCLE_UNKNOWN'],
});
