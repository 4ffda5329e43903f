/** What the rest of the gateway reads from the projection's tables. Synchronous; nothing here calls Fabric. */
import {
  type Account,
  dayOf,
  expiryOf,
  type Hold,
  type Lot,
  type Organization,
  type Program,
  type QuotaLane,
  type Rate,
  type RateReference,
  type Receipt,
  type Settlement,
} from '@commonpoint/catalogue';
import type { Database } from '../store/database.js';

export interface LotRow {
  readonly lotId: string;
  readonly amount: bigint;
}

export interface LotView extends Lot {
  readonly lotId: string;
  readonly programId: string;
  readonly expiry: string;
}

export interface StatementRow {
  readonly seq: number;
  readonly block: number;
  readonly receipt: Receipt;
}

export type Projection = ReturnType<typeof createProjection>;

/** The calendar day (UTC) on which a lot that expires is spendable for the last time. */
export function today(now = Date.now()): string {
  return dayOf(new Date(now).toISOString());
}

export function createProjection({ sqlite }: Database) {
  const prepare = (sql: string) => sqlite.prepare(sql);
  const exact = (sql: string) => {
    const statement = sqlite.prepare(sql);
    statement.setReadBigInts(true);
    return statement;
  };
  const parsed = <T>(row: unknown): T | undefined =>
    row === undefined ? undefined : (JSON.parse((row as { value: string }).value) as T);
  const all = <T>(rows: unknown[]): T[] => rows.map((row) => JSON.parse((row as { value: string }).value) as T);

  const checkpoint = prepare('SELECT block FROM checkpoint WHERE id = 1');
  const organizations = prepare('SELECT value FROM organizations ORDER BY msp_id');
  const program = prepare('SELECT value FROM programs WHERE program_id = ?');
  const programs = prepare('SELECT value FROM programs WHERE program_id > ? ORDER BY program_id LIMIT ?');
  const lanes = exact('SELECT lane, granted, used FROM quota_lanes WHERE program_id = ? ORDER BY lane');
  const account = prepare('SELECT value FROM accounts WHERE account_id = ?');
  const balances = exact(
    `SELECT program_id, sum(CASE WHEN lot_id >= ? THEN amount ELSE 0 END) AS available,
            sum(CASE WHEN lot_id < ? THEN amount ELSE 0 END) AS expired
     FROM lots WHERE account_id = ? GROUP BY program_id ORDER BY program_id`,
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
  const receipt = prepare('SELECT block, value FROM receipts WHERE operation_id = ? AND msp_id = ?');
  const statement = prepare(
    `SELECT seq, block, value FROM statement_lines JOIN receipts USING (seq)
     WHERE statement_lines.account_id = $accountId AND seq < $beforeSeq
     AND ($programId IS NULL OR value ->> 'programId' = $programId OR value ->> 'targetProgramId' = $programId)
     ORDER BY seq DESC LIMIT $limit`,
  );
  const supply = prepare('SELECT issued, redeemed, expired, reversed, held FROM supply WHERE program_id = ?');
  const clearing = prepare(
    `SELECT debtor, creditor, program_id, amount FROM clearing WHERE cycle = ? AND amount <> '0' ORDER BY debtor, creditor, program_id`,
  );

  const hold = prepare('SELECT value FROM holds WHERE msp_id = ? AND hold_id = ?');
  const openHolds = prepare(
    `SELECT value FROM holds WHERE status = 'open' AND account_id = ? AND (program_id, msp_id, hold_id) > (?, ?, ?)
     ORDER BY program_id, msp_id, hold_id LIMIT ?`,
  );
  const held = exact(
    `SELECT program_id, sum(amount) AS held FROM holds WHERE status = 'open' AND account_id = ? GROUP BY program_id`,
  );
  const holdByLock = prepare(
    `SELECT value FROM holds WHERE hash_lock = ? AND msp_id = ? AND beneficiary = ?
     ORDER BY status <> 'open', expires_at <= ?, made LIMIT 1`,
  );
  const expiredHolds = prepare(
    `SELECT value FROM holds WHERE status = 'open' AND msp_id = ? AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
  );
  const rate = prepare('SELECT value FROM rates WHERE source = ? AND target = ? AND version = ?');
  const rates = prepare(
    `SELECT value FROM rates WHERE ($ofSource IS NULL OR source = $ofSource) AND ($ofTarget IS NULL OR target = $ofTarget)
     AND (source, target, version) > ($source, $target, $version) ORDER BY source, target, version LIMIT $limit`,
  );
  const rateLanes = exact(
    'SELECT lane, granted, used FROM rate_lanes WHERE source = ? AND target = ? AND version = ? ORDER BY lane',
  );
  const cycle = prepare('SELECT status FROM cycles WHERE cycle = ?');
  const statementsDue = prepare(
    `SELECT cycle, CASE first WHEN $mspId THEN second ELSE first END AS counterparty FROM private_pairs
     WHERE made = 0 AND $mspId IN (first, second) ORDER BY cycle, counterparty`,
  );
  const settlement = prepare('SELECT value FROM settlements WHERE cycle = ? AND debtor = ? AND creditor = ?');
  const settlements = prepare(
    `SELECT value FROM settlements WHERE ($ofCycle IS NULL OR cycle = $ofCycle) AND (cycle, debtor, creditor) > ($cycle, $debtor, $creditor)
     ORDER BY cycle, debtor, creditor LIMIT $limit`,
  );

  const hashedWrites = prepare(
    'SELECT value_hash, block, tx_id FROM hashed_writes WHERE collection = ? AND key_hash = ? ORDER BY seq',
  );

  const toLane = (row: Record<string, unknown>): QuotaLane => ({
    lane: Number(row['lane']),
    granted: String(row['granted']),
    used: String(row['used']),
  });
  const toLotRow = (row: Record<string, unknown>): LotRow => ({
    lotId: row['lot_id'] as string,
    amount: row['amount'] as bigint,
  });

  return {
    /** The last block whose effects are included; -1 is none. */
    lastBlock: () => (checkpoint.get() as { block: number }).block,
    organizations: () => all<Organization>(organizations.all()),
    program: (programId: string) => parsed<Program>(program.get(programId)),
    programs: (after: string, limit: number) => all<Program>(programs.all(after, limit)),
    lanes: (programId: string): QuotaLane[] => lanes.all(programId).map(toLane),
    account: (accountId: string) => parsed<Account>(account.get(accountId)),
    /** By programme, those in which nothing but held points is left included. */
    balances(accountId: string, day = today()): BalanceRow[] {
      const byProgram = new Map<string, BalanceRow>();
      for (const row of balances.all(day, day, accountId)) {
        const programId = row['program_id'] as string;
        const [available, expired] = [row['available'] as bigint, row['expired'] as bigint];
        byProgram.set(programId, { programId, available, expired, held: 0n });
      }
      for (const row of held.all(accountId)) {
        const programId = row['program_id'] as string;
        const lots = byProgram.get(programId) ?? { programId, available: 0n, expired: 0n };
        byProgram.set(programId, { ...lots, held: row['held'] as bigint });
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
    lots(accountId: string, programId: string | undefined, after: LotPosition, limit: number): LotView[] {
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
    receipt(mspId: string, operationId: string): { block: number; receipt: Receipt } | undefined {
      const row = receipt.get(operationId, mspId) as { block: number; value: string } | undefined;
      return row && { block: row.block, receipt: JSON.parse(row.value) as Receipt };
    },
    /** What touched the account, newest first. */
    statement: (accountId: string, programId: string | undefined, beforeSeq: number, limit: number): StatementRow[] =>
      statement.all({ accountId, beforeSeq, limit, programId: programId ?? null }).map((row) => ({
        seq: row['seq'] as number,
        block: row['block'] as number,
        receipt: JSON.parse(row['value'] as string) as Receipt,
      })),
    supply(programId: string) {
      const row = supply.get(programId) as
        Record<'issued' | 'redeemed' | 'expired' | 'reversed' | 'held', string> | undefined;
      return {
        issued: BigInt(row?.issued ?? 0),
        redeemed: BigInt(row?.redeemed ?? 0),
        expired: BigInt(row?.expired ?? 0),
        reversed: BigInt(row?.reversed ?? 0),
        held: BigInt(row?.held ?? 0),
      };
    },
    clearing: (cycle: string) =>
      clearing.all(cycle).map((row) => ({
        debtor: row['debtor'] as string,
        creditor: row['creditor'] as string,
        programId: row['program_id'] as string,
        amount: BigInt(row['amount'] as string),
      })),
    hold: (mspId: string, holdId: string) => parsed<Hold>(hold.get(mspId, holdId)),
    openHolds: (accountId: string, after: HoldPosition, limit: number) =>
      all<Hold>(openHolds.all(accountId, after.programId, after.mspId, after.holdId, limit)),
    /** Those that are past their end come after open ones, resolved ones last. */
    holdByHashLock: (hashLock: string, custodian: string, beneficiary: string, now = Date.now()) =>
      parsed<Hold>(holdByLock.get(hashLock, custodian, beneficiary, now)),
    /** Open holds that an organisation posted and that ended before this time. */
    holdsPastEnd: (mspId: string, beforeMs: number, limit: number) =>
      all<Hold>(expiredHolds.all(mspId, beforeMs, limit)),
    rate: ({ sourceProgramId, targetProgramId, version }: RateReference) =>
      parsed<Rate>(rate.get(sourceProgramId, targetProgramId, version)),
    rates: (
      of: { readonly sourceProgramId?: string | undefined; readonly targetProgramId?: string | undefined },
      after: RateReference,
      limit: number,
    ) =>
      all<Rate>(
        rates.all({
          ofSource: of.sourceProgramId ?? null,
          ofTarget: of.targetProgramId ?? null,
          source: after.sourceProgramId,
          target: after.targetProgramId,
          version: after.version,
          limit,
        }),
      ),
    rateLanes: ({ sourceProgramId, targetProgramId, version }: RateReference): QuotaLane[] =>
      rateLanes.all(sourceProgramId, targetProgramId, version).map(toLane),
    /** Absent while nobody has begun to close it. */
    cycleStatus: (id: string) => (cycle.get(id) as { status: 'closing' | 'closed' } | undefined)?.status,
    /** Of an organisation: the money statements that closed cycles ask for and that nobody has made yet. */
    statementsDue: (mspId: string) => statementsDue.all({ mspId }) as { cycle: string; counterparty: string }[],
    settlement: (of: SettlementPosition) => parsed<Settlement>(settlement.get(of.cycle, of.debtor, of.creditor)),
    settlements: (
      ofCycle: string | undefined,
      { cycle: afterCycle, debtor, creditor }: SettlementPosition,
      limit: number,
    ) => all<Settlement>(settlements.all({ ofCycle: ofCycle ?? null, cycle: afterCycle, debtor, creditor, limit })),
    /** All writes of one private row, oldest first. */
    hashedWrites: (collection: string, keyHash: string): HashedWriteRow[] =>
      hashedWrites.all(collection, keyHash).map((row) => ({
        valueHash: (row['value_hash'] as string | null) ?? undefined,
        blockNumber: row['block'] as number,
        txId: row['tx_id'] as string,
      })),
  };
}

export interface HashedWriteRow {
  /** Absent when the row was removed. */
  readonly valueHash: string | undefined;
  readonly blockNumber: number;
  readonly txId: string;
}

export interface BalanceRow {
  readonly programId: string;
  readonly available: bigint;
  readonly held: bigint;
  readonly expired: bigint;
}

export type HoldPosition = Pick<Hold, 'programId' | 'mspId' | 'holdId'>;
export type SettlementPosition = Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>;

export interface LotPosition {
  readonly programId: string;
  readonly lotId: string;
}
