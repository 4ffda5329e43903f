/** What a programme still owes its members, by the month of issue, and what of it is expected to be redeemed. */
import { expectedRedemption, ladderFactors, ONE, type LadderCohort } from './chain-ladder.js';
import { monthsBetween, type Cohort, type PointCohorts } from './point-cohorts.js';

export interface LiabilityReport {
  readonly programId: string;
  readonly asOfBlock: number;
  /** The month of the latest operation until then; absent before the first. */
  readonly month?: string;
  readonly cohorts: readonly LiabilityCohort[];
  readonly totals: LiabilitySums;
  /** What accounts owe back, because returned purchases had been spent. */
  readonly clawback: string;
  readonly method: {
    readonly name: 'chain-ladder';
    /** From an age in months to the next one. */
    readonly factors: readonly { readonly age: number; readonly factor: string; readonly cohorts: number }[];
  };
}

export interface LiabilitySums {
  readonly issued: string;
  readonly exchangedIn: string;
  readonly exchangedOut: string;
  readonly redeemed: string;
  readonly expired: string;
  readonly returned: string;
  /** What is left: in lots and in holds. */
  readonly outstanding: string;
  /** What of that has yet to mature. */
  readonly pending: string;
  readonly expectedRedemption: string;
}

export interface LiabilityCohort extends LiabilitySums {
  readonly month: string;
  readonly redeemedByAge: readonly { readonly age: number; readonly points: string }[];
}

const sums = [
  'issued',
  'exchangedIn',
  'exchangedOut',
  'redeemed',
  'expired',
  'returned',
  'outstanding',
  'pending',
  'expectedRedemption',
] as const;

/** After the last receipt was added. */
export function liabilityReport(programId: string, reckoned: PointCohorts, asOfBlock: number): LiabilityReport {
  reckoned.settle();
  const { cohorts, day, clawback } = reckoned.sums;
  const month = day.slice(0, 7);
  const ordered = [...cohorts.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
  const ladder = ordered.map((cohort): LadderCohort => ({
    ages: monthsBetween(cohort.month, month),
    redeemed: cohort.redeemed,
    outstanding: outstandingOf(cohort),
  }));
  const factors = ladderFactors(ladder);
  const shown = ordered.map((cohort, index) =>
    cohortOf(cohort, reckoned.places.unripe(cohort.month, day), expectedRedemption(ladder[index]!, factors)),
  );
  const total = (field: (typeof sums)[number]): string =>
    String(shown.reduce((sum, cohort) => sum + BigInt(cohort[field]), 0n));
  return {
    programId,
    asOfBlock,
    ...(month !== '' && { month }),
    cohorts: shown,
    totals: Object.fromEntries(sums.map((field) => [field, total(field)])) as unknown as LiabilitySums,
    clawback: String(clawback),
    method: {
      name: 'chain-ladder',
      factors: factors.map(({ age, factor, cohorts: count }) => ({ age, factor: decimalOf(factor), cohorts: count })),
    },
  };
}

function cohortOf(cohort: Cohort, pending: bigint, expected: bigint): LiabilityCohort {
  const { month, issued, exchangedIn, exchangedOut, expired, returned, redeemed } = cohort;
  const byAge = [...redeemed].filter(([, points]) => points !== 0n).sort(([a], [b]) => a - b);
  return {
    month,
    issued: String(issued),
    exchangedIn: String(exchangedIn),
    exchangedOut: String(exchangedOut),
    redeemed: String(redeemedOf(cohort)),
    redeemedByAge: byAge.map(([age, points]) => ({ age, points: String(points) })),
    expired: String(expired),
    returned: String(returned),
    outstanding: String(outstandingOf(cohort)),
    pending: String(pending),
    expectedRedemption: String(expected),
  };
}

function redeemedOf({ redeemed }: Cohort): bigint {
  return [...redeemed.values()].reduce((sum, points) => sum + points, 0n);
}

function outstandingOf(cohort: Cohort): bigint {
  const { issued, exchangedIn, exchangedOut, expired, returned } = cohort;
  return issued + exchangedIn - exchangedOut - redeemedOf(cohort) - expired - returned;
}

/** `1.083333` of 1083333 millionths. */
function decimalOf(millionths: bigint): string {
  return `${millionths / ONE}.${String(millionths % ONE).padStart(6, '0')}`;
}
