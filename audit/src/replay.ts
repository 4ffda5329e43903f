/**
 * Recomputes the ledger from its transactions, twice over: from the rows that the chaincode wrote (lots, supply,
 * clearing, quota, holds, rates), and from the receipts of what was done. Both must agree, at every block; what does not
 * is a finding.
 */
import { AgreedRates } from './agreed-rates.js';
import { ClearingCycles } from './clearing-cycles.js';
import { ClearingDebts } from './clearing-debts.js';
import { HeldPoints } from './held-points.js';
import { PrivateAgreements } from './private-agreements.js';
import type {
  CycleRow,
  HoldRow,
  OperationRow,
  ProgramRow,
  RateRow,
  RowWrite,
  SettlementRow,
  StatementRow,
  SupplySums,
  TermsPairRow,
  TermsRow,
} from './ledger-rows.js';
import { LotBalances } from './lot-balances.js';
import { ProgramSupply } from './program-supply.js';
import { ReceiptedEffects } from './receipted-effects.js';

/** The accounts, programmes and debts at the height that was replayed. */
export interface ReplayedLedger {
  /** `account programme` to points, from lots; accounts without points are left out. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** `account programme` to points that are set aside, from holds. */
  readonly heldBalances: ReadonlyMap<string, bigint>;
  /** By programme, from receipts. */
  readonly supply: ReadonlyMap<string, SupplySums>;
  /** `cycle debtor creditor programme` to points, from receipts. */
  readonly clearing: ReadonlyMap<string, bigint>;
  readonly operations: number;
  readonly findings: readonly string[];
}

export class Replay {
  private readonly found: string[] = [];
  private readonly lots = new LotBalances(this.found);
  private readonly supply = new ProgramSupply(this.found);
  private readonly holds = new HeldPoints(this.found);
  private readonly rates = new AgreedRates(this.found);
  private readonly cycles = new ClearingCycles(this.found);
  private readonly debts = new ClearingDebts(this.found);
  private readonly agreements = new PrivateAgreements(this.found);
  private readonly effects = new ReceiptedEffects(this.found, this.supply.programs, this.rates, this.cycles);

  /** Applies the writes of one valid transaction. */
  apply(txId: string, writes: readonly RowWrite[]): void {
    const posted: [name: string, row: OperationRow][] = [];
    for (const { key, value } of writes) {
      const [type, ...parts] = key;
      if (type !== 'op') this.applyRow(txId, type ?? '', parts, value);
      else {
        const [name, row] = [parts.join(' '), value as OperationRow | undefined];
        if (this.effects.record(txId, name, row)) posted.push([name, row]);
      }
    }
    // Rows come in the order of their keys: an operation may be about one of the same transaction that stands behind it.
    for (const [name, row] of posted) this.effects.apply(name, row);
  }

  /** Compares both computations at the end of a block. */
  endBlock(block: number): void {
    this.supply.endBlock(block, this.effects.supply, this.lots, this.rates);
    this.rates.endBlock(block);
    this.cycles.endBlock(block);
    this.debts.endBlock(block, this.supply.programs);
    this.agreements.endBlock(block);
  }

  /** Compares everything that is too much to compare at every block, and gives the result. */
  finish(): ReplayedLedger {
    const { supply, clearing, operations, earned, setAside } = this.effects;
    this.effects.finish();
    this.compare('balance', this.lots.balances, earned);
    const heldBalances = this.holds.finish();
    this.compare('held', heldBalances, setAside);
    this.compare('clearing', this.debts.positions(), clearing);
    const balances = new Map([...this.lots.balances].filter(([, points]) => points !== 0n));
    return { balances, heldBalances, supply, clearing, operations, findings: this.found };
  }

  private applyRow(txId: string, type: string, parts: readonly string[], value: unknown): void {
    const [first = ''] = parts;
    const name = parts.join(' ');
    switch (type) {
      case 'lot':
        return this.lots.apply(txId, parts, value as { amount: string } | undefined);
      case 'program':
        return this.supply.applyProgram(first, value as ProgramRow);
      case 'quota':
        return this.supply.applyLane(parts, value as { granted: string; used: string });
      case 'supply':
      case 'supply-total':
        return this.supply.applySupply(first, `${type} ${name}`, value as Record<string, string> | undefined);
      case 'hold':
        return this.holds.applyHold(txId, name, value as HoldRow | undefined);
      case 'open-hold':
        return this.holds.applyOpenHold(name, value as { amount: string } | undefined);
      case 'rate':
        return this.rates.applyRate(txId, parts, value as RateRow | undefined);
      case 'rate-quota':
        return this.rates.applyLane(parts, value as { granted: string; used: string } | undefined);
      case 'clearing':
        return this.debts.applyRow(txId, parts, value as { amount: string } | undefined);
      case 'cut-off':
        return this.cycles.applyCutOff(txId, parts, value);
      case 'current-cycle':
        return this.cycles.applyCurrent(first, value as { cycle: string } | undefined);
      case 'cycle':
        this.cycles.applyCycle(txId, first, value as CycleRow | undefined);
        this.agreements.applyCycle(txId, first, value as CycleRow | undefined);
        return this.debts.applyCycle(txId, first, value as CycleRow | undefined);
      case 'settlement':
        return this.debts.applySettlement(txId, name, value as SettlementRow | undefined);
      case 'terms':
        return this.agreements.applyTerms(txId, parts, value as TermsRow | undefined);
      case 'terms-pair':
        return this.agreements.applyPair(txId, parts, value as TermsPairRow | undefined);
      case 'statement':
        return this.agreements.applyStatement(txId, parts, value as StatementRow | undefined);
      case 'org':
        return this.cycles.applyOrganization(first, value as { status: string } | undefined);
      case 'account':
      case 'account-day':
        return;
      default:
        this.found.push(`transaction ${txId} wrote a row of an unknown type: ${type}`);
    }
  }

  private compare(what: string, byRows: ReadonlyMap<string, bigint>, byReceipts: ReadonlyMap<string, bigint>): void {
    for (const name of new Set([...byRows.keys(), ...byReceipts.keys()])) {
      const [rows, receipts] = [byRows.get(name) ?? 0n, byReceipts.get(name) ?? 0n];
      if (rows !== receipts) this.found.push(`${what} of ${name}: ${rows} by rows, ${receipts} by receipts`);
      if (what !== 'clearing' && receipts < 0n) this.found.push(`${what} of ${name} is negative: ${receipts}`);
    }
  }
}
