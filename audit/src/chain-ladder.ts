/**
 * Expected redemption by the chain ladder: how much more of a month's points is redeemed from one age to the next is what it was
 * of all months before, each by its weight.
 *
 * The factor of an age is the sum of what was redeemed up to the next age, over all months that have reached that, divided by
 * the sum up to this age over the same months. Only whole calendar months count: the last one may have gone on. Factors are in
 * millionths, rounded half up; what they come to is rounded down, and is never more than what is outstanding.
 */
export const ONE = 1_000_000n;

export interface LadderCohort {
  /** How many whole months it has seen, its own included. */
  readonly ages: number;
  /** Redeemed by age. */
  readonly redeemed: ReadonlyMap<number, bigint>;
  /** What could still be redeemed. */
  readonly outstanding: bigint;
}

export interface LadderFactor {
  /** From this age to the next one. */
  readonly age: number;
  readonly factor: bigint;
  /** How many months it was found from. */
  readonly cohorts: number;
}

export function ladderFactors(cohorts: readonly LadderCohort[]): LadderFactor[] {
  const oldest = Math.max(0, ...cohorts.map(({ ages }) => ages));
  return Array.from({ length: Math.max(0, oldest - 1) }, (_, age) => {
    const seen = cohorts.filter(({ ages }) => ages > age + 1);
    const [before, after] = [age, age + 1].map((upTo) =>
      seen.reduce((sum, cohort) => sum + redeemedUpTo(cohort, upTo), 0n),
    ) as [bigint, bigint];
    const factor = before <= 0n ? ONE : (2n * after * ONE + before) / (2n * before);
    return { age, factor: factor < ONE ? ONE : factor, cohorts: seen.length };
  });
}

/** What of a cohort is expected to be redeemed from now on. */
export function expectedRedemption(cohort: LadderCohort, factors: readonly LadderFactor[]): bigint {
  if (cohort.ages === 0) return 0n;
  const known = redeemedUpTo(cohort, cohort.ages - 1);
  const ahead = factors.filter(({ age }) => age >= cohort.ages - 1);
  const numerator = ahead.reduce((product, { factor }) => product * factor, known);
  const ultimate = numerator / ONE ** BigInt(ahead.length);
  const more = ultimate - redeemedUpTo(cohort, Infinity);
  if (more <= 0n) return 0n;
  return more > cohort.outstanding ? cohort.outstanding : more;
}

function redeemedUpTo({ redeemed }: LadderCohort, age: number): bigint {
  return [...redeemed].reduce((sum, [at, points]) => (at <= age ? sum + points : sum), 0n);
}
