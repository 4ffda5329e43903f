/** What merchants owe each other in a cycle: the sum of its clearing rows. */
import {
  type clearingPositions,
  netByProgram,
  type Position,
  type Program,
  type ReplyOf,
  type Row,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import type { WorkingSet } from '../points/working-set.js';
import { acceptanceName } from '../points/row-names.js';
import { clearingValueOf, isInForce } from '../programs/acceptances.js';
import { partiesOf } from '../terms/terms.js';

type Positions = ReplyOf<typeof clearingPositions>;

/** The same with what it is worth: on the values that were in force as it arose, and without points that had none then. */
export type ClearingEntry = Row<'cycle'>['positions'][number];

export type ClearingRow = Row<'clearing'>;

/** A row as an entry. One that says nothing of worth is of points without a value. */
export function entryOf(position: Omit<Position, 'amount'>, { amount, worth, ...rest }: ClearingRow): ClearingEntry {
  if (worth === undefined) return { ...position, amount, worth: '0', unvalued: amount };
  return { ...position, amount, worth, ...rest };
}

/** What entries come to by debtor, creditor and programme, in the order of these; what came to nothing is left out. */
export function sumEntries(entries: readonly ClearingEntry[]): ClearingEntry[] {
  const sums = new Map<
    string,
    { entry: Position; amount: bigint; worth: bigint; unvalued: bigint; credited: bigint }
  >();
  for (const entry of entries) {
    const name = `${entry.debtor} ${entry.creditor} ${entry.programId}`;
    const sum = sums.get(name) ?? { entry, amount: 0n, worth: 0n, unvalued: 0n, credited: 0n };
    sums.set(name, sum);
    sum.amount += BigInt(entry.amount);
    sum.worth += BigInt(entry.worth);
    sum.unvalued += BigInt(entry.unvalued ?? '0');
    sum.credited += BigInt(entry.credited ?? '0');
  }
  return [...sums]
    .filter(([, { amount, worth, unvalued, credited }]) =>
      [amount, worth, unvalued, credited].some((sum) => sum !== 0n),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([
        ,
        {
          entry: { debtor, creditor, programId },
          amount,
          worth,
          unvalued,
          credited,
        },
      ]) => ({
        debtor,
        creditor,
        programId,
        amount: String(amount),
        worth: String(worth),
        ...(unvalued !== 0n && { unvalued: String(unvalued) }),
        ...(credited !== 0n && { credited: String(credited) }),
      }),
    );
}

/** Positions in points; those that came to nothing are left out. What all are owed and owe sums to zero. */
export function sumClearing(cycle: string, entries: readonly ClearingEntry[]): Positions {
  const open = sumEntries(entries)
    .filter(({ amount }) => amount !== '0')
    .map(({ debtor, creditor, programId, amount }) => ({ debtor, creditor, programId, amount }));
  return { cycle, positions: open, net: netByProgram(open) };
}

/**
 * At which value an operation makes its programme's issuer the debtor of a merchant: none where that is the issuer
 * itself, or of two on private terms where there is no public one, if the
 * creditor accepts the programme at all. Errors: ISSUER_IN_DEFAULT, PROGRAM_UNVALUED, PROGRAM_NOT_ACCEPTED.
 */
export function decidePrice(
  { rows, cycle }: WorkingSet,
  program: Program,
  creditor: string | undefined,
): { clearingValue?: string } | Refusal {
  const { programId, issuer } = program;
  if (creditor === undefined || creditor === issuer) return {};
  if (program.issuerInDefaultSince !== undefined) return inDefault(program);
  const clearingValue = clearingValueOf(program, cycle);
  const price = clearingValue === undefined ? {} : { clearingValue };
  const acceptance = rows.acceptances.get(acceptanceName(programId, creditor));
  if (isInForce(program, acceptance, cycle)) return price;
  // Private terms stand for the value, not for taking the programme: that each merchant says of each, and ends when it likes.
  if (rows.pairsOnTerms.has(partiesOf(issuer, creditor).join(' '))) {
    const isTaken = acceptance !== undefined && acceptance.endedAt === undefined;
    return isTaken ? price : refuse('PROGRAM_NOT_ACCEPTED', `${creditor} does not accept ${programId}`);
  }
  return clearingValue === undefined
    ? refuse('PROGRAM_UNVALUED', `${programId} has no clearing value in ${cycle}`)
    : refuse('PROGRAM_NOT_ACCEPTED', `${creditor} does not accept ${programId} at a value of ${clearingValue}`);
}

/**
 * Whether a liability of the issuer may be added to the transaction's cycle; towards itself there is none. Errors:
 * CYCLE_CLOSED.
 */
export function refuseUnlessClearable(
  { rows, cycle }: WorkingSet,
  { issuer }: { issuer?: string | undefined },
  creditor: string | undefined,
): Refusal | undefined {
  if (!rows.cycleClosed || creditor === undefined || creditor === issuer) return undefined;
  return refuse('CYCLE_CLOSED', `the cycle ${cycle} is closed`);
}

/** What an issuer that does not pay owes by now is all that it comes to owe. */
export function inDefault({
  programId,
  issuer,
  issuerInDefaultSince,
}: Pick<Program, 'programId' | 'issuer' | 'issuerInDefaultSince'>): Refusal {
  return refuse(
    'ISSUER_IN_DEFAULT',
    `${issuer}, which issues ${programId}, is in default since ${issuerInDefaultSince}`,
  );
}
