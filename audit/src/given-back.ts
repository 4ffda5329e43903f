/**
 * What was spent comes back with the expiries that it had, the newest first however many parts it comes back in; what has ended
 * meanwhile for the programme's days of grace, and nothing else for longer than it had.
 */
import { dayAfter } from './days.js';
import type { Found } from './findings.js';
import type { LotPart, OperationRow, ProgramRow } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

/** Where a programme does not say how many days of grace it grants. */
const GRACE_DAYS = 14;

const dayOf = (row: OperationRow): string => row.txTime.slice(0, 10);
const expiryOf = ({ lotId }: LotPart): string => lotId.slice(0, 10);

/** What came back of an operation, in all and by the expiry that it had. */
interface Returned {
  readonly amount: string;
  readonly byExpiry: Readonly<Record<string, string>>;
}

export class GivenBack {
  readonly #returned: Kept<Returned>;
  /** Of the transaction at hand: operations of which something came back, with what they had spent. */
  readonly #touched = new Map<string, OperationRow>();

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#returned = store.kept('given-back');
  }

  apply(name: string, row: OperationRow, target: OperationRow, { rules }: ProgramRow): void {
    const sums = sumsOf(row.created ?? []);
    const today = dayOf(row);
    const graceDays = rules?.returnGraceDays ?? GRACE_DAYS;
    const until = dayAfter(today, graceDays);
    for (const grace of row.grace ?? []) {
      if (grace.expiry >= today || grace.until !== until || graceDays === 0)
        this.found.push(`${name} gives points of ${grace.expiry} until ${grace.until}, not until ${until}`);
      move(sums, grace.until, grace.expiry, BigInt(grace.amount));
    }
    const withheld = (row.created ?? []).find((part) => expiryOf(part) < today && expiryOf(part) < until);
    if (withheld !== undefined && graceDays > 0)
      this.found.push(`${name} gives points of ${expiryOf(withheld)} back without the days of grace`);
    const undone = `${target.mspId} ${target.id}`;
    const before = this.#returned.get(undone) ?? { amount: '0', byExpiry: {} };
    for (const [expiry, amount] of Object.entries(before.byExpiry)) add(sums, expiry, BigInt(amount));
    const amount = String(BigInt(before.amount) + BigInt(row.amount));
    this.#returned.set(undone, { amount, byExpiry: asText(sums) });
    this.#touched.set(undone, target);
  }

  /** Operations of one transaction come in no order of their own: what they come to is judged. */
  endTransaction(): void {
    for (const [undone, target] of this.#touched) {
      const { amount, byExpiry } = this.#returned.get(undone)!;
      const newest = newestOf(target.consumed ?? [], BigInt(amount));
      for (const [expiry, sum] of Object.entries(byExpiry)) {
        const due = newest.get(expiry) ?? 0n;
        // What paid off something owed came back into no lot.
        if (BigInt(sum) > due) this.found.push(`${sum} points of ${expiry} came back of ${undone}, due were ${due}`);
      }
    }
    this.#touched.clear();
  }
}

function sumsOf(parts: readonly LotPart[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const part of parts) add(sums, expiryOf(part), BigInt(part.amount));
  return sums;
}

function newestOf(parts: readonly LotPart[], amount: bigint): Map<string, bigint> {
  const newest = new Map<string, bigint>();
  let left = amount;
  for (const [expiry, sum] of [...sumsOf(parts)].sort(([a], [b]) => (a < b ? 1 : -1))) {
    const part = sum < left ? sum : left;
    newest.set(expiry, part);
    left -= part;
  }
  return newest;
}

function add(sums: Map<string, bigint>, expiry: string, amount: bigint): void {
  sums.set(expiry, (sums.get(expiry) ?? 0n) + amount);
}

function move(sums: Map<string, bigint>, from: string, to: string, amount: bigint): void {
  add(sums, from, -amount);
  add(sums, to, amount);
}

const asText = (sums: ReadonlyMap<string, bigint>): Record<string, string> =>
  Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n).map(([expiry, sum]) => [expiry, String(sum)]));
