/** Short names of accounts, of this gateway's file alone: what there is many of in it names its account by one. */
import type { DatabaseSync } from 'node:sqlite';

/** In SQL, the number of the account that a parameter names; null for one that has none. */
export const numbered = (parameter: string): string =>
  `(SELECT number FROM account_numbers WHERE account_id = ${parameter})`;

/** Nothing is remembered here: a number that was given in a transaction that is rolled back is given anew. */
export function accountNumbers(sqlite: DatabaseSync) {
  const one = sqlite.prepare('SELECT number FROM account_numbers WHERE account_id = ?');
  const add = sqlite.prepare('INSERT INTO account_numbers (account_id) VALUES (?)');
  const known = (accountId: string): number | undefined => one.get(accountId)?.['number'] as number | undefined;
  return {
    known,
    /** The one that it has, or a new one. */
    kept: (accountId: string): number => known(accountId) ?? Number(add.run(accountId).lastInsertRowid),
  };
}
