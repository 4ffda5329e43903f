/**
 * Orders of authorities, from their rows: who issued, ratified and lifted each, what then has to stand against accounts,
 * programmes and organisations, and that no operation did what an order in force stops.
 */
import type { Found } from './findings.js';
import type { PowerRow } from './decision-rows.js';
import { CLOCKS_APART_MS } from './clocks.js';
import { daysGivenBackBy, type DaysGivenBack } from './days-given-back.js';
import type { AccountRow, OperationRow, OrderRow, RowWrite, StandingRow } from './ledger-rows.js';
import { accountsOf, type PlainImport } from './plain-import.js';
import { isAnother, isOver, isSame, isWithin, keptBackBy, subjectOf } from './order-rows.js';
import { ReservedPoints } from './reserved-points.js';
import type { Kept, Store } from './store.js';

const EMERGENCY_MS = 72 * 60 * 60_000;

/** As far as it is about orders. */
interface ExecutedProposal {
  readonly status: string;
  readonly actions: readonly { readonly orderId?: string; readonly order?: { readonly orderId: string } }[];
}

/** What is so for good. */
const fixed = ['scope', 'effect', 'expiry', 'reasonHash', 'from', 'basis', 'issuedBy', 'issuedAt'] as const;

export class OrdersInForce {
  readonly #orders: Kept<OrderRow>;
  /** By `account …`, `program …` or `organization …`: the ids of all orders there were. */
  readonly #about: Kept<readonly string[]>;
  /** As rows say. */
  readonly #standing: Kept<StandingRow>;
  /** By order, from receipts. */
  readonly #seized: Kept<bigint>;
  readonly #touched = new Set<string>();
  readonly #decided = new Set<string>();
  readonly #reserved: ReservedPoints;
  #givenBack: DaysGivenBack[] = [];

  constructor(
    private readonly found: Found,
    private readonly issuerOf: (programId: string) => string | undefined,
    private readonly powersOf: (mspId: string) => readonly PowerRow[] | undefined,
    store: Store,
  ) {
    this.#orders = store.kept('orders', 'small');
    this.#about = store.kept('orders-about', 'small');
    this.#seized = store.kept('orders-seized', 'small');
    this.#standing = store.kept('orders-standing', 'small');
    this.#reserved = new ReservedPoints(found, ({ accountId, programId, txTime }) =>
      this.#inForce(accountId, programId, txTime).reduce((sum, order) => sum + BigInt(keptBackBy(order) ?? '0'), 0n),
    );
  }

  /** What the proposals decide of orders that one transaction executes. */
  begin(writes: readonly RowWrite[]): void {
    this.#decided.clear();
    this.#givenBack = [];
    for (const { key, value } of writes) {
      const { status, actions = [] } = ((key[0] === 'proposal' ? value : undefined) as Partial<ExecutedProposal>) ?? {};
      if (status !== 'executed') continue;
      for (const { orderId, order } of actions) this.#decided.add(orderId ?? order?.orderId ?? '');
    }
  }

  /** What orders that the transaction lifted gave back of days. */
  get givenBack(): readonly DaysGivenBack[] {
    return this.#givenBack;
  }

  /** An order that a client of `mspId` wrote. */
  applyOrder(txId: string, orderId: string, row: OrderRow | undefined, mspId: string): void {
    const say = (text: string) => this.found.push(`transaction ${txId} ${text} the order ${orderId}`);
    const before = this.#orders.get(orderId);
    if (row === undefined) return void say('deleted');
    this.#orders.set(orderId, row);
    const subject = subjectOf(row);
    this.#touched.add(subject);
    if (before === undefined) {
      this.#about.set(subject, [...(this.#about.get(subject) ?? []), orderId]);
      return this.#checkIssued(row, mspId, say);
    }
    const changed = fixed.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]));
    if (changed.length > 0) say(`changed ${changed.join(', ')} of`);
    if (before.status === 'lifted' && JSON.stringify(before) !== JSON.stringify(row))
      say('changed, after it was lifted,');
    const isRatified = before.ratifiedAt === undefined && row.ratifiedAt !== undefined;
    if (isRatified && row.basis !== 'emergency') say('ratified, which was no emergency,');
    if (isRatified && isOver(before.until, row.ratifiedAt)) say('ratified, after it had lapsed,');
    if (isRatified && row.ratifiedBy !== undefined && isAnother(mspId, row.ratifiedBy))
      say(`ratified for ${row.ratifiedBy}`);
    const { ratifiedBy, ratifiedAt } = row;
    if (isRatified && ratifiedBy !== undefined && !isWithin(this.powersOf(ratifiedBy), row, ratifiedAt!))
      say(`ratified, which no power of ${ratifiedBy} covers,`);
    if (!isRatified && before.until !== row.until) say('changed the end of');
    if (isRatified && row.ratifiedBy === undefined && !this.#decided.has(orderId)) say('ratified, without a decision,');
    if (before.status === 'lifted' || row.status !== 'lifted') return;
    if (row.liftedBy === undefined && !this.#decided.has(orderId)) say('lifted, without a decision,');
    const answers = before.ratifiedAt === undefined ? before.issuedBy : before.ratifiedBy;
    if (row.liftedBy !== undefined && row.liftedBy !== answers && !isOver(before.until, row.liftedAt))
      say(`lifted for ${row.liftedBy}, which may not,`);
    if (row.liftedBy !== undefined && isAnother(mspId, row.liftedBy)) say(`lifted in the name of ${row.liftedBy}`);
    const given = daysGivenBackBy(row);
    if (given !== undefined) this.#givenBack.push(given);
    if (given?.days !== row.daysGivenBack)
      say(`gives ${row.daysGivenBack ?? 'no'} days back instead of ${given?.days ?? 'none'}, lifting`);
  }

  applyAccount(accountId: string, row: AccountRow | undefined): void {
    this.applyStanding(`account ${accountId}`, row?.standing);
  }

  applyStanding(subject: string, row: StandingRow | undefined): void {
    if (row === undefined && this.#standing.get(subject) === undefined) return;
    if (row === undefined) this.#standing.delete(subject);
    else this.#standing.set(subject, row);
    this.#touched.add(subject);
  }

  /** Whether an order in force lets no points leave an account. */
  isStopped(accountId: string, programId: string, txTime: string): boolean {
    return this.#inForce(accountId, programId, txTime).some(({ effect }) => effect.kind === 'stop-debits');
  }

  endTransaction(earned: Pick<Kept<bigint>, 'get'> | undefined): void {
    this.#reserved.endTransaction(earned);
  }

  /** Whether there never was an order about any of these accounts, their programme or their organisation. */
  concerns(lines: PlainImport): boolean {
    if (this.#orders.size === 0) return false;
    if (this.#about.has(`program ${lines.programId}`)) return true;
    for (const id of accountsOf(lines))
      if (this.#about.has(`account ${id}`) || this.#about.has(`organization ${id.split(':')[0]}`)) return true;
    return false;
  }

  /** That no order in force stops what a receipt says; `target` is the hold or the operation that it is about. */
  applyOperation(name: string, row: OperationRow, target: OperationRow | undefined): void {
    const check = (side: 'stop-debits' | 'stop-credits', accountId: string | undefined, programId = row.programId) => {
      if (accountId === undefined) return;
      const order = this.#inForce(accountId, programId, row.txTime).find(({ effect }) => effect.kind === side);
      if (order !== undefined) this.found.push(`${name} did with ${accountId} what the order ${order.orderId} stops`);
    };
    if (this.#orders.size > 0) this.#reserved.applyOperation(name, row);
    switch (row.kind === 'reverse' ? `reverse ${target?.kind}` : row.kind) {
      case 'issue':
      case 'reverse redeem':
      case 'reverse capture':
        return check('stop-credits', row.accountId);
      case 'seize':
        check('stop-credits', row.toAccountId);
        return this.#checkSeizure(name, row);
      case 'transfer':
      case 'reverse transfer':
      case 'transfer-note':
        check('stop-debits', row.accountId);
        return check('stop-credits', row.toAccountId);
      case 'exchange':
        check('stop-debits', row.accountId);
        return check('stop-credits', row.accountId, row.targetProgramId);
      case 'redeem':
      case 'hold':
      case 'buy-note':
      case 'pledge-note':
      case 'reverse issue':
        return check('stop-debits', row.accountId);
      case 'expire':
        return this.#checkExpiry(name, row);
      case 'capture':
        // What was promised to a merchant before is kept.
        return target?.beneficiary === undefined ? check('stop-debits', row.accountId) : undefined;
    }
  }

  /** What waits is not retired before the order is lifted. */
  #checkExpiry(name: string, { accountId, programId }: OperationRow): void {
    for (const orderId of this.#about.get(`account ${accountId}`) ?? []) {
      const { expiry, status, scope } = this.#orders.get(orderId)!;
      if (expiry === 'waits' && status === 'issued' && (scope.programId ?? programId) === programId)
        this.found.push(`${name} retires points of ${accountId} that the order ${orderId} lets wait`);
    }
  }

  /** A seizure is what its order says, by another organisation than the one that ordered it, and never more. */
  #checkSeizure(name: string, row: OperationRow): void {
    const order = this.#orders.get(row.orderId ?? '');
    const isMeant =
      order?.effect.kind === 'seize' &&
      order.scope.accountId === row.accountId &&
      order.scope.programId === row.programId &&
      order.effect.toAccountId === row.toAccountId;
    if (!isMeant) return void this.found.push(`${name} seizes points that no order seizes: ${row.orderId}`);
    const inForce = this.#inForce(row.accountId, row.programId, row.txTime).includes(order);
    if (!inForce) this.found.push(`${name} seizes points on the order ${row.orderId}, which is not in force`);
    if (order.issuedBy === row.mspId) this.found.push(`${name} seizes points on an order of ${row.mspId} itself`);
    const seized = (this.#seized.get(order.orderId) ?? 0n) + BigInt(row.amount);
    this.#seized.set(order.orderId, seized);
    if (seized > BigInt(order.effect.amount ?? '0'))
      this.found.push(`${name} seizes more than the order ${row.orderId} wants`);
  }

  endBlock(block: number): void {
    for (const subject of this.#touched) this.#compare(block, subject);
    for (const [orderId, seized] of this.#seized) {
      const told = this.#orders.get(orderId)?.seized ?? '0';
      if (String(seized) !== told)
        this.found.push(`block ${block}: of the order ${orderId} ${told} are seized by its row, ${seized} by receipts`);
    }
    this.#touched.clear();
  }

  #checkIssued(row: OrderRow, mspId: string, say: (text: string) => void): void {
    const { orderId, basis, issuedBy, scope, effect } = row;
    const named = orderId.slice(0, orderId.indexOf(':'));
    if (named !== (issuedBy ?? 'vote')) say(`issued under the name of ${named}`);
    if (issuedBy !== undefined && isAnother(mspId, issuedBy)) say(`issued in the name of ${issuedBy}`);
    if (issuedBy === undefined && !this.#decided.has(orderId)) say('issued, without a decision,');
    if (basis === 'regulator' && !isWithin(this.powersOf(issuedBy ?? ''), row, row.from))
      say(`issued, which no power of ${issuedBy} covers,`);
    if (basis !== 'emergency') return;
    const until = Date.parse(row.until ?? '9999-12-31');
    if (until > Date.parse(row.issuedAt) + EMERGENCY_MS) say('issued, as an emergency for more than 72 hours,');
    if (effect.kind === 'seize') say('issued, as an emergency that seizes points,');
    const isKept = scope.accountId?.startsWith(`${issuedBy}:`) === true || scope.mspId === issuedBy;
    if (!isKept && (scope.programId === undefined || this.issuerOf(scope.programId) !== issuedBy))
      say(`issued, as an emergency about what is not ${issuedBy}’s,`);
  }

  /** What stands against a subject has to be its orders, as they are; those that are over may be left out. */
  #compare(block: number, subject: string): void {
    const all = (this.#about.get(subject) ?? []).flatMap((orderId) => this.#orders.get(orderId) ?? []);
    const now = all
      .map(({ issuedAt, ratifiedAt, liftedAt }) => liftedAt ?? ratifiedAt ?? issuedAt)
      .sort()
      .at(-1);
    const stands = new Map((this.#standing.get(subject)?.orders ?? []).map((entry) => [entry.orderId, entry]));
    for (const order of all) {
      const entry = stands.get(order.orderId);
      stands.delete(order.orderId);
      const isPast =
        order.status === 'lifted' ||
        (order.expiry !== 'waits' && (isOver(order.until, now) || keptBackBy(order) === '0'));
      if (entry === undefined && !isPast)
        this.found.push(`block ${block}: the order ${order.orderId} does not stand against ${subject}`);
      if (entry !== undefined && !isSame(entry, order))
        this.found.push(
          `block ${block}: the order ${order.orderId} stands otherwise against ${subject} than it was issued`,
        );
    }
    for (const orderId of stands.keys())
      this.found.push(`block ${block}: against ${subject} stands an order that nobody issued: ${orderId}`);
  }

  #inForce(accountId: string, programId: string, txTime: string): OrderRow[] {
    if (this.#orders.size === 0) return [];
    const subjects = [`account ${accountId}`, `program ${programId}`, `organization ${accountId.split(':')[0]}`];
    return subjects
      .flatMap((subject) => this.#about.get(subject) ?? [])
      .flatMap((orderId) => this.#orders.get(orderId) ?? [])
      .filter(({ status, scope }) => status === 'issued' && (scope.programId ?? programId) === programId)
      .filter(({ from, until }) => Date.parse(from) <= Date.parse(txTime) + CLOCKS_APART_MS && !isOver(until, txTime));
  }
}
