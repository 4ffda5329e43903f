/** Quota lanes: a programme's cap divided into parts that can be drawn on side by side, without a hot key. */
export interface LaneRow {
  granted: string;
  used: string;
}

/** Divides a quota evenly; the first lanes take the remainder. */
export function spreadQuota(quota: bigint, lanes: number): bigint[] {
  const count = BigInt(lanes);
  const share = quota / count;
  const remainder = quota % count;
  return Array.from({ length: lanes }, (_, lane) => (BigInt(lane) < remainder ? share + 1n : share));
}
