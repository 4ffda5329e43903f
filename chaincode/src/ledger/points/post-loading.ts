/** The rows of a batch as they are asked for, each by what leads to it, and taken in. */
import {
  type Acceptance,
  type Account,
  countedMovements,
  countsPerDay,
  custodianOf,
  dayOf,
  type Hold,
  type Migration,
  type Operation,
  type Order,
  type Organization,
  type PointsOfAccount,
  type Program,
  type Rate,
  rateOf,
  type RateReference,
  type Receipt,
  type Standing,
} from '@commonpoint/catalogue';
import { followMerged, missingOfMerged } from '../../domain/points/follow-merged.js';
import { isInForce } from '../../domain/programs/acceptances.js';
import { partiesOf } from '../../domain/terms/terms.js';
import type { LaneRow } from '../../domain/programs/quota.js';
import type { AccountDay, PostRows } from '../../domain/points/working-set.js';
import {
  acceptanceName,
  accountDayName,
  holdName,
  rateName,
  receiptName,
  standingName,
} from '../../domain/points/row-names.js';
import {
  acceptanceKey,
  accountDayKey,
  accountKey,
  currentCycleKey,
  holdKey,
  laneKey,
  migrationKey,
  orderKey,
  organizationKey,
  programKey,
  rateKey,
  rateLaneKey,
  receiptKey,
  standingKey,
  supplyTotalKey,
  termsPairKey,
} from '../core/keys.js';
import { PendingReads } from '../core/pending-reads.js';
import { LoadedLots } from './loaded-lots.js';
import { acceptorOf, accountsOf } from './post-needs.js';
import type { LedgerState } from '../core/state.js';

export class PostLoading {
  readonly reads: PendingReads;
  readonly lots: LoadedLots;
  readonly receipts = new Map<string, Receipt>();
  readonly holds = new Map<string, Hold>();
  readonly orders = new Map<string, Order>();
  readonly #acceptances = new Map<string, Acceptance>();
  readonly #pairsOnTerms = new Set<string>();
  readonly #accountDays = new Map<string, AccountDay>();
  readonly #programs = new Map<string, Program>();
  readonly #accounts = new Map<string, Account>();
  readonly #organizations = new Map<string, Organization>();
  readonly #migrations = new Map<string, Migration>();
  readonly #standings = new Map<string, Standing>();
  readonly #foldedThrough = new Map<string, string>();
  #cycle: string;
  #cycleClosed = false;
  readonly #lanes: { programId: string; lane: number; row: LaneRow }[] = [];
  readonly #rates = new Map<string, Rate>();
  readonly #rateLanes: { rate: RateReference; lane: number; row: LaneRow }[] = [];

  constructor(
    state: LedgerState,
    private readonly mspId: string,
    private readonly month: string,
  ) {
    this.reads = new PendingReads(state);
    this.lots = new LoadedLots(state, this.reads);
    this.#cycle = month;
  }

  /** What was done on accounts that were merged since is about the points of others now. */
  async followMerged(targets: readonly Receipt[]): Promise<Receipt[]> {
    const ids = targets.flatMap(({ accountId, toAccountId }) => [
      accountId,
      ...(toAccountId === undefined ? [] : [toAccountId]),
    ]);
    const asked = new Set<string>();
    for (;;) {
      const missing = ids
        .flatMap((accountId) => missingOfMerged(this.#accounts, accountId) ?? [])
        .filter((accountId) => !asked.has(accountId));
      if (missing.length === 0) return targets.map((target) => followMerged(this.#accounts, target));
      for (const accountId of missing) {
        asked.add(accountId);
        this.#wantAccount(accountId);
      }
      await this.reads.read();
    }
  }

  wantOrganization(mspId: string): void {
    this.reads.want(organizationKey(mspId), (row) => this.#organizations.set(mspId, row));
  }

  wantCycle(): void {
    this.reads.want(currentCycleKey(this.month), ({ cycle, closed = false }) => {
      this.#cycle = cycle;
      this.#cycleClosed = closed;
    });
  }

  wantRowsOf(operation: Operation): void {
    this.#wantReceipt(this.mspId, operation.id);
    if (operation.kind === 'reverse') {
      this.#wantReceipt(operation.operationMspId ?? this.mspId, operation.operationId);
      return;
    }
    if (operation.kind === 'capture' || operation.kind === 'void') {
      const { holdMspId = this.mspId, holdId } = operation;
      this.reads.want(holdKey(holdMspId, holdId), (row) => this.holds.set(holdName(holdMspId, holdId), row));
      return;
    }
    if (operation.kind === 'seize') {
      this.reads.want(orderKey(operation.orderId), (row) => this.orders.set(operation.orderId, row));
      return;
    }
    const { programId } = operation;
    this.#wantProgram(programId);
    const [debited = ''] = accountsOf(operation);
    for (const accountId of accountsOf(operation)) this.#wantAccount(accountId);
    // Who serves the accounts of a custodian that left, its own row says.
    if (operation.kind !== 'issue' && custodianOf(debited) !== this.mspId) this.wantOrganization(custodianOf(debited));
    const acceptor = acceptorOf(operation);
    if (acceptor !== undefined) {
      this.wantOrganization(acceptor);
      this.#wantAcceptance(programId, acceptor);
    }
    if (operation.kind === 'issue') {
      if (operation.migration !== undefined) this.#wantMigration(operation.migration.migrationId);
      for (const lane of operation.lanes ?? [0]) {
        this.reads.want(laneKey(programId, lane), (row) => this.#lanes.push({ programId, lane, row }));
      }
    } else if (operation.kind !== 'extend' && operation.kind !== 'consolidate') {
      if (operation.kind === 'exchange') this.#wantRate(operation);
      const [accountId = ''] = accountsOf(operation);
      for (const lotId of operation.inputs ?? []) this.lots.want({ accountId, programId }, lotId, false);
    }
  }

  /** What makes a creditor of a merchant without an acceptance; programmes and acceptances are known by now. */
  wantTermsOf(operation: Operation): void {
    if (operation.kind !== 'redeem' && operation.kind !== 'hold' && operation.kind !== 'exchange') return;
    const program = this.#programs.get(operation.programId);
    const target = operation.kind === 'exchange' ? this.#programs.get(operation.targetProgramId)?.issuer : undefined;
    const creditor = target ?? acceptorOf(operation);
    if (program === undefined || creditor === undefined || creditor === program.issuer) return;
    const { programId, issuer } = program;
    if (target !== undefined) this.#wantAcceptance(programId, target);
    else if (isInForce(program, this.#acceptances.get(acceptanceName(programId, creditor)), this.#cycle)) return;
    const parties = partiesOf(issuer, creditor);
    this.reads.want(termsPairKey(parties), ({ accepted }) => {
      if (accepted !== undefined) this.#pairsOnTerms.add(parties.join(' '));
    });
  }

  wantRowsOfTarget({ programId, accountId, toAccountId, migrationId }: Receipt): void {
    this.#wantProgram(programId);
    if (migrationId !== undefined) this.#wantMigration(migrationId);
    this.#wantAccount(accountId);
    if (toAccountId !== undefined) this.#wantAccount(toAccountId);
    this.reads.want(supplyTotalKey(programId), ({ foldedThrough }) => {
      if (foldedThrough !== undefined) this.#foldedThrough.set(programId, foldedThrough);
    });
  }

  /** What comes back pays off what its account owes. */
  wantAccountOf({ accountId }: Hold): void {
    this.#wantAccount(accountId);
  }

  wantRowsOfOrder({ scope, effect }: Order): void {
    if (scope.kind !== 'account' || scope.programId === undefined || effect.kind !== 'seize') return;
    this.#wantProgram(scope.programId);
    this.#wantAccount(scope.accountId);
    this.#wantAccount(effect.toAccountId);
  }

  wantRowsOfHold({ programId, accountId }: Hold): void {
    this.#wantProgram(programId);
    this.#wantAccount(accountId);
  }

  /** Only of programmes that count; they are known by now. */
  wantAccountDays(operation: Operation): void {
    for (const { accountId, programId, side } of countedMovements(operation)) {
      const program = this.#programs.get(programId);
      if (program === undefined || !countsPerDay(program, side)) continue;
      const name = accountDayName(accountId, programId);
      this.reads.want(accountDayKey(accountId, programId), (row) => this.#accountDays.set(name, row));
    }
  }

  /**
   * What a reversal of a day that is folded draws on: lane 0, to which the quota came back, and the others only if that has
   * too little, since issuances from every lane that is read are in its way.
   */
  async findQuota({ programId, kind, amount, txTime }: Receipt): Promise<void> {
    const program = this.#programs.get(programId);
    if (program?.capOn !== 'outstanding' || (kind !== 'redeem' && kind !== 'capture')) return;
    if (dayOf(txTime) > (this.#foldedThrough.get(programId) ?? '')) return;
    const known = new Set(this.#lanes.filter((lane) => lane.programId === programId).map(({ lane }) => lane));
    const want = (lane: number): void => {
      if (known.has(lane)) return;
      known.add(lane);
      this.reads.want(laneKey(programId, lane), (row) => this.#lanes.push({ programId, lane, row }));
    };
    want(0);
    await this.reads.read();
    const rows = this.#lanes.filter((lane) => lane.programId === programId).map(({ row }) => row);
    const left = rows.reduce((sum, { granted, used }) => sum + BigInt(granted) - BigInt(used), 0n);
    if (left >= BigInt(amount)) return;
    for (let lane = 1; lane < program.lanes; lane += 1) want(lane);
    await this.reads.read();
  }

  /** Whether orders keep back some of what an account holds. */
  isReserved({ accountId, programId }: PointsOfAccount): boolean {
    const { standing } = this.#accounts.get(accountId) ?? {};
    return standing?.orders.some((order) => order.amount !== undefined && order.programId === programId) === true;
  }

  rows(): PostRows {
    return {
      receipts: this.receipts,
      acceptances: this.#acceptances,
      pairsOnTerms: this.#pairsOnTerms,
      wholeHoldings: this.lots.whole,
      programs: this.#programs,
      accounts: this.#accounts,
      organizations: this.#organizations,
      foldedThrough: this.#foldedThrough,
      accountDays: this.#accountDays,
      cycle: this.#cycle,
      cycleClosed: this.#cycleClosed,
      holds: this.holds,
      standings: this.#standings,
      orders: this.orders,
      migrations: this.#migrations,
      lanes: this.#lanes,
      rates: this.#rates,
      rateLanes: this.#rateLanes,
      lots: this.lots.rows(),
    };
  }

  #wantRate(operation: Extract<Operation, { kind: 'exchange' }>): void {
    const { targetProgramId, lanes = [0] } = operation;
    const rate = rateOf(operation);
    this.#wantProgram(targetProgramId);
    this.reads.want(rateKey(rate), (row) => this.#rates.set(rateName(rate), row));
    for (const lane of lanes) {
      this.reads.want(rateLaneKey(rate, lane), (row) => this.#rateLanes.push({ rate, lane, row }));
    }
  }

  #wantMigration(migrationId: string): void {
    this.reads.want(migrationKey(this.mspId, migrationId), (row) => this.#migrations.set(migrationId, row));
  }

  #wantReceipt(mspId: string, id: string): void {
    this.reads.want(receiptKey(mspId, id), (row) => this.receipts.set(receiptName(mspId, id), row));
  }

  #wantAcceptance(programId: string, mspId: string): void {
    const name = acceptanceName(programId, mspId);
    this.reads.want(acceptanceKey(programId, mspId), (row) => this.#acceptances.set(name, row));
  }

  #wantStanding(kind: 'program' | 'organization', id: string): void {
    this.reads.want(standingKey(kind, id), (row) => this.#standings.set(standingName(kind, id), row));
  }

  #wantProgram(programId: string): void {
    this.#wantStanding('program', programId);
    this.reads.want(programKey(programId), (row) => this.#programs.set(programId, row));
  }

  #wantAccount(accountId: string): void {
    this.#wantStanding('organization', custodianOf(accountId));
    this.reads.want(accountKey(accountId), (row) => this.#accounts.set(accountId, row));
  }
}
