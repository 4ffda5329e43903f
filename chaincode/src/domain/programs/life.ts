/** How long points live: from when on they can be spent, and until when, as their programme and their issuance say. */
import { daysAfter, daysBetween, expiryDay, isPast, roundedUp, type Program } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';

/** When points are to mature and to expire. */
export interface Life {
  readonly expiry: string;
  /** Absent if they can be spent at once. */
  readonly maturesOn?: string;
}

/** What an issuance says of it by itself. */
export interface NamedLife {
  readonly earnedOn?: string | undefined;
  readonly expiresOn?: string | undefined;
  readonly maturesOn?: string | undefined;
}

/** The last day of points that are earned on a day. */
export function usualExpiry(
  { expiryMonths, rules }: Pick<Program, 'expiryMonths'> & { rules: { expiryRounding?: string | undefined } },
  earnedOn: string,
): string {
  const expiry = expiryDay(earnedOn, expiryMonths);
  return expiryMonths === 0 ? expiry : roundedUp(expiry, rules.expiryRounding ?? 'day');
}

/** What was decided of a programme as it was read, by what was named and the day. */
const decided = new WeakMap<Program, Map<string, Life | Refusal>>();

/** Of many issuances in a transaction most are of a few days. Errors: EARNED_ON_INVALID, EXPIRY_OUT_OF_BOUNDS, MATURITY_AFTER_EXPIRY. */
export function decideLife(program: Program, named: NamedLife, today: string): Life | Refusal {
  const lives = decided.get(program) ?? new Map<string, Life | Refusal>();
  decided.set(program, lives);
  const { earnedOn = '', expiresOn = '', maturesOn = '' } = named;
  const name = `${today} ${earnedOn} ${expiresOn} ${maturesOn}`;
  const life = lives.get(name) ?? decideAnew(program, named, today);
  lives.set(name, life);
  return life;
}

function decideAnew(program: Program, named: NamedLife, today: string): Life | Refusal {
  const { programId, rules } = program;
  const earnedOn = named.earnedOn ?? today;
  const { earnedDaysMax = 0, maturityDays = 0, expiryBounds } = rules;
  if (earnedOn > today) return refuse('EARNED_ON_INVALID', `${earnedOn} is in the future`);
  if (daysBetween(earnedOn, today) > earnedDaysMax)
    return refuse(
      'EARNED_ON_INVALID',
      `${programId} takes ${earnedDaysMax} days at the most, ${earnedOn} is longer ago`,
    );
  const { expiresOn } = named;
  if (expiresOn !== undefined) {
    if (expiryBounds === undefined)
      return refuse('EXPIRY_OUT_OF_BOUNDS', `${programId} lets no issuance name its own expiry`);
    const [first, last] = [daysAfter(today, expiryBounds.minDays), daysAfter(today, expiryBounds.maxDays)];
    if (expiresOn < first || expiresOn > last)
      return refuse('EXPIRY_OUT_OF_BOUNDS', `${expiresOn} is not from ${first} to ${last}`);
  }
  const expiry = expiresOn ?? usualExpiry(program, earnedOn);
  if (isPast(expiry, today)) return refuse('EXPIRY_OUT_OF_BOUNDS', `points earned on ${earnedOn} ended on ${expiry}`);
  const maturesOn = named.maturesOn ?? daysAfter(earnedOn, maturityDays);
  if (maturesOn <= today) return { expiry };
  if (maturesOn > expiry)
    return refuse('MATURITY_AFTER_EXPIRY', `the points would mature on ${maturesOn} and expire on ${expiry}`);
  return { expiry, maturesOn };
}

/** The first day whose points, if they ended on it, are not retired yet: they can still be extended. */
export function firstKept({ rules }: Program, today: string): string {
  return daysAfter(today, -(rules.reinstatementDays ?? 0));
}
