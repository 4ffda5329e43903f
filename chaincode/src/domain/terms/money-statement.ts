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
 * Nothing else is rounded.
 */
import { createHmac } from 'node:crypto';
import type { CommercialTerms, MoneyStatement, Parties, Position, PrivateTerms } from '@commonpoint/catalogue';
import type { CycleRow } from '../clearing/close-cycle.js';
import type { PrivatePair } from '../clearing/netting.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { holdsFor } from './terms.js';

type Line = MoneyStatement['lines'][number];
type Fee = MoneyStatement['fees'][number];

const BASIS_POINTS = 10_000n;

/** A closed cycle as two merchants have to settle it in private. */
export interface StatementDue extends PrivatePair {
  cycle: string;
  positions: readonly Position[];
  values: readonly { programId: string; clearingValue: string }[];
}

/** Errors: CYCLE_NOT_CLOSED, STATEMENT_NOT_DUE. */
export function decideStatement(row: CycleRow | undefined, cycle: string, parties: Parties): StatementDue | Refusal {
  if (row?.status !== 'closed') return refuse('CYCLE_NOT_CLOSED', `the cycle ${cycle} is not closed`);
  const { positions, values = [], privatePairs = [] } = row;
  const pair = privatePairs.find((each) => each.parties.join() === parties.join());
  if (pair === undefined) return refuse('STATEMENT_NOT_DUE', `${parties.join(' and ')} settle ${cycle} in public`);
  return { ...pair, cycle, positions, values };
}

/**
 * `agreed` are all terms that the two had accepted by the closing, newest first: the first ones that hold for the cycle
 * count, and if none does, the public clearing values alone.
 */
export function makeMoneyStatement(
  { cycle, parties, positions, values }: StatementDue,
  agreed: readonly PrivateTerms[],
): MoneyStatement {
  const terms = agreed.find((each) => holdsFor(each, cycle));
  const clearingValues = new Map(values.map(({ programId, clearingValue }) => [programId, clearingValue]));
  const lines = positions
    .filter(({ debtor, creditor }) => parties.includes(debtor) && parties.includes(creditor))
    .map((position) => valueLine(position, terms, clearingValues.get(position.programId)));
  const fees = (terms?.fees ?? []).map((fee) => chargeFee(fee, parties, lines));
  const owed = [
    ...lines.map(({ debtor, amount }) => ({ debtor, amount })),
    ...fees.map(({ payer, amount }) => ({ debtor: payer, amount })),
  ].reduce((sum, { debtor, amount }) => sum + (debtor === parties[0] ? BigInt(amount) : -BigInt(amount)), 0n);
  const version = terms === undefined ? {} : { termsVersion: terms.version };
  return { cycle, parties, ...version, lines, fees, ...totalOf(parties, owed), salt: saltOf(agreed, parties, cycle) };
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

function totalOf([first, second]: Parties, owed: bigint): Pick<MoneyStatement, 'total'> {
  if (owed === 0n) return {};
  return owed > 0n
    ? { total: { debtor: first, creditor: second, amount: String(owed) } }
    : { total: { debtor: second, creditor: first, amount: String(-owed) } };
}
