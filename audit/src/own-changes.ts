/** What a member may do by its own word, where others take a vote: leave, and raise the cap of its own programme a little. */
import { CLOCKS_APART_MS } from './clocks.js';
import type { ConstitutionRow } from './decision-rows.js';
import type { MemberRow, ProgramRow } from './ledger-rows.js';

const DAY_MS = 86_400_000;
const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** What speaks against a member that says it leaves, or has left, at a moment; fields besides are compared elsewhere. */
export function wrongInLeaving(
  before: MemberRow,
  row: MemberRow,
  { noticeDays }: Pick<ConstitutionRow, 'noticeDays'>,
  time: number | undefined,
): string | undefined {
  const [was, is] = [before.leaving, row.leaving];
  if (is === undefined) return 'says nothing of when';
  if (row.status === 'left') {
    if (before.status !== 'leaving' || JSON.stringify(was) !== JSON.stringify(is)) return 'has left without leaving';
    return time !== undefined && dayAt(time - CLOCKS_APART_MS) <= is.until
      ? 'has left before its day was over'
      : undefined;
  }
  if (was === undefined && time !== undefined && Date.parse(is.since) !== time) return 'says it left at another time';
  if (was !== undefined && was.since !== is.since) return 'says it left at another time';
  const earliest = was?.until ?? dayAt(Date.parse(is.since) + noticeDays * DAY_MS);
  return is.until < earliest ? `lets its points be spent until ${is.until}, not ${earliest}` : undefined;
}

/** What speaks against a programme's cap, where no decision is about it. */
export function wrongInCap(
  before: ProgramRow | undefined,
  row: ProgramRow,
  raise: ConstitutionRow['capRaise'] | undefined,
  time: number | undefined,
): string | undefined {
  if (before === undefined)
    return row.capBase === undefined ? undefined : 'was created with what its raises are measured by';
  const [was, is] = [before.capBase, row.capBase];
  if (before.cap === row.cap && JSON.stringify(was) === JSON.stringify(is)) return undefined;
  if (raise === undefined) return is === undefined ? undefined : 'is measured by what there is not yet';
  const now = time ?? Date.parse(is?.since ?? '');
  const isNew = was === undefined || now >= Date.parse(was.since) + raise.days * DAY_MS;
  const [cap, since] = isNew ? [before.cap, now] : [was.cap, Date.parse(was.since)];
  if (is?.cap !== cap || Date.parse(is.since) !== since) return `is measured by ${is?.cap} since ${is?.since}`;
  const isRaised = BigInt(row.cap) > BigInt(before.cap);
  const isTooFar = BigInt(row.cap) * 100n > BigInt(cap) * BigInt(100 + raise.percent);
  return isRaised && isTooFar ? `was raised from ${before.cap} to ${row.cap} without a decision` : undefined;
}
