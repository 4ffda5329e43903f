/** What the projection says of accounts and of what they hold. */
import type { StatementSync } from 'node:sqlite';
import { expiryOf, sumBalances, type Account, type Balance, type ReplyOf, type listLots } from '@commonpoint/catalogue';
import { Failure } from '../../channel/failures.js';
import { exactSum, readSum } from '../../projection/large-sums.js';
import { allParsed, parsed, preparing, today } from '../../projection/projection.js';
import type { Database } from '../../store/database.js';
import type { LotRow, ReferenceTarget } from '../../writes/points-ledger.js';
import { accountNumbers, numbered } from './account-numbers.js';
import { lotIdOfHex, packDay, type PackedLot, packLotId, unpackDay, unpackLot, unpackLotId } from './packed-lots.js';

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
  const inLots = prepare(
    `SELECT program_id, substr(lot, 1, 4) AS expiry, matures_on, ${exactSum('amount')} AS amount
     FROM lots WHERE account = ${numbered('?')} GROUP BY program_id, expiry, matures_on`,
  );
  const inHolds = prepare(
    `SELECT program_id, ${exactSum('amount')} AS held FROM
       (SELECT program_id, amount FROM holds WHERE status = 'open' AND account_id = $accountId
        UNION ALL SELECT program_id, amount FROM notes WHERE status = 'open' AND account_id = $accountId)
     GROUP BY program_id`,
  );
  // Asked for each debit, so by place, and answered by place: names are looked up with each call and each row.
  const byPlace = (sql: string): StatementSync => {
    const statement = exact(sql);
    statement.setReturnArrays(true);
    return statement;
  };
  const numberOf = accountNumbers(database);
  const ofHolding = 'SELECT lower(hex(lot)), amount, matures_on FROM lots WHERE account = ? AND program_id = ?';
  const ripe = `${ofHolding} AND lot >= ? AND (matures_on IS NULL OR matures_on <= ?)`;
  const spendable = byPlace(`${ripe} ORDER BY lot LIMIT ?`);
  const largest = byPlace(`${ripe} ORDER BY amount DESC, lot LIMIT ?`);
  const unripe = byPlace(`${ofHolding} AND lot >= ? AND matures_on > ? ORDER BY lot LIMIT ?`);
  const pastExpiry = byPlace(`${ofHolding} AND lot < ? ORDER BY lot LIMIT ?`);
  const laterOfAccount = prepare(
    `SELECT program_id, lot FROM lots WHERE account = ${numbered('?')} AND (program_id, lot) > (?, ?)
     ORDER BY program_id, lot LIMIT ?`,
  );
  const ofLaterAccounts = prepare(
    `SELECT account_id, program_id, lot FROM account_numbers CROSS JOIN lots ON account = number
     WHERE account_id > ? AND account_id < ? ORDER BY account_id, program_id, lot LIMIT ?`,
  );
  const packed = 'program_id, lot, amount, matures_on, origin_id, origin_msp_id, campaign';
  const lotsOfAccount = exact(
    `SELECT ${packed} FROM lots WHERE account = ${numbered('?')} AND (program_id, lot) > (?, ?)
     ORDER BY program_id, lot LIMIT ?`,
  );
  const lotsOfProgram = exact(
    `SELECT ${packed} FROM lots WHERE account = ${numbered('?')} AND program_id = ? AND lot > ? ORDER BY lot LIMIT ?`,
  );
  const rowsOf = (statement: StatementSync, ...given: (string | number | Uint8Array)[]): LotRow[] =>
    (statement.all(...given) as unknown as [string, bigint, string | null][]).map(([hex, amount, maturesOn]) => ({
      lotId: lotIdOfHex(hex),
      amount,
      maturesOn: maturesOn ?? undefined,
    }));
  const lotsBy =
    (statement: StatementSync) =>
    (accountId: string, programId: string, limit: number, day = today()): LotRow[] => {
      const number = numberOf.known(accountId);
      return number === undefined ? [] : rowsOf(statement, number, programId, packDay(day), day, limit);
    };

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
        expiry: unpackDay(row['expiry'] as Uint8Array),
        maturesOn: (row['matures_on'] as string | null) ?? undefined,
        amount: String(readSum(row['amount'] as string)),
      }));
      const held = inHolds.all({ accountId }).map((row) => ({
        programId: row['program_id'] as string,
        amount: String(readSum(row['held'] as string)),
      }));
      return sumBalances(lots, held, account(accountId) ?? {}, day);
    },
    /** Lots that may be spent now, soonest expiry first. */
    spendableLots: lotsBy(spendable),
    /** Lots that may be spent later. */
    unripeLots: lotsBy(unripe),
    /** The same, largest first: for amounts that the soonest to expire do not make up. */
    largestLots: lotsBy(largest),
    lotsPastExpiry(accountId: string, programId: string, limit: number, day = today()): LotRow[] {
      const number = numberOf.known(accountId);
      return number === undefined ? [] : rowsOf(pastExpiry, number, programId, packDay(day), limit);
    },
    /** Lots in the custody of an organisation, in the order in which they lie there, after one of them. */
    lotsInCustody: (mspId: string, after: LotPlace | undefined, limit: number): LotPlace[] => {
      const found = after ? laterOfAccount.all(after.accountId, after.programId, packLotId(after.lotId), limit) : [];
      const places = found.map((row) => toPlace({ ...row, account_id: after?.accountId }));
      if (places.length === limit) return places;
      // A colon is followed by a semicolon.
      const further = ofLaterAccounts.all(after?.accountId ?? `${mspId}:`, `${mspId};`, limit - places.length);
      return [...places, ...further.map(toPlace)];
    },
    /** By programme and soonest expiry, after the given one; an empty lot's id is before all. */
    lots(accountId: string, programId: string | undefined, after: LotPosition, limit: number): ListedLot[] {
      const lot = after.lotId === '' ? new Uint8Array() : packLotId(after.lotId);
      const rows = programId
        ? lotsOfProgram.all(accountId, programId, lot, limit)
        : lotsOfAccount.all(accountId, after.programId, lot, limit);
      return rows.map((row) => {
        const unpacked = unpackLot(accountId, row as unknown as PackedLot);
        return { ...unpacked, programId: row['program_id'] as string, expiry: expiryOf(unpacked.lotId) };
      });
    },
  };
}

const toPlace = (row: Record<string, unknown>): LotPlace => ({
  accountId: row['account_id'] as string,
  programId: row['program_id'] as string,
  lotId: unpackLotId(row['lot'] as Uint8Array),
});
