/**
 * Everything that a batch of operations reads and changes, in memory. Each operation sees what the earlier ones did;
 * the ledger sees only the sum, at the end.
 */
import {
  type Account,
  type BridgeUse,
  type CreditLine,
  dayOf,
  type Hold,
  type Lot,
  noSupply,
  type Note,
  type NoteOfferReference,
  type Operation,
  type Order,
  type Program,
  type RateReference,
  type Receipt,
  type Supply,
} from '@commonpoint/catalogue';
import type { AccountDay, CreditReference, PostRows } from './post-rows.js';
import type { Caller } from '../core/access.js';
import { Pool } from './pool.js';
import type { LaneRow } from '../programs/quota.js';
import {
  accountDayName,
  bridgeName,
  creditName,
  holdName,
  holdingName,
  laneName,
  lineName,
  noteOfferName,
  rateName,
  receiptName,
} from './row-names.js';
import { UndoLog } from './undo-log.js';

/** Who posts, and when. */
export interface PostOrigin {
  caller: Caller;
  txId: string;
  txTime: string;
}

export interface WorkingLane {
  /** The programme, the rate, the offer of notes or the credit whose quota it is a part of. */
  readonly owner:
    { programId: string } | { rate: RateReference } | { offer: NoteOfferReference } | { credit: CreditReference };
  readonly lane: number;
  readonly granted: bigint;
  used: bigint;
}

export interface SupplyChange {
  readonly programId: string;
  readonly day: string;
  sum: Supply;
}

export interface ClearingChange {
  readonly debtor: string;
  readonly creditor: string;
  readonly programId: string;
  readonly amount: bigint;
  readonly worth: bigint;
  readonly unvalued: bigint;
  readonly credited: bigint;
}

export class WorkingSet {
  readonly undo = new UndoLog();
  readonly pools = new Map<string, Pool>();
  readonly receipts: Map<string, Receipt>;
  /** Names of receipts that are new or changed. */
  readonly changedReceipts = new Set<string>();
  readonly lanes = new Map<string, WorkingLane>();
  readonly changedLanes = new Set<WorkingLane>();
  readonly supply = new Map<string, SupplyChange>();
  readonly clearing = new Map<string, ClearingChange>();
  /** What came back of credits, by {@link creditName}. */
  readonly creditBack = new Map<string, CreditReference & { readonly amount: bigint }>();
  /** By migration, what was claimed of it. */
  readonly migrated = new Map<string, { count: number; amount: bigint }>();
  readonly holds: Map<string, Hold>;
  /** Names of holds that are new or resolved. */
  readonly changedHolds = new Set<string>();
  readonly lines: Map<string, CreditLine>;
  /** Names of credit lines whose pledges changed. */
  readonly changedLines = new Set<string>();
  readonly notes: Map<string, Note>;
  /** Names of notes that are new or changed. */
  readonly changedNotes = new Set<string>();
  /** Accounts and orders, as returns and seizures leave them. */
  readonly accounts: Map<string, Account>;
  readonly changedAccounts = new Set<string>();
  readonly orders: Map<string, Order>;
  readonly changedOrders = new Set<string>();
  readonly accountDays: Map<string, AccountDay>;
  readonly changedAccountDays = new Set<string>();
  readonly bridgeUses: Map<string, BridgeUse>;
  readonly changedBridgeUses = new Set<string>();
  #lotsNumbered = 0;

  constructor(
    readonly rows: PostRows,
    readonly origin: PostOrigin,
    /** The ids of claims that were shown to be leaves of their migration’s tree. */
    readonly provedClaims: ReadonlySet<string> = new Set(),
  ) {
    this.receipts = new Map(rows.receipts);
    this.holds = new Map(rows.holds);
    this.lines = new Map(rows.lines);
    this.notes = new Map(rows.notes);
    this.accounts = new Map(rows.accounts);
    this.orders = new Map(rows.orders);
    this.accountDays = new Map(rows.accountDays);
    this.bridgeUses = new Map(rows.bridgeUses);
    for (const { programId, lane, row } of rows.lanes) this.#addLane(programId, { programId }, lane, row);
    for (const { rate, lane, row } of rows.rateLanes) this.#addLane(rateName(rate), { rate }, lane, row);
    for (const { offer, lane, row } of rows.noteLanes) this.#addLane(noteOfferName(offer), { offer }, lane, row);
    for (const { credit, lane, row } of rows.creditLanes)
      this.#addLane(creditName(credit.programId, credit.mspId), { credit }, lane, row);
    for (const { accountId, programId, lotId, row, open } of rows.lots) {
      this.pool(accountId, programId).addFromLedger(lotId, row, open);
    }
    this.undo.forget();
  }

  get mspId(): string {
    return this.origin.caller.mspId;
  }

  get today(): string {
    return dayOf(this.origin.txTime);
  }

  get cycle(): string {
    return this.rows.cycle;
  }

  /** The receipt of an operation; of the caller's organisation, if none is named. */
  receipt(operationId: string, mspId = this.mspId): Receipt | undefined {
    return this.receipts.get(receiptName(mspId, operationId));
  }

  pool(accountId: string, programId: string): Pool {
    const name = holdingName(accountId, programId);
    const known = this.pools.get(name);
    if (known !== undefined) return known;
    const isWhole = this.rows.wholeHoldings.has(name);
    const pool = new Pool(accountId, programId, this.today, isWhole, (expiry) => this.#nextLotId(expiry), this.undo);
    this.pools.set(name, pool);
    return pool;
  }

  recordReceipt(receipt: Receipt): void {
    this.#record(this.receipts, this.changedReceipts, receiptName(receipt.mspId, receipt.id), receipt);
  }

  recordHold(hold: Hold): void {
    this.#record(this.holds, this.changedHolds, holdName(hold.mspId, hold.holdId), hold);
  }

  recordLine(line: CreditLine): void {
    this.#record(this.lines, this.changedLines, lineName(line.mspId, line.lineId), line);
  }

  recordNote(note: Note): void {
    this.#record(this.notes, this.changedNotes, holdName(note.mspId, note.noteId), note);
  }

  recordAccount(account: Account): void {
    this.#record(this.accounts, this.changedAccounts, account.accountId, account);
  }

  recordOrder(order: Order): void {
    this.#record(this.orders, this.changedOrders, order.orderId, order);
  }

  recordAccountDay(accountId: string, programId: string, day: AccountDay): void {
    this.#record(this.accountDays, this.changedAccountDays, accountDayName(accountId, programId), day);
  }

  recordBridgeUse(programId: string, bridgeId: string, use: BridgeUse): void {
    this.#record(this.bridgeUses, this.changedBridgeUses, bridgeName(programId, bridgeId), use);
  }

  /** The numbers of a programme's lanes that were read, in order. */
  lanesOf(programId: string): number[] {
    return this.rows.lanes.flatMap((lane) => (lane.programId === programId ? [lane.lane] : [])).sort((a, b) => a - b);
  }

  useQuota(lane: WorkingLane, amount: bigint): void {
    lane.used += amount;
    this.changedLanes.add(lane);
    this.undo.push(() => {
      lane.used -= amount;
    });
  }

  addSupply(programId: string, field: keyof Supply, amount: bigint, day = this.today): void {
    const name = `${programId} ${day}`;
    const change = this.supply.get(name) ?? { programId, day, sum: noSupply() };
    this.supply.set(name, change);
    change.sum[field] += amount;
    this.undo.push(() => {
      change.sum[field] -= amount;
    });
  }

  addMigrated(migrationId: string, count: number, amount: bigint): void {
    const before = this.migrated.get(migrationId) ?? { count: 0, amount: 0n };
    this.migrated.set(migrationId, { count: before.count + count, amount: before.amount + amount });
    this.undo.push(() => this.migrated.set(migrationId, before));
  }

  /** What the issuer owes the acceptor, in the current cycle; at the value that was agreed when it arose; drawn on its credit or not. */
  addClearing(
    { issuer: debtor, programId }: Pick<Program, 'issuer' | 'programId'>,
    creditor: string,
    amount: bigint,
    { clearingValue }: { clearingValue?: string | undefined },
    credited = false,
  ): void {
    const name = `${debtor} ${creditor} ${programId}`;
    const before = this.clearing.get(name) ?? {
      debtor,
      creditor,
      programId,
      amount: 0n,
      worth: 0n,
      unvalued: 0n,
      credited: 0n,
    };
    this.clearing.set(name, {
      ...before,
      amount: before.amount + amount,
      worth: before.worth + amount * BigInt(clearingValue ?? '0'),
      unvalued: before.unvalued + (clearingValue === undefined ? amount : 0n),
      credited: before.credited + (credited ? amount : 0n),
    });
    this.undo.push(() => this.clearing.set(name, before));
  }

  /** What is not owed, or not promised any more. */
  addCreditBack(programId: string, mspId: string, amount: bigint): void {
    const name = creditName(programId, mspId);
    const before = this.creditBack.get(name) ?? { programId, mspId, amount: 0n };
    this.creditBack.set(name, { ...before, amount: before.amount + amount });
    this.undo.push(() => this.creditBack.set(name, before));
  }

  /** The origin that lots credited by an operation carry. */
  lotOrigin(operation: Operation): Omit<Lot, 'amount' | 'maturesOn'> {
    return { originId: operation.id, originMspId: this.mspId };
  }

  #addLane(name: string, owner: WorkingLane['owner'], lane: number, row: LaneRow): void {
    this.lanes.set(laneName(name, lane), { owner, lane, granted: BigInt(row.granted), used: BigInt(row.used) });
  }

  #record<Row>(rows: Map<string, Row>, changed: Set<string>, name: string, row: Row): void {
    const before = rows.get(name);
    const wasChanged = changed.has(name);
    rows.set(name, row);
    changed.add(name);
    this.undo.push(() => {
      if (before === undefined) rows.delete(name);
      else rows.set(name, before);
      if (!wasChanged) changed.delete(name);
    });
  }

  /** New lots of a transaction are numbered in the order of their making. */
  #nextLotId(expiry: string): string {
    const n = this.#lotsNumbered;
    this.#lotsNumbered += 1;
    this.undo.push(() => {
      this.#lotsNumbered = n;
    });
    return `${expiry}.${this.origin.txId}.${String(n).padStart(5, '0')}`;
  }
}
