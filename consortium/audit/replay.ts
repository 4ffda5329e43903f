/**
 * Recomputes the ledger from its transactions, twice over: from the rows that the chaincode wrote (lots, supply,
 * clearing, quota, holds, rates), and from the receipts of what was done. Both must agree, at every block; what does not is a finding.
 */
import { AgreedRates } from './agreed-rates.js';
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

interface Lane {
  readonly granted: bigint;
  readonly used: bigint;
}

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
  private readonly lots = new Map<string, { holding: string; amount: bigint }>();
  private readonly balances = new Map<string, bigint>();
  /** By programme, from lots. */
  private readonly outstanding = new Map<string, bigint>();
  private readonly earned = new Map<string, bigint>();
  private readonly programs = new Map<string, ProgramRow>();
  private readonly lanes = new Map<string, Map<string, Lane>>();
  private readonly supplyRows = new Map<string, Map<string, SupplySums>>();
  private readonly supply = new Map<string, SupplySums>();
  private readonly clearing = new Map<string, bigint>();
  private readonly receipts = new Map<string, OperationRow>();
  /** By hold, the operation that resolved it. */
  private readonly resolutions = new Map<string, string>();
  /** `account programme` to points that are held, from receipts. */
  private readonly setAside = new Map<string, bigint>();
  private readonly found: string[] = [];
  private readonly holds = new HeldPoints(this.found);
  private readonly rates = new AgreedRates(this.found);
  private readonly debts = new ClearingDebts(this.found);
  private readonly agreements = new PrivateAgreements(this.found);

  /** Applies the writes of one valid transaction. */
  apply(txId: string, writes: readonly RowWrite[]): void {
    const posted: [name: string, row: OperationRow][] = [];
    for (const write of writes) {
      const receipt = this.applyRow(txId, write);
      if (receipt !== undefined) posted.push(receipt);
    }
    // Rows come in the order of their keys: an operation may be about one of the same transaction that stands behind it.
    for (const [name, row] of posted) this.applyOperation(name, row);
  }

  /** Compares both computations at the end of a block. */
  endBlock(block: number): void {
    for (const [programId, program] of this.programs) this.checkProgram(block, programId, program);
    this.rates.endBlock(block);
    this.debts.endBlock(block, this.programs);
    this.agreements.endBlock(block);
  }

  /** Compares everything that is too much to compare at every block, and gives the result. */
  finish(): ReplayedLedger {
    this.compare('balance', this.balances, this.earned);
    const heldBalances = this.holds.finish();
    this.compare('held', heldBalances, this.setAside);
    this.compare('clearing', this.debts.positions(), this.clearing);
    return {
      balances: new Map([...this.balances].filter(([, points]) => points !== 0n)),
      heldBalances,
      supply: this.supply,
      clearing: this.clearing,
      operations: this.receipts.size,
      findings: this.found,
    };
  }

  /** Gives the receipt if the row is a new one. */
  private applyRow(txId: string, { key, value }: RowWrite): [name: string, row: OperationRow] | undefined {
    const [type, ...parts] = key;
    switch (type) {
      case 'lot':
        this.applyLot(txId, parts, value as { amount: string } | undefined);
        return undefined;
      case 'op':
        return this.applyReceipt(txId, parts.join(' '), value as OperationRow | undefined);
      case 'program':
        this.programs.set(parts[0] ?? '', value as ProgramRow);
        return undefined;
      case 'quota':
        this.applyLane(parts, value as { granted: string; used: string });
        return undefined;
      case 'supply':
      case 'supply-total':
        this.applySupply(parts[0] ?? '', key.join(' '), value as Record<string, string> | undefined);
        return undefined;
      case 'hold':
        this.holds.applyHold(txId, parts.join(' '), value as HoldRow | undefined);
        return undefined;
      case 'open-hold':
        this.holds.applyOpenHold(parts.join(' '), value as { amount: string } | undefined);
        return undefined;
      case 'rate':
        this.rates.applyRate(txId, parts, value as RateRow | undefined);
        return undefined;
      case 'rate-quota':
        this.rates.applyLane(parts, value as { granted: string; used: string } | undefined);
        return undefined;
      case 'clearing':
        this.debts.applyRow(txId, parts, value as { amount: string } | undefined);
        return undefined;
      case 'cycle':
        this.debts.applyCycle(txId, parts[0] ?? '', value as CycleRow | undefined);
        this.agreements.applyCycle(txId, parts[0] ?? '', value as CycleRow | undefined);
        return undefined;
      case 'settlement':
        this.debts.applySettlement(txId, parts.join(' '), value as SettlementRow | undefined);
        return undefined;
      case 'terms':
        this.agreements.applyTerms(txId, parts, value as TermsRow | undefined);
        return undefined;
      case 'terms-pair':
        this.agreements.applyPair(txId, parts, value as TermsPairRow | undefined);
        return undefined;
      case 'statement':
        this.agreements.applyStatement(txId, parts, value as StatementRow | undefined);
        return undefined;
      case 'org':
      case 'account':
      case 'account-day':
        return undefined;
      default:
        this.found.push(`transaction ${txId} wrote a row of an unknown type: ${type}`);
        return undefined;
    }
  }

  private applyLot(txId: string, parts: readonly string[], row: { amount: string } | undefined): void {
    const name = parts.join(' ');
    const before = this.lots.get(name);
    if (row === undefined) {
      if (before === undefined) this.found.push(`transaction ${txId} deleted a lot that is not there: ${name}`);
      else this.addLot(before.holding, -before.amount);
      this.lots.delete(name);
      return;
    }
    const amount = BigInt(row.amount);
    if (before !== undefined) this.found.push(`transaction ${txId} wrote a lot a second time: ${name}`);
    if (amount <= 0n) this.found.push(`transaction ${txId} wrote a lot of ${amount}`);
    const holding = `${parts[0]} ${parts[1]}`;
    this.lots.set(name, { holding, amount });
    this.addLot(holding, amount);
  }

  private addLot(holding: string, amount: bigint): void {
    add(this.balances, holding, amount);
    add(this.outstanding, holding.split(' ')[1] ?? '', amount);
  }

  private applyLane(
    [programId = '', lane = '']: readonly string[],
    { granted, used }: { granted: string; used: string },
  ): void {
    const lanes = this.lanes.get(programId) ?? new Map<string, Lane>();
    this.lanes.set(programId, lanes);
    lanes.set(lane, { granted: BigInt(granted), used: BigInt(used) });
  }

  private applySupply(programId: string, name: string, row: Record<string, string> | undefined): void {
    const rows = this.supplyRows.get(programId) ?? new Map<string, SupplySums>();
    this.supplyRows.set(programId, rows);
    if (row === undefined) rows.delete(name);
    else rows.set(name, sumsOf(row));
  }

  private applyReceipt(
    txId: string,
    name: string,
    row: OperationRow | undefined,
  ): [name: string, row: OperationRow] | undefined {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the receipt ${name}`);
      return undefined;
    }
    const before = this.receipts.get(name);
    this.receipts.set(name, row);
    if (before !== undefined) {
      const onlyMarked = before.reversedBy === undefined && row.reversedBy !== undefined && row.txId === before.txId;
      if (!onlyMarked)
        this.found.push(`transaction ${txId} changed the receipt ${name} other than by marking it reversed`);
      return undefined;
    }
    if (row.txId !== txId) this.found.push(`the receipt ${name} names another transaction than ${txId}`);
    return [name, row];
  }

  /** What an operation must have done, by the words of its receipt alone. */
  private applyOperation(name: string, row: OperationRow): void {
    const { kind, programId, accountId } = row;
    const amount = BigInt(row.amount);
    const sums = this.sums(programId);
    const target = row.reverses === undefined ? undefined : this.receipts.get(`${row.mspId} ${row.reverses}`);
    if (kind === 'reverse' && target === undefined) this.found.push(`${name} reverses an operation that is not there`);
    const holding = `${accountId} ${programId}`;
    switch (kind === 'reverse' ? `reverse ${target?.kind}` : kind) {
      case 'issue':
        sums.issued += amount;
        return add(this.earned, holding, amount);
      case 'redeem':
        sums.redeemed += amount;
        this.addDebt(row, row.acceptor, amount);
        return add(this.earned, holding, -amount);
      case 'expire':
        sums.expired += amount;
        return add(this.earned, holding, -amount);
      case 'transfer':
      case 'reverse transfer':
        add(this.earned, holding, -amount);
        return add(this.earned, `${row.toAccountId} ${programId}`, amount);
      case 'hold':
        sums.held += amount;
        add(this.setAside, holding, amount);
        return add(this.earned, holding, -amount);
      case 'capture':
        sums.redeemed += amount;
        this.addDebt(row, row.acceptor, amount);
        return this.resolveHold(name, row, amount);
      case 'void':
        return this.resolveHold(name, row, 0n);
      case 'exchange':
        return this.applyExchange(name, row);
      case 'reverse issue':
        sums.reversed += amount;
        return add(this.earned, holding, -amount);
      case 'reverse redeem':
      case 'reverse capture':
        sums.redeemed -= amount;
        this.addDebt(row, row.acceptor, -amount);
        return add(this.earned, holding, amount);
      default:
        this.found.push(`the receipt ${name} is of an unknown kind: ${kind}`);
    }
  }

  /** What was set aside is so no more: what was not captured goes back. */
  private resolveHold(name: string, { holdMspId, holdId, programId, accountId }: OperationRow, captured: bigint): void {
    const hold = `${holdMspId} ${holdId}`;
    const held = this.receipts.get(hold);
    if (held?.kind !== 'hold' || held.programId !== programId || held.accountId !== accountId) {
      this.found.push(`${name} resolves a hold that is not there: ${hold}`);
      return;
    }
    const first = this.resolutions.get(hold);
    if (first !== undefined) this.found.push(`${name} resolves the hold ${hold}, which ${first} resolved`);
    this.resolutions.set(hold, name);
    const amount = BigInt(held.amount);
    const holding = `${accountId} ${programId}`;
    this.sums(programId).held -= amount;
    add(this.setAside, holding, -amount);
    add(this.earned, holding, amount - captured);
  }

  private applyExchange(name: string, row: OperationRow): void {
    const { programId, accountId, targetProgramId = '' } = row;
    const [taken, received] = [BigInt(row.taken ?? '0'), BigInt(row.received ?? '0')];
    this.rates.applyExchange(name, row);
    this.sums(programId).redeemed += taken;
    this.sums(targetProgramId).issued += received;
    add(this.earned, `${accountId} ${programId}`, -taken);
    add(this.earned, `${accountId} ${targetProgramId}`, received);
    this.addDebt(row, this.programs.get(targetProgramId)?.issuer, taken);
  }

  private sums(programId: string): SupplySums {
    const sums = this.supply.get(programId) ?? sumsOf({});
    this.supply.set(programId, sums);
    return sums;
  }

  /** The issuer of the points owes them to whoever took them, unless that is itself. */
  private addDebt({ programId, txTime }: OperationRow, creditor: string | undefined, amount: bigint): void {
    const issuer = this.programs.get(programId)?.issuer;
    if (creditor === undefined || creditor === issuer) return;
    add(this.clearing, `${txTime.slice(0, 7)} ${issuer} ${creditor} ${programId}`, amount);
  }

  private checkProgram(block: number, programId: string, { cap, capOn }: ProgramRow): void {
    const lanes = [...(this.lanes.get(programId)?.values() ?? [])];
    const granted = lanes.reduce((sum, lane) => sum + lane.granted, 0n);
    const used = lanes.reduce((sum, lane) => sum + lane.used, 0n);
    const sums = this.supply.get(programId) ?? sumsOf({});
    const rows = [...(this.supplyRows.get(programId)?.values() ?? [])].reduce(plus, sumsOf({}));
    const at = `block ${block}, programme ${programId}`;
    for (const field of ['issued', 'redeemed', 'expired', 'reversed', 'held'] as const) {
      if (rows[field] !== sums[field])
        this.found.push(`${at}: ${field} is ${rows[field]} by rows, ${sums[field]} by receipts`);
    }
    if (lanes.some((lane) => lane.used > lane.granted)) this.found.push(`${at}: a lane used more than it was granted`);
    // What a rate may still issue was carved out of the programme's lanes, and counts as used there.
    const reserved = this.rates.reserved(programId);
    if (used !== sums.issued + reserved) {
      const more = reserved === 0n ? '' : `, granted to rates and left ${reserved}`;
      this.found.push(`${at}: lanes used ${used}, issued ${sums.issued}${more}`);
    }
    if (capOn === 'issued' && granted > BigInt(cap))
      this.found.push(`${at}: ${granted} granted exceeds the cap ${cap}`);
    // Points that are held are still owed to members.
    const circulating = sums.issued - sums.redeemed - sums.expired - sums.reversed;
    const byLots = this.outstanding.get(programId) ?? 0n;
    if (byLots !== circulating - sums.held) {
      this.found.push(`${at}: outstanding is ${byLots} by lots, ${circulating - sums.held} by receipts`);
    }
    if (sums.held < 0n) this.found.push(`${at}: held is negative: ${sums.held}`);
    const capped = capOn === 'issued' ? sums.issued : circulating;
    if (capped > BigInt(cap)) this.found.push(`${at}: ${capped} ${capOn} exceeds the cap ${cap}`);
  }

  private compare(what: string, byRows: ReadonlyMap<string, bigint>, byReceipts: ReadonlyMap<string, bigint>): void {
    for (const name of new Set([...byRows.keys(), ...byReceipts.keys()])) {
      const [rows, receipts] = [byRows.get(name) ?? 0n, byReceipts.get(name) ?? 0n];
      if (rows !== receipts) this.found.push(`${what} of ${name}: ${rows} by rows, ${receipts} by receipts`);
      if (what !== 'clearing' && receipts < 0n) this.found.push(`${what} of ${name} is negative: ${receipts}`);
    }
  }
}

function add(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

function sumsOf(row: Record<string, string>): SupplySums {
  const of = (field: string) => BigInt(row[field] ?? '0');
  return {
    issued: of('issued'),
    redeemed: of('redeemed'),
    expired: of('expired'),
    reversed: of('reversed'),
    held: of('held'),
  };
}

function plus(a: SupplySums, b: SupplySums): SupplySums {
  return {
    issued: a.issued + b.issued,
    redeemed: a.redeemed + b.redeemed,
    expired: a.expired + b.expired,
    reversed: a.reversed + b.reversed,
    held: a.held + b.held,
  };
}
