/**
 * What merchants let issuers owe them: that what was spent at them drew on it, that no more was drawn than there was, and that
 * what came back came back. Lanes and what is on its way into them are compared with receipts, payments and prepayments.
 */
import type { ClearingDebts } from './clearing-debts.js';
import type { ConstitutionRow } from './decision-rows.js';
import type { AcceptanceRow, CreditRow } from './acceptance-rows.js';
import type { Found } from './findings.js';
import { DrawnOnCredit } from './drawn-on-credit.js';
import type { CycleRow, OperationRow, ProgramRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add, total } from './sums.js';

interface Lane {
  readonly granted: bigint;
  readonly used: bigint;
}

interface Prepayment {
  readonly amount: string;
  readonly left: string;
}

interface Release {
  readonly amount: string;
  readonly prepaid: string;
}

/** By `programme merchant`, if nothing else is said. */
export class GrantedCredits {
  readonly #credits: Kept<CreditRow>;
  readonly #lanes: Kept<Map<string, Lane>>;
  /** By `programme merchant transaction`. */
  readonly #backs: Kept<bigint>;
  /** What is on its way into lanes. */
  readonly #returning: Kept<bigint>;
  /** By receipts, prepayments and releases: what is owed and promised on the credit. */
  readonly #used: Kept<bigint>;
  readonly drawn: DrawnOnCredit;
  readonly #releases: Kept<Release>;
  readonly #prepayments: Kept<Prepayment>;
  /** By `cycle programme merchant`: points paid in advance that a claim used up; what the cycle gives back has them. */
  readonly #claimed: Kept<bigint>;
  readonly #switch: Kept<boolean>;
  readonly #touched = new Set<string>();

  constructor(
    private readonly found: Found,
    private readonly programs: Kept<ProgramRow>,
    private readonly debts: Pick<ClearingDebts, 'closed' | 'isConfirmed'>,
    store: Store,
  ) {
    this.#credits = store.kept('credits', 'small');
    this.#lanes = store.kept('credit-lanes', 'small');
    this.#backs = store.kept('credit-backs', 'small');
    this.#returning = store.kept('credit-returning', 'small');
    this.#used = store.kept('credit-used', 'small');
    this.drawn = new DrawnOnCredit(store);
    this.#releases = store.kept('credit-releases', 'small');
    this.#prepayments = store.kept('prepayments', 'small');
    this.#claimed = store.kept('prepaid-claimed', 'small');
    this.#switch = store.kept('credit-switch', 'small');
  }

  applyConstitution(row: (ConstitutionRow & { readonly credit?: boolean }) | undefined): void {
    this.#switch.set('on', row?.credit === true);
  }

  applyAcceptance(txId: string, name: string, row: AcceptanceRow | undefined): void {
    const before = this.#credits.get(name);
    const credit = row?.credit;
    if (credit === undefined) {
      if (before !== undefined) this.found.push(`transaction ${txId} took the credit ${name} away`);
      return;
    }
    this.#credits.set(name, credit);
    this.#touched.add(name);
    if (before !== undefined && before.lanes !== credit.lanes)
      this.found.push(`transaction ${txId} changed the lanes of the credit ${name}`);
    const isNew = before === undefined || before.endedAt !== undefined || BigInt(credit.limit) > BigInt(before.limit);
    if (isNew && credit.endedAt === undefined && this.#switch.get('on') !== true)
      this.found.push(`transaction ${txId} granted the credit ${name}, which members have not switched on`);
  }

  /** Rows that are of credits alone; whether this is one. */
  applyRow(txId: string, type: string, parts: readonly string[], value: unknown, by: string): boolean {
    switch (type) {
      case 'credit-quota':
        this.#applyLane(parts, value as { granted: string; used: string });
        return true;
      case 'credit-back':
        this.#applyBack(txId, parts, value as { amount: string } | undefined);
        return true;
      case 'credit-release':
        this.#applyRelease(txId, parts, value as Release | undefined, by);
        return true;
      case 'prepayment':
        this.#applyPrepayment(txId, parts, value as Prepayment | undefined);
        return true;
      default:
        return false;
    }
  }

  #applyLane([programId, mspId, lane = '']: readonly string[], row: { granted: string; used: string }): void {
    const name = `${programId} ${mspId}`;
    const lanes = this.#lanes.get(name) ?? new Map<string, Lane>();
    lanes.set(lane, { granted: BigInt(row.granted), used: BigInt(row.used) });
    this.#lanes.set(name, lanes);
    this.#touched.add(name);
  }

  #applyBack(txId: string, parts: readonly string[], row: { amount: string } | undefined): void {
    const key = parts.join(' ');
    const name = parts.slice(0, 2).join(' ');
    const before = this.#backs.get(key);
    if (row !== undefined && before !== undefined)
      this.found.push(`transaction ${txId} gave back a second time: ${key}`);
    if (row === undefined && before === undefined)
      this.found.push(`transaction ${txId} put back what is not there: ${key}`);
    add(this.#returning, name, BigInt(row?.amount ?? '0') - (before ?? 0n));
    if (row === undefined) this.#backs.delete(key);
    else this.#backs.set(key, BigInt(row.amount));
    this.#touched.add(name);
  }

  #applyPrepayment(txId: string, parts: readonly string[], row: Prepayment | undefined): void {
    const key = parts.join(' ');
    const name = parts.slice(0, 2).join(' ');
    const before = this.#prepayments.get(key);
    if (row === undefined) return void this.found.push(`transaction ${txId} deleted the prepayment ${key}`);
    this.#prepayments.set(key, row);
    this.#touched.add(name);
    if (before === undefined) add(this.#used, name, -BigInt(row.amount));
    if (before !== undefined && (before.amount !== row.amount || BigInt(before.left) < BigInt(row.left)))
      this.found.push(`transaction ${txId} changed the prepayment ${key} other than by using it up`);
  }

  /** A cycle gives back what was drawn in it, once, when it is paid. */
  #applyRelease(txId: string, parts: readonly string[], row: Release | undefined, by: string): void {
    const [programId = '', mspId = '', cycle = ''] = parts;
    const [key, name] = [parts.join(' '), `${programId} ${mspId}`];
    if (row === undefined || this.#releases.has(key)) {
      this.found.push(`transaction ${txId} released the credit ${name} for ${cycle} a second time`);
      return;
    }
    this.#releases.set(key, row);
    const claimed = this.#claimed.get(`${cycle} ${name}`) ?? 0n;
    this.#claimed.delete(`${cycle} ${name}`);
    if (BigInt(row.prepaid) < claimed)
      this.found.push(
        `transaction ${txId} released the credit ${name} with ${row.prepaid} of ${claimed} paid in advance`,
      );
    this.#touched.add(name);
    add(this.#used, name, BigInt(row.prepaid) - BigInt(row.amount));
    const drawn = this.drawn.of(`${cycle} ${name}`);
    if (BigInt(row.amount) !== drawn)
      this.found.push(
        `transaction ${txId} released ${row.amount} of the credit ${name} for ${cycle}, drawn were ${drawn}`,
      );
    const unpaid = this.#whyUnpaid(programId, mspId, cycle, by);
    if (unpaid !== undefined)
      this.found.push(`transaction ${txId} released the credit ${name} for ${cycle}, ${unpaid}`);
  }

  /** A merchant in default: what it had paid in advance met a part of what it owes for a cycle. `cycle programme merchant`. */
  applyClaim(name: string, points: bigint): void {
    this.#claimed.set(name, points);
    this.#touched.add(name.slice(name.indexOf(' ') + 1));
  }

  /** What was paid in advance and is not used up: `programme merchant`. */
  prepaidLeft(name: string): bigint {
    return total(
      [...this.#prepayments].flatMap(([key, row]) => (key.startsWith(`${name} `) ? [BigInt(row.left)] : [])),
    );
  }

  /** Closing tells of positions what of them was drawn. */
  applyCycle(txId: string, cycle: string, row: CycleRow | undefined): void {
    if (row?.status !== 'closed') return;
    const told = new Map<string, bigint>();
    for (const { creditor, programId, credited = '0' } of row.positions)
      add(told, `${cycle} ${programId} ${creditor}`, BigInt(credited));
    for (const [name, drawn] of this.drawn.inCycle(cycle)) add(told, name, -drawn);
    for (const [name, rest] of told)
      if (rest !== 0n)
        this.found.push(`transaction ${txId} closed ${cycle} with ${rest} too much drawn on credit: ${name}`);
  }

  /** `about` is the hold that it resolves, or the operation that it reverses. */
  applyOperation(name: string, row: OperationRow, about: OperationRow | undefined): void {
    const { kind, programId, acceptor, beneficiary, targetProgramId = '', cycle } = row;
    switch (kind) {
      case 'redeem':
        return this.#draw(name, row, acceptor, BigInt(row.amount), cycle);
      case 'exchange':
        return this.#draw(name, row, this.programs.get(targetProgramId)?.issuer, BigInt(row.taken ?? '0'), cycle);
      case 'hold':
        // What is pledged draws on nothing.
        return this.#draw(name, row, row.lineId === undefined ? beneficiary : undefined, BigInt(row.amount), undefined);
      case 'capture':
      case 'void': {
        const held = about?.credit === undefined ? 0n : BigInt(about.amount);
        const taken = kind === 'capture' && held > 0n ? BigInt(row.amount) : 0n;
        this.#give(name, row, about?.beneficiary, held - taken);
        if (taken > 0n) this.drawn.add(`${cycle} ${programId} ${acceptor}`, taken);
        if ((row.credited === true) !== taken > 0n)
          this.found.push(`${name} says otherwise than its hold what was drawn`);
        return;
      }
      case 'reverse': {
        const isDrawn = about?.credit !== undefined || about?.credited === true;
        const back = isDrawn && about.cycle === cycle && acceptor !== undefined ? BigInt(row.amount) : 0n;
        this.#give(name, row, acceptor, back);
        if (back > 0n) this.drawn.add(`${cycle} ${programId} ${acceptor}`, -back);
        return;
      }
      default:
        return;
    }
  }

  /** Compares the credits that a block touched. */
  endBlock(block: number): void {
    for (const name of this.#touched) {
      const lanes = [...(this.#lanes.get(name)?.values() ?? [])];
      const at = `block ${block}, credit ${name}`;
      if (lanes.some(({ used, granted }) => used > granted))
        this.found.push(`${at}: a lane used more than it was granted`);
      const [granted, limit] = [total(lanes.map((lane) => lane.granted)), this.#credits.get(name)?.limit ?? '0'];
      if (granted !== BigInt(limit)) this.found.push(`${at}: ${granted} granted to lanes, the limit is ${limit}`);
      const byRows = total(lanes.map((lane) => lane.used)) - (this.#returning.get(name) ?? 0n);
      const byReceipts = this.#used.get(name) ?? 0n;
      if (byRows !== byReceipts) this.found.push(`${at}: ${byRows} used by rows, ${byReceipts} by receipts`);
      this.#comparePrepaid(at, name);
    }
    this.#touched.clear();
    for (const [name, points] of this.drawn.takeApart())
      this.found.push(`block ${block}: what is owed is said with ${points} too much drawn on credit: ${name}`);
  }

  /** Under a limit all of it is drawn, without one nothing. */
  #draw(
    name: string,
    row: OperationRow,
    creditor: string | undefined,
    amount: bigint,
    cycle: string | undefined,
  ): void {
    const { programId, credit } = row;
    const isElsewhere = creditor !== undefined && creditor !== this.programs.get(programId)?.issuer;
    const pair = `${programId} ${creditor}`;
    const limit = this.#credits.get(pair);
    const isLimited = isElsewhere && limit !== undefined && limit.endedAt === undefined;
    const drawn = total((credit ?? []).map((part) => BigInt(part.amount)));
    const due = isLimited ? amount : 0n;
    if (drawn !== due) this.found.push(`${name} drew ${drawn} on the credit ${pair}, it has to draw ${due}`);
    if (!isLimited) return;
    add(this.#used, pair, due);
    this.#touched.add(pair);
    if (cycle !== undefined) this.drawn.add(`${cycle} ${pair}`, due);
  }

  #give(name: string, row: OperationRow, creditor: string | undefined, due: bigint): void {
    const told = BigInt(row.creditBack ?? '0');
    if (told !== due) this.found.push(`${name} gave back ${told} of a credit, it has to give back ${due}`);
    if (due === 0n) return;
    const pair = `${row.programId} ${creditor}`;
    add(this.#used, pair, -due);
    this.#touched.add(pair);
  }

  #whyUnpaid(programId: string, mspId: string, cycle: string, by: string): string | undefined {
    const row = this.debts.closed(cycle);
    const issuer = this.programs.get(programId)?.issuer ?? '';
    if (row === undefined) return 'which is not closed';
    const isPrivate = (row.privatePairs ?? []).some(
      ({ parties }) => parties.includes(issuer) && parties.includes(mspId),
    );
    if (isPrivate) return by === mspId ? undefined : `which is for ${mspId} to say`;
    const due = (row.payments ?? []).filter(
      ({ debtor, creditor }) => debtor === issuer && (row.netting === 'all' || creditor === mspId),
    );
    const open = due.find(({ debtor, creditor }) => !this.debts.isConfirmed(`${cycle} ${debtor} ${creditor}`));
    return open === undefined ? undefined : `for which ${open.debtor} has yet to pay ${open.creditor}`;
  }

  /** What is used up of prepayments is what releases say. */
  #comparePrepaid(at: string, name: string): void {
    const of = <T>(rows: Kept<T>): T[] => [...rows].flatMap(([key, row]) => (key.startsWith(`${name} `) ? [row] : []));
    const gone = total(of(this.#prepayments).map(({ amount, left }) => BigInt(amount) - BigInt(left)));
    const told = total(of(this.#releases).map(({ prepaid }) => BigInt(prepaid)));
    const claimed = total([...this.#claimed].flatMap(([key, points]) => (key.endsWith(` ${name}`) ? [points] : [])));
    if (gone !== told + claimed)
      this.found.push(`${at}: ${gone} of prepayments are used up, settled cycles say ${told}`);
  }
}
