/** What operations must have done, by the words of their receipts alone. */
import type { Found } from './findings.js';
import type { AgreedRates } from './agreed-rates.js';
import type { ClearingCycles } from './clearing-cycles.js';
import type { DebtPrices } from './debt-prices.js';
import { misresolved } from './hold-resolvers.js';
import type { ImportedRow } from './imported-rows.js';
import { KnownReceipts } from './known-receipts.js';
import type { OperationRow, ProgramRow, RowWrite, SupplySums } from './ledger-rows.js';
import type { OwedByReceipts } from './owed-by-receipts.js';
import type { PlainImport } from './plain-import.js';
import type { Kept, Store } from './store.js';
import type { PledgedPoints } from './pledged-points.js';
import type { PointsLife } from './points-life.js';
import type { SoldNotes } from './sold-notes.js';
import { add, addEach, noSupply, pointsOf, supplyFields, total } from './sums.js';
import { isOnlyMarked, UndoneOperations } from './undone-operations.js';

export class ReceiptedEffects {
  /** By programme. */
  readonly supply: Kept<SupplySums>;
  /** `account programme` to points that can be spent. */
  readonly earned: Kept<bigint>;
  /** `account programme` to points that are held. */
  readonly setAside: Kept<bigint>;
  readonly #receipts: KnownReceipts;
  readonly #undone: UndoneOperations;
  readonly #life: PointsLife;
  /** By hold, the operation that resolved it. */
  readonly #resolutions: Kept<string>;

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    private readonly rates: AgreedRates,
    private readonly cycles: ClearingCycles,
    private readonly prices: DebtPrices,
    private readonly owed: OwedByReceipts,
    private readonly notes: SoldNotes,
    private readonly pledges: PledgedPoints,
    life: PointsLife,
    store: Store,
  ) {
    this.#life = life;
    this.supply = store.kept('supply', 'small');
    this.earned = store.kept('earned', 'sums');
    this.setAside = store.kept('set-aside', 'sums');
    this.#receipts = new KnownReceipts(found, store);
    this.#resolutions = store.kept('resolutions');
    this.#undone = new UndoneOperations(found, programs, store);
  }

  get operations(): number {
    return this.#receipts.size;
  }

  /** Takes down a receipt; true if it is a new one, whose operation is to be applied. */
  record(txId: string, name: string, row: OperationRow | undefined, of?: Partial<RowWrite>): row is OperationRow {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the receipt ${name}`);
      return false;
    }
    const before = of?.isImported === true ? undefined : this.#receipts.set(txId, name, row, of?.text);
    if (before !== undefined) {
      this.#undone.noteMark(name);
      if (!isOnlyMarked(before, row))
        this.found.push(`transaction ${txId} changed the receipt ${name} other than by marking it reversed`);
      return false;
    }
    if (row.txId !== txId) this.found.push(`the receipt ${name} names another transaction than ${txId}`);
    return true;
  }

  /** Takes down a hundred lines, whose receipts are recorded after it. */
  recordImported(txId: string, name: string, row: ImportedRow | undefined): void {
    this.#receipts.setImported(txId, name, row);
  }

  /** Whether none of these lines was recorded before. */
  areNew(lines: PlainImport): boolean {
    return this.#receipts.hasNone(lines);
  }

  /** Lines that are all alike, and new. */
  applyImport(lines: PlainImport): void {
    const { programId, holdings, points, total: issued } = lines;
    this.#receipts.addImport(lines);
    this.#addSupply(programId, { issued: BigInt(issued) });
    addEach(this.earned, holdings, points);
  }

  apply(name: string, row: OperationRow): void {
    const { kind, programId, accountId } = row;
    const amount = pointsOf(row.amount);
    const undoes = row.reverses === undefined ? '' : `${row.reversesMspId ?? row.mspId} ${row.reverses}`;
    const target = row.reverses === undefined ? undefined : this.#receipts.get(undoes);
    if (kind === 'reverse' && target === undefined) this.found.push(`${name} reverses an operation that is not there`);
    if (kind === 'reverse' && target?.kind === 'capture' && target.lineId !== undefined)
      this.found.push(`${name} takes back ${undoes}, which took a pledge and paid off a debt`);
    if (kind === 'reverse' && target !== undefined) this.#undone.apply(name, row, undoes, target);
    const holding = `${accountId} ${programId}`;
    this.#life.apply(name, row, target);
    // What paid off what was owed back came into no lot: it is taken back at once.
    const paidOff = row.paidOff === undefined ? 0n : BigInt(row.paidOff);
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
        if (row.lineId !== undefined) this.pledges.applyPledge(name, row);
        this.#checkPrice(name, row, row.beneficiary, 'now');
        this.#addSupply(programId, { held: amount });
        add(this.setAside, holding, amount);
        return add(this.earned, holding, -amount);
      case 'capture':
        this.#addSupply(programId, { redeemed: amount });
        this.#addDebt(name, row, row.acceptor, amount, this.#promisedBy(row));
        return this.#resolveHold(name, row, amount);
      case 'void':
        return this.#resolveHold(name, row, 0n);
      case 'buy-note':
        this.notes.applySale(name, row);
        this.#addSupply(programId, { held: amount });
        add(this.setAside, holding, amount);
        return add(this.earned, holding, -amount);
      case 'transfer-note':
        this.notes.applyTransfer(name, row);
        add(this.setAside, holding, -amount);
        return add(this.setAside, `${row.toAccountId} ${programId}`, amount);
      case 'pledge-note':
        return this.pledges.applyPledge(name, row, this.notes.applyPledge(name, row));
      case 'redeem-note': {
        const interest = BigInt(row.interest ?? '0');
        const { unused, staysPledged } = this.notes.applyRedemption(name, row);
        const back = staysPledged ? 0n : amount;
        this.#addSupply(programId, { held: -back, interest, unused });
        add(this.setAside, holding, -back);
        return add(this.earned, holding, back + interest);
      }
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
    if (
      (held?.kind !== 'hold' && held?.kind !== 'pledge-note') ||
      held.programId !== programId ||
      held.accountId !== accountId
    ) {
      this.found.push(`${name} resolves a hold that is not there: ${hold}`);
      return;
    }
    if (held.lineId !== undefined) return this.#resolvePledge(name, row, held);
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

  /** Of a pledge a part may go back, and the rest stays; what is taken ends it. */
  #resolvePledge(name: string, row: OperationRow, held: OperationRow): void {
    const holding = `${row.accountId} ${row.programId}`;
    const isNote = this.notes.pledged.isInNote(`${row.holdMspId} ${row.holdId}`);
    const there = this.pledges.applyResolution(name, row, held);
    const amount = BigInt(row.amount);
    const isTaken = row.kind === 'capture';
    if (isTaken) this.#checkResolver(name, row, held, amount);
    if (isNote) return isTaken ? this.#takeNote(name, row, amount) : this.notes.applyRelease(name, row);
    const ends = isTaken ? there : amount;
    this.#addSupply(row.programId, { held: -ends });
    add(this.setAside, holding, -ends);
    add(this.earned, holding, isTaken ? there - amount : amount);
  }

  /** What is not taken of a note stays in it. */
  #takeNote(name: string, row: OperationRow, amount: bigint): void {
    const holding = `${row.accountId} ${row.programId}`;
    const { interest, unused } = this.notes.applyTaking(name, row);
    this.#addSupply(row.programId, { held: -amount, interest, unused });
    add(this.setAside, holding, -amount);
    add(this.earned, holding, interest);
  }

  /** What a point is worth that is captured: as it was promised, or of what was pledged as it is. */
  #promisedBy(row: OperationRow): Pick<OperationRow, 'clearingValue'> | undefined {
    const hold = this.#receipts.get(`${row.holdMspId} ${row.holdId}`);
    return hold?.lineId === undefined ? hold : this.pledges.priceOf(row);
  }

  #checkResolver(name: string, row: OperationRow, held: OperationRow, captured: bigint): void {
    for (const wrong of misresolved(this.pledges.standing.members, row, held, captured))
      this.found.push(`${name} ${wrong}`);
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
    for (const field of supplyFields) {
      const change = changes[field];
      if (change !== undefined) sums[field] += change;
    }
    this.supply.set(programId, sums);
  }

  /** The issuer of the points owes them to whoever took them, unless that is itself. */
  #addDebt(
    name: string,
    row: OperationRow,
    creditor: string | undefined,
    amount: bigint,
    since: Pick<OperationRow, 'clearingValue'> | 'now' | undefined,
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
    since: Pick<OperationRow, 'clearingValue'> | 'now' | undefined,
  ): void {
    const program = this.programs.get(programId);
    if (program === undefined || creditor === undefined || creditor === program.issuer) return;
    const cycle = this.cycles.at(txTime);
    const value = since === 'now' ? this.prices.priceOf(name, program, creditor, cycle) : since?.clearingValue;
    if (value !== clearingValue) this.found.push(`${name} is at a value of ${clearingValue}, it has to be ${value}`);
  }
}
