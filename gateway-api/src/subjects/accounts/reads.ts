/** What the projection says of accounts and of what they hold. */
import {
  expiryOf,
  type Account,
  type Lot,
  type ReplyOf,
  type getBalances,
  type listLots,
} from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { parsed, preparing, today } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';
import type { LotRow, ReferenceTarget } from '../../writes/points-ledger.js';

export interface LotPosition {
  readonly programId: string;
  readonly lotId: string;
}
type ListedLot = ReplyOf<typeof listLots>['lots'][number];
type Balance = ReplyOf<typeof getBalances>['balances'][number];

export function accountQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM accounts WHERE account_id = ?');
  const oneReference = prepare('SELECT account_id, removed FROM member_references WHERE reference_id = ?');
  const inLots = exact(
    `SELECT program_id, sum(CASE WHEN lot_id >= ? THEN amount ELSE 0 END) AS available,
            sum(CASE WHEN lot_id < ? THEN amount ELSE 0 END) AS expired
     FROM lots WHERE account_id = ? GROUP BY program_id ORDER BY program_id`,
  );
  const inHolds = exact(
    `SELECT program_id, sum(amount) AS held FROM holds WHERE status = 'open' AND account_id = ? GROUP BY program_id`,
  );
  const spendable = exact(
    `SELECT lot_id, amount FROM lots WHERE account_id = ? AND program_id = ? AND lot_id >= ? ORDER BY lot_id LIMIT ?`,
  );
  const largest = exact(
    `SELECT lot_id, amount FROM lots WHERE account_id = ? AND program_id = ? AND lot_id >= ?
     ORDER BY amount DESC, lot_id LIMIT ?`,
  );
  const pastExpiry = exact(
    `SELECT lot_id, amount FROM lots WHERE account_id = ? AND program_id = ? AND lot_id < ? ORDER BY lot_id LIMIT ?`,
  );
  const lotsOfAccount = prepare(
    `SELECT program_id, lot_id, value FROM lots WHERE account_id = ? AND (program_id, lot_id) > (?, ?)
     ORDER BY program_id, lot_id LIMIT ?`,
  );
  const lotsOfProgram = prepare(
    `SELECT program_id, lot_id, value FROM lots WHERE account_id = ? AND program_id = ? AND lot_id > ?
     ORDER BY lot_id LIMIT ?`,
  );
  const toLotRow = (row: Record<string, unknown>): LotRow => ({
    lotId: row['lot_id'] as string,
    amount: row['amount'] as bigint,
  });

  const account = (accountId: string) => parsed<Account>(one.get(accountId));
  return {
    account,
    /** Where a reference leads, by its pseudonym, if that is not the account with the same id. */
    leadsTo(referenceId: string): ReferenceTarget | undefined {
      const row = oneReference.get(referenceId);
      return row && { accountId: row['account_id'] as string, removed: row['removed'] === 1 };
    },
    /** @throws Failure ACCOUNT_UNKNOWN */
    requireAccount(accountId: string): Account {
      const found = account(accountId);
      if (!found) throw new Failure('ACCOUNT_UNKNOWN', `No account has the id ${accountId}.`);
      return found;
    },
    /** By programme, those in which nothing but held points is left included. */
    balances(accountId: string, day = today()): Balance[] {
      const byProgram = new Map<string, Balance>();
      for (const row of inLots.all(day, day, accountId)) {
        const programId = row['program_id'] as string;
        const [available, expired] = [String(row['available']), String(row['expired'])];
        byProgram.set(programId, { programId, available, held: '0', expired });
      }
      for (const row of inHolds.all(accountId)) {
        const programId = row['program_id'] as string;
        const lots = byProgram.get(programId) ?? { programId, available: '0', expired: '0' };
        byProgram.set(programId, { ...lots, held: String(row['held']) });
      }
      return [...byProgram.values()].toSorted((a, b) => (a.programId < b.programId ? -1 : 1));
    },
    /** Lots that may still be spent, soonest expiry first. */
    spendableLots: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      spendable.all(accountId, programId, day, limit).map(toLotRow),
    /** The same, largest first: for amounts that the soonest to expire do not make up. */
    largestLots: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      largest.all(accountId, programId, day, limit).map(toLotRow),
    lotsPastExpiry: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      pastExpiry.all(accountId, programId, day, limit).map(toLotRow),
    /** By programme and soonest expiry, after the given one. */
    lots(accountId: string, programId: string | undefined, after: LotPosition, limit: number): ListedLot[] {
      const rows = programId
        ? lotsOfProgram.all(accountId, programId, after.lotId, limit)
        : lotsOfAccount.all(accountId, after.programId, after.lotId, limit);
      return rows.map((row) => ({
        lotId: row['lot_id'] as string,
        programId: row['program_id'] as string,
        expiry: expiryOf(row['lot_id'] as string),
        ...(JSON.parse(row['value'] as string) as Lot),
      }));
    },
  };
}
