/**
 * Bridges to legacy programmes, recomputed: what crossed by receipts, that the counted sums are that, and that no more crossed on a day and in
 * all than the issuer let.
 */
import type { Found } from './findings.js';
import type { OperationRow, RowWrite } from './ledger-rows.js';
import type { Kept, Store } from './store.js';

interface Caps {
  readonly perDay: string;
  readonly inAll: string;
}

interface BridgeRow {
  readonly status: string;
  readonly legacyName: string;
  readonly in: Caps;
  readonly out: Caps;
}

interface Crossed {
  readonly today: string;
  readonly inAll: string;
  readonly count: number;
}

interface Use {
  readonly day: string;
  readonly in: Crossed;
  readonly out: Crossed;
}

/** A bridge as it was recomputed. */
export interface AuditedBridge {
  readonly programId: string;
  readonly bridgeId: string;
  readonly status: string;
  /** What has crossed in all, in points and in operations. */
  readonly in: { readonly points: string; readonly count: number };
  readonly out: { readonly points: string; readonly count: number };
}

const none: Crossed = { today: '0', inAll: '0', count: 0 };
const directions: Readonly<Record<string, 'in' | 'out' | undefined>> = { issue: 'in', capture: 'out' };

export class Bridges {
  readonly #rows: Kept<BridgeRow>;
  readonly #uses: Kept<Use>;

  constructor(
    private readonly found: Found,
    store: Store,
  ) {
    this.#rows = store.kept('bridges', 'small');
    this.#uses = store.kept('bridge-uses', 'small');
  }

  apply(txId: string, rows: readonly RowWrite[]): void {
    const say = (text: string): unknown => this.found.push(`transaction ${txId}: ${text}`);
    const written = new Map<string, Use | undefined>();
    const concerned = new Set<string>();
    for (const { key, value } of rows) {
      if (key[0] === 'bridge-use') written.set(`${key[1]} ${key[2]}`, value as Use | undefined);
      if (key[0] !== 'op' || value === undefined) continue;
      const row = value as OperationRow;
      const direction = directions[row.kind];
      if (row.bridgeId === undefined || row.txId !== txId) continue;
      const bridge = `${row.programId} ${row.bridgeId}`;
      if (!this.#rows.has(bridge)) say(`${row.mspId} ${row.id} crosses the bridge ${bridge}, which there is not`);
      if (direction === undefined) continue;
      concerned.add(bridge);
      this.#cross(bridge, direction, row, say);
    }
    for (const name of new Set([...concerned, ...written.keys()])) {
      const due = this.#uses.get(name);
      const said = written.get(name);
      if (JSON.stringify(inOrder(said)) !== JSON.stringify(inOrder(due)))
        say(`what has crossed the bridge ${name} is counted otherwise than its receipts come to`);
    }
    for (const { key, value } of rows)
      if (key[0] === 'bridge' && value !== undefined) this.#rows.set(`${key[1]} ${key[2]}`, value as BridgeRow);
  }

  /** All of them. */
  all(): AuditedBridge[] {
    return [...this.#rows].map(([name, { status }]) => {
      const [programId = '', bridgeId = ''] = name.split(' ');
      const use = this.#uses.get(name);
      const sums = (direction: 'in' | 'out') => {
        const { inAll, count } = use?.[direction] ?? none;
        return { points: inAll, count };
      };
      return { programId, bridgeId, status, in: sums('in'), out: sums('out') };
    });
  }

  /** What is counted on an earlier day than the last one that was counted counts on that. */
  #cross(name: string, direction: 'in' | 'out', row: OperationRow, say: (text: string) => unknown): void {
    const before = this.#uses.get(name) ?? { day: '', in: none, out: none };
    const today = row.txTime.slice(0, 10);
    const isNew = today > before.day;
    const was = before[direction];
    const amount = BigInt(row.amount);
    const now = {
      today: String((isNew ? 0n : BigInt(was.today)) + amount),
      inAll: String(BigInt(was.inAll) + amount),
      count: was.count + 1,
    };
    const other = direction === 'in' ? 'out' : 'in';
    const rest = isNew ? { ...before[other], today: '0' } : before[other];
    const use = { day: isNew ? today : before.day, [direction]: now, [other]: rest } as unknown as Use;
    this.#uses.set(name, use);
    const bridge = this.#rows.get(name);
    if (bridge === undefined) return;
    const who = `${row.mspId} ${row.id}`;
    const { perDay, inAll } = bridge[direction];
    if (direction === 'in' && bridge.status !== 'open')
      say(`${who} crosses the bridge ${name}, which is ${bridge.status}`);
    if (BigInt(now.today) > BigInt(perDay))
      say(`with ${who} ${now.today} points cross the bridge ${name} ${direction} on ${use.day}, which lets ${perDay}`);
    if (BigInt(now.inAll) > BigInt(inAll))
      say(`with ${who} ${now.inAll} points have crossed the bridge ${name} ${direction}, which lets ${inAll} in all`);
  }
}

function inOrder(use: Use | undefined): unknown {
  const sums = ({ today, inAll, count }: Crossed) => [today, inAll, count];
  return use && [use.day, sums(use.in), sums(use.out)];
}
