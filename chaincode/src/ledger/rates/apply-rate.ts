/** Writes a rate, its lanes, and what it took from or gave back to the target programme's lanes. */
import type { RateChange } from '../../domain/rates/rates.js';
import { laneKey } from '../programs/keys.js';
import { rateKey, rateLaneKey } from './keys.js';
import type { LedgerState } from '../core/state.js';

export function applyRateChange(state: LedgerState, { rate, programLanes, rateLanes = [] }: RateChange): void {
  state.put(rateKey(rate), rate);
  for (const [lane, row] of programLanes) state.put(laneKey(rate.targetProgramId, lane), row);
  rateLanes.forEach((row, lane) => {
    if (row === undefined) state.delete(rateLaneKey(rate, lane));
    else state.put(rateLaneKey(rate, lane), row);
  });
}
