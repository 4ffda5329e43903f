/** Programmes, accounts and lots without a ledger, for properties of the rules: whole batches go in, rows come out. */
import {
  type Acceptance,
  type Account,
  type Hold,
  type Limits,
  type Lot,
  noSupply,
  type Operation,
  type Organization,
  type Outcome,
  type Program,
  type Rate,
  type Receipt,
  type Role,
  type Supply,
} from '@commonpoint/catalogue';

import { decidePostPoints } from '../../../chaincode/src/domain/points/post-points.js';
import type { LaneRow } from '../../../chaincode/src/domain/programs/quota.js';
import { addSupplyRow, supplyRow } from '../../../chaincode/src/domain/programs/supply.js';
import type { AccountDay, PostRows } from '../../../chaincode/src/domain/points/post-rows.js';
import { rateName } from '../../../chaincode/src/domain/points/row-names.js';

export const NOW = '2026-11-23T08:00:00.000Z';
export const accounts = ['HarborMSP:one-00001', 'HarborMSP:two-00001', 'HarborMSP:three-001'];

const organization = (mspId: string): Organization => ({
  mspId,
  name: mspId,
  kind: 'merchant',
  status: 'active',
  registeredAt: NOW,
});
const acceptance = (mspId: string): Acceptance => ({
  programId: 'harbor',
  mspId,
  valueMin: '3',
  sinceCycle: '2026-11',
  acceptedAt: NOW,
});
const account = (accountId: string): Account => ({
  accountId,
  custodian: 'HarborMSP',
  kind: 'member',
  status: 'active',
  openedAt: NOW,
});

/** Three points of `harbor` buy two of `citypark`. */
export const rate: Rate = {
  sourceProgramId: 'harbor',
  targetProgramId: 'citypark',
  version: 1,
  numerator: '2',
  denominator: '3',
  validFrom: '2026-11-01T00:00:00.000Z',
  validUntil: '2026-12-01T00:00:00.000Z',
  quota: '50',
  lanes: 1,
  sourceIssuer: 'HarborMSP',
  targetIssuer: 'CityParkMSP',
  status: 'accepted',
  proposedBy: 'HarborMSP',
  proposedAt: NOW,
};

export interface StoredLot {
  accountId: string;
  programId: string;
  lotId: string;
  row: Lot;
}

export class PointsWorld {
  readonly program: Program;
  readonly target: Program;
  readonly lots = new Map<string, StoredLot>();
  /** By organisation and id. */
  readonly receipts = new Map<string, Receipt>();
  readonly holds = new Map<string, Hold>();
  readonly accountDays = new Map<string, AccountDay>();
  readonly lanes: LaneRow[];
  supply: Supply = noSupply();
  /** Of the programme that `harbor` is exchanged for. */
  targetSupply: Supply = noSupply();
  rateLane: LaneRow = { granted: '50', used: '0' };
  clearing = 0n;
  worth = 0n;
  writes = 0;
  accounts = new Map(accounts.map((accountId) => [accountId, account(accountId)]));
  private transactions = 0;

  constructor({
    cap = 1000n,
    lanes = 2,
    expiryMonths = 12,
    limits = undefined as Limits | undefined,
    rules = {},
  } = {}) {
    this.program = {
      programId: 'harbor',
      name: 'Harbor',
      unit: 'point',
      cap: String(cap),
      capOn: 'issued',
      expiryMonths,
      rules: { transferable: true, ...rules },
      issuer: 'HarborMSP',
      status: 'active',
      lanes,
      createdAt: NOW,
      clearingValues: [{ fromCycle: '2026-11', clearingValue: '3' }],
      ...(limits === undefined ? {} : { limits }),
    };
    this.target = { ...this.program, programId: 'citypark', issuer: 'CityParkMSP' };
    this.lanes = Array.from({ length: lanes }, () => ({ granted: String(cap / BigInt(lanes)), used: '0' }));
  }

  /** Posts one transaction; every lot of every account is open to it unless `named` says otherwise. */
  post(
    operations: readonly Operation[],
    {
      txTime = NOW,
      role = 'admin',
      named,
      mspId = 'HarborMSP',
    }: { txTime?: string; role?: Role; named?: string[]; mspId?: string } = {},
  ): Outcome[] {
    this.transactions += 1;
    const txId = String(this.transactions).padStart(64, '0');
    const { reply, set } = decidePostPoints(operations, this.rows(named), {
      caller: { mspId, role },
      txId,
      txTime,
    });
    this.writes = set.changedReceipts.size + set.changedAccounts.size;
    for (const accountId of set.changedAccounts) this.accounts.set(accountId, set.accounts.get(accountId) as Account);
    for (const name of set.changedReceipts) this.receipts.set(name, set.receipts.get(name) as Receipt);
    for (const name of set.changedAccountDays) this.accountDays.set(name, set.accountDays.get(name) as AccountDay);
    for (const name of set.changedHolds) this.holds.set(name, set.holds.get(name) as Hold);
    for (const pool of set.pools.values()) {
      const { accountId, programId } = pool;
      for (const { lotId } of pool.deletions()) {
        this.lots.delete(`${accountId} ${lotId}`);
        this.writes += 1;
      }
      for (const { lotId, amount, maturesOn, origin } of pool.creations()) {
        this.lots.set(`${accountId} ${lotId}`, {
          accountId,
          programId,
          lotId,
          row: { amount: String(amount), ...origin, ...(maturesOn !== undefined && { maturesOn }) },
        });
        this.writes += 1;
      }
    }
    for (const { owner, lane, granted, used } of set.changedLanes) {
      const row = { granted: String(granted), used: String(used) };
      if ('rate' in owner) this.rateLane = row;
      else this.lanes[lane] = row;
    }
    for (const { programId, sum } of set.supply.values()) {
      if (programId === 'harbor') this.supply = addSupplyRow(this.supply, supplyRow(sum));
      else this.targetSupply = addSupplyRow(this.targetSupply, supplyRow(sum));
    }
    for (const { amount, worth } of set.clearing.values()) {
      this.clearing += amount;
      this.worth += worth;
    }
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

  /** What is owed back. */
  owedBack(): bigint {
    const clawbacks = [...this.accounts.values()].flatMap(({ clawbacks = [] }) => clawbacks);
    return clawbacks.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  }

  /** What is set aside in open holds. */
  onHold(): bigint {
    const open = [...this.holds.values()].flatMap(({ lots }) => lots ?? []);
    return open.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  }

  /** What stands in lots. */
  held(accountId?: string, programId = 'harbor'): bigint {
    const ofProgram = [...this.lots.values()].filter((lot) => lot.programId === programId);
    const lots = ofProgram.filter((lot) => accountId === undefined || lot.accountId === accountId);
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
      programs: new Map([
        ['harbor', this.program],
        ['citypark', this.target],
      ]),
      rates: new Map([[rateName(rate), rate]]),
      creditLanes: [],
      rateLanes: [{ rate, lane: 0, row: this.rateLane }],
      accounts: this.accounts,
      organizations: new Map(['HarborMSP', 'CityParkMSP', 'GreenMartMSP'].map((mspId) => [mspId, organization(mspId)])),
      lanes: this.lanes.map((row, lane) => ({ programId: 'harbor', lane, row })),
      lots: [...this.lots.values()].map((lot) => ({ ...lot, open: named === undefined || named.includes(lot.lotId) })),
      importedRows: new Set(),
      wholeHoldings: new Set(named === undefined ? [...this.accounts.keys()].map((id) => `${id} harbor`) : []),
      foldedThrough: new Map(),
      acceptances: new Map(['CityParkMSP', 'GreenMartMSP'].map((mspId) => [`harbor ${mspId}`, acceptance(mspId)])),
      pairsOnTerms: new Set(),
      cycle: '2026-11',
      cycleClosed: false,
      accountDays: this.accountDays,
      holds: this.holds,
      standings: new Map(),
      orders: new Map(),
      migrations: new Map(),
      noteOffers: new Map(),
      noteLanes: [],
      notes: new Map(),
      constitution: undefined,
      bridges: new Map(),
      bridgeUses: new Map(),
      lines: new Map(),
    };
  }
}
