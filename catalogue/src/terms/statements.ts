/**
 * Money statements: what two merchants on private terms owe each other for a closed cycle.
 *
 * Both their peers compute one from the cycle's public positions and the terms that they hold; no client says an
 * amount. It stays with the two. Everybody else sees that it exists, and its hash.
 */
import { z } from 'zod';
import { owed } from '../clearing/clearing.js';
import { currency } from '../clearing/currencies.js';
import { sentence, settlement } from '../clearing/settlements.js';
import { parties, termsVersion } from './terms.js';
import { anyone, ofMembers, ofPrivateInput, ofReads, privateTransaction, transaction } from '../core/transaction.js';
import {
  bookmark,
  clearingValue,
  cycle,
  displayName,
  money,
  mspId,
  page,
  programId,
  sha256Hex,
  signedAmount,
  timestamp,
} from '../core/values.js';

/** What everybody sees of a statement. */
export const statementRecord = z.strictObject({
  cycle,
  parties,
  /** SHA-256 of what the two hold. */
  hash: sha256Hex,
  madeBy: mspId,
  madeAt: timestamp,
});
export type StatementRecord = z.infer<typeof statementRecord>;

/** One position of the cycle in money. Points and amounts are negative where more was reversed than spent. */
const line = z.strictObject({
  debtor: mspId,
  creditor: mspId,
  programId,
  points: signedAmount,
  /** What the terms say of a point, and how many points that is for. */
  price: z.string().optional(),
  pointsAtPrice: signedAmount,
  /** What the programme's public clearing value was, and how many points that is for. */
  clearingValue: clearingValue.optional(),
  pointsAtClearingValue: signedAmount,
  /** Points that have neither a price nor a clearing value: they are in no amount. */
  pointsUnvalued: signedAmount,
  amount: money,
});

const fee = z.strictObject({
  payer: mspId,
  payee: mspId,
  basisPoints: z.int(),
  /** What the payer is owed for points, of which the basis points are. */
  base: money,
  perCycle: money,
  /** What the payer owes, all in all; negative if so much was reversed that it gets something back. */
  amount: money,
});

export const moneyStatement = z.strictObject({
  cycle,
  parties,
  /** That all its amounts are in. */
  currency,
  /** The terms that it was made from; without them all is on the public clearing values. */
  termsVersion: termsVersion.optional(),
  lines: z.array(line),
  fees: z.array(fee),
  /** What the statement before left unpaid, because it was less than can be paid. */
  remainderBefore: owed.optional(),
  /** Who pays whom, rounded down to whole units of the currency; absent if nobody pays anything. */
  total: owed.optional(),
  /** What is not paid, and owed with the statement that is made next. */
  remainder: owed.optional(),
  /** Derived from the terms' own, so that both peers have the same and nobody else can guess. */
  salt: sha256Hex,
});
export type MoneyStatement = z.infer<typeof moneyStatement>;

/** What the two owe each other beyond what was paid so far; with the salt of the statement that left it. */
export const statementRemainder = z.strictObject({ cycle, remainder: owed.optional(), salt: sha256Hex });
export type StatementRemainder = z.infer<typeof statementRemainder>;

/** What one of the two says of the payment: as of a public settlement, but only the two get to know it. */
const said = z.discriminatedUnion('say', [
  z.strictObject({ say: z.literal('instructed'), reference: displayName }),
  z.strictObject({ say: z.literal('confirmed') }),
  z.strictObject({ say: z.literal('disputed'), reason: sentence }),
  z.strictObject({ say: z.literal('resolved'), outcome: z.enum(['due', 'paid']), note: sentence }),
]);
export type SettlementSaid = z.infer<typeof said>;

/** The caller's organisation is the one, this is the other. */
const reference = { counterparty: mspId, cycle };
const ofPair = [...ofMembers, 'COUNTERPARTY_UNKNOWN'] as const;

export const makeStatement = transaction({
  name: 'Statements:Make',
  mode: 'submit',
  summary:
    'Makes the money statement of a closed cycle for the caller’s organisation and another merchant on private terms. It is made once; either may, and it is the same.',
  roles: ['admin', 'operator'],
  request: z.strictObject(reference),
  endorsers: 'pair',
  reply: statementRecord,
  errors: [...ofPair, 'CYCLE_NOT_CLOSED', 'STATEMENT_NOT_DUE'],
});

export const getStatement = transaction({
  name: 'Statements:Get',
  mode: 'evaluate',
  summary: 'The money statement of a cycle between the caller’s organisation and another merchant.',
  roles: ['admin', 'operator'],
  request: z.strictObject(reference),
  endorsers: 'caller',
  reply: z.strictObject({
    record: statementRecord,
    statement: moneyStatement,
    /** Absent if nobody owes anything. */
    settlement: settlement.optional(),
  }),
  errors: [...ofPair, 'STATEMENT_UNKNOWN'],
});

export const settleStatement = privateTransaction({
  name: 'Statements:Settle',
  mode: 'submit',
  summary:
    'One of the two merchants says what it has to say of the payment of their money statement: instructed, confirmed, disputed or resolved. All of it is private input.',
  roles: ['admin', 'operator'],
  request: z.strictObject(reference),
  privateInput: said,
  endorsers: 'pair',
  reply: statementRecord,
  errors: [
    ...ofPrivateInput,
    ...ofPair,
    'STATEMENT_UNKNOWN',
    'SETTLEMENT_UNKNOWN',
    'NOT_SETTLEMENT_PARTY',
    'SETTLEMENT_STATE',
  ],
});

export const listStatements = transaction({
  name: 'Statements:List',
  mode: 'evaluate',
  summary: 'Which money statements exist for a cycle, and their hashes; a page at a time.',
  roles: anyone,
  request: z.strictObject({ cycle, ...page }),
  reply: z.strictObject({ statements: z.array(statementRecord), bookmark }),
  errors: ofReads,
});
