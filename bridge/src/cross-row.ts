/** One row, from where it stands to its end, or as far as it gets. Every step can be cut off, and is done again. */
import type { LegacyEntry, LegacyStore, Change } from './legacy-store.js';
import type { Ledger, Outcome } from './ledger.js';
import { afterFirst, nextStep } from './next-step.js';
import { operationIds, type OutboxRow, type Taken } from './outbox-row.js';
import type { Seals } from './seal.js';

export interface Crossing {
  readonly store: LegacyStore;
  readonly ledger: Ledger;
  readonly seals: Seals;
  readonly bridgeId: string;
  readonly holdSeconds: number;
  readonly now: () => number;
}

/** @returns the row as it is then, with what came of it; undefined where somebody else has changed it meanwhile */
export async function crossRow(crossing: Crossing, row: OutboxRow): Promise<OutboxRow | undefined> {
  for (let at: OutboxRow = row; ;) {
    const next = await takeStep(crossing, at);
    if (next === undefined || next === at) return next;
    at = next;
  }
}

async function takeStep(crossing: Crossing, row: OutboxRow): Promise<OutboxRow | undefined> {
  const { ledger, seals, bridgeId } = crossing;
  const step = nextStep(row, seals.open(row));
  const ids = operationIds(bridgeId, row.direction, row.id);
  switch (step.kind) {
    case 'none':
      return row;
    case 'dispute':
      return move(crossing, row, { state: 'disputed', code: 'ROW_ALTERED', detail: step.detail });
    case 'take':
      return take(crossing, row, ids.first);
    case 'issue': {
      const outcome = await ledger.issue(idsOf(crossing, row, step.taken).first, step.taken);
      const state = afterFirst('in', outcome);
      const giveBack = state === 'returned' ? entryOf('credit', ids.first, step.taken) : undefined;
      return move(crossing, row, { state, ...saying(outcome) }, giveBack);
    }
    case 'hold': {
      const outcome = await ledger.hold(idsOf(crossing, row, step.taken).first, step.taken);
      return move(crossing, row, { state: afterFirst('out', outcome), ...saying(outcome) });
    }
    case 'capture':
      return capture(crossing, row, step.taken);
    case 'credit':
      return move(
        crossing,
        row,
        { state: 'done' },
        entryOf('credit', idsOf(crossing, row, step.taken).first, step.taken),
      );
    default:
      return step satisfies never;
  }
}

/** By what was taken: the row's own direction may say something else by now. */
const idsOf = ({ bridgeId }: Crossing, { id }: OutboxRow, { direction }: Taken) =>
  operationIds(bridgeId, direction, id);

const saying = (outcome: Outcome): { code?: string; detail?: string } =>
  outcome === 'committed' ? {} : { code: outcome.refused, detail: outcome.detail };

const entryOf = (kind: LegacyEntry['kind'], operation: string, { member, points }: Taken): LegacyEntry => ({
  kind,
  member,
  points,
  // A debit that is given back is another entry than the debit.
  operation: kind === 'credit' && operation.includes('-in-') ? `${operation}-returned` : operation,
});

async function take(crossing: Crossing, row: OutboxRow, operationId: string): Promise<OutboxRow | undefined> {
  const { ledger, seals, holdSeconds, now } = crossing;
  const { id, direction, member, points } = row;
  const accountId = await ledger.accountOf(member);
  if (accountId === undefined)
    return move(crossing, row, {
      state: 'refused',
      code: 'ACCOUNT_UNKNOWN',
      detail: 'no account is open for this member',
    });
  // A row that comes back as new, by a backup or by somebody's hand.
  if (await ledger.isThere(operationId))
    return move(crossing, row, {
      state: 'disputed',
      code: 'ROW_ALTERED',
      detail: `${operationId} is on the ledger already`,
    });
  const heldUntil = direction === 'out' ? { heldUntil: new Date(now() + holdSeconds * 1000).toISOString() } : {};
  const taken: Taken = { direction, member, points, accountId, ...heldUntil };
  const state = direction === 'in' ? 'debited' : 'asked';
  const entry = direction === 'in' ? entryOf('debit', operationId, taken) : undefined;
  return move(crossing, row, { state, ...seals.seal(id, taken) }, entry);
}

/** Points are captured only once the legacy programme would take them; what it does not take goes back to the account. */
async function capture(crossing: Crossing, row: OutboxRow, taken: Taken): Promise<OutboxRow | undefined> {
  const { ledger, store } = crossing;
  const ids = idsOf(crossing, row, taken);
  const refused = await store.wouldRefuse(entryOf('credit', ids.first, taken));
  const outcome: Outcome =
    refused === undefined
      ? await ledger.capture(ids.first, ids.capture)
      : { refused: 'REQUEST_INVALID', detail: `the legacy programme does not take it: ${refused}` };
  if (outcome === 'committed') return move(crossing, row, { state: 'captured' });
  const given = await ledger.giveBack(ids.first, ids.void);
  const code = refused === undefined ? outcome.refused : 'LEGACY_REFUSED';
  if (given === 'committed') return move(crossing, row, { state: 'returned', code, detail: outcome.detail });
  const hold = await ledger.holdOf(ids.first);
  // An earlier attempt may have captured it, and not have heard so.
  if (hold.status === 'captured' && hold.resolvedBy?.operationId === ids.capture)
    return move(crossing, row, { state: 'captured' });
  if (hold.status === 'voided') return move(crossing, row, { state: 'returned', code, detail: outcome.detail });
  return move(crossing, row, {
    state: 'disputed',
    code: given.refused,
    detail: `its hold is ${hold.status}, by ${hold.resolvedBy?.operationId ?? 'nobody'}`,
  });
}

/** What the legacy programme refuses ends a row that nothing was done for; else it waits, and is told of. */
async function move(
  { store }: Crossing,
  row: OutboxRow,
  change: Change,
  entry?: LegacyEntry,
): Promise<OutboxRow | undefined> {
  const moved = await store.move(row, change, entry);
  if (moved === 'changed') return undefined;
  if (moved === 'moved') return { ...row, ...change };
  if (row.state === 'requested')
    return move({ store } as Crossing, row, { state: 'refused', code: 'LEGACY_REFUSED', detail: moved.refused });
  throw new CreditRefused(row, moved.refused);
}

/** The legacy programme is owed a credit and does not take it: the row waits for people. */
export class CreditRefused extends Error {
  override name = 'CreditRefused';
  constructor(row: OutboxRow, why: string) {
    super(`row ${row.id} is ${row.state}, and the legacy programme does not take its credit: ${why}`);
  }
}
