/** Quota lanes: a programme's cap divided into parts that can be drawn on side by side, without a hot key. */
import type { allotQuota, Program, QuotaLane, RequestOf, Row } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import { returnedQuota, type SupplyTotal } from './supply.js';

export type LaneRow = Row<'quota'>;

/** Divides a quota evenly; the first lanes take the remainder. */
export function spreadQuota(quota: bigint, lanes: number): bigint[] {
  const count = BigInt(lanes);
  const share = quota / count;
  const remainder = quota % count;
  return Array.from({ length: lanes }, (_, lane) => (BigInt(lane) < remainder ? share + 1n : share));
}

export function grantedInAll(lanes: readonly LaneRow[]): bigint {
  return lanes.reduce((sum, { granted }) => sum + BigInt(granted), 0n);
}

/**
 * The lanes with their new grants. What came back as quota may be granted on top of the cap: the points it stands for
 * are no longer outstanding. Errors: LANE_UNKNOWN, QUOTA_BELOW_USED, CAP_EXCEEDED.
 */
export function decideAllotQuota(
  { programId, cap }: Program,
  lanes: readonly LaneRow[],
  total: SupplyTotal | undefined,
  { grants }: RequestOf<typeof allotQuota>,
): LaneRow[] | Refusal {
  const allotted = [...lanes];
  let belowUsed: Refusal | undefined;
  for (const { lane, granted } of grants) {
    const row = lanes[lane];
    if (row === undefined) return refuse('LANE_UNKNOWN', `${programId} has no lane ${lane}`);
    if (BigInt(granted) < BigInt(row.used))
      belowUsed ??= refuse('QUOTA_BELOW_USED', `lane ${lane} has used ${row.used}`);
    allotted[lane] = { ...row, granted };
  }
  if (belowUsed !== undefined) return belowUsed;
  const limit = BigInt(cap) + returnedQuota(total);
  const granted = grantedInAll(allotted);
  if (granted > limit) return refuse('CAP_EXCEEDED', `${granted} granted in all, ${limit} allowed`);
  return allotted;
}

export function quotaLanes(lanes: readonly LaneRow[]): QuotaLane[] {
  return lanes.map((row, lane) => ({ lane, ...row }));
}
