/** Once over everything that is open. */
import { crossRow, type Crossing } from './cross-row.js';
import { LegacyTrouble } from './legacy-store.js';
import { roomLeft } from './next-step.js';
import type { Direction, OutboxRow } from './outbox-row.js';

export interface RoundReport {
  /** Rows that came further. */
  readonly moved: readonly OutboxRow[];
  /** Rows that wait for room under the bridge's caps. */
  readonly waiting: readonly OutboxRow[];
  /** What went wrong, and is tried again. */
  readonly troubles: readonly { readonly row: OutboxRow; readonly error: Error }[];
  readonly open: number;
}

/** Rows that are looked at in one round. */
const ROUND_ROWS = 1_000;

/** @throws LegacyTrouble, and what the gateway could not answer */
export async function workRound(crossing: Crossing, concurrency: number): Promise<RoundReport> {
  const open = await crossing.store.pending(ROUND_ROWS);
  const { taken, waiting } = open.length === 0 ? { taken: [], waiting: [] } : await withinCaps(crossing, open);
  const moved: OutboxRow[] = [];
  const troubles: { row: OutboxRow; error: Error }[] = [];
  let broken: LegacyTrouble | undefined;
  const queue = [...taken];
  const work = async (): Promise<void> => {
    for (let row = queue.shift(); row !== undefined && broken === undefined; row = queue.shift()) {
      try {
        const after = await crossRow(crossing, row);
        if (after !== undefined) moved.push(after);
      } catch (error) {
        if (error instanceof LegacyTrouble) broken = error;
        else troubles.push({ row, error: error as Error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
  if (broken !== undefined) throw broken;
  return { moved, waiting, troubles, open: open.length };
}

/** What is under way goes on whatever the caps say; of what is new, as much as there is room for, oldest first. */
async function withinCaps(crossing: Crossing, open: readonly OutboxRow[]) {
  const bridge = await crossing.ledger.bridge();
  const underWay = (direction: Direction): bigint =>
    open
      .filter((row) => row.state !== 'requested' && row.direction === direction)
      .reduce((sum, { points }) => sum + BigInt(points), 0n);
  // What has crossed on another day is none of today's.
  const today = new Date(crossing.now()).toISOString().slice(0, 10);
  const crossed = (direction: Direction) => {
    const sums = bridge.crossed?.[direction];
    return sums && bridge.crossed.day < today ? { ...sums, today: '0' } : sums;
  };
  const left = {
    in: roomLeft(bridge.in, crossed('in'), underWay('in')),
    out: roomLeft(bridge.out, crossed('out'), underWay('out')),
  };
  const taken: OutboxRow[] = [];
  const waiting: OutboxRow[] = [];
  for (const row of open) {
    const points = BigInt(row.points);
    if (row.state !== 'requested') taken.push(row);
    else if (bridge.status === 'open' && points <= left[row.direction]) {
      left[row.direction] -= points;
      taken.push(row);
    } else waiting.push(row);
  }
  return { taken, waiting };
}
