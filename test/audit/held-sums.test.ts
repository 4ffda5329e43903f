/** Sums that are held in memory come to the same as those of a table, whatever their names and sizes. */
import { HeldNames } from '../../audit/src/held-names.js';
import { HeldSums } from '../../audit/src/held-sums.js';
import { StateFile } from '../../audit/src/state-file.js';
import { inMemory } from '../../audit/src/store.js';
import { add, addEach } from '../../audit/src/sums.js';

const HELD = 5_000;
const heldSums = (namesMax = HELD, names = new HeldNames(7, namesMax)) =>
  new HeldSums(names, inMemory().kept<bigint>('beyond'));
const sorted = (sums: Iterable<[string, bigint]>) => [...sums].sort(([one], [other]) => (one < other ? -1 : 1));

it('comes to the same as a table, with more names than are held, and sums of any size', () => {
  const [held, expected] = [heldSums(), new Map<string, bigint>()];
  const nameOf = (n: number) => `HarborMSP:${(n * 2_654_435_761) >>> 0} harbor`;
  let seed = 11;
  const drawn = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  for (let round = 0; round < 60_000; round += 1) {
    const name = nameOf(drawn(HELD * 2));
    const amount = BigInt(drawn(1_000)) * (drawn(50) === 0 ? 10n ** 17n : 1n) * (drawn(3) === 0 ? -1n : 1n);
    if (drawn(20) === 0) expect(held.delete(name)).toBe(expected.delete(name));
    else if (drawn(2) === 0) for (const sums of [held, expected]) add(sums, name, amount);
    else {
      const names = [name, nameOf(drawn(HELD * 2)), name];
      const amounts = [drawn(1_000), drawn(1_000), drawn(1_000)];
      for (const sums of [held, expected]) addEach(sums, names, amounts);
    }
    expect(held.get(name)).toBe(expected.get(name));
  }
  expect(held.size).toBe(expected.size);
  expect(sorted(held)).toEqual(sorted(expected));
});

it('holds a sum exactly on both sides of what a number can be, and one of nothing', () => {
  const held = heldSums();
  const edge = BigInt(Number.MAX_SAFE_INTEGER);
  for (const sum of [0n, edge, edge + 1n, edge + 2n, 2n ** 70n, -edge, -edge - 2n, 0n]) {
    held.set('a', sum);
    expect([held.get('a'), held.has('a'), held.size]).toEqual([sum, true, 1]);
  }
  held.set('a', edge);
  addEach(held, ['a', 'a'], [1, 2]);
  expect(held.get('a')).toBe(edge + 3n);
  addEach(held, ['a'], [-5]);
  expect(held.get('a')).toBe(edge - 2n);
});

it('tells names apart that differ in a letter, or that no octets can stand for', () => {
  const held = heldSums();
  const names = [
    'a b',
    'a c',
    'a  b',
    '',
    'ä',
    'a\u0308',
    '\ud800',
    '\ud801',
    'a\0b',
    'a'.repeat(70_000),
    'b'.repeat(70_000),
  ];
  names.forEach((name, at) => held.set(name, BigInt(at)));
  expect(names.map((name) => held.get(name))).toEqual(names.map((_, at) => BigInt(at)));
  expect(new Map(held)).toEqual(new Map(names.map((name, at) => [name, BigInt(at)])));
});

it('has what is one table’s apart from another one’s, whose names it shares', () => {
  const names = new HeldNames(3, HELD);
  const [one, other] = [heldSums(HELD, names), heldSums(HELD, names)];
  const same = ['x', 'y'];
  addEach(one, same, [1, 2]);
  expect([other.get('x'), other.size, [...other]]).toEqual([undefined, 0, []]);
  addEach(other, same, [3, 4]);
  other.delete('x');
  expect([one.get('x'), one.get('y'), other.get('x'), other.get('y')]).toEqual([1n, 2n, undefined, 4n]);
  expect([...other]).toEqual([['y', 4n]]);
});

it('keeps sums of a file without a name in memory, and those of more names than that in the file', () => {
  const store = StateFile.unnamed({ changesMax: 100, cachedMax: 200, sumsMax: 1_000 });
  const sums = store.kept<bigint>('balances', 'sums');
  const expected = new Map<string, bigint>();
  for (let n = 0; n < 20_000; n += 1) {
    for (const each of [sums, expected]) add(each, `account ${n % 3_000}`, BigInt(n));
    store.settle();
  }
  expect(store.valuesHeld).toBeLessThanOrEqual(300);
  expect(sums.size).toBe(3_000);
  expect(sorted(sums)).toEqual(sorted(expected));
  store.close();
});

it('numbers names in the order in which they come, and no more of them than it may', () => {
  const names = new HeldNames(0, HELD);
  const all = Array.from({ length: HELD }, (_, n) => `n${n}`);
  expect(all.map((name) => names.hold(name))).toEqual(all.map((_, n) => n));
  expect(all.map((name) => names.find(name))).toEqual(all.map((_, n) => n));
  expect(all.map((_, n) => names.nameOf(n))).toEqual(all);
  expect([names.hold('one more'), names.find('one more'), names.count]).toEqual([undefined, undefined, HELD]);
});
