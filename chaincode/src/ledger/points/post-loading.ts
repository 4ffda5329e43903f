/** The rows of a batch as they are asked for, each by what leads to it, and taken in. */
import {
  type Account,
  countedMovements,
  countsPerDay,
  custodianOf,
  dayOf,
  type Hold,
  type Note,
  type Operation,
  type Order,
  type Organization,
  type PointsOfAccount,
  type Program,
  type Receipt,
  type Standing,
} from '@commonpoint/catalogue';
import { followMerged, missingOfMerged } from '../../domain/points/follow-merged.js';
import type { LaneRow } from '../../domain/programs/quota.js';
import type { AccountDay, PostRows } from '../../domain/points/post-rows.js';
import { accountDayName, holdName, standingName } from '../../domain/points/row-names.js';
import { accountDayKey, accountKey } from '../accounts/keys.js';
import { currentCycleKey } from '../clearing/keys.js';
import { holdKey } from '../holds/keys.js';
import { orderKey, standingKey } from '../orders/keys.js';
import { organizationKey } from '../organizations/keys.js';
import { laneKey, programKey, supplyTotalKey } from '../programs/keys.js';
import { PendingReads } from '../core/pending-reads.js';
import { LoadedCreditors } from './loaded-creditors.js';
import { LoadedLegacy } from './loaded-legacy.js';
import { LoadedLots } from './loaded-lots.js';
import { LoadedReceipts } from './loaded-receipts.js';
import { LoadedLines } from './loaded-lines.js';
import { LoadedNotes } from './loaded-notes.js';
import { LoadedRates } from './loaded-rates.js';
import { acceptorOf, accountsOf } from './post-needs.js';
import type { LedgerState } from '../core/state.js';

export class PostLoading {
  readonly reads: PendingReads;
  readonly lots: LoadedLots;
  readonly notes: LoadedNotes;
  readonly #lines: LoadedLines;
  readonly #creditors: LoadedCreditors;
  readonly #legacy: LoadedLegacy;
  readonly receipts: LoadedReceipts;
  readonly holds = new Map<string, Hold>();
  readonly orders = new Map<string, Order>();
  readonly #accountDays = new Map<string, AccountDay>();
  readonly #programs = new Map<string, Program>();
  readonly #accounts = new Map<string, Account>();
  readonly #organizations = new Map<string, Organization>();
  readonly #standings = new Map<string, Standing>();
  readonly #foldedThrough = new Map<string, string>();
  #cycle: string;
  #cycleClosed = false;
  readonly #lanes: { programId: string; lane: number; row: LaneRow }[] = [];
  readonly #rates: LoadedRates;

  constructor(
    state: LedgerState,
    private readonly mspId: string,
    private readonly month: string,
  ) {
    this.reads = new PendingReads(state);
    this.lots = new LoadedLots(state, this.reads);
    this.receipts = new LoadedReceipts(this.reads);
    this.notes = new LoadedNotes(this.reads);
    this.#lines = new LoadedLines(this.reads);
    this.#rates = new LoadedRates(this.reads);
    this.#creditors = new LoadedCreditors(this.reads, this.#programs);
    this.#legacy = new LoadedLegacy(this.reads, mspId);
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
    this.receipts.want(this.mspId, operation.id);
    if (operation.kind === 'reverse') {
      this.receipts.want(operation.operationMspId ?? this.mspId, operation.operationId);
      return;
    }
    if (operation.kind === 'capture' || operation.kind === 'void') {
      return this.#wantHold(operation.holdMspId ?? this.mspId, operation.holdId);
    }
    if (operation.kind === 'redeem-note' || operation.kind === 'transfer-note' || operation.kind === 'pledge-note') {
      if (operation.kind === 'transfer-note') this.#wantAccount(operation.toAccountId);
      if (operation.kind === 'pledge-note') this.#lines.wantPledge(operation);
      return this.notes.wantNote(operation.noteMspId ?? this.mspId, operation.noteId);
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
      this.#creditors.wantNamed(operation, acceptor);
    }
    if (operation.kind === 'issue') {
      this.#legacy.wantMigration(operation.migration?.migrationId);
      this.#legacy.wantBridge(programId, operation.bridgeId);
      for (const lane of operation.lanes ?? [0]) {
        this.reads.want(laneKey(programId, lane), (row) => this.#lanes.push({ programId, lane, row }));
      }
    } else if (operation.kind !== 'extend' && operation.kind !== 'consolidate') {
      if (operation.kind === 'hold') {
        this.#legacy.wantBridge(programId, operation.bridgeId);
        this.#lines.wantPledge(operation);
      }
      if (operation.kind === 'buy-note') this.notes.wantSale(operation);
      if (operation.kind === 'exchange') {
        this.#wantProgram(operation.targetProgramId);
        this.#rates.want(operation);
      }
      const [accountId = ''] = accountsOf(operation);
      for (const lotId of operation.inputs ?? []) this.lots.want({ accountId, programId }, lotId, false);
    }
  }

  wantTermsOf(operation: Operation): void {
    this.#creditors.wantTermsOf(operation, this.#cycle);
  }

  wantUnnamedLane(operation: Operation): void {
    this.#creditors.wantUnnamedLane(operation);
  }

  wantRowsOfTarget({ programId, accountId, toAccountId, migrationId }: Receipt): void {
    this.#wantProgram(programId);
    this.#legacy.wantMigration(migrationId);
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

  /** What is pledged is released, or taken, by what its line says at the value of the cycle. */
  wantRowsOfPledge(hold: Hold): void {
    this.wantRowsOfHold(hold);
    this.wantOrganization(custodianOf(hold.accountId));
    this.#lines.wantLineOf(hold);
    if (hold.note !== undefined) this.notes.wantNote(hold.note.mspId, hold.note.noteId);
    this.wantCycle();
  }

  wantRowsOfHold({ programId, accountId, bridgeId }: Hold): void {
    this.#legacy.wantBridge(programId, bridgeId);
    this.#wantProgram(programId);
    this.#wantAccount(accountId);
  }

  /** Of what is paid at its end the programme is not looked at: its issuer could be in the way by writing it. */
  wantRowsOfNote(note: Note, isAtWill: boolean): void {
    if (isAtWill) this.#wantProgram(note.programId);
    if (note.pledge !== undefined) this.#wantHold(note.pledge.mspId, note.pledge.holdId);
    this.#wantAccount(note.accountId);
    this.wantOrganization(custodianOf(note.accountId));
    this.notes.wantOffer(note);
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
      receipts: this.receipts.all,
      importedRows: this.receipts.importedRows,
      acceptances: this.#creditors.acceptances,
      pairsOnTerms: this.#creditors.pairsOnTerms,
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
      ...this.#legacy.rows(),
      lanes: this.#lanes,
      ...this.#rates.rows(),
      ...this.notes.rows(),
      ...this.#lines.rows(this.notes.rows().constitution),
      creditLanes: this.#creditors.creditLanes,
      lots: this.lots.rows(),
    };
  }

  #wantHold(mspId: string, holdId: string): void {
    this.reads.want(holdKey(mspId, holdId), (row) => this.holds.set(holdName(mspId, holdId), row));
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
