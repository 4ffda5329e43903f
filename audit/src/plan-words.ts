/** What a member may say of a plan that is carried out: that writes wait, a few times one after the other, and once where it stands. */
import type { Change } from './row-changes.js';

/** So often for one decision by one member's word. */
const PAUSES_MAX = 5;

interface Pause {
  readonly times?: number;
  readonly at?: string;
}

const partNames = ['planHash', 'proposalId', 'mspId'];
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export function maySayOfPlan({ by, call, parts, row, before, time }: Change): boolean {
  if (row === undefined || parts[2] !== by || before?.['recorded'] !== undefined) return false;
  if (partNames.some((name, index) => row[name] !== parts[index])) return false;
  if (call !== 'Governance:PauseWrites') return same(before?.['pause'], row['pause']) && isAt(row['recorded'], time);
  const pause = row['pause'] as Pause | undefined;
  const times = ((before?.['pause'] as Pause | undefined)?.times ?? 0) + 1;
  return row['recorded'] === undefined && pause?.times === times && times <= PAUSES_MAX && isAt(pause, time);
}

/** What is said, at the transaction's own time. */
function isAt(said: unknown, time: number): boolean {
  return Date.parse((said as Pause | undefined)?.at ?? '') === time;
}
