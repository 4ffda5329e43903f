/** Numbers of accounts that were given in what was undone are no account's: the next one may be given them. */
import { tables } from '../../../gateway-api/src/gateway-tables.js';
import { Database } from '../../../gateway-api/src/store/database.js';
import { accountNumbers } from '../../../gateway-api/src/subjects/accounts/account-numbers.js';

const accountOf = (n: number): string => `HarborMSP:${n.toString(16).padStart(8, '0')}${'0'.repeat(24)}`;
const failed = (): never => {
  throw new Error('a row failed');
};

it.each(['transaction', 'part of one'])('a %s that is undone leaves no number', (what) => {
  const database = new Database(':memory:', tables);
  const numbers = accountNumbers(database);
  const give = (n: number): number => numbers.kept(accountOf(n));
  const [first] = database.transaction('rebuildable', () => [give(1)]);
  expect(() =>
    database.transaction('rebuildable', () => {
      if (what === 'transaction') {
        give(2);
        failed();
      }
      database.part(() => {
        give(2);
        failed();
      });
    }),
  ).toThrow('a row failed');
  const [third, second] = database.transaction('rebuildable', () => [give(3), give(2)]);
  expect(new Set([first, second, third]).size).toBe(3);
  const kept = database.sqlite.prepare('SELECT number, account_id FROM account_numbers ORDER BY number').all();
  expect(kept.map((row) => ({ ...row }))).toEqual([
    { number: first, account_id: accountOf(1) },
    { number: third, account_id: accountOf(3) },
    { number: second, account_id: accountOf(2) },
  ]);
  expect([1, 2, 3].map((n) => numbers.known(accountOf(n)))).toEqual([first, second, third]);
  database.close();
});

it('a number that was read again after a part was undone is forgotten with its transaction', () => {
  const database = new Database(':memory:', tables);
  const numbers = accountNumbers(database);
  expect(() =>
    database.transaction('rebuildable', () => {
      numbers.kept(accountOf(1));
      expect(() => database.part(failed)).toThrow('a row failed');
      expect(numbers.known(accountOf(1))).toBe(1);
      failed();
    }),
  ).toThrow('a row failed');
  expect(numbers.known(accountOf(1))).toBeUndefined();
  const given = database.transaction('rebuildable', () => [2, 1].map((n) => numbers.kept(accountOf(n))));
  expect(given).toEqual([1, 2]);
  database.close();
});
