/** Closing a cycle, a page of rows at a time: positions are summed, and with the last page valued and netted. */
import {
  CLOCKS_APART_MS,
  type CycleStatement,
  instantOf,
  monthAfter,
  monthOfCycle,
  type Position,
  type Program,
} from '@commonpoint/catalogue';
import { sumClearing } from './clearing.js';
import { clearingValueOf, netMultilaterally, positionsInPublic, type PrivatePair } from './netting.js';
import { present } from '../points/receipts.js';
import { refuse, type Refusal } from '../core/refusal.js';

/** The value of a `cycle` row: it exists from the first step of closing on. */
export interface CycleRow {
  cycle: string;
  status: 'closing' | 'closed';
  folded: number;
  positions: Position[];
  /** When merchants cut it off, and the cycle that goes on from there; absent of one that ended with its month. */
  cutAt?: string;
  next?: string;
  /** Of a closed cycle. */
  values?: { programId: string; clearingValue: string }[];
  /** Of a closed cycle: who settles on money statements of their own, and the terms they had accepted last by then. */
  privatePairs?: PrivatePair[];
  closedAt?: string;
}

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
    : refuse('PERIOD_OPEN', `${cycle} can be closed from 15 minutes after ${end} on`);
}

/** The cycle's row with a page of rows added. */
export function foldCycle(before: CycleRow | undefined, cycle: string, rows: readonly Position[]): CycleRow {
  const positions = sortedPositions(cycle, [...(before?.positions ?? []), ...rows]);
  return { ...before, cycle, status: 'closing', folded: (before?.folded ?? 0) + rows.length, positions };
}

/** The cycle's row when no row is left: with the clearing values that hold for it, and who does not settle on them. */
export function finishCycle(
  row: CycleRow,
  programs: readonly Program[],
  privatePairs: PrivatePair[],
  closedAt: string,
): CycleRow {
  return { ...row, status: 'closed', values: valuesOf(row.cycle, programs), privatePairs, closedAt };
}

/** What `Clearing:Cycle` answers of a cycle that is not closed: what is folded and, unless it is too much, what is not. */
export function openCycleStatement(
  row: CycleRow | undefined,
  cycle: string,
  { sums, agreed, partial }: { sums: readonly Position[]; agreed: readonly string[]; partial: boolean },
  programs: readonly Program[],
  privatePairs: PrivatePair[],
): CycleStatement {
  const positions = sortedPositions(cycle, [...(row?.positions ?? []), ...(partial ? [] : sums)]);
  const now = { ...row, cycle, status: 'closing', folded: row?.folded ?? 0, positions, privatePairs } as const;
  return {
    ...cycleStatement(now, programs),
    status: row?.status ?? 'open',
    ...(row === undefined && agreed.length > 0 ? { agreed: [...agreed] } : {}),
    ...(partial ? { partial } : {}),
  };
}

/** What a cycle's row says; of one that is not closed, on the values that hold now. */
export function cycleStatement(row: CycleRow, programs: readonly Program[] = []): CycleStatement {
  const { cycle, status, folded, positions, privatePairs = [], cutAt, next, closedAt } = row;
  const { values = valuesOf(cycle, programs) } = row;
  const ends = present({ cutAt, next, closedAt });
  return { ...statementOf(positions, values, privatePairs), cycle, status, folded, ...ends };
}

function statementOf(
  positions: Position[],
  values: { programId: string; clearingValue: string }[],
  privatePairs: PrivatePair[],
) {
  const byProgram = new Map(values.map(({ programId, clearingValue }) => [programId, clearingValue]));
  const inPublic = positionsInPublic(positions, privatePairs);
  const programIds = [...new Set(inPublic.map(({ programId }) => programId))].sort();
  return {
    positions,
    values,
    privatePairs,
    net: netMultilaterally(inPublic, byProgram),
    unvalued: programIds.filter((programId) => !byProgram.has(programId)),
  };
}

function valuesOf(cycle: string, programs: readonly Program[]): { programId: string; clearingValue: string }[] {
  return programs.flatMap((program) => {
    const clearingValue = clearingValueOf(program, cycle);
    return clearingValue === undefined ? [] : [{ programId: program.programId, clearingValue }];
  });
}

/** In one order, so that the row is the same however the pages were cut. */
function sortedPositions(cycle: string, entries: readonly Position[]): Position[] {
  const nameOf = ({ debtor, creditor, programId }: Position) => `${debtor} ${creditor} ${programId}`;
  return sumClearing(cycle, entries).positions.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}
