/** What is said of the money of credit lines: each step of a payment, and what the line owes after it. */
import type { Found } from './findings.js';
import type { ToldLine } from './told-lines.js';
import type { Kept, Store } from './store.js';

/** The `line-payment` row. */
export interface LinePaymentRow {
  readonly kind: 'draw' | 'repayment';
  readonly amount: string;
  readonly status: 'instructed' | 'confirmed' | 'disputed' | 'withdrawn';
  readonly instructedAt: string;
  readonly applied?: string;
}

type Money = Pick<ToldLine, 'drawing' | 'drawn' | 'disputed' | 'fee'>;
/** What is asked for, what is owed, and how many are disputed, by so much. */
type Step = readonly [drawing: -1 | 0 | 1, drawn: -1 | 0 | 1, disputed: -1 | 0 | 1];

const steps: Readonly<Record<string, Step>> = {
  'draw none instructed': [1, 0, 0],
  'draw instructed confirmed': [-1, 1, 0],
  'draw instructed withdrawn': [-1, 0, 0],
  'draw confirmed disputed': [0, 0, 1],
  'draw disputed confirmed': [0, 0, -1],
  'draw disputed withdrawn': [0, -1, -1],
  'repayment none instructed': [0, 0, 0],
  'repayment none confirmed': [0, -1, 0],
  'repayment instructed confirmed': [0, -1, 0],
  'repayment instructed withdrawn': [0, 0, 0],
  'repayment instructed disputed': [0, 0, 1],
  'repayment disputed instructed': [0, 0, -1],
  'repayment disputed confirmed': [0, -1, -1],
};

export class LinePayments {
  /** By `pledgee line payment`. */
  readonly #rows: Kept<LinePaymentRow>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#rows = store.kept('line-payments');
  }

  /** Changes the line by it. @returns whether money was asked for */
  apply(txId: string, name: string, line: Money & { readonly status: string }, row: LinePaymentRow): boolean {
    const before = this.#rows.get(name);
    this.#rows.set(name, row);
    const taken = `${row.kind} ${before?.status ?? 'none'} ${row.status}`;
    const step = steps[taken];
    const say = (text: string): void => void this.found.push(`transaction ${txId}: the payment ${name} ${text}`);
    if (before !== undefined && (before.kind !== row.kind || before.amount !== row.amount))
      say(`was a ${before.kind} of ${before.amount}, and is a ${row.kind} of ${row.amount}`);
    if (step === undefined) {
      say(`went from ${before?.status ?? 'nothing'} to ${row.status}`);
      return false;
    }
    const amount = BigInt(row.amount);
    const [drawing, drawn, disputed] = step;
    const isPaidOut = taken === 'draw instructed confirmed';
    if (isPaidOut && line.status !== 'open' && line.status !== 'noticed')
      say(`was paid out of a line that is ${line.status}`);
    if (row.kind === 'repayment' && drawn === -1) {
      const owed = BigInt(line.drawn) + BigInt(line.fee ?? '0');
      const applied = amount < owed ? amount : owed;
      if (row.applied !== String(applied)) say(`pays off ${row.applied}, of ${owed} that are owed`);
      // The debt first, then the fee.
      const beyond = applied - BigInt(line.drawn);
      if (line.fee !== undefined && beyond > 0n) line.fee = String(BigInt(line.fee) - beyond);
    }
    line.drawing = moved(line.drawing, drawing, amount);
    line.drawn = moved(line.drawn, drawn, amount);
    line.disputed += disputed;
    return taken === 'draw none instructed';
  }
}

/** Of what is there no more than that goes: a line that was closed owes nothing. */
function moved(money: string, by: -1 | 0 | 1, amount: bigint): string {
  const sum = BigInt(money) + BigInt(by) * amount;
  return String(sum < 0n ? 0n : sum);
}
