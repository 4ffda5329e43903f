/** Closing a cycle, a page of rows at a time: positions are summed, and with the last page valued and netted. */
import {
  type Acceptance,
  CLOCKS_APART_MS,
  type Constitution,
  clearingOtherwise,
  type CycleReport,
  instantOf,
  monthAfter,
  monthOfCycle,
  nettingOf,
  type Organization,
  type Owed,
  type Position,
  type Program,
  type Row,
} from '@commonpoint/catalogue';
import { sumEntries, type ClearingEntry } from './clearing.js';
import { nettedTogether, payableOf } from './payments.js';
import { netMultilaterally, positionsInPublic, type PrivatePair } from './netting.js';
import { clearingValueOf, isInForce } from '../programs/acceptances.js';
import { acceptanceName } from '../points/row-names.js';
import { present } from '../core/present.js';
import { refuse, type Refusal } from '../core/refusal.js';

export type CycleRow = Row<'cycle'>;

/**
 * Whether a cycle's closing may begin now: of the part that its month has come to, and so long after the month that nobody
 * can shut out the operations of its last minutes by dating the closing ahead. Of one that was cut off it has begun.
 * Errors: PERIOD_OPEN.
 */
export function decideClosing(cycle: string, current: string, txTime: string): Refusal | undefined {
  if (cycle !== current) return refuse('PERIOD_OPEN', `${cycle} has not begun; its month has come to ${current}`);
  const end = `${monthAfter(monthOfCycle(cycle))}-01T00:00:00.000Z`;
  return instantOf(txTime) >= instantOf(end) + CLOCKS_APART_MS
    ? undefined
    : refuse('PERIOD_OPEN', `${cycle} can be closed from two minutes after ${end} on`);
}

/** The cycle's row with a page of rows added. */
export function foldCycle(before: CycleRow | undefined, cycle: string, rows: readonly ClearingEntry[]): CycleRow {
  const positions = sumEntries([...(before?.positions ?? []), ...rows]);
  return { ...before, cycle, status: 'closing', folded: (before?.folded ?? 0) + rows.length, positions };
}

/** What says what is paid for a cycle. */
export interface PaymentRules {
  /** Absent where nobody has founded the consortium. */
  constitution: Pick<Constitution, 'clearing' | 'earlierNetting'> | undefined;
  organizations: readonly Organization[];
  /** What the cycle that was closed last left unpaid. */
  remaindersBefore: Owed[];
}

/** What a cycle's closing reads when no row is left. */
export interface CycleEnd extends PaymentRules {
  programs: readonly Program[];
  /** Of creditors, by {@link acceptanceName}. */
  acceptances: ReadonlyMap<string, Acceptance>;
  privatePairs: PrivatePair[];
  /** The cycle that what is done now counts to. */
  open: string;
  closedAt: string;
}

/**
 * The cycle's row when no row is left: with the clearing values that hold for it, and who does not settle on them. Points
 * without a value get the present one if both sides say it by now; else they are carried into the open cycle.
 */
export function finishCycle(row: CycleRow, end: CycleEnd): CycleRow {
  const { programs, acceptances, privatePairs, open, closedAt } = end;
  const { cycle } = row;
  const inPublic = new Set(positionsInPublic(row.positions, privatePairs));
  const positions: ClearingEntry[] = [];
  const carried: Position[] = [];
  for (const position of row.positions) {
    const { unvalued, ...valued } = position;
    if (unvalued === undefined || !inPublic.has(position)) {
      positions.push(position);
      continue;
    }
    const { debtor, creditor, programId, amount, worth } = valued;
    const program = programs.find((each) => each.programId === programId);
    const value = program === undefined ? undefined : clearingValueOf(program, cycle);
    const isAgreed =
      program !== undefined && isInForce(program, acceptances.get(acceptanceName(programId, creditor)), cycle);
    if (value !== undefined && isAgreed) {
      positions.push({ ...valued, worth: String(BigInt(worth) + BigInt(unvalued) * BigInt(value)) });
    } else {
      positions.push({ ...valued, amount: String(BigInt(amount) - BigInt(unvalued)) });
      carried.push({ debtor, creditor, programId, amount: unvalued });
    }
  }
  const over = carried.length === 0 ? {} : { carried, carriedTo: open };
  const values = valuesOf(cycle, programs);
  const closed = { ...row, positions: sumEntries(positions), ...over, values, privatePairs, closedAt };
  return { ...closed, status: 'closed', ...paymentsOf(cycle, positionsInPublic(closed.positions, privatePairs), end) };
}

/** In money: what is paid for positions and for what was left before, and what is left then. */
function paymentsOf(cycle: string, inPublic: readonly ClearingEntry[], rules: PaymentRules) {
  const { constitution = { clearing: clearingOtherwise }, organizations, remaindersBefore } = rules;
  const netting = nettingOf(constitution, cycle);
  const debts = inPublic.map(({ debtor, creditor, worth }) => ({ debtor, creditor, amount: worth }));
  const payable = payableOf([...debts, ...remaindersBefore], nettedTogether(netting, organizations));
  const { currency } = constitution.clearing;
  return {
    currency,
    netting,
    remaindersBefore,
    ...payable,
    ...withoutDropped(payable.remainders, debts, organizations),
  };
}

/** With one that has left nothing more may come: what is less than can be paid ends with the first cycle that adds nothing. */
function withoutDropped(remainders: Owed[], debts: readonly Owed[], organizations: readonly Organization[]) {
  const left = new Set(organizations.flatMap(({ mspId, status }) => (status === 'left' ? [mspId] : [])));
  const isOver = ({ debtor, creditor }: Owed): boolean => {
    const isOfPair = (debt: Owed): boolean =>
      [debt.debtor, debt.creditor].sort().join() === [debtor, creditor].sort().join();
    return (left.has(debtor) || left.has(creditor)) && !debts.some(isOfPair);
  };
  const dropped = remainders.filter(isOver);
  return { remainders: remainders.filter((each) => !isOver(each)), ...(dropped.length > 0 && { dropped }) };
}

/** What `Clearing:Cycle` answers of a cycle that is not closed: what is folded and, unless it is too much, what is not. */
export function openCycleReport(
  row: CycleRow | undefined,
  cycle: string,
  { sums, agreed, partial }: { sums: readonly ClearingEntry[]; agreed: readonly string[]; partial: boolean },
  programs: readonly Program[],
  privatePairs: PrivatePair[],
  rules: PaymentRules,
): CycleReport {
  const positions = sumEntries([...(row?.positions ?? []), ...(partial ? [] : sums)]);
  const paid = paymentsOf(cycle, positionsInPublic(positions, privatePairs), rules);
  const now = { ...row, cycle, status: 'closing', folded: row?.folded ?? 0, positions, privatePairs, ...paid } as const;
  return {
    ...cycleReport(now, programs),
    status: row?.status ?? 'open',
    ...(row === undefined && agreed.length > 0 && { agreed: [...agreed] }),
    ...(partial && { partial }),
  };
}

/** What a cycle's row says; of one that is not closed, on the values that hold now. */
export function cycleReport(row: CycleRow, programs: readonly Program[] = []): CycleReport {
  const { cycle, status, folded, positions, privatePairs = [], cutAt, next, closedAt, carried, carriedTo } = row;
  const { values = valuesOf(cycle, programs) } = row;
  const { currency = clearingOtherwise.currency, netting = clearingOtherwise.netting, remaindersBefore = [] } = row;
  const paid = { currency, netting, remaindersBefore, payments: row.payments ?? [], remainders: row.remainders ?? [] };
  const ends = present({ carried, carriedTo, cutAt, next, closedAt, dropped: row.dropped });
  return { ...statementOf(positions, values, privatePairs), cycle, status, folded, ...paid, ...ends };
}

function statementOf(
  positions: ClearingEntry[],
  values: { programId: string; clearingValue: string }[],
  privatePairs: PrivatePair[],
) {
  const inPublic = positionsInPublic(positions, privatePairs);
  const unvalued = inPublic.filter((position) => position.unvalued !== undefined);
  return {
    positions,
    values,
    privatePairs,
    net: netMultilaterally(inPublic),
    unvalued: [...new Set(unvalued.map(({ programId }) => programId))].sort(),
  };
}

function valuesOf(cycle: string, programs: readonly Program[]): { programId: string; clearingValue: string }[] {
  return programs.flatMap((program) => {
    const clearingValue = clearingValueOf(program, cycle);
    return clearingValue === undefined ? [] : [{ programId: program.programId, clearingValue }];
  });
}
