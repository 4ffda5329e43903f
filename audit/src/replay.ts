/**
 * Recomputes the ledger from its transactions, twice over: from the rows that the chaincode wrote (lots, supply, clearing, …), and
 * from the receipts of what was done. Both must agree, at every block; what does not is a finding.
 */
import type { AcceptanceRow } from './acceptance-rows.js';
import { AccountLocks } from './account-locks.js';
import { AgreedRates } from './agreed-rates.js';
import { compareExpiries } from './moved-by-expiry.js';
import { compareSums } from './compared-sums.js';
import { ClearingCycles } from './clearing-cycles.js';
import { ClearingDebts } from './clearing-debts.js';
import { CyclePayments } from './cycle-payments.js';
import { DefaultClaims } from './default-claims.js';
import { GrantedCredits } from './granted-credits.js';
import { HeldPoints } from './held-points.js';
import { KeptDays } from './kept-days.js';
import { PledgedPoints } from './pledged-points.js';
import { PrivateAgreements } from './private-agreements.js';
import { SoldNotes } from './sold-notes.js';
import type { ConstitutionRow } from './decision-rows.js';
import { DebtPrices } from './debt-prices.js';
import { FoundSoFar, programsOf, type Told } from './findings.js';
import type {
  AccountRow,
  ClearingRow,
  CycleRow,
  HoldRow,
  MemberRow,
  OperationRow,
  OrderRow,
  ProgramRow,
  RateRow,
  RemaindersRow,
  RowWrite,
  SettlementRow,
  StandingRow,
} from './ledger-rows.js';
import type { ImportedRow } from './imported-rows.js';
import { OwedByReceipts } from './owed-by-receipts.js';
import { LotBalances } from './lot-balances.js';
import { MemberDecisions } from './member-decisions.js';
import { NameOwners, type ReferenceRow } from './name-owners.js';
import { PointsLife } from './points-life.js';
import { OrdersInForce } from './orders-in-force.js';
import { ProgramSupply } from './program-supply.js';
import { ledgerOf, type ReplayedLedger, type ReplayOptions } from './replayed-ledger.js';
import { namedParts } from './sensible-rows.js';
import { ReceiptedEffects } from './receipted-effects.js';
import { PlainImports, type Together } from './plain-imports.js';
import { usurpedBy } from './posted-by.js';
import { compared, judgedElsewhere } from './replayed-rows.js';
import { whyNonsense, forgettingAfterBlock, inMemory, type Store } from './store.js';

export class Replay {
  readonly imports: PlainImports;
  readonly lots: LotBalances;
  readonly #found = new FoundSoFar();
  readonly #supply: ProgramSupply;
  readonly #holds: HeldPoints;
  readonly #rates: AgreedRates;
  readonly #notes: SoldNotes;
  readonly #decisions: MemberDecisions;
  readonly #names = new NameOwners(this.#found);
  readonly #locks: AccountLocks;
  readonly #cycles: ClearingCycles;
  readonly #payments: CyclePayments;
  readonly #debts: ClearingDebts;
  readonly #credits: GrantedCredits;
  readonly #pledges: PledgedPoints;
  readonly #claims: DefaultClaims;
  readonly #agreements: PrivateAgreements;
  readonly #prices: DebtPrices;
  readonly #owed: OwedByReceipts;
  readonly #life: PointsLife;
  readonly #days: KeptDays;
  readonly #effects: ReceiptedEffects;
  readonly #orders: OrdersInForce;
  readonly #forget?: () => void;
  /** Of the transaction, if it is known. */
  #time: number | undefined;

  constructor(given: Store = inMemory(), { byBlock = false }: ReplayOptions = {}) {
    const forgetting = forgettingAfterBlock(given, compared);
    const store = byBlock ? forgetting : given;
    if (byBlock) this.#forget = () => forgetting.forget();
    this.lots = new LotBalances(this.#found, store);
    this.#supply = new ProgramSupply(this.#found, store);
    this.#holds = new HeldPoints(this.#found, store);
    this.#rates = new AgreedRates(this.#found, store);
    this.#decisions = new MemberDecisions(this.#found, store);
    this.#locks = new AccountLocks(this.#found, store);
    this.#cycles = new ClearingCycles(this.#found, store);
    this.#payments = new CyclePayments(this.#found, this.#cycles.nettedAs, store);
    this.#debts = new ClearingDebts(this.#found, this.#payments, store);
    this.#agreements = new PrivateAgreements(this.#found, this.#decisions.hasLeft, store);
    const { programs } = this.#supply;
    this.#notes = new SoldNotes(this.#found, programs, this.#decisions.members, store);
    this.#credits = new GrantedCredits(this.#found, programs, this.#debts, store);
    this.#orders = new OrdersInForce(this.#found, (id) => programs.get(id)?.issuer, this.#decisions.powersOf, store);
    const standing = { orders: this.#orders, members: this.#decisions.members, locks: this.#locks };
    this.#pledges = new PledgedPoints(this.#found, programs, this.#cycles, standing, store);
    this.#claims = new DefaultClaims(this.#found, this.#debts, this.#credits, this.#pledges, standing, store);
    this.#prices = new DebtPrices(this.#found, this.#agreements.accepted, store);
    this.#owed = new OwedByReceipts(this.#found, programs, this.#prices, store);
    this.#life = new PointsLife(this.#found, programs, store);
    this.#days = new KeptDays(this.#found, programs, store);
    this.#effects = new ReceiptedEffects(
      this.#found,
      programs,
      this.#rates,
      this.#cycles,
      this.#prices,
      this.#owed,
      this.#notes,
      this.#pledges,
      this.#life,
      store,
    );
    this.imports = new PlainImports(this.#life, this.#orders, this.lots, this.#effects);
  }

  /** Applies what a client of `mspId` wrote in a valid transaction, with plain lines and lots by themselves. Nonsense is a finding, never an exception. */
  apply(txId: string, writes: readonly RowWrite[], mspId = '', time?: number, { lines, lots }: Together = {}): void {
    this.#time = time;
    this.#found.about([]);
    this.#attempt(`transaction ${txId}: what members decide`, () => this.#decisions.apply(txId, writes, mspId, time));
    const posted: [name: string, row: OperationRow][] = [];
    this.#orders.begin(writes);
    for (const write of writes) {
      const { key, value } = write;
      this.#found.about(() => programsOf(namedParts(key), value));
      const which = (): string => `transaction ${txId}: the row ${key.join(' ')}`;
      this.#attempt(which, () => {
        if (key[0] !== 'op') return this.#applyRow(txId, key[0] ?? '', key.slice(1), value, mspId);
        const [name, row] = [`${key[1]} ${key[2]}`, value as OperationRow | undefined];
        if (!this.#effects.record(txId, name, row, write)) return;
        for (const text of usurpedBy(mspId, name, row, this.#decisions.successorOf)) this.#found.push(text);
        this.#locks.applyReceipt(name, row);
        posted.push([name, row]);
      });
    }
    if (lines !== undefined) this.imports.apply(lines);
    if (lots !== undefined) this.lots.applyPlain(lots);
    this.#life.noteLots(this.lots.takeMaturing());
    // Rows come in the order of their keys: an operation may be about one of the same transaction that stands behind it.
    for (const [name, row] of posted) {
      this.#found.about(() => programsOf({}, row));
      this.#attempt(`the receipt ${name}`, () => {
        this.#effects.apply(name, row);
        const about = this.#effects.about(row);
        for (const by of [this.#days, this.#holds, this.#orders, this.#credits]) by.applyOperation(name, row, about);
      });
    }
    const moved = this.lots.takeMoved();
    for (const each of [this.#life, this.#notes.pledged, this.#pledges])
      this.#attempt(`transaction ${txId}`, () => each.endTransaction(txId, time));
    const earned = this.#forget === undefined ? this.#effects.earned : undefined;
    this.#attempt(`transaction ${txId}`, () => this.#orders.endTransaction(earned));
    const given = this.#orders.givenBack;
    this.#attempt(`transaction ${txId}`, () => compareExpiries(this.#found, txId, moved, posted, given));
  }

  endBlock(block: number): void {
    this.#found.about([]);
    this.#effects.endBlock();
    const rules = [
      () => this.#supply.endBlock(block, this.#effects.supply, this.lots, this.#rates, this.#notes.offers),
      () => this.#rates.endBlock(block),
      () => this.#notes.endBlock(block),
      () => this.#cycles.endBlock(block),
      () => this.#debts.endBlock(block, this.#supply.programs),
      () => this.#payments.endBlock(),
      () => this.#agreements.endBlock(block),
      () => this.#credits.endBlock(block),
      () => this.#life.endBlock(block),
      () => this.#orders.endBlock(block),
    ];
    for (const rule of rules) {
      this.#attempt(`block ${block}: what it left`, rule);
      this.#found.about([]);
    }
    this.#compareMoved();
  }

  takeTold(): readonly Told[] {
    return this.#found.take();
  }

  takeFindings(): string[] {
    return this.takeTold().map(({ text }) => text);
  }

  /** Compares everything that is too much to compare at every block, and gives the result. */
  finish(): ReplayedLedger {
    const { supply, operations, earned, setAside } = this.#effects;
    compareSums(this.#found, 'balance', this.lots.balances, earned);
    const heldBalances = this.#holds.finish();
    compareSums(this.#found, 'held', heldBalances, setAside);
    compareSums(this.#found, 'clearing', this.#debts.positions('amount'), this.#owed.points);
    compareSums(this.#found, 'clearing worth', this.#debts.positions('worth'), this.#owed.worth);
    const ledger = ledgerOf(this.#supply.programs, supply, this.lots.balances, this.#owed.points);
    return { ...ledger, heldBalances, operations, findings: this.takeFindings() };
  }

  #compareMoved(): void {
    const [held, owed] = [this.#holds.takeMoved(), this.#debts.takeMoved()];
    if (this.#forget === undefined) return;
    compareSums(this.#found, 'moved balance', this.lots.balances, this.#effects.earned);
    compareSums(this.#found, 'moved held', held, this.#effects.setAside);
    compareSums(this.#found, 'moved clearing', owed.amount, this.#owed.points);
    compareSums(this.#found, 'moved clearing worth', owed.worth, this.#owed.worth);
    this.#forget();
  }

  #attempt(what: string | (() => string), apply: () => void): void {
    try {
      apply();
    } catch (error) {
      this.#found.push(`${typeof what === 'string' ? what : what()} makes no sense: ${whyNonsense(error)}`);
    }
  }

  #applyRow(txId: string, type: string, parts: readonly string[], value: unknown, mspId: string): void {
    const [first, name] = [parts[0] ?? '', parts.join(' ')];
    switch (type) {
      case 'imported':
        return this.#effects.recordImported(txId, name, value as ImportedRow | undefined);
      case 'lot':
        return this.lots.apply(txId, parts, value as { amount: string; maturesOn?: string } | undefined);
      case 'program':
        this.#names.applyProgram(txId, first, value as ProgramRow | undefined);
        return this.#supply.applyProgram(txId, first, value as ProgramRow);
      case 'quota':
        return this.#supply.applyLane(parts, value as { granted: string; used: string });
      case 'supply':
      case 'supply-total':
        return this.#supply.applySupply(first, `${type} ${name}`, value as Record<string, string> | undefined);
      case 'hold':
        this.#notes.pledged.applyHold(name, value as HoldRow | undefined);
        return this.#holds.applyHold(txId, name, value as HoldRow | undefined);
      case 'open-hold':
        return this.#holds.applyOpenHold(name, value as { amount: string } | undefined);
      case 'rate':
        return this.#rates.applyRate(txId, parts, value as RateRow | undefined);
      case 'rate-quota':
        return this.#rates.applyLane(parts, value as { granted: string; used: string } | undefined);
      case 'note-offer':
      case 'note-quota':
      case 'note':
        return this.#notes.applyRow(txId, type, parts, value, this.#time, this.#holds);
      case 'clearing':
        this.#credits.drawn.applyRow(parts, value as ClearingRow | undefined);
        return this.#debts.applyRow(txId, parts, value as ClearingRow | undefined);
      case 'acceptance':
        this.#credits.applyAcceptance(txId, name, value as AcceptanceRow | undefined);
        return this.#prices.applyAcceptance(txId, name, value as AcceptanceRow | undefined);
      case 'cut-off':
        return this.#cycles.applyCutOff(txId, parts, value);
      case 'current-cycle':
        return this.#cycles.applyCurrent(first, value as { cycle: string } | undefined);
      case 'cycle':
        this.#cycles.applyCycle(txId, first, value as CycleRow | undefined);
        this.#agreements.applyCycle(txId, first, value as CycleRow | undefined);
        this.#owed.applyCycle(first, value as CycleRow | undefined, this.#cycles);
        for (const each of [this.#credits, this.#payments, this.#debts])
          each.applyCycle(txId, first, value as CycleRow | undefined);
        return;
      case 'remainders':
        return this.#payments.applyRemainders(txId, value as RemaindersRow | undefined);
      case 'settlement':
        return this.#claims.applySettlement(txId, name, value as SettlementRow | undefined);
      case 'terms':
      case 'terms-pair':
      case 'statement':
        return this.#agreements.applyRow(txId, type, parts, value);
      case 'org':
        return this.#cycles.applyOrganization(first, value as MemberRow | undefined);
      case 'account':
        for (const each of [this.#orders, this.#locks, this.#life, this.#pledges])
          each.applyAccount(first, value as AccountRow | undefined);
        return this.#names.applyAccount(txId, first, value as AccountRow | undefined);
      case 'reference':
        return this.#names.applyReference(txId, first, value as ReferenceRow | undefined);
      case 'order':
        return this.#orders.applyOrder(txId, first, value as OrderRow | undefined, mspId);
      case 'standing':
        return this.#orders.applyStanding(name, value as StandingRow | undefined);
      case 'constitution': {
        const row = value as (ConstitutionRow & { since: string }) | undefined;
        for (const each of [this.#notes, this.#credits, this.#pledges, this.#supply]) each.applyConstitution(row);
        const at = this.#time === undefined ? (row?.since ?? '') : new Date(this.#time).toISOString();
        return this.#payments.applyConstitution(txId, row, this.#cycles.at(at));
      }
      default:
        if (this.#credits.applyRow(txId, type, parts, value, mspId)) return;
        if (this.#pledges.applyRow(txId, type, parts, value, this.#time)) return;
        if (!judgedElsewhere.has(type)) this.#found.push(`transaction ${txId} wrote a row of an unknown type: ${type}`);
    }
  }
}
