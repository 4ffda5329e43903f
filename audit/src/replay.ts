/**
 * Recomputes the ledger from its transactions, twice over: from the rows that the chaincode wrote (lots, supply,
 * clearing, quota, holds, rates), and from the receipts of what was done. Both must agree, at every block; what does not
 * is a finding.
 */
import { AccountLocks } from './account-locks.js';
import { AgreedRates } from './agreed-rates.js';
import { compareExpiries } from './moved-by-expiry.js';
import { compareSums } from './compared-sums.js';
import { ClearingCycles } from './clearing-cycles.js';
import { ClearingDebts } from './clearing-debts.js';
import { CyclePayments } from './cycle-payments.js';
import { HeldPoints } from './held-points.js';
import { PrivateAgreements } from './private-agreements.js';
import type { ConstitutionRow } from './decision-rows.js';
import { DebtPrices } from './debt-prices.js';
import { FoundSoFar, programsOf, type Told } from './findings.js';
import type {
  AcceptanceRow,
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
  StatementRow,
  TermsPairRow,
  TermsRow,
} from './ledger-rows.js';
import { OwedByReceipts } from './owed-by-receipts.js';
import { LotBalances } from './lot-balances.js';
import { MemberDecisions } from './member-decisions.js';
import { NameOwners, type ReferenceRow } from './name-owners.js';
import { PointsLife } from './points-life.js';
import { OrdersInForce } from './orders-in-force.js';
import { ProgramSupply } from './program-supply.js';
import type { ReplayedLedger, ReplayOptions } from './replayed-ledger.js';
import { namedParts } from './row-shapes.js';
import { ReceiptedEffects } from './receipted-effects.js';
import { usurpedBy } from './posted-by.js';
import { whyNonsense, forgettingAfterBlock, inMemory, type Store } from './store.js';

/** Kinds of rows that others recompute. */
const judgedElsewhere: ReadonlySet<string> = new Set([
  ...['account-day', 'epoch', 'proposal', 'vote', 'objection', 'agreement', 'adherence'],
  ...['log-key', 'checkpoint', 'anchor', 'migration', 'migrated'],
]);

/** What both computations of a block sum up, and compare in the end of it or of all. */
const compared: ReadonlySet<string> = new Set(['balances', 'earned', 'set-aside', 'clearing', 'clearing-worth']);

export class Replay {
  readonly #found = new FoundSoFar();
  readonly #lots: LotBalances;
  readonly #supply: ProgramSupply;
  readonly #holds: HeldPoints;
  readonly #rates: AgreedRates;
  readonly #decisions: MemberDecisions;
  readonly #names: NameOwners;
  readonly #locks: AccountLocks;
  readonly #cycles: ClearingCycles;
  readonly #payments: CyclePayments;
  readonly #debts: ClearingDebts;
  readonly #agreements: PrivateAgreements;
  readonly #prices: DebtPrices;
  readonly #owed: OwedByReceipts;
  readonly #life: PointsLife;
  readonly #effects: ReceiptedEffects;
  readonly #orders: OrdersInForce;
  readonly #forget: (() => void) | undefined;
  /** Of the transaction that is applied, if it is known. */
  #time: number | undefined;

  constructor(given: Store = inMemory(), { byBlock = false }: ReplayOptions = {}) {
    const forgetting = forgettingAfterBlock(given, compared);
    const store = byBlock ? forgetting : given;
    this.#forget = byBlock ? () => forgetting.forget() : undefined;
    this.#lots = new LotBalances(this.#found, store);
    this.#supply = new ProgramSupply(this.#found, store);
    this.#holds = new HeldPoints(this.#found, store);
    this.#rates = new AgreedRates(this.#found, store);
    this.#decisions = new MemberDecisions(this.#found, store);
    this.#names = new NameOwners(this.#found);
    this.#locks = new AccountLocks(this.#found, store);
    this.#cycles = new ClearingCycles(this.#found, store);
    this.#payments = new CyclePayments(this.#found, this.#cycles.statusOf, store);
    this.#debts = new ClearingDebts(this.#found, this.#payments, store);
    this.#agreements = new PrivateAgreements(this.#found, this.#decisions.hasLeft, store);
    const { programs } = this.#supply;
    this.#orders = new OrdersInForce(this.#found, (id) => programs.get(id)?.issuer, this.#decisions.powersOf, store);
    this.#prices = new DebtPrices(this.#found, this.#agreements.accepted, store);
    this.#owed = new OwedByReceipts(this.#found, programs, this.#prices, store);
    this.#life = new PointsLife(this.#found, programs, store);
    this.#effects = new ReceiptedEffects(
      this.#found,
      programs,
      this.#rates,
      this.#cycles,
      this.#prices,
      this.#owed,
      this.#life,
      store,
    );
  }

  /**
   * Applies the writes of one valid transaction, which a client of `mspId` signed. A row that makes no sense is a finding,
   * never an exception.
   */
  apply(txId: string, writes: readonly RowWrite[], mspId = '', time?: number): void {
    this.#time = time;
    this.#attempt(`transaction ${txId}: what members decide`, () => this.#decisions.apply(txId, writes, mspId, time));
    const posted: [name: string, row: OperationRow][] = [];
    this.#orders.begin(writes);
    for (const { key, value } of writes) {
      const [type, ...parts] = key;
      this.#found.about(() => programsOf(namedParts(key), value));
      const which = (): string => `transaction ${txId}: the row ${key.join(' ')}`;
      this.#attempt(which, () => {
        if (type !== 'op') return this.#applyRow(txId, type ?? '', parts, value, mspId);
        const [name, row] = [parts.join(' '), value as OperationRow | undefined];
        if (!this.#effects.record(txId, name, row)) return;
        this.#found.push(...usurpedBy(mspId, name, row, (of) => this.#decisions.members.get(of)?.successor));
        this.#locks.applyReceipt(name, row);
        posted.push([name, row]);
      });
    }
    this.#life.noteLots(this.#lots.takeMaturing());
    // Rows come in the order of their keys: an operation may be about one of the same transaction that stands behind it.
    for (const [name, row] of posted) {
      this.#found.about(() => programsOf({}, row));
      this.#attempt(`the receipt ${name}`, () => {
        this.#effects.apply(name, row);
        this.#orders.applyOperation(name, row, this.#effects.about(row));
      });
    }
    const moved = this.#lots.takeMoved();
    this.#attempt(`transaction ${txId}`, () => this.#life.endTransaction(txId));
    this.#attempt(`transaction ${txId}`, () =>
      compareExpiries(this.#found, txId, moved, posted, this.#orders.givenBack),
    );
  }

  /** Compares both computations at the end of a block. */
  endBlock(block: number): void {
    this.#found.about([]);
    this.#effects.endBlock();
    const rules = [
      () => this.#supply.endBlock(block, this.#effects.supply, this.#lots, this.#rates),
      () => this.#rates.endBlock(block),
      () => this.#cycles.endBlock(block),
      () => this.#debts.endBlock(block, this.#supply.programs),
      () => this.#payments.endBlock(),
      () => this.#agreements.endBlock(block),
      () => this.#life.endBlock(block),
      () => this.#orders.endBlock(block),
    ];
    for (const rule of rules) {
      this.#attempt(`block ${block}: what it left`, rule);
      this.#found.about([]);
    }
    this.#compareMoved();
  }

  /** What was found since this was asked last. */
  takeTold(): readonly Told[] {
    return this.#found.take();
  }

  takeFindings(): string[] {
    return this.takeTold().map(({ text }) => text);
  }

  /** Compares everything that is too much to compare at every block, and gives the result. */
  finish(): ReplayedLedger {
    const { supply, operations, earned, setAside } = this.#effects;
    compareSums(this.#found, 'balance', this.#lots.balances, earned);
    const heldBalances = this.#holds.finish();
    compareSums(this.#found, 'held', heldBalances, setAside);
    compareSums(this.#found, 'clearing', this.#debts.positions('amount'), this.#owed.points);
    compareSums(this.#found, 'clearing worth', this.#debts.positions('worth'), this.#owed.worth);
    const balances = new Map([...this.#lots.balances].filter(([, points]) => points !== 0n));
    return {
      balances,
      heldBalances,
      supply: new Map([...supply].map(([programId, { drawn: _drawn, ...sums }]) => [programId, sums])),
      clearing: new Map([...this.#owed.points].filter(([, points]) => points !== 0n)),
      operations,
      findings: this.takeFindings(),
    };
  }

  #compareMoved(): void {
    const [held, owed] = [this.#holds.takeMoved(), this.#debts.takeMoved()];
    if (this.#forget === undefined) return;
    compareSums(this.#found, 'moved balance', this.#lots.balances, this.#effects.earned);
    compareSums(this.#found, 'moved held', held, this.#effects.setAside);
    compareSums(this.#found, 'moved clearing', owed.amount, this.#owed.points);
    compareSums(this.#found, 'moved clearing worth', owed.worth, this.#owed.worth);
    this.#forget();
  }

  #closeCycle(cycle: string, row: CycleRow | undefined): void {
    if (row?.status === 'closed') this.#owed.close(cycle, row, this.#cycles.at(row.closedAt ?? cycle));
  }

  #attempt(what: string | (() => string), apply: () => void): void {
    try {
      apply();
    } catch (error) {
      const which = typeof what === 'string' ? what : what();
      this.#found.push(`${which} makes no sense: ${whyNonsense(error)}`);
    }
  }

  #applyRow(txId: string, type: string, parts: readonly string[], value: unknown, mspId: string): void {
    const [first = ''] = parts;
    const name = parts.join(' ');
    switch (type) {
      case 'lot':
        return this.#lots.apply(txId, parts, value as { amount: string; maturesOn?: string } | undefined);
      case 'program':
        this.#names.applyProgram(txId, first, value as ProgramRow | undefined);
        return this.#supply.applyProgram(first, value as ProgramRow);
      case 'quota':
        return this.#supply.applyLane(parts, value as { granted: string; used: string });
      case 'supply':
      case 'supply-total':
        return this.#supply.applySupply(first, `${type} ${name}`, value as Record<string, string> | undefined);
      case 'hold':
        return this.#holds.applyHold(txId, name, value as HoldRow | undefined);
      case 'open-hold':
        return this.#holds.applyOpenHold(name, value as { amount: string } | undefined);
      case 'rate':
        return this.#rates.applyRate(txId, parts, value as RateRow | undefined);
      case 'rate-quota':
        return this.#rates.applyLane(parts, value as { granted: string; used: string } | undefined);
      case 'clearing':
        return this.#debts.applyRow(txId, parts, value as ClearingRow | undefined);
      case 'acceptance':
        return this.#prices.applyAcceptance(txId, name, value as AcceptanceRow | undefined);
      case 'cut-off':
        return this.#cycles.applyCutOff(txId, parts, value);
      case 'current-cycle':
        return this.#cycles.applyCurrent(first, value as { cycle: string } | undefined);
      case 'cycle':
        this.#cycles.applyCycle(txId, first, value as CycleRow | undefined);
        this.#agreements.applyCycle(txId, first, value as CycleRow | undefined);
        this.#closeCycle(first, value as CycleRow | undefined);
        this.#payments.applyCycle(txId, first, value as CycleRow | undefined);
        return this.#debts.applyCycle(txId, first, value as CycleRow | undefined);
      case 'remainders':
        return this.#payments.applyRemainders(txId, value as RemaindersRow | undefined);
      case 'settlement':
        return this.#debts.applySettlement(txId, name, value as SettlementRow | undefined);
      case 'terms':
        return this.#agreements.applyTerms(txId, parts, value as TermsRow | undefined);
      case 'terms-pair':
        return this.#agreements.applyPair(txId, parts, value as TermsPairRow | undefined);
      case 'statement':
        return this.#agreements.applyStatement(txId, parts, value as StatementRow | undefined);
      case 'org':
        return this.#cycles.applyOrganization(first, value as MemberRow | undefined);
      case 'account':
        this.#orders.applyAccount(first, value as AccountRow | undefined);
        this.#locks.applyAccount(first, value as AccountRow | undefined);
        this.#life.applyAccount(first, value as AccountRow | undefined);
        return this.#names.applyAccount(txId, first, value as AccountRow | undefined);
      case 'reference':
        return this.#names.applyReference(txId, first, value as ReferenceRow | undefined);
      case 'order':
        return this.#orders.applyOrder(txId, first, value as OrderRow | undefined, mspId);
      case 'standing':
        return this.#orders.applyStanding(name, value as StandingRow | undefined);
      case 'constitution': {
        const row = value as (ConstitutionRow & { since: string }) | undefined;
        const at = this.#time === undefined ? (row?.since ?? '') : new Date(this.#time).toISOString();
        return this.#payments.applyConstitution(txId, row, this.#cycles.at(at));
      }
      default:
        if (!judgedElsewhere.has(type)) this.#found.push(`transaction ${txId} wrote a row of an unknown type: ${type}`);
    }
  }
}
