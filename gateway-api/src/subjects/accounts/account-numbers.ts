/** Short names of accounts, of this gateway's file alone: what there is many of in it names its account by one. */
import type { Database } from '../../store/database.js';
import { RememberedNumbers } from './remembered-numbers.js';

/** In SQL, the number of the account that a parameter names; null for one that has none. */
export const numbered = (parameter: string): string =>
  `(SELECT number FROM account_numbers WHERE account_id = ${parameter})`;

export function accountNumbers(database: Database) {
  const one = database.sqlite.prepare('SELECT number FROM account_numbers WHERE account_id = ?');
  const add = database.sqlite.prepare('INSERT INTO account_numbers (account_id) VALUES (?)');
  const remembered = rememberedOf(database);
  const known = (accountId: string): number | undefined => {
    const before = remembered.get(accountId);
    if (before !== undefined) return before;
    const found = one.get(accountId)?.['number'] as number | undefined;
    if (found !== undefined) remembered.set(accountId, found);
    return found;
  };
  return {
    known,
    /** The one that it has, or a new one. */
    kept(accountId: string): number {
      const before = known(accountId);
      if (before !== undefined) return before;
      const given = Number(add.run(accountId).lastInsertRowid);
      remembered.give(accountId, given);
      return given;
    },
  };
}

/** Numbers stay, but for those that were given in what was undone since. */
class Remembered {
  readonly #numbers = new RememberedNumbers();
  /** By the transaction that is under way, or those before it that left nothing. */
  #given: string[] = [];
  #done: number;

  constructor(private readonly database: Database) {
    this.#done = database.done;
    database.onUndone(() => this.#forgetGiven());
  }

  get(accountId: string): number | undefined {
    return this.#numbers.get(accountId);
  }

  set(accountId: string, number: number): void {
    this.#numbers.set(accountId, number);
  }

  give(accountId: string, number: number): void {
    this.set(accountId, number);
    if (this.#done !== this.database.done) this.#given = [];
    this.#done = this.database.done;
    this.#given.push(accountId);
  }

  #forgetGiven(): void {
    for (const accountId of this.#given) this.#numbers.forget(accountId);
    // Of a part that was undone, the rest of its transaction may be read again, and undone later.
    if (!this.database.sqlite.isTransaction) this.#given = [];
  }
}

const byDatabase = new WeakMap<Database, Remembered>();

function rememberedOf(database: Database): Remembered {
  const found = byDatabase.get(database) ?? new Remembered(database);
  byDatabase.set(database, found);
  return found;
}
