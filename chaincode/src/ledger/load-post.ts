/**
 * The rows that a batch of operations needs: all those that it names in one read; those that its reversals lead to in
 * another; and only for debits that name no lots, the lots of an account by range.
 */
import type { Account, Lot } from '../catalogue/accounts.js';
import type { Operation, Receipt } from '../catalogue/operations.js';
import type { Organization } from '../catalogue/organizations.js';
import type { postPoints } from '../catalogue/points.js';
import type { Program } from '../catalogue/programs.js';
import type { RequestOf } from '../catalogue/transaction.js';
import type { LaneRow } from '../domain/quota.js';
import type { PostRows } from '../domain/working-set.js';
import {
  accountKey,
  laneKey,
  lotIdOf,
  lotKey,
  lots,
  organizationKey,
  programKey,
  receiptKey,
  supplyTotalKey,
} from './keys.js';
import { PendingReads } from './pending-reads.js';
import type { LedgerState } from './state.js';

type Request = RequestOf<typeof postPoints>;

/** One account's holdings of one programme. */
interface Holding {
  accountId: string;
  programId: string;
}

/** Loads all rows of a batch; the caller's organisation is among `organizations`. */
export async function loadPost(state: LedgerState, request: Request, mspId: string): Promise<PostRows> {
  const loading = new PostLoading(state, mspId);
  loading.wantOrganization(mspId);
  for (const { accountId, programId, lots: sources } of request.sources ?? []) {
    for (const lotId of sources) loading.wantLot({ accountId, programId }, lotId, true);
  }
  for (const operation of request.operations) loading.wantRowsOf(operation);
  await loading.reads.read();

  const fresh = request.operations.filter(({ id }) => !loading.receipts.has(id));
  const targets = targetsOf(fresh, loading.receipts);
  for (const target of targets) loading.wantRowsOfTarget(target);
  await loading.reads.read();

  const named = new Set((request.sources ?? []).map(nameOf));
  const spent = [...fresh.flatMap(spendingOf), ...targets.flatMap(returningOf), ...reversedHere(fresh)];
  const unnamed = new Map(
    spent.filter((holding) => !named.has(nameOf(holding))).map((holding) => [nameOf(holding), holding]),
  );
  for (const holding of unnamed.values()) await loading.findLots(holding);
  return loading.rows();
}

class PostLoading {
  readonly reads: PendingReads;
  readonly receipts = new Map<string, Receipt>();
  private readonly programs = new Map<string, Program>();
  private readonly accounts = new Map<string, Account>();
  private readonly organizations = new Map<string, Organization>();
  private readonly foldedThrough = new Map<string, string>();
  private readonly lanes: { programId: string; lane: number; row: LaneRow }[] = [];
  private readonly lots = new Map<string, PostRows['lots'][number]>();

  constructor(
    private readonly state: LedgerState,
    private readonly mspId: string,
  ) {
    this.reads = new PendingReads(state);
  }

  wantOrganization(mspId: string): void {
    this.reads.want(organizationKey(mspId), (row) => this.organizations.set(mspId, row));
  }

  wantRowsOf(operation: Operation): void {
    this.wantReceipt(operation.id);
    if (operation.kind === 'reverse') {
      this.wantReceipt(operation.operationId);
      return;
    }
    const { programId } = operation;
    this.wantProgram(programId);
    for (const accountId of accountsOf(operation)) this.wantAccount(accountId);
    if (operation.kind === 'redeem' && operation.acceptor !== undefined) this.wantOrganization(operation.acceptor);
    if (operation.kind === 'issue') {
      for (const lane of operation.lanes ?? [0]) {
        this.reads.want(laneKey(programId, lane), (row) => this.lanes.push({ programId, lane, row }));
      }
    } else {
      const [accountId = ''] = accountsOf(operation);
      for (const lotId of operation.inputs ?? []) this.wantLot({ accountId, programId }, lotId, false);
    }
  }

  wantRowsOfTarget({ programId, accountId, toAccountId }: Receipt): void {
    this.wantProgram(programId);
    this.wantAccount(accountId);
    if (toAccountId !== undefined) this.wantAccount(toAccountId);
    this.reads.want(supplyTotalKey(programId), ({ foldedThrough }) => {
      if (foldedThrough !== undefined) this.foldedThrough.set(programId, foldedThrough);
    });
  }

  wantLot({ accountId, programId }: Holding, lotId: string, open: boolean): void {
    const key = lotKey(accountId, programId, lotId);
    const lot = { accountId, programId, lotId, row: undefined, open: open || (this.lots.get(key)?.open ?? false) };
    this.lots.set(key, lot);
    this.reads.want(key, (row: Lot) => this.lots.set(key, { ...lot, row }));
  }

  /** Reads a whole range: a lot that comes in before commit makes the transaction a phantom conflict. */
  async findLots({ accountId, programId }: Holding): Promise<void> {
    for await (const { key, value } of this.state.range(lots(accountId, programId))) {
      this.lots.set(key, { accountId, programId, lotId: lotIdOf(key), row: value, open: true });
    }
  }

  rows(): PostRows {
    const { receipts, programs, accounts, organizations, lanes, foldedThrough } = this;
    return { receipts, programs, accounts, organizations, lanes, lots: [...this.lots.values()], foldedThrough };
  }

  private wantReceipt(id: string): void {
    this.reads.want(receiptKey(this.mspId, id), (row) => this.receipts.set(id, row));
  }

  private wantProgram(programId: string): void {
    this.reads.want(programKey(programId), (row) => this.programs.set(programId, row));
  }

  private wantAccount(accountId: string): void {
    this.reads.want(accountKey(accountId), (row) => this.accounts.set(accountId, row));
  }
}

function nameOf({ accountId, programId }: Holding): string {
  return `${accountId} ${programId}`;
}

/** The accounts an operation names, the debited one first. */
function accountsOf(operation: Exclude<Operation, { kind: 'reverse' }>): string[] {
  return operation.kind === 'transfer' ? [operation.fromAccountId, operation.toAccountId] : [operation.accountId];
}

/** The holding that a debit draws on without naming lots. */
function spendingOf(operation: Operation): Holding[] {
  if (operation.kind === 'reverse' || operation.kind === 'issue' || operation.inputs !== undefined) return [];
  const [accountId = ''] = accountsOf(operation);
  return [{ accountId, programId: operation.programId }];
}

/** What the reversals of a batch undo, as far as it stands on the ledger. */
function targetsOf(operations: readonly Operation[], receipts: ReadonlyMap<string, Receipt>): Receipt[] {
  return operations.flatMap((operation) => {
    const target = operation.kind === 'reverse' ? receipts.get(operation.operationId) : undefined;
    return target === undefined ? [] : [target];
  });
}

/** Where the points are that a reversal takes back; that of a redemption takes none. */
function returningOf({ kind, accountId, toAccountId, programId, reversedBy }: Receipt): Holding[] {
  if (reversedBy !== undefined || (kind !== 'issue' && kind !== 'transfer')) return [];
  return [{ accountId: toAccountId ?? accountId, programId }];
}

/** The same for operations that are reversed in the batch that posts them. */
function reversedHere(operations: readonly Operation[]): Holding[] {
  const reversed = new Set(
    operations.flatMap((operation) => (operation.kind === 'reverse' ? [operation.operationId] : [])),
  );
  return operations.flatMap((operation) => {
    if (!reversed.has(operation.id) || (operation.kind !== 'issue' && operation.kind !== 'transfer')) return [];
    return [{ accountId: accountsOf(operation).at(-1) ?? '', programId: operation.programId }];
  });
}
