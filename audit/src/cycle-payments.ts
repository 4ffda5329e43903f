/**
 * What is paid for each closed cycle, from its positions and from what was left before, by the rules that hold for the cycle; and
 * that all of what is not paid is owed on.
 */
import type { ConstitutionRow } from './decision-rows.js';
import type { Found } from './findings.js';
import type { CycleRow, MemberRow, MoneyOwed, RemaindersRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';
import { add } from './sums.js';

/** What can be paid: whole units of a currency, of which amounts count millionths. */
const UNIT = 1_000_000n;
const unfounded = { currency: 'USD', netting: 'pairs' } as const;

/** `debtor creditor` to money. */
type Sums = ReadonlyMap<string, bigint>;

interface Rules {
  readonly currency: string;
  readonly netting: 'pairs' | 'all';
  /** How cycles before one were netted. */
  readonly earlier: readonly { readonly before: string; readonly netting: 'pairs' | 'all' }[];
}

export class CyclePayments {
  readonly #rules: Kept<Rules>;
  /** What is owed beyond what was paid. */
  readonly #remainders: Kept<bigint>;
  /** By cycle that was closed in this block, who pays whom how much. */
  readonly #closedNow = new Map<string, Sums>();
  /** Transactions that closed a cycle, until they have written what is owed on. */
  readonly #closing = new Set<string>();

  constructor(
    private readonly found: Found,
    private readonly statusOf: (mspId: string) => MemberRow['status'] | undefined,
    store: Store,
  ) {
    this.#rules = store.kept('clearing-rules', 'small');
    this.#remainders = store.kept('remainders', 'small');
  }

  /** `present` is the cycle that what is done then counts to: those up to it are netted as before. */
  applyConstitution(txId: string, row: ConstitutionRow | undefined, present: string): void {
    const before = this.#rules.get('now');
    const { currency, netting } = row?.clearing ?? unfounded;
    const say = (what: string): void => void this.found.push(`transaction ${txId} ${what}`);
    if (before !== undefined && currency !== before.currency) say(`made ${currency} of amounts in ${before.currency}`);
    const next = partAfter(present);
    const isChange = before !== undefined && netting !== before.netting && before.earlier.at(-1)?.before !== next;
    const earlier = [...(before?.earlier ?? []), ...(isChange ? [{ before: next, netting: before.netting }] : [])];
    const told = (row?.earlierNetting ?? []).map((each) => `${each.before} ${each.netting}`).join();
    const are = earlier.map((each) => `${each.before} ${each.netting}`).join();
    if (told !== are)
      say(`changed how earlier cycles are netted to ${told || 'nothing'}, which is ${are || 'nothing'}`);
    this.#rules.set('now', { currency, netting, earlier });
  }

  applyCycle(txId: string, cycle: string, row: CycleRow | undefined): void {
    if (row?.status !== 'closed') return;
    const { currency, netting: latest, earlier } = this.#rules.get('now') ?? { ...unfounded, earlier: [] };
    const netting = earlier.find(({ before }) => cycle < before)?.netting ?? latest;
    const say = (what: string): void => void this.found.push(`transaction ${txId} closed ${cycle} ${what}`);
    if (row.currency !== currency) say(`in ${row.currency}, amounts are in ${currency}`);
    if (row.netting !== netting) say(`netted by ${row.netting}, which is by ${netting}`);
    const before = new Map(this.#remainders);
    this.#compare(say, 'left before', row.remaindersBefore, before);
    const positions = owedInPublic(row);
    const { payments, remainders } = this.#pay(netting, positions, before);
    const dropped = new Map([...remainders].filter(([pair]) => this.#isOver(pair, positions)));
    for (const pair of dropped.keys()) remainders.delete(pair);
    this.#compare(say, 'paid', row.payments, payments);
    this.#compare(say, 'left', row.remainders, remainders);
    this.#compare(say, 'dropped', row.dropped, dropped);
    for (const [pair] of before) this.#remainders.delete(pair);
    for (const [pair, amount] of remainders) this.#remainders.set(pair, amount);
    this.#closedNow.set(cycle, payments);
    if (before.size + remainders.size > 0) this.#closing.add(txId);
  }

  applyRemainders(txId: string, row: RemaindersRow | undefined): void {
    this.#closing.delete(txId);
    const say = (what: string): void => void this.found.push(`transaction ${txId} wrote what is owed on ${what}`);
    this.#compare(say, 'as', row?.remainders, new Map(this.#remainders));
  }

  /** In which currency settlements are. */
  currency(): string {
    return (this.#rules.get('now') ?? unfounded).currency;
  }

  /** `cycle debtor creditor` to money, of a cycle that was closed in this block. */
  settlementsOf(cycle: string): Sums {
    return new Map([...(this.#closedNow.get(cycle) ?? [])].map(([pair, amount]) => [`${cycle} ${pair}`, amount]));
  }

  endBlock(): void {
    // Whoever closes next would go on with what was left before.
    for (const txId of this.#closing)
      this.found.push(`transaction ${txId} closed a cycle, and wrote nothing of what is owed on`);
    this.#closing.clear();
    this.#closedNow.clear();
  }

  /** Payments of those who net together, and of any other two; and what is left. */
  #pay(netting: string, positions: readonly MoneyOwed[], before: Sums) {
    const nets = new Map<string, Map<string, bigint>>();
    const owe = (debtor: string, creditor: string, amount: bigint): void => {
      const isTogether = netting === 'all' && [debtor, creditor].every((each) => this.#isInGoodStanding(each));
      const group = isTogether ? '' : [debtor, creditor].sort().join(' ');
      const net = nets.get(group) ?? new Map<string, bigint>();
      nets.set(group, net);
      add(net, debtor, amount);
      add(net, creditor, -amount);
    };
    for (const { debtor, creditor, amount } of positions) owe(debtor, creditor, BigInt(amount));
    for (const [pair, amount] of before) {
      const [debtor = '', creditor = ''] = pair.split(' ');
      owe(debtor, creditor, amount);
    }
    const [payments, remainders] = [new Map<string, bigint>(), new Map<string, bigint>()];
    for (const net of nets.values()) {
      for (const [pair, amount] of overlaps(new Map([...net].map(([mspId, sum]) => [mspId, sum - (sum % UNIT)])))) {
        const [debtor = '', creditor = ''] = pair.split(' ');
        payments.set(pair, amount);
        add(net, debtor, -amount);
        add(net, creditor, amount);
      }
      for (const [pair, amount] of overlaps(net)) remainders.set(pair, amount);
    }
    return { payments, remainders };
  }

  #isInGoodStanding(mspId: string): boolean {
    return ['active', 'leaving'].includes(this.statusOf(mspId) ?? '');
  }

  /** With one that left, what is less than can be paid ends when nothing new came. */
  #isOver(pair: string, positions: readonly MoneyOwed[]): boolean {
    const parties = pair.split(' ');
    if (!parties.some((mspId) => this.statusOf(mspId) === 'left')) return false;
    return !positions.some(({ debtor, creditor }) => parties.includes(debtor) && parties.includes(creditor));
  }

  #compare(say: (what: string) => void, what: string, told: readonly MoneyOwed[] | undefined, is: Sums): void {
    const said = new Map((told ?? []).map(({ debtor, creditor, amount }) => [`${debtor} ${creditor}`, BigInt(amount)]));
    for (const pair of new Set([...said.keys(), ...is.keys()])) {
      const [by, right] = [said.get(pair), is.get(pair)];
      if (by !== right) say(`with ${by ?? 0n} ${what} of what ${pair.replace(' ', ' owes ')}, which is ${right ?? 0n}`);
    }
    if (said.size !== (told ?? []).length) say(`with a pair ${what} twice`);
  }
}

function owedInPublic({ positions, privatePairs = [] }: CycleRow): MoneyOwed[] {
  const inPrivate = new Set(privatePairs.map(({ parties }) => [...parties].sort().join(' ')));
  return positions
    .filter(({ debtor, creditor }) => !inPrivate.has([debtor, creditor].sort().join(' ')))
    .map(({ debtor, creditor, worth = '0' }) => ({ debtor, creditor, amount: worth }));
}

/**
 * Sums above zero laid end to end, those below as well, each side by size and name: who lies over whom pays so much of it as
 * they lie over each other.
 */
function overlaps(net: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const laid = (sign: bigint): [mspId: string, from: bigint, to: bigint][] => {
    const side = [...net].map(([mspId, sum]) => [mspId, sum * sign] as const).filter(([, sum]) => sum > 0n);
    let end = 0n;
    return side
      .sort(([a, most], [b, least]) => (most === least ? (a < b ? -1 : 1) : most > least ? -1 : 1))
      .map(([mspId, sum]) => [mspId, end, (end += sum)]);
  };
  const found = new Map<string, bigint>();
  for (const [debtor, from, to] of laid(1n)) {
    for (const [creditor, start, end] of laid(-1n)) {
      const common = (to < end ? to : end) - (from > start ? from : start);
      if (common > 0n) found.set(`${debtor} ${creditor}`, common);
    }
  }
  return found;
}

/** The cycle that follows on one: the next part of its month, or the next month after the last one. */
function partAfter(cycle: string): string {
  const [month = '', part = '1'] = cycle.split('.');
  if (part !== '99') return `${month}.${String(Number(part) + 1).padStart(2, '0')}`;
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7);
}
