/**
 * Recomputes the ledger from its transactions, twice over: from the rows that the chaincode wrote (lots, supply,
 * clearing, quota), and from the receipts of what was done. Both must agree, at every block; what does not is a finding.
 */
import type { OperationRow, ProgramRow, RowWrite, SupplySums } from './ledger-rows.js';

interface Lane {
  readonly granted: bigint;
  readonly used: bigint;
}

/** The accounts, programmes and debts at the height that was replayed. */
export interface ReplayedLedger {
  /** `account programme` to points, from lots; accounts without points are left out. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** By programme, from receipts. */
  readonly supply: ReadonlyMap<string, SupplySums>;
  /** `cycle debtor creditor programme` to points, from receipts. */
  readonly clearing: ReadonlyMap<string, bigint>;
  readonly operations: number;
  readonly findings: readonly string[];
}

export class Replay {
  private readonly lots = new Map<string, { holding: string; amount: bigint }>();
  private readonly held = new Map<string, bigint>();
  private readonly earned = new Map<string, bigint>();
  private readonly programs = new Map<string, ProgramRow>();
  private readonly lanes = new Map<string, Map<string, Lane>>();
  private readonly supplyRows = new Map<string, Map<string, SupplySums>>();
  private readonly supply = new Map<string, SupplySums>();
  private readonly clearingRows = new Map<string, bigint>();
  private readonly clearing = new Map<string, bigint>();
  private readonly receipts = new Map<string, OperationRow>();
  private readonly found: string[] = [];

  /** Applies the writes of one valid transaction. */
  apply(txId: string, writes: readonly RowWrite[]): void {
    for (const write of writes) this.applyRow(txId, write);
  }

  /** Compares both computations at the end of a block. */
  endBlock(block: number): void {
    for (const [programId, program] of this.programs) this.checkProgram(block, programId, program);
  }

  /** Compares everything that is too much to compare at every block, and gives the result. */
  finish(): ReplayedLedger {
    this.compare('balance', this.held, this.earned);
    this.compare('clearing', this.clearingRows, this.clearing);
    return {
      balances: new Map([...this.held].filter(([, points]) => points !== 0n)),
      supply: this.supply,
      clearing: this.clearing,
      operations: this.receipts.size,
      findings: this.found,
    };
  }

  private applyRow(txId: string, { key, value }: RowWrite): void {
    const [type, ...parts] = key;
    switch (type) {
      case 'lot':
        return this.applyLot(txId, parts, value as { amount: string } | undefined);
      case 'op':
        return this.applyReceipt(txId, parts.join(' '), value as OperationRow | undefined);
      case 'program':
        this.programs.set(parts[0] ?? '', value as ProgramRow);
        return;
      case 'quota':
        return this.applyLane(parts, value as { granted: string; used: string });
      case 'supply':
      case 'supply-total':
        return this.applySupply(parts[0] ?? '', key.join(' '), value as Record<string, string> | undefined);
      case 'clearing': {
        const [cycle, debtor, creditor, programId] = parts;
        add(
          this.clearingRows,
          `${cycle} ${debtor} ${creditor} ${programId}`,
          BigInt((value as { amount: string }).amount),
        );
        return;
      }
      case 'org':
      case 'account':
        return;
      default:
        this.found.push(`transaction ${txId} wrote a row of an unknown type: ${type}`);
    }
  }

  private applyLot(txId: string, parts: readonly string[], row: { amount: string } | undefined): void {
    const name = parts.join(' ');
    const before = this.lots.get(name);
    if (row === undefined) {
      if (before === undefined) this.found.push(`transaction ${txId} deleted a lot that is not there: ${name}`);
      else add(this.held, before.holding, -before.amount);
      this.lots.delete(name);
      return;
    }
    const amount = BigInt(row.amount);
    if (before !== undefined) this.found.push(`transaction ${txId} wrote a lot a second time: ${name}`);
    if (amount <= 0n) this.found.push(`transaction ${txId} wrote a lot of ${amount}`);
    const holding = `${parts[0]} ${parts[1]}`;
    this.lots.set(name, { holding, amount });
    add(this.held, holding, amount);
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

  private applyReceipt(txId: string, name: string, row: OperationRow | undefined): void {
    if (row === undefined) {
      this.found.push(`transaction ${txId} deleted the receipt ${name}`);
      return;
    }
    const before = this.receipts.get(name);
    this.receipts.set(name, row);
    if (before !== undefined) {
      const onlyMarked = before.reversedBy === undefined && row.reversedBy !== undefined && row.txId === before.txId;
      if (!onlyMarked)
        this.found.push(`transaction ${txId} changed the receipt ${name} other than by marking it reversed`);
      return;
    }
    if (row.txId !== txId) this.found.push(`the receipt ${name} names another transaction than ${txId}`);
    this.applyOperation(name, row);
  }

  /** What an operation must have done, by the words of its receipt alone. */
  private applyOperation(name: string, row: OperationRow): void {
    const { kind, programId, accountId } = row;
    const amount = BigInt(row.amount);
    const sums = this.supply.get(programId) ?? sumsOf({});
    this.supply.set(programId, sums);
    const target = row.reverses === undefined ? undefined : this.receipts.get(`${row.mspId} ${row.reverses}`);
    if (kind === 'reverse' && target === undefined) this.found.push(`${name} reverses an operation that is not there`);
    const holding = `${accountId} ${programId}`;
    switch (kind === 'reverse' ? `reverse ${target?.kind}` : kind) {
      case 'issue':
        sums.issued += amount;
        return add(this.earned, holding, amount);
      case 'redeem':
        sums.redeemed += amount;
        this.addDebt(row, amount);
        return add(this.earned, holding, -amount);
      case 'expire':
        sums.expired += amount;
        return add(this.earned, holding, -amount);
      case 'transfer':
      case 'reverse transfer':
        add(this.earned, holding, -amount);
        return add(this.earned, `${row.toAccountId} ${programId}`, amount);
      case 'reverse issue':
        sums.reversed += amount;
        return add(this.earned, holding, -amount);
      case 'reverse redeem':
        sums.redeemed -= amount;
        this.addDebt(row, -amount);
        return add(this.earned, holding, amount);
      default:
        this.found.push(`the receipt ${name} is of an unknown kind: ${kind}`);
    }
  }

  private addDebt({ acceptor, programId, txTime }: OperationRow, amount: bigint): void {
    const issuer = this.programs.get(programId)?.issuer;
    if (acceptor === undefined || acceptor === issuer) return;
    add(this.clearing, `${txTime.slice(0, 7)} ${issuer} ${acceptor} ${programId}`, amount);
  }

  private checkProgram(block: number, programId: string, { cap, capOn }: ProgramRow): void {
    const lanes = [...(this.lanes.get(programId)?.values() ?? [])];
    const granted = lanes.reduce((sum, lane) => sum + lane.granted, 0n);
    const used = lanes.reduce((sum, lane) => sum + lane.used, 0n);
    const sums = this.supply.get(programId) ?? sumsOf({});
    const rows = [...(this.supplyRows.get(programId)?.values() ?? [])].reduce(plus, sumsOf({}));
    const at = `block ${block}, programme ${programId}`;
    for (const field of ['issued', 'redeemed', 'expired', 'reversed'] as const) {
      if (rows[field] !== sums[field])
        this.found.push(`${at}: ${field} is ${rows[field]} by rows, ${sums[field]} by receipts`);
    }
    if (lanes.some((lane) => lane.used > lane.granted)) this.found.push(`${at}: a lane used more than it was granted`);
    if (used !== sums.issued) this.found.push(`${at}: lanes used ${used}, issued ${sums.issued}`);
    if (capOn === 'issued' && granted > BigInt(cap))
      this.found.push(`${at}: ${granted} granted exceeds the cap ${cap}`);
    const outstanding = sums.issued - sums.redeemed - sums.expired - sums.reversed;
    const capped = capOn === 'issued' ? sums.issued : outstanding;
    if (capped > BigInt(cap)) this.found.push(`${at}: ${capped} ${capOn} exceeds the cap ${cap}`);
  }

  private compare(what: string, byRows: ReadonlyMap<string, bigint>, byReceipts: ReadonlyMap<string, bigint>): void {
    for (const name of new Set([...byRows.keys(), ...byReceipts.keys()])) {
      const [rows, receipts] = [byRows.get(name) ?? 0n, byReceipts.get(name) ?? 0n];
      if (rows !== receipts) this.found.push(`${what} of ${name}: ${rows} by rows, ${receipts} by receipts`);
      if (what === 'balance' && receipts < 0n) this.found.push(`${what} of ${name} is negative: ${receipts}`);
    }
  }
}

function add(sums: Map<string, bigint>, name: string, amount: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + amount);
}

function sumsOf(row: Record<string, string>): SupplySums {
  const of = (field: string) => BigInt(row[field] ?? '0');
  return { issued: of('issued'), redeemed: of('redeemed'), expired: of('expired'), reversed: of('reversed') };
}

function plus(a: SupplySums, b: SupplySums): SupplySums {
  return {
    issued: a.issued + b.issued,
    redeemed: a.redeemed + b.redeemed,
    expired: a.expired + b.expired,
    reversed: a.reversed + b.reversed,
  };
}
