/** What is known of names without asking a file. */
import { numberOf, SeenNames } from '../../audit/src/seen-names.js';

/** As receipts and lots are named: long, alike, and different in a few characters. */
const name = (n: number, seed = 1): number => numberOf(`HarborMSP import:${n.toString(16).padStart(40, '0')}`, seed);

it('a name that was taken down is never said not to be there', () => {
  const seen = new SeenNames();
  for (let n = 0; n < 60_000; n += 1) seen.add(name(n));
  expect(Array.from({ length: 60_000 }, (_, n) => n).filter((n) => !seen.mayHave(name(n)))).toEqual([]);
});

it('of those that were not, at most one in a hundred is looked for in vain', () => {
  const seen = new SeenNames(100_000);
  for (let n = 0; n < 100_000; n += 1) seen.add(name(n));
  let inVain = 0;
  for (let n = 100_000; n < 200_000; n += 1) inVain += Number(seen.mayHave(name(n)));
  expect(inVain).toBeLessThan(1_000);
});

it('says when another one has to be made', () => {
  const seen = new SeenNames(1_000);
  expect(seen.hasRoomFor(1_000)).toBe(true);
  for (let n = 0; n < 1_000; n += 1) seen.add(name(n));
  expect(seen.hasRoomFor(10_000)).toBe(false);
});

it('no two of a hundred thousand names are one number, whatever the seed', () => {
  for (const seed of [1, 2 ** 31 - 1]) {
    expect(new Set(Array.from({ length: 100_000 }, (_, n) => name(n, seed))).size).toBe(100_000);
  }
});
