/**
 * Folding: the supply rows of a past day are added to the programme's total and deleted.
 *
 * With a cap on what is outstanding, the points that the day retired come back as quota; but only once the whole day
 * is folded, because a redemption and its reversal are rows of the same day and only their sum is what left circulation.
 * What notes had drawn for interest and did not come to comes back in any case.
 */
import { isPast, noSupply, type Program, retired } from '@commonpoint/catalogue';
import type { LaneRow } from './quota.js';
import { refuse, type Refusal } from '../core/refusal.js';
import { addSupplyRow, returnedQuota, supplyRow, type SupplyRow, type SupplyTotal } from './supply.js';

export interface Folding {
  total: SupplyTotal;
  /** Lane 0 with the quota that came back; absent if none did. */
  lane?: LaneRow;
}

/** Whether a day may be folded now. Errors: PERIOD_OPEN. */
export function decideFolding(total: SupplyTotal | undefined, day: string, today: string): Refusal | undefined {
  if (!isPast(day, today)) return refuse('PERIOD_OPEN', `${day} has not ended yet`);
  const pending = total?.pending?.period;
  return pending === undefined || pending === day
    ? undefined
    : refuse('PERIOD_OPEN', `${pending} is folded in part and has to be finished first`);
}

/** The new total. `more` says that the day has further rows. */
export function foldSupply(
  { capOn }: Program,
  before: SupplyTotal | undefined,
  day: string,
  rows: readonly SupplyRow[],
  more: boolean,
  lane: LaneRow,
): Folding {
  const delta = rows.reduce(addSupplyRow, noSupply());
  const sum = before === undefined ? delta : addSupplyRow(delta, before);
  const foldedThrough = [before?.foldedThrough ?? day, day].sort().at(-1) as string;
  const left = capOn === 'issued' ? 0n : retired(delta) + delta.drawn;
  const dayRetired = BigInt(before?.pending?.retired ?? '0') + left + delta.unused;
  const returned = returnedQuota(before);
  const total: SupplyTotal = {
    ...supplyRow(sum),
    foldedThrough,
    ...(returned > 0n && { returned: String(returned) }),
  };
  if (more) return { total: { ...total, pending: { period: day, retired: String(dayRetired) } } };
  if (dayRetired === 0n) return { total };
  return {
    total: { ...total, returned: String(returned + dayRetired) },
    lane: { ...lane, granted: String(BigInt(lane.granted) + dayRetired) },
  };
}
