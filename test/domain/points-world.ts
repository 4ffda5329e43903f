/** Programmes, accounts and lots without a ledger, for properties of the rules: whole batches go in, rows come out. */
import type {
  Account,
  Lot,
  Operation,
  Organization,
  Outcome,
  Program,
  Receipt,
  Role,
} from '../../chaincode/src/catalogue/index.js';
import { decidePostPoints } from '../../chaincode/src/domain/post-points.js';
import type { LaneRow } from '../../chaincode/src/domain/quota.js';
import { addSupplyRow, noSupply, supplyRow, type Supply } from '../../chaincode/src/domain/supply.js';
import type { PostRows } from '../../chaincode/src/domain/working-set.js';

export const NOW = '2026-11-23T08:00:00.000Z';
export const accounts = ['a-one-00001', 'a-two-00001', 'a-three-001'];

const organization = (mspId: string): Organization => ({ mspId, name: mspId, status: 'active', registeredAt: NOW });
const account = (accountId: string): Account => ({
  accountId,
  custodian: 'HarborMSP',
  kind: 'member',
  status: 'active',
  openedAt: NOW,
});

export interface StoredLot {
  accountId: string;
  programId: string;
  lotId: string;
  row: Lot;
}

export class PointsWorld {
  readonly program: Program;
  readonly lots = new Map<string, StoredLot>();
  readonly receipts = new Map<string, Receipt>();
  readonly lanes: LaneRow[];
  supply: Supply = noSupply();
  clearing = 0n;
  writes = 0;
  accounts = new Map(accounts.map((accountId) => [accountId, account(accountId)]));
  private transactions = 0;

  constructor({ cap = 1000n, lanes = 2, expiryMonths = 12 } = {}) {
    this.program = {
      programId: 'harbor',
      name: 'Harbor',
      unit: 'point',
      cap: String(cap),
      capOn: 'issued',
      expiryMonths,
      rules: { transferable: true },
      issuer: 'HarborMSP',
      status: 'active',
      lanes,
      createdAt: NOW,
    };
    this.lanes = Array.from({ length: lanes }, () => ({ granted: String(cap / BigInt(lanes)), used: '0' }));
  }

  /** Posts one transaction; every lot of every account is open to it unless `named` says otherwise. */
  post(
    operations: readonly Operation[],
    { txTime = NOW, role = 'admin', named }: { txTime?: string; role?: Role; named?: string[] } = {},
  ): Outcome[] {
    this.transactions += 1;
    const txId = String(this.transactions).padStart(64, '0');
    const { reply, set } = decidePostPoints(operations, this.rows(named), {
      caller: { mspId: 'HarborMSP', role },
      txId,
      txTime,
    });
    this.writes = set.changedReceipts.size;
    for (const id of set.changedReceipts) this.receipts.set(id, set.receipts.get(id) as Receipt);
    for (const pool of set.pools.values()) {
      const { accountId, programId } = pool;
      for (const { lotId } of pool.deletions()) {
        this.lots.delete(`${accountId} ${lotId}`);
        this.writes += 1;
      }
      for (const { lotId, amount, origin } of pool.creations()) {
        this.lots.set(`${accountId} ${lotId}`, {
          accountId,
          programId,
          lotId,
          row: { amount: String(amount), ...origin },
        });
        this.writes += 1;
      }
    }
    for (const { lane, granted, used } of set.changedLanes)
      this.lanes[lane] = { granted: String(granted), used: String(used) };
    for (const { sum } of set.supply.values()) this.supply = addSupplyRow(this.supply, supplyRow(sum));
    for (const { amount } of set.clearing.values()) this.clearing += amount;
    return reply.outcomes;
  }

  /** Gives an account a lot, as an earlier day would have. */
  grant(accountId: string, amount: bigint, expiry: string): string {
    this.transactions += 1;
    const lotId = `${expiry}.${String(this.transactions).padStart(64, '0')}.00000`;
    const row = { amount: String(amount), originMspId: 'HarborMSP', originId: 'earlier' };
    this.lots.set(`${accountId} ${lotId}`, { accountId, programId: 'harbor', lotId, row });
    this.supply.issued += amount;
    return lotId;
  }

  held(accountId?: string): bigint {
    const lots = [...this.lots.values()].filter((lot) => accountId === undefined || lot.accountId === accountId);
    return lots.reduce((sum, { row }) => sum + BigInt(row.amount), 0n);
  }

  /** Amounts by account and expiry. */
  balances(): Record<string, string> {
    const sums = new Map<string, bigint>();
    for (const { accountId, lotId, row } of this.lots.values()) {
      const name = `${accountId} ${lotId.slice(0, 10)}`;
      sums.set(name, (sums.get(name) ?? 0n) + BigInt(row.amount));
    }
    return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => [name, String(sum)]));
  }

  private rows(named: string[] | undefined): PostRows {
    return {
      receipts: this.receipts,
      programs: new Map([['harbor', this.program]]),
      accounts: this.accounts,
      organizations: new Map(['HarborMSP', 'CityParkMSP'].map((mspId) => [mspId, organization(mspId)])),
      lanes: this.lanes.map((row, lane) => ({ programId: 'harbor', lane, row })),
      lots: [...this.lots.values()].map((lot) => ({ ...lot, open: named === undefined || named.includes(lot.lotId) })),
      foldedThrough: new Map(),
    };
  }
}
