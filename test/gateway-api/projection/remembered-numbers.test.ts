/** Numbers of accounts that are remembered: those that were given, or none. */
import { RememberedNumbers } from '../../../gateway-api/src/subjects/accounts/remembered-numbers.js';
import { randomOf } from '../../simulation/planned-accounts.js';

const idOf = (organization: string, n: number, place = n): string =>
  `${organization}:${place.toString(16).padStart(8, '0')}${n.toString(16).padStart(24, '0')}`;

it('each account has the number that it was given last', () => {
  const below = randomOf(11);
  const numbers = new RememberedNumbers();
  const given = new Map<string, number>();
  for (let n = 1; n <= 5_000; n += 1) {
    const id = idOf(`M${below(3)}MSP`, below(2_000));
    numbers.set(id, n);
    given.set(id, n);
  }
  // Of three organisations that have the same digits one is remembered.
  let remembered = 0;
  for (const [id, number] of given) {
    const found = numbers.get(id);
    expect([undefined, number]).toContain(found);
    if (found !== undefined) remembered += 1;
  }
  expect(remembered).toBeGreaterThanOrEqual(given.size / 3);
});

it('whoever comes to the same place takes it, and is not taken for the one before', () => {
  const numbers = new RememberedNumbers();
  const [one, other] = [idOf('HarborMSP', 1, 7), idOf('HarborMSP', 2, 7)];
  numbers.set(one, 5);
  expect([numbers.get(one), numbers.get(other)]).toEqual([5, undefined]);
  numbers.set(other, 6);
  expect([numbers.get(one), numbers.get(other)]).toEqual([undefined, 6]);
});

it.each([
  ['digits in capitals', (id: string) => id.toUpperCase().replace('HARBORMSP', 'HarborMSP')],
  ['another organisation', (id: string) => id.replace('Harbor', 'CityPark')],
  ['no organisation', (id: string) => id.slice(id.indexOf(':') + 1)],
  ['a digit less', (id: string) => id.slice(0, -1)],
  ['a digit more', (id: string) => `${id}0`],
  ['a letter that is no digit', (id: string) => `${id.slice(0, -1)}g`],
  ['a letter of another alphabet', (id: string) => `${id.slice(0, -1)}а`],
  ['nothing', () => ''],
])('%s is another account', (_what, with_) => {
  const numbers = new RememberedNumbers();
  const id = idOf('HarborMSP', 0xabcdef);
  numbers.set(id, 5);
  const other = with_(id);
  expect(other).not.toBe(id);
  expect(numbers.get(other)).toBeUndefined();
  numbers.set(other, 6);
  expect([undefined, 5]).toContain(numbers.get(id));
});

it('numbers that have no place, and what is forgotten, are asked for again', () => {
  const numbers = new RememberedNumbers();
  const [id, other] = [idOf('HarborMSP', 1), idOf('HarborMSP', 2, 1)];
  numbers.set(id, 2 ** 32);
  expect(numbers.get(id)).toBeUndefined();
  numbers.set(id, 2 ** 32 - 1);
  numbers.forget(other);
  expect(numbers.get(id)).toBe(2 ** 32 - 1);
  numbers.forget(id);
  expect(numbers.get(id)).toBeUndefined();
});

it.each([
  ['organisations without end', (n: number) => idOf(`M${n}MSP`, n)],
  ['ids with more digits', (n: number) => `HarborMSP:${n.toString(16).padStart(64, '0')}`],
  ['long names', (n: number) => idOf(`M${n}${'x'.repeat(60)}`, n)],
])('%s do not keep others from being remembered', (_what, nth) => {
  const numbers = new RememberedNumbers();
  for (let n = 0; n < 20_000; n += 1) numbers.set(nth(n), n + 1);
  for (let n = 0; n < 20_000; n += 1) expect([undefined, n + 1]).toContain(numbers.get(nth(n)));
  for (let n = 0; n < 20_000; n += 1) expect(numbers.get(idOf(`Asked${n}MSP`, n))).toBeUndefined();
  const id = idOf('CityParkMSP', 7);
  numbers.set(id, 8);
  expect(numbers.get(id)).toBe(8);
});
