/** What the projection says of accounts and of what they hold. */
import {
  expiryOf,
  sumBalances,
  type Account,
  type Balance,
  type Lot,
  type ReplyOf,
  type listLots,
} from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { allParsed, parsed, preparing, today } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';
import type { LotRow, ReferenceTarget } from '../../writes/points-ledger.js';

export interface LotPosition {
  readonly programId: string;
  readonly lotId: string;
}
/** Where a lot lies. */
export interface LotPlace extends LotPosition {
  readonly accountId: string;
}
type ListedLot = ReplyOf<typeof listLots>['lots'][number];

export function accountQueries(database: Database) {
  const { prepare, exact } = preparing(database);
  const one = prepare('SELECT value FROM accounts WHERE account_id = ?');
  const oneReference = prepare('SELECT account_id, removed FROM member_references WHERE reference_id = ?');
  const mergedInto = prepare("SELECT account_id FROM accounts WHERE json_extract(value, '$.mergedInto') = ?");
  const ledTo = prepare('SELECT reference_id, removed FROM member_references WHERE account_id = ?');
  const inLots = exact(
    `SELECT program_id, substr(lot_id, 1, 10) AS expiry, matures_on, sum(amount) AS amount
     FROM lots WHERE account_id = ? GROUP BY program_id, expiry, matures_on`,
  );
  const inHolds = exact(
    `SELECT program_id, sum(amount) AS held FROM
       (SELECT program_id, amount FROM holds WHERE status = 'open' AND account_id = $accountId
        UNION ALL SELECT program_id, amount FROM notes WHERE status = 'open' AND account_id = $accountId)
     GROUP BY program_id`,
  );
  const isRipe = '(matures_on IS NULL OR matures_on <= $day)';
  const ofHolding =
    'SELECT lot_id, amount, matures_on FROM lots WHERE account_id = $accountId AND program_id = $programId';
  const spendable = exact(`${ofHolding} AND lot_id >= $day AND ${isRipe} ORDER BY lot_id LIMIT $limit`);
  const largest = exact(`${ofHolding} AND lot_id >= $day AND ${isRipe} ORDER BY amount DESC, lot_id LIMIT $limit`);
  const unripe = exact(`${ofHolding} AND lot_id >= $day AND matures_on > $day ORDER BY lot_id LIMIT $limit`);
  const pastExpiry = exact(
    `SELECT lot_id, amount, matures_on FROM lots WHERE account_id = ? AND program_id = ? AND lot_id < ? ORDER BY lot_id LIMIT ?`,
  );
  const ownLots = prepare(
    `SELECT account_id, program_id, lot_id FROM lots
     WHERE (account_id, program_id, lot_id) > ($accountId, $programId, $lotId) AND account_id < $end
     ORDER BY account_id, program_id, lot_id LIMIT $limit`,
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
    maturesOn: (row['matures_on'] as string | null) ?? undefined,
  });

  const own = prepare(
    `SELECT value FROM accounts WHERE account_id > $after AND account_id < $end
     AND ($status IS NULL OR value ->> 'status' = $status) AND ($kind IS NULL OR value ->> 'kind' = $kind)
     ORDER BY account_id LIMIT $limit`,
  );
  const account = (accountId: string) => parsed<Account>(one.get(accountId));
  return {
    account,
    /** Where a reference leads, by its pseudonym, if that is not the account with the same id. */
    leadsTo(referenceId: string): ReferenceTarget | undefined {
      const row = oneReference.get(referenceId);
      return row && { accountId: row['account_id'] as string, removed: row['removed'] === 1 };
    },
    /** Those in the custody of an organisation, after one of them. */
    accountsOf: (
      mspId: string,
      { status, kind }: { status?: string | undefined; kind?: string | undefined },
      after: string,
      limit: number,
    ): Account[] => {
      // A colon is followed by a semicolon.
      const range = { after: after === '' ? `${mspId}:` : after, end: `${mspId};` };
      return allParsed<Account>(own.all({ ...range, status: status ?? null, kind: kind ?? null, limit }));
    },
    /** An account, and all that were merged into it or into one of these. */
    mergedTogether(accountId: string): string[] {
      const found = [accountId];
      for (const into of found) found.push(...mergedInto.all(into).map((row) => row['account_id'] as string));
      return found;
    },
    /** The pseudonyms of references that lead to accounts, or did, those of the accounts' own ids among them. */
    referencesOf(accountIds: readonly string[]): Map<string, { readonly removed: boolean }> {
      const found = new Map(accountIds.map((accountId) => [accountId, { removed: false }]));
      for (const accountId of accountIds)
        for (const row of ledTo.all(accountId))
          found.set(row['reference_id'] as string, { removed: row['removed'] === 1 });
      return found;
    },
    /** @throws Failure ACCOUNT_UNKNOWN */
    requireAccount(accountId: string): Account {
      const found = account(accountId);
      if (!found) throw new Failure('ACCOUNT_UNKNOWN', `No account has the id ${accountId}.`);
      return found;
    },
    /** By programme, those in which nothing but held points is left included. */
    balances(accountId: string, day = today()): Balance[] {
      const lots = inLots.all(accountId).map((row) => ({
        programId: row['program_id'] as string,
        expiry: row['expiry'] as string,
        maturesOn: (row['matures_on'] as string | null) ?? undefined,
        amount: String(row['amount']),
      }));
      const held = inHolds.all({ accountId }).map((row) => ({
        programId: row['program_id'] as string,
        amount: String(row['held']),
      }));
      return sumBalances(lots, held, account(accountId) ?? {}, day);
    },
    /** Lots that may be spent now, soonest expiry first. */
    spendableLots: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      spendable.all({ accountId, programId, day, limit }).map(toLotRow),
    /** Lots that may be spent later. */
    unripeLots: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      unripe.all({ accountId, programId, day, limit }).map(toLotRow),
    /** The same, largest first: for amounts that the soonest to expire do not make up. */
    largestLots: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      largest.all({ accountId, programId, day, limit }).map(toLotRow),
    lotsPastExpiry: (accountId: string, programId: string, limit: number, day = today()): LotRow[] =>
      pastExpiry.all(accountId, programId, day, limit).map(toLotRow),
    /** Lots in the custody of an organisation, in the order in which they lie there, after one of them. */
    lotsInCustody: (mspId: string, after: LotPlace | undefined, limit: number): LotPlace[] => {
      const { accountId, programId, lotId } = after ?? { accountId: `${mspId}:`, programId: '', lotId: '' };
      // A colon is followed by a semicolon.
      return ownLots.all({ accountId, programId, lotId, end: `${mspId};`, limit }).map((row) => ({
        accountId: row['account_id'] as string,
        programId: row['program_id'] as string,
        lotId: row['lot_id'] as string,
      }));
    },
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
