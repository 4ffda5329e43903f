/** Ending a cycle before its month does: when every merchant has agreed, closing begins and the month goes on in another part. */
import { monthAfter, monthOfCycle } from '@commonpoint/catalogue';
import type { CycleRow } from './close-cycle.js';
import { refuse, type Refusal } from '../core/refusal.js';

/** The rows that decide on a cut-off. */
export interface CutOffRows {
  /** The cycle's own row; it exists once closing has begun. */
  row: CycleRow | undefined;
  /** The cycle that what is done now counts to. */
  current: string;
  /** All active ones. */
  merchants: readonly string[];
  /** Those who agreed before. */
  agreed: readonly string[];
}

export interface CutOff {
  agreed: string[];
  /** The cycle's row once it is over. */
  row?: CycleRow;
}

/** Two digits number the parts of a month, so that their names sort as they pass. */
const LAST_PART = 99;

/** The part of the month after this one; undefined after the last. */
export function partAfter(cycle: string): string | undefined {
  const part = Number.parseInt(cycle.slice(8) || '1', 10);
  return part === LAST_PART ? undefined : `${monthOfCycle(cycle)}.${String(part + 1).padStart(2, '0')}`;
}

/** The cycle that comes after one: the next part of its month, should it be cut off, or the next month. */
export function cycleAfter(cycle: string): string {
  return partAfter(cycle) ?? monthAfter(monthOfCycle(cycle));
}

/** A merchant's agreement, and what comes of it. Errors: CYCLE_NOT_CURRENT, PERIOD_OPEN. */
export function decideCutOff(
  cycle: string,
  { row, current, merchants, agreed: before }: CutOffRows,
  { by, at }: { by: string; at: string },
): CutOff | Refusal {
  if (row?.cutAt !== undefined) return { agreed: [...before], row };
  if (row !== undefined || cycle !== current)
    return refuse('CYCLE_NOT_CURRENT', `${cycle} is not the present cycle, which is ${current}`);
  const next = partAfter(cycle);
  if (next === undefined) return refuse('PERIOD_OPEN', `${cycle} is the last part that its month can have`);
  const agreed = [...new Set([...before, by])].sort();
  if (merchants.some((merchant) => !agreed.includes(merchant))) return { agreed };
  return { agreed, row: { cycle, status: 'closing', folded: 0, positions: [], cutAt: at, next } };
}
