/** What a programme's receipts came to by the month of issue, as the text that the gateway's file has of it. */
import type { Unripe } from '@commonpoint/audit/cohort-places';
import { noSums, type Cohort, type CohortSums } from '@commonpoint/audit/point-cohorts';

export interface KeptSums {
  readonly sums: CohortSums;
  /** By `month day`, what was issued in a month and can be spent from a day on, as long as that is to come. */
  readonly unripe: Map<string, bigint>;
}

type Field = 'issued' | 'exchangedIn' | 'exchangedOut' | 'expired' | 'returned';
type CohortText = { readonly month: string; readonly redeemed: readonly (readonly [number, string])[] } & Readonly<
  Record<Field, string>
>;
interface SumsText {
  readonly day: string;
  readonly clawback: string;
  readonly cohorts: readonly CohortText[];
  readonly unripe: readonly (readonly [string, string])[];
}

export const nothingKept = (): KeptSums => ({ sums: noSums(), unripe: new Map() });

export const unripeName = ({ month, maturesOn }: Omit<Unripe, 'points'>): string => `${month} ${maturesOn}`;

export function unripeOf(name: string): Omit<Unripe, 'points'> {
  const at = name.indexOf(' ');
  return { month: name.slice(0, at), maturesOn: name.slice(at + 1) };
}

export function sumsText({ sums: { cohorts, day, clawback }, unripe }: KeptSums): string {
  const text: SumsText = {
    day,
    clawback: String(clawback),
    cohorts: [...cohorts.values()].map(({ month, redeemed, issued, exchangedIn, exchangedOut, expired, returned }) => ({
      month,
      redeemed: [...redeemed].map(([age, points]) => [age, String(points)] as const),
      issued: String(issued),
      exchangedIn: String(exchangedIn),
      exchangedOut: String(exchangedOut),
      expired: String(expired),
      returned: String(returned),
    })),
    // Days only go on: what can be spent once is never to come again.
    unripe: [...unripe].flatMap(([name, points]) =>
      points > 0n && unripeOf(name).maturesOn > day ? [[name, String(points)] as const] : [],
    ),
  };
  return JSON.stringify(text);
}

export function sumsOf(text: string): KeptSums {
  const { day, clawback, cohorts, unripe } = JSON.parse(text) as SumsText;
  const cohortOf = ({ month, redeemed, ...sums }: CohortText): Cohort => ({
    month,
    issued: BigInt(sums.issued),
    exchangedIn: BigInt(sums.exchangedIn),
    exchangedOut: BigInt(sums.exchangedOut),
    expired: BigInt(sums.expired),
    returned: BigInt(sums.returned),
    redeemed: new Map(redeemed.map(([age, points]) => [age, BigInt(points)])),
  });
  return {
    sums: { day, clawback: BigInt(clawback), cohorts: new Map(cohorts.map((each) => [each.month, cohortOf(each)])) },
    unripe: new Map(unripe.map(([name, points]) => [name, BigInt(points)])),
  };
}
