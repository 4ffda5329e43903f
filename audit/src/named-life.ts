/** When issued points mature and end: as their client asked, or as their programme says; whatever the receipt makes of it. */
import { dayAfter } from './days.js';
import type { OperationRow } from './ledger-rows.js';
import type { PostedOperation } from './posted-operations.js';

const days = /"(?:maturesOn|expiresOn|earnedOn)"/;

/** Whether a client asked for days at all, by the argument of its transaction: most do not, which are not read. */
export function namesDays(argument: string): boolean {
  return days.test(argument);
}

export function checkLife(
  { txTime, maturesOn, expiry, earnedOn }: OperationRow,
  sent: PostedOperation | undefined,
  maturityDays: number,
  say: (text: string) => void,
): void {
  const today = txTime.slice(0, 10);
  const due = sent?.maturesOn ?? dayAfter(sent?.earnedOn ?? today, maturityDays);
  const ripe = due > today ? due : undefined;
  if (maturesOn !== ripe) say(`issues points that mature ${told(maturesOn)}, not ${told(ripe)}`);
  if (earnedOn !== sent?.earnedOn) say(`issues points as earned on ${earnedOn}, not on ${sent?.earnedOn}`);
  if (sent?.expiresOn !== undefined && expiry !== sent.expiresOn)
    say(`issues points that end on ${expiry}, not on ${sent.expiresOn} as was asked`);
}

const told = (day: string | undefined): string => (day === undefined ? 'at once' : `on ${day}`);
