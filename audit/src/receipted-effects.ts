/** What operations must have done, by the words of their receipts alone. */
import type { AgreedRates } from './agreed-rates.js';
import { CLOCKS_APART_MS } from './clocks.js';
import type { ClearingCycles } from './clearing-cycles.js';
import type { DebtPrices } from './debt-prices.js';
import type { OperationRow, ProgramRow, SupplySums } from './ledger-rows.js';
import type { OwedByReceipts } from './owed-by-receipts.js';
import type { Kept, Store } from './store.js';
import type { PointsLife } from './points-life.js';
import { add, noSupply, supplyFields, total } from './sums.js';
import { UndoneOperations } from './undone-operations.js';

export class ReceiptedEffects {
  /** By programme. */
  readonly supply: Kept<SupplySums>;
  /** `account programme` to points that can be spent. */
  readonly earned: Kept<bigint>;
  /** `account programme` to points that are held. */
  readonly setAside: Kept<bigint>;
  readonly #receipts: Kept<OperationRow>;
  readonly #undone: UndoneOperations;
  readonly #life: PointsLife;
  /** By hold, the operation that resolved it. */
  readonly #resolutions: Kept<string>;

  constructor(
    private readonly found: string[],
    private readonly programs: Kept<ProgramRow>,
    private readonly rates: AgreedRates,
    private readonly cycles: ClearingCycles,
    private readonly prices: DebtPrices,
    private readonly owed: OwedByReceipts,
    life: PointsLife,
    store: Store,
  ) {
    this.#life = life;
    this.supply = store.kept('supply', 'small');
    this.earned = store.kept('earned');
    this.setAside = store.kept('set-aside');
    this.#receipts = store.kept('receipts');
    this.#resolutions = store.kept('resolutions');
    this.#undone = new UndoneOperations(found, programs, store);
  }

  get operations(): number {
    return this.#receipts.size;
  }

  /** Takes down a receipt; true if it is a new one, whose operation is to be applied. */
  record(txId: string, name: string, row: OperationRow | undefined): row is OperationRow {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the receipt ${name}`);
      return false;
    }
    const before = this.#receipts.get(name);
    this.#receipts.set(name, row);
    if (before !== undefined) {
      this.#undone.noteMark(name);
      if (!isOnlyMarked(before, row))
        this.found.push(`transaction ${txId} changed the receipt ${name} other than by marking it reversed`);
      return false;
    }
    if (row.txId !== txId) this.found.push(`the receipt ${name} names another transaction than ${txId}`);
    return true;
  }

  apply(name: string, row: OperationRow): void {
    const { kind, programId, accountId } = row;
    const amount = BigInt(row.amount);
    const undoes = `${row.reversesMspId ?? row.mspId} ${row.reverses}`;
    const target = row.reverses === undefined ? undefined : this.#receipts.get(undoes);
    if (kind === 'reverse' && target === undefined) this.found.push(`${name} reverses an operation that is not there`);
    if (kind === 'reverse' && target !== undefined) this.#undone.apply(name, row, undoes, target);
    const holding = `${accountId} ${programId}`;
    this.#life.apply(name, row, target);
    // What paid off what was owed back came into no lot: it is taken back at once.
    const paidOff = BigInt(row.paidOff ?? '0');
    if (paidOff !== 0n) this.#addSupply(programId, { reversed: paidOff });
    if (paidOff !== 0n) add(this.earned, holding, -paidOff);
    switch (kind === 'reverse' ? `reverse ${target?.kind}` : kind) {
      case 'issue':
        this.#addSupply(programId, { issued: amount });
        return add(this.earned, holding, amount);
      case 'redeem':
        this.#addSupply(programId, { redeemed: amount });
        this.#addDebt(name, row, row.acceptor, amount, 'now');
        return add(this.earned, holding, -amount);
      case 'expire':
        this.#addSupply(programId, { expired: amount });
        return add(this.earned, holding, -amount);
      case 'transfer':
      case 'seize':
      case 'reverse transfer':
        add(this.earned, holding, -amount);
        return add(this.earned, `${row.toAccountId} ${programId}`, amount);
      case 'hold':
        this.#checkPrice(name, row, row.beneficiary, 'now');
        this.#addSupply(programId, { held: amount });
        add(this.setAside, holding, amount);
        return add(this.earned, holding, -amount);
      case 'capture':
        this.#addSupply(programId, { redeemed: amount });
        this.#addDebt(name, row, row.acceptor, amount, this.#receipts.get(`${row.holdMspId} ${row.holdId}`));
        return this.#resolveHold(name, row, amount);
      case 'void':
        return this.#resolveHold(name, row, 0n);
      case 'exchange':
        return this.#applyExchange(name, row);
      case 'reverse issue':
        this.#addSupply(programId, { reversed: amount });
        return add(this.earned, holding, -amount);
      case 'reverse redeem':
      case 'reverse capture':
        this.#addSupply(programId, {
          redeemed: -amount,
          drawn: total((row.lanes ?? []).map((part) => BigInt(part.amount))),
        });
        this.#addDebt(name, row, row.acceptor, -amount, target);
        return add(this.earned, holding, amount);
      case 'extend':
      case 'consolidate':
        return;
      default:
        this.found.push(`the receipt ${name} is of an unknown kind: ${kind}`);
    }
  }

  /** The operation that is reversed, or the hold that is captured or voided. */
  about({ reverses, reversesMspId, mspId, holdMspId, holdId }: OperationRow): OperationRow | undefined {
    if (holdId !== undefined) return this.#receipts.get(`${holdMspId} ${holdId}`);
    return reverses === undefined ? undefined : this.#receipts.get(`${reversesMspId ?? mspId} ${reverses}`);
  }

  /** What receipts say of their being undone must be what reversals did. */
  endBlock(): void {
    this.#undone.endBlock(this.#receipts);
  }

  /** What was set aside is so no more: what was not captured goes back. */
  #resolveHold(name: string, row: OperationRow, captured: bigint): void {
    const { holdMspId, holdId, programId, accountId } = row;
    const hold = `${holdMspId} ${holdId}`;
    const held = this.#receipts.get(hold);
    if (held?.kind !== 'hold' || held.programId !== programId || held.accountId !== accountId) {
      this.found.push(`${name} resolves a hold that is not there: ${hold}`);
      return;
    }
    const first = this.#resolutions.get(hold);
    if (first !== undefined) this.found.push(`${name} resolves the hold ${hold}, which ${first} resolved`);
    this.#resolutions.set(hold, name);
    this.#checkResolver(name, row, held, captured);
    const amount = BigInt(held.amount);
    const holding = `${accountId} ${programId}`;
    this.#addSupply(programId, { held: -amount });
    add(this.setAside, holding, -amount);
    add(this.earned, holding, amount - captured);
  }

  /**
   * Before its end a hold is its beneficiary’s, or without one its custodian’s; afterwards nobody captures it. What a
   * beneficiary was promised the custodian gives up once it is over by every clock that peers take.
   */
  #checkResolver(name: string, { mspId, txTime }: OperationRow, held: OperationRow, captured: bigint): void {
    const { beneficiary = held.mspId, expiresAt = '' } = held;
    const isOver = Date.parse(expiresAt) <= Date.parse(txTime);
    if (isOver && captured > 0n) this.found.push(`${name} captured a hold that had ended at ${expiresAt}`);
    const isOverEverywhere = Date.parse(expiresAt) + CLOCKS_APART_MS <= Date.parse(txTime);
    const mayResolve = mspId === beneficiary || (isOverEverywhere && mspId === held.mspId);
    const whose = `${beneficiary}’s until ${expiresAt}, of ${held.programId}`;
    if (!mayResolve) this.found.push(`${name} resolved a hold that was ${whose}`);
  }

  #applyExchange(name: string, row: OperationRow): void {
    const { programId, accountId, targetProgramId = '' } = row;
    const [taken, received] = [BigInt(row.taken ?? '0'), BigInt(row.received ?? '0')];
    this.rates.applyExchange(name, row);
    this.#addSupply(programId, { redeemed: taken });
    this.#addSupply(targetProgramId, { issued: received });
    add(this.earned, `${accountId} ${programId}`, -taken);
    add(this.earned, `${accountId} ${targetProgramId}`, received);
    this.#addDebt(name, row, this.programs.get(targetProgramId)?.issuer, taken, 'now');
  }

  #addSupply(programId: string, changes: Partial<SupplySums>): void {
    const sums = this.supply.get(programId) ?? noSupply();
    for (const field of supplyFields) sums[field] += changes[field] ?? 0n;
    this.supply.set(programId, sums);
  }

  /** The issuer of the points owes them to whoever took them, unless that is itself. */
  #addDebt(
    name: string,
    row: OperationRow,
    creditor: string | undefined,
    amount: bigint,
    since: OperationRow | 'now' | undefined,
  ): void {
    const { programId, txTime, cycle: told } = row;
    const issuer = this.programs.get(programId)?.issuer;
    if (creditor === undefined || creditor === issuer) return;
    this.#checkPrice(name, row, creditor, since);
    const cycle = this.cycles.at(txTime);
    if (told !== undefined && told !== cycle) this.found.push(`${name} counts to the cycle ${told}, made in ${cycle}`);
    this.owed.add(`${cycle} ${issuer} ${creditor} ${programId}`, amount, row.clearingValue);
  }

  /** A debt is at the value of its cycle, if the creditor takes it at that; one that was promised or owed before at that one. */
  #checkPrice(
    name: string,
    { programId, txTime, clearingValue }: OperationRow,
    creditor: string | undefined,
    since: OperationRow | 'now' | undefined,
  ): void {
    const program = this.programs.get(programId);
    if (program === undefined || creditor === undefined || creditor === program.issuer) return;
    const cycle = this.cycles.at(txTime);
    const value = since === 'now' ? this.prices.priceOf(name, program, creditor, cycle) : since?.clearingValue;
    if (value !== clearingValue) this.found.push(`${name} is at a value of ${clearingValue}, it has to be ${value}`);
  }
}

/** Whether a receipt is the same as before but for saying that more of it was undone. */
function isOnlyMarked(before: OperationRow, row: OperationRow): boolean {
  const { reversed: was = '0', reversedBy: by = [], ...rest } = before;
  const { reversed = '0', reversedBy = [], ...now } = row;
  return (
    JSON.stringify(rest) === JSON.stringify(now) &&
    BigInt(reversed) > BigInt(was) &&
    JSON.stringify(reversedBy.slice(0, by.length)) === JSON.stringify(by) &&
    reversedBy.length > by.length
  );
}
