/** Round figures for an axis: from zero to the first one that is not below the largest value. */
export function ticksOf(largest: number, steps = 4): readonly number[] {
  const least = largest / steps;
  const power = 10 ** Math.floor(Math.log10(least));
  // Points are whole.
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= least)!,
  );
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  return Array.from({ length: Math.ceil(largest / whole) + 1 }, (_, at) => at * whole);
}
