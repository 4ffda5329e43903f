/** Three sides beside each other, row by row: the outbox, what the bridge sealed, and the ledger; and the audit's sums beside those. */
import type { BridgeOnLedger, OperationOnLedger } from './ledger.js';
import { type Direction, ended, operationIds, type OutboxRow, type State } from './outbox-row.js';
import type { Seals } from './seal.js';

export interface Line {
  /** Absent of what the ledger has and the outbox has not. */
  readonly row?: string;
  readonly direction: Direction;
  readonly points: string;
  readonly state?: State;
  readonly operationId?: string;
  /** What of it has crossed on the ledger: issued, or captured. */
  readonly crossed?: string;
  readonly held?: boolean;
  readonly ageSeconds?: number;
  /** What two sides say that cannot both be. */
  readonly wrong?: string;
  readonly code?: string;
}

interface Sums {
  readonly points: string;
  readonly count: number;
}

export interface Reconciliation {
  readonly programId: string;
  readonly bridgeId: string;
  readonly at: string;
  readonly lines: readonly Line[];
  readonly states: Readonly<Partial<Record<State, number>>>;
  /** By direction, what each side has of what crossed. */
  readonly sums: Readonly<
    Record<Direction, { readonly outbox: Sums; readonly ledger: Sums; readonly counted: Sums; readonly audit?: Sums }>
  >;
  readonly wrong: readonly string[];
}

export interface AuditedBridge {
  readonly programId: string;
  readonly bridgeId: string;
  readonly in: Sums;
  readonly out: Sums;
}

export interface Sides {
  readonly bridge: BridgeOnLedger;
  readonly rows: readonly OutboxRow[];
  readonly operations: readonly OperationOnLedger[];
  readonly audit?: AuditedBridge | undefined;
  readonly seals: Seals;
  readonly at: Date;
}

const crossedKinds: Readonly<Record<string, Direction>> = { issue: 'in', capture: 'out' };

/** What crossed according to the outbox: by then the ledger has it for certain. */
const crossedStates: Readonly<Record<Direction, readonly State[]>> = { in: ['done'], out: ['captured', 'done'] };

export function reconcile({ bridge, rows, operations, audit, seals, at }: Sides): Reconciliation {
  const { programId, bridgeId } = bridge;
  const onLedger = new Map(
    operations.flatMap((each) => (each.state === 'committed' ? [[each.operationId, each]] : [])),
  );
  const known = new Set<string>();
  const lines = rows.map((row) => lineOf(row, bridgeId, onLedger, known, seals, at));
  for (const [id, { kind = '', amount = '0' }] of onLedger) {
    const direction = crossedKinds[kind];
    if (direction === undefined || known.has(id)) continue;
    lines.push({
      direction,
      points: amount,
      operationId: id,
      crossed: amount,
      wrong: 'is on the ledger, and in no row of the outbox',
    });
  }
  const sums = { in: sumsOf('in'), out: sumsOf('out') };
  const wrong = lines.flatMap((line) => (line.wrong === undefined ? [] : [`${nameOf(line)} ${line.wrong}`]));
  for (const direction of ['in', 'out'] as const) {
    const { ledger, counted, audit: audited } = sums[direction];
    if (!isSame(ledger, counted))
      wrong.push(`${direction}: operations come to ${textOf(ledger)}, and the ledger has counted ${textOf(counted)}`);
    if (audited !== undefined && !isSame(audited, counted))
      wrong.push(`${direction}: the audit comes to ${textOf(audited)}, and the ledger has counted ${textOf(counted)}`);
  }
  const states: Partial<Record<State, number>> = {};
  for (const { state } of rows) states[state] = (states[state] ?? 0) + 1;
  return { programId, bridgeId, at: at.toISOString(), lines, states, sums, wrong };

  function sumsOf(direction: Direction): Reconciliation['sums'][Direction] {
    const done = rows.filter((row) => row.direction === direction && crossedStates[direction].includes(row.state));
    const crossed = [...onLedger.values()].filter(({ kind = '' }) => crossedKinds[kind] === direction);
    const { inAll: points = '0', count = 0 } = bridge.crossed?.[direction] ?? {};
    const all = {
      outbox: sum(done.map((row) => seals.open(row)?.points ?? row.points)),
      ledger: sum(crossed.map(({ amount = '0' }) => amount)),
      counted: { points, count },
    };
    return audit === undefined ? all : { ...all, audit: audit[direction] };
  }
}

function lineOf(
  row: OutboxRow,
  bridgeId: string,
  onLedger: ReadonlyMap<string, OperationOnLedger>,
  known: Set<string>,
  seals: Seals,
  at: Date,
): Line {
  const { id, direction, points, state, code } = row;
  const opened = seals.open(row);
  const ids = operationIds(bridgeId, opened?.direction ?? direction, id);
  const first = onLedger.get(ids.first);
  const crossing = (opened?.direction ?? direction) === 'in' ? first : onLedger.get(ids.capture);
  for (const each of [first, crossing]) if (each !== undefined) known.add(each.operationId);
  const wrong = wrongWith(row, opened, crossing);
  return {
    row: id,
    direction,
    points,
    state,
    ...(first !== undefined && { operationId: ids.first }),
    ...(crossing !== undefined && { crossed: crossing.amount ?? '0' }),
    ...(!ended.includes(state) && { ageSeconds: Math.round((at.getTime() - row.requestedAt.getTime()) / 1000) }),
    ...(code !== undefined && { code }),
    ...(wrong !== undefined && { wrong }),
  };
}

function wrongWith(
  row: OutboxRow,
  opened: ReturnType<Seals['open']>,
  crossing: OperationOnLedger | undefined,
): string | undefined {
  const { state, direction, points, member, taken } = row;
  if (state === 'disputed') return `is disputed: ${row.detail ?? row.code ?? 'nobody says why'}`;
  if (taken !== undefined && opened === undefined) return 'has a seal that is not the bridge’s';
  if (opened !== undefined && (opened.points !== points || opened.member !== member || opened.direction !== direction))
    return `was changed after it was taken, as ${opened.points} points ${opened.direction} of another row’s look`;
  const isCrossed = crossedStates[direction].includes(state);
  if (isCrossed && crossing === undefined) return `is ${state}, and the ledger has nothing of it`;
  if (crossing === undefined) return undefined;
  if (crossing.amount !== points) return `is of ${points} points, and ${crossing.amount} crossed on the ledger`;
  if (crossing.receipt?.reversed !== undefined)
    return `was taken back on the ledger, ${crossing.receipt.reversed} points of it`;
  // Between the ledger's word and the row that takes it down a report may be made.
  return isCrossed || !ended.includes(state) ? undefined : `is ${state}, and has crossed on the ledger`;
}

const nameOf = ({ row, operationId }: Line): string => (row === undefined ? `operation ${operationId}` : `row ${row}`);
const isSame = (one: Sums, other: Sums): boolean => one.points === other.points && one.count === other.count;
const textOf = ({ points, count }: Sums): string => `${points} points in ${count} operations`;
const sum = (amounts: readonly string[]): Sums => ({
  points: String(amounts.reduce((total, each) => total + BigInt(each), 0n)),
  count: amounts.length,
});

/** For people. */
export function asText({ programId, bridgeId, at, lines, states, sums, wrong }: Reconciliation): string {
  const open = lines.filter(({ ageSeconds }) => ageSeconds !== undefined);
  const oldest = Math.max(0, ...open.map(({ ageSeconds = 0 }) => ageSeconds));
  return [
    `Bridge ${bridgeId} of ${programId} at ${at}`,
    `Rows: ${
      Object.entries(states)
        .map(([state, count]) => `${count} ${state}`)
        .join(', ') || 'none'
    }`,
    ...(open.length > 0 ? [`${open.length} are open, the oldest for ${oldest} s`] : []),
    ...(['in', 'out'] as const).map((direction) => {
      const { outbox, ledger, counted, audit } = sums[direction];
      const audited = audit === undefined ? '' : `, audit ${textOf(audit)}`;
      return `${direction}: outbox ${textOf(outbox)}, ledger ${textOf(ledger)}, counted ${textOf(counted)}${audited}`;
    }),
    ...lines.map(({ row = '-', direction, points, state = '-', crossed = '-', ageSeconds, code, operationId = '-' }) =>
      [
        row,
        direction,
        points,
        state,
        crossed,
        operationId,
        code,
        ageSeconds === undefined ? undefined : `${ageSeconds} s old`,
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    ),
    ...wrong.map((each) => `WRONG ${each}`),
    wrong.length === 0 ? 'All sides agree.' : `${wrong.length} things are wrong.`,
  ].join('\n');
}
