/** Days (UTC) as text: when points end, counted from when they were earned. */

/** Thousands of operations ask for the same days. */
const REMEMBERED_MAX = 1_000;

/** A day so many days later, or earlier. */
export const dayAfter = remembered((day: string, days: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
});

/** So many months later, the month's last day at most; then to the end of a month, quarter or year, or to a day of the year. */
export const usualExpiry = remembered((earnedOn: string, months: number, rounding: string = 'day'): string => {
  if (months === 0) return '9999-12-31';
  const [year, month, day] = [
    Number(earnedOn.slice(0, 4)),
    Number(earnedOn.slice(5, 7)) - 1,
    Number(earnedOn.slice(8)),
  ];
  const lastDay = (of: number): number => new Date(Date.UTC(year, of + 1, 0)).getUTCDate();
  const there = month + months;
  const plain = new Date(Date.UTC(year, there, Math.min(day, lastDay(there))));
  const endOf = (monthOfYear: number): string =>
    new Date(Date.UTC(plain.getUTCFullYear(), monthOfYear + 1, 0)).toISOString().slice(0, 10);
  switch (rounding) {
    case 'day':
      return plain.toISOString().slice(0, 10);
    case 'month':
      return endOf(plain.getUTCMonth());
    case 'quarter':
      return endOf(3 * Math.floor(plain.getUTCMonth() / 3) + 2);
    case 'year':
      return endOf(11);
    default: {
      const same = `${plain.getUTCFullYear()}-${rounding}`;
      return plain.toISOString().slice(0, 10) <= same ? same : `${plain.getUTCFullYear() + 1}-${rounding}`;
    }
  }
});

/** What is asked for most is what was asked for last. */
function remembered(find: (day: string, by: number, to?: string) => string): typeof find {
  const known = new Map<string, string>();
  let [lastDay, lastBy, lastTo, last]: [string, number, string | undefined, string] = ['', 0, undefined, ''];
  return (day, by, to) => {
    if (last !== '' && day === lastDay && by === lastBy && to === lastTo) return last;
    const name = `${day} ${by} ${to}`;
    let found = known.get(name);
    if (found === undefined) {
      found = find(day, by, to);
      if (known.size >= REMEMBERED_MAX) known.clear();
      known.set(name, found);
    }
    [lastDay, lastBy, lastTo, last] = [day, by, to, found];
    return found;
  };
}
