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

/** Parts of a programme's lanes, as they are carved out. */
export type CarvedParts = readonly { readonly lane: number; readonly amount: string }[];

/** Takes a quota from the last lanes first, because issuing begins with the first ones. Errors: QUOTA_EXHAUSTED. */
export function carveQuota(
  lanes: readonly LaneRow[],
  quota: bigint,
): { lanes: Map<number, LaneRow>; parts: { lane: number; amount: string }[] } | Refusal {
  const changed = new Map<number, LaneRow>();
  const parts: { lane: number; amount: string }[] = [];
  let missing = quota;
  for (let lane = lanes.length - 1; lane >= 0 && missing > 0n; lane -= 1) {
    const { granted, used } = lanes[lane] as LaneRow;
    const free = BigInt(granted) - BigInt(used);
    const part = free < missing ? free : missing;
    if (part <= 0n) continue;
    changed.set(lane, { granted, used: String(BigInt(used) + part) });
    parts.push({ lane, amount: String(part) });
    missing -= part;
  }
  return missing === 0n
    ? { lanes: changed, parts }
    : refuse('QUOTA_EXHAUSTED', `${quota} asked for, ${quota - missing} left in the programme’s lanes`);
}

/** The lanes that change when what was not used goes back to where it was carved out. */
export function giveBackQuota(lanes: readonly LaneRow[], carved: CarvedParts, unused: bigint): Map<number, LaneRow> {
  const changed = new Map<number, LaneRow>();
  let left = unused;
  for (const { lane, amount } of carved) {
    const row = lanes[lane];
    if (row === undefined || left === 0n) continue;
    const part = BigInt(amount) < left ? BigInt(amount) : left;
    changed.set(lane, { ...row, used: String(BigInt(row.used) - part) });
    left -= part;
  }
  return changed;
}
