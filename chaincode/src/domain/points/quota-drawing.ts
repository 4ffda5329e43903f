/** Drawing on quota lanes in the order given, each as far as it goes. */
import { refuse, type Refusal } from '../core/refusal.js';
import type { WorkingSet } from './working-set.js';
import { laneName } from './row-names.js';

/**
 * Draws an amount and says from which lanes. `owner` is the programme's id, or the name of the rate or the credit. Errors:
 * LANE_UNKNOWN, QUOTA_EXHAUSTED, CREDIT_EXHAUSTED.
 */
export function drawLanes(
  set: WorkingSet,
  owner: string,
  laneCount: number,
  laneNumbers: readonly number[],
  amount: bigint,
  exhausted: 'QUOTA_EXHAUSTED' | 'CREDIT_EXHAUSTED' = 'QUOTA_EXHAUSTED',
): { lane: number; amount: string }[] | Refusal {
  const unknown = laneNumbers.find((lane) => lane >= laneCount || !set.lanes.has(laneName(owner, lane)));
  if (unknown !== undefined) return refuse('LANE_UNKNOWN', `${owner} has no lane ${unknown}`);
  const lanes = [...new Set(laneNumbers)].flatMap((lane) => set.lanes.get(laneName(owner, lane)) ?? []);
  const left = lanes.reduce((sum, { granted, used }) => sum + granted - used, 0n);
  if (left < amount) return refuse(exhausted, `${amount} asked for, ${left} left in the lanes named`);
  let missing = amount;
  const drawn: { lane: number; amount: string }[] = [];
  for (const lane of lanes) {
    const free = lane.granted - lane.used;
    const part = free < missing ? free : missing;
    if (part <= 0n) continue;
    set.useQuota(lane, part);
    drawn.push({ lane: lane.lane, amount: String(part) });
    missing -= part;
  }
  return drawn;
}
