/**
 * Whether points live as long as their programme says: none is spent before it matures or after it ended, what is issued
 * ends when it should, and what comes back late has no more than the days of grace.
 */
import type { Found } from './findings.js';
import { Clawbacks } from './clawbacks.js';
import { GivenBack } from './given-back.js';
import { dayAfter, usualExpiry } from './days.js';
import type { AccountRow, OperationRow, ProgramRow } from './ledger-rows.js';
import type { MaturingLot } from './lot-balances.js';
import type { PlainImport } from './plain-import.js';
import type { Kept, Store } from './store.js';
import { add, pointsOf } from './sums.js';

const spending: readonly string[] = ['redeem', 'transfer', 'hold', 'exchange', 'buy-note'];

const dayOf = (row: OperationRow): string => row.txTime.slice(0, 10);
const expiryOf = (lotId: string): string => lotId.slice(0, 10);

/** Whether its client may have named the day. */
function isNamed(expiry: string, today: string, rules: ProgramRow['rules']): boolean {
  const { minDays, maxDays } = rules?.expiryBounds ?? { minDays: 1, maxDays: 0 };
  return expiry >= dayAfter(today, minDays) && expiry <= dayAfter(today, maxDays);
}

export class PointsLife {
  readonly #clawbacks: Clawbacks;
  readonly #givenBack: GivenBack;
  /** Accounts whose members are forgotten. */
  readonly #erased: Kept<true>;
  /** Accounts that were merged, and into which one. */
  readonly #merged: Kept<string>;
  /** Of the transaction at hand: lots that were to mature, by holding and id, and what its receipts moved of them. */
  readonly #maturing = new Map<string, Pick<MaturingLot, 'maturesOn'>>();
  readonly #byRows = new Map<string, bigint>();
  readonly #byReceipts = new Map<string, bigint>();
  /** Operations that take lots as they are, whether they have matured or not. */
  readonly #whole: OperationRow[] = [];
  #today = '';

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    store: Store,
  ) {
    this.#clawbacks = new Clawbacks(found, store);
    this.#erased = store.kept('erased', 'small');
    this.#merged = store.kept('merged', 'small');
    this.#givenBack = new GivenBack(found, store);
  }

  applyAccount(accountId: string, row: AccountRow | undefined): void {
    this.#clawbacks.applyAccount(accountId, row);
    if (row?.erasure !== undefined) this.#erased.set(accountId, true);
    if (row?.mergedInto !== undefined) this.#merged.set(accountId, row.mergedInto);
  }

  noteLots(lots: readonly MaturingLot[]): void {
    for (const { holding, lotId, maturesOn, amount } of lots) {
      this.#maturing.set(`${holding} ${lotId}`, { maturesOn });
      add(this.#byRows, `${holding} ${maturesOn}`, amount);
    }
  }

  /** Whether these lines end on the day on which they should, and pay off nothing. */
  isAsUsual({ programId, expiry, txTime }: PlainImport): boolean {
    const { expiryMonths, rules } = this.programs.get(programId) ?? {};
    const earnedOn = txTime.slice(0, 10);
    return (
      this.programs.has(programId) &&
      this.#clawbacks.isNone &&
      (expiryMonths === undefined || expiry === usualExpiry(earnedOn, expiryMonths, rules?.expiryRounding))
    );
  }

  /** Lines of which {@link isAsUsual} holds. */
  applyImport({ txTime }: PlainImport): void {
    this.#today = txTime.slice(0, 10);
  }

  /** `target` is what a reversal undid. */
  apply(name: string, row: OperationRow, target: OperationRow | undefined): void {
    const program = this.programs.get(row.programId);
    this.#today = dayOf(row);
    this.#clawbacks.apply(name, row, this.#creditable(row, target));
    if (program === undefined) return;
    if (this.#followsMerge(row)) this.#whole.push(row);
    else if (spending.includes(row.kind)) this.#checkSpent(name, row);
    if (row.kind === 'issue') this.#checkIssued(name, row, program);
    if (row.kind === 'extend' && row.mspId !== program.issuer)
      this.found.push(`${name} extends points that are ${program.issuer}’s to extend`);
    if (row.kind === 'expire') this.#checkRetired(name, row, program);
    if (row.kind !== 'reverse' || target === undefined) return;
    if (target.kind === 'issue') this.#checkTakenBack(name, row, program);
    else if (target.kind !== 'transfer') this.#givenBack.apply(name, row, target, program);
  }

  endTransaction(txId: string): void {
    this.#givenBack.endTransaction();
    this.#clawbacks.endTransaction();
    // Lots that one operation of a transaction made and another one used up are in no row: of those nothing is known.
    const unknown = new Set(this.#whole.splice(0).flatMap((row) => this.#moveWhole(txId, row)));
    for (const name of new Set([...this.#byRows.keys(), ...this.#byReceipts.keys()])) {
      const [account, program, maturesOn = ''] = name.split(' ');
      const [rows, receipts] = [this.#byRows.get(name) ?? 0n, this.#byReceipts.get(name) ?? 0n];
      if (rows === receipts || maturesOn <= this.#today || unknown.has(`${account} ${program}`)) continue;
      this.found.about?.([program!]);
      this.found.push(`transaction ${txId} changed what matures of ${name} by ${rows}, its receipts by ${receipts}`);
    }
    for (const known of [this.#maturing, this.#byRows, this.#byReceipts]) known.clear();
  }

  endBlock(block: number): void {
    this.#clawbacks.endBlock(block);
  }

  /** What came into lots of points that cost nobody else, and that could be spent. */
  #creditable({ kind, created = [] }: OperationRow, target: OperationRow | undefined): bigint {
    // What a capture leaves may come back without a look at the account.
    const isOwn =
      kind === 'issue' ||
      kind === 'void' ||
      kind === 'redeem-note' ||
      target?.kind === 'redeem' ||
      target?.kind === 'capture';
    let sum = 0n;
    if (isOwn) for (const { lotId, amount } of created) if (expiryOf(lotId) >= this.#today) sum += pointsOf(amount);
    return sum;
  }

  #checkSpent(name: string, row: OperationRow): void {
    for (const { lotId } of row.consumed ?? []) {
      if (expiryOf(lotId) < dayOf(row)) this.found.push(`${name} took points that had ended on ${expiryOf(lotId)}`);
      const lot = this.#maturing.get(`${row.accountId} ${row.programId} ${lotId}`);
      if (lot !== undefined && lot.maturesOn > dayOf(row))
        this.found.push(`${name} took points that mature on ${lot.maturesOn}`);
    }
  }

  #checkIssued(name: string, row: OperationRow, program: ProgramRow): void {
    const { expiry, maturesOn, earnedOn = dayOf(row), created = [] } = row;
    const { expiryMonths, rules } = program;
    // A legacy balance ends as its snapshot says.
    if (expiry !== undefined && expiryMonths !== undefined && row.migrationId === undefined) {
      const usual = usualExpiry(earnedOn, expiryMonths, rules?.expiryRounding);
      if (expiry !== usual && !isNamed(expiry, dayOf(row), rules))
        this.found.push(`${name} issued points that end on ${expiry}, not on ${usual}`);
    }
    if (maturesOn === undefined) return;
    if (expiry !== undefined && maturesOn > expiry)
      this.found.push(`${name} issued points that end before they mature`);
    if (maturesOn <= dayOf(row)) return;
    for (const { lotId, amount } of created) {
      this.#maturing.set(`${row.accountId} ${row.programId} ${lotId}`, { maturesOn });
      this.#move(row, maturesOn, BigInt(amount));
    }
  }

  #checkTakenBack(name: string, row: OperationRow, { rules }: ProgramRow): void {
    const owed = rules?.shortfall === 'clawback' ? row.shortfall : undefined;
    if (row.clawback !== owed)
      this.found.push(`${name} leaves ${row.clawback ?? '0'} to be owed back of a shortfall of ${row.shortfall}`);
    this.#whole.push(row);
  }

  /** Points of an account that was merged: they are the other one's already, and go there with everything that they have. */
  #followsMerge({ kind, accountId, toAccountId }: OperationRow): boolean {
    return kind === 'transfer' && toAccountId !== undefined && this.#merged.get(accountId) === toAccountId;
  }

  #moveWhole(txId: string, row: OperationRow): string[] {
    const { accountId, programId, toAccountId } = row;
    const holding = `${accountId} ${programId}`;
    return (row.consumed ?? []).flatMap(({ lotId, amount }) => {
      const lot = this.#maturing.get(`${holding} ${lotId}`);
      if (lot !== undefined) this.#move(row, lot.maturesOn, -BigInt(amount));
      if (lot !== undefined && toAccountId !== undefined)
        this.#move({ accountId: toAccountId, programId }, lot.maturesOn, BigInt(amount));
      return lot === undefined && lotId.includes(txId) ? [holding] : [];
    });
  }

  #checkRetired(name: string, row: OperationRow, { rules }: ProgramRow): void {
    this.#whole.push(row);
    if (this.#erased.has(row.accountId)) return;
    const kept = dayAfter(dayOf(row), -(rules?.reinstatementDays ?? 0));
    const early = (row.consumed ?? []).find(({ lotId }) => expiryOf(lotId) >= kept);
    if (early !== undefined)
      this.found.push(`${name} retired points of ${expiryOf(early.lotId)}, which may be extended`);
  }

  #move(
    { accountId, programId }: Pick<OperationRow, 'accountId' | 'programId'>,
    maturesOn: string,
    amount: bigint,
  ): void {
    add(this.#byReceipts, `${accountId} ${programId} ${maturesOn}`, amount);
  }
}
