/** What an account held at some time, from what operations did to it until then. */
import { dayOf, type Receipt } from '@commonpoint/catalogue';
import { toPositionedEntries } from './account-entries.js';
import type { AccountLine } from './account-line.js';

/** Of one programme: points in lots, those that ended and were not retired yet among them, and points in holds. */
export interface PastBalance {
  readonly programId: string;
  readonly balance: string;
  readonly held: string;
}

/** Up to the end of a day or of a block. */
export interface Until {
  readonly day?: string | undefined;
  readonly block?: number | undefined;
}

/** What an operation did to one account's points of a programme, or several did. */
export interface BalanceChange {
  readonly programId: string;
  readonly balance: bigint;
  readonly held: bigint;
}

export function changesBy(accountId: string, line: AccountLine): BalanceChange[] {
  const { programId } = line.receipt;
  const changes = toPositionedEntries(accountId, line).map(({ entry }) => ({
    programId: entry.programId,
    balance: BigInt(entry.change),
    held: 0n,
  }));
  const held = heldChangeOf(accountId, line.receipt);
  return held === 0n ? changes : [...changes, { programId, balance: 0n, held }];
}

/** Sums what lines did, one after the other. */
export class RunningBalances {
  readonly #sums = new Map<string, { balance: bigint; held: bigint }>();

  constructor(
    private readonly accountId: string,
    before: readonly BalanceChange[] = [],
  ) {
    before.forEach((change) => this.#add(change));
  }

  add(line: AccountLine): void {
    for (const change of changesBy(this.accountId, line)) this.#add(change);
  }

  #add({ programId, balance, held }: BalanceChange): void {
    const sum = this.#of(programId);
    sum.balance += balance;
    sum.held += held;
  }

  balanceOf(programId: string): string {
    return String(this.#sums.get(programId)?.balance ?? 0n);
  }

  /** By programme, those that came to nothing included. */
  balances(programId?: string): PastBalance[] {
    return [...this.#sums]
      .filter(([each]) => programId === undefined || each === programId)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([each, { balance, held }]) => ({ programId: each, balance: String(balance), held: String(held) }));
  }

  #of(programId: string): { balance: bigint; held: bigint } {
    const sum = this.#sums.get(programId) ?? { balance: 0n, held: 0n };
    this.#sums.set(programId, sum);
    return sum;
  }
}

export async function balancesUntil(
  accountId: string,
  lines: AsyncIterable<AccountLine>,
  until: Until,
): Promise<RunningBalances> {
  const balances = new RunningBalances(accountId);
  for await (const line of lines) if (isWithin(line, until)) balances.add(line);
  return balances;
}

/** Whether an operation took effect by then: the day is that of its transaction's own time. */
export function isWithin({ block, receipt }: AccountLine, until: Until): boolean {
  if (until.block !== undefined && block > until.block) return false;
  return until.day === undefined || dayOf(receipt.txTime) <= until.day;
}

/**
 * What an operation did to the points that are set aside: in holds, and in notes. Of a note that is pledged they stay so: when it is
 * released they lie in the note, when it ends in the hold; what is taken of it is all that goes.
 */
function heldChangeOf(
  accountId: string,
  { kind, amount, accountId: fromAccountId, toAccountId, created = [], paidOff = '0', holdId, noteId }: Receipt,
): bigint {
  const isOfPledgedNote = holdId !== undefined && noteId !== undefined;
  switch (kind) {
    case 'hold':
    case 'buy-note':
      return BigInt(amount);
    case 'transfer-note':
      if (toAccountId === fromAccountId) return 0n;
      return toAccountId === accountId ? BigInt(amount) : -BigInt(amount);
    case 'redeem-note':
    case 'void':
      return isOfPledgedNote ? 0n : -BigInt(amount);
    case 'capture':
      if (isOfPledgedNote) return -BigInt(amount);
      return -created.reduce((sum, part) => sum + BigInt(part.amount), BigInt(amount) + BigInt(paidOff));
    default:
      return 0n;
  }
}
