/**
 * What a pair on private terms owes for a cycle.
 *
 * | points of a programme                        | a point is worth                             |
 * |----------------------------------------------|----------------------------------------------|
 * | up to `pointsMax` of the terms, or all       | the price of the terms                       |
 * | beyond `pointsMax`, or not in the terms      | the programme's public clearing value        |
 * | the same, of a programme without such value  | nothing: told apart as `pointsUnvalued`      |
 *
 * A position below zero (more was reversed than spent) is below every limit. A fee is the basis points of what its payer
 * is owed for points, rounded towards zero, so that a reversal undoes exactly what it was, and the sum per cycle.
 * Nothing else is rounded but what is paid: down to whole units of the currency. What is not paid is owed with the statement that
 * the two make next.
 */
import { createHmac } from 'node:crypto';
import {
  clearingOtherwise,
  type CommercialTerms,
  type MoneyStatement,
  type Owed,
  type Parties,
  type Position,
  type PrivateTerms,
} from '@commonpoint/catalogue';
import type { CycleRow } from '../clearing/close-cycle.js';
import type { PrivatePair } from '../clearing/netting.js';
import { payableOf } from '../clearing/payments.js';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { holdsFor } from './terms.js';

type Line = MoneyStatement['lines'][number];
type Fee = MoneyStatement['fees'][number];

const BASIS_POINTS = 10_000n;

/** A closed cycle as two merchants have to settle it in private. */
export interface StatementDue extends PrivatePair {
  cycle: string;
  currency: string;
  positions: readonly Position[];
  values: readonly { programId: string; clearingValue: string }[];
}

/** Errors: CYCLE_NOT_CLOSED, STATEMENT_NOT_DUE. */
export function decideStatement(row: CycleRow | undefined, cycle: string, parties: Parties): StatementDue | Refusal {
  if (row?.status !== 'closed') return refuse('CYCLE_NOT_CLOSED', `the cycle ${cycle} is not closed`);
  const { currency = clearingOtherwise.currency, positions, values = [], privatePairs = [] } = row;
  const pair = privatePairs.find((each) => each.parties.join() === parties.join());
  if (pair === undefined) return refuse('STATEMENT_NOT_DUE', `${parties.join(' and ')} settle ${cycle} in public`);
  return { ...pair, cycle, currency, positions, values };
}

/**
 * `agreed` are all terms that the two had accepted by the closing, newest first: the first ones that hold for the cycle
 * count, and if none does, the public clearing values alone.
 */
export function makeMoneyStatement(
  { cycle, currency, parties, positions, values }: StatementDue,
  agreed: readonly PrivateTerms[],
  remainderBefore?: Owed,
): MoneyStatement {
  const terms = agreed.find((each) => holdsFor(each, cycle));
  const clearingValues = new Map(values.map(({ programId, clearingValue }) => [programId, clearingValue]));
  const lines = positions
    .filter(({ debtor, creditor }) => parties.includes(debtor) && parties.includes(creditor))
    .map((position) => valueLine(position, terms, clearingValues.get(position.programId)));
  const fees = (terms?.fees ?? []).map((fee) => chargeFee(fee, parties, lines));
  const owed = [
    ...lines.map(({ debtor, creditor, amount }) => ({ debtor, creditor, amount })),
    ...fees.map(({ payer, payee, amount }) => ({ debtor: payer, creditor: payee, amount })),
    ...(remainderBefore === undefined ? [] : [remainderBefore]),
  ];
  const { payments, remainders } = payableOf(owed, new Set());
  const [total, remainder] = [payments[0], remainders[0]];
  const version = terms === undefined ? {} : { termsVersion: terms.version };
  const paid = present({ remainderBefore, total, remainder });
  return { cycle, parties, currency, ...version, lines, fees, ...paid, salt: saltOf(agreed, parties, cycle) };
}

/** One salt for each cycle, which both endorsers derive from the newest terms' own and nobody else can. */
function saltOf([newest]: readonly PrivateTerms[], parties: Parties, cycle: string): string {
  if (newest === undefined) throw new TypeError('a pair without accepted terms has no statement');
  return createHmac('sha256', Buffer.from(newest.salt, 'hex'))
    .update(`statement ${parties.join(' ')} ${cycle}`)
    .digest('hex');
}

function valueLine(
  { debtor, creditor, programId, amount }: Position,
  terms: CommercialTerms | undefined,
  clearingValue: string | undefined,
): Line {
  const agreed = terms?.prices.find((each) => each.programId === programId);
  const points = BigInt(amount);
  const atPrice = agreed === undefined ? 0n : atMost(points, agreed.pointsMax);
  const further = points - atPrice;
  const worth = atPrice * BigInt(agreed?.price ?? '0') + further * BigInt(clearingValue ?? '0');
  return {
    debtor,
    creditor,
    programId,
    points: amount,
    ...(agreed !== undefined && { price: agreed.price }),
    pointsAtPrice: String(atPrice),
    ...(clearingValue !== undefined && { clearingValue }),
    pointsAtClearingValue: String(clearingValue === undefined ? 0n : further),
    pointsUnvalued: String(clearingValue === undefined ? further : 0n),
    amount: String(worth),
  };
}

function atMost(points: bigint, max: string | undefined): bigint {
  return max !== undefined && points > BigInt(max) ? BigInt(max) : points;
}

function chargeFee(
  { payer, basisPoints, perCycle }: CommercialTerms['fees'][number],
  [first, second]: Parties,
  lines: readonly Line[],
): Fee {
  const base = lines.reduce((sum, { creditor, amount }) => (creditor === payer ? sum + BigInt(amount) : sum), 0n);
  // Division of bigints rounds towards zero.
  const amount = (base * BigInt(basisPoints)) / BASIS_POINTS + BigInt(perCycle);
  const payee = payer === first ? second : first;
  return { payer, payee, basisPoints, base: String(base), perCycle, amount: String(amount) };
}
