/** What orders say, and what has to stand against whom they are about. */
import { CLOCKS_APART_MS } from './clocks.js';
import type { PowerRow } from './decision-rows.js';
import type { OrderRow, StandingRow } from './ledger-rows.js';

const DAY_MS = 86_400_000;

/** Whether one of a regulator's powers covers an order from a moment on. */
export function isWithin(
  powers: readonly PowerRow[] | undefined,
  { effect, scope, until }: OrderRow,
  from: string,
): boolean {
  const days = (Date.parse(until ?? '9999-12-31') - Date.parse(from)) / DAY_MS;
  return (powers ?? []).some(
    (power) =>
      power.effect === effect.kind &&
      power.scopes.includes(scope.kind) &&
      (power.daysMax === undefined || days <= power.daysMax) &&
      (power.amountMax === undefined || BigInt(effect.amount ?? '0') <= BigInt(power.amountMax)),
  );
}

export function subjectOf({ scope }: OrderRow): string {
  return `${scope.kind} ${scope.accountId ?? scope.programId ?? scope.mspId}`;
}

export function isOver(until: string | undefined, now = ''): boolean {
  return until !== undefined && Date.parse(until) <= Date.parse(now) - CLOCKS_APART_MS;
}

/** Of a transaction of which it is not known whose client signed it, nothing is said. */
export function isAnother(mspId: string, named: string): boolean {
  return mspId !== '' && mspId !== named;
}

export function keptBackBy({ effect, seized = '0' }: OrderRow): string | undefined {
  return effect.amount === undefined ? undefined : String(BigInt(effect.amount) - BigInt(seized));
}

export function isSame(entry: StandingRow['orders'][number], order: OrderRow): boolean {
  const isEmergency = order.basis === 'emergency' && order.ratifiedAt === undefined;
  const expected = {
    effect: order.effect.kind,
    programId: order.scope.kind === 'account' ? order.scope.programId : undefined,
    amount: keptBackBy(order) === '0' ? undefined : keptBackBy(order),
    from: order.from,
    until: order.liftedAt ?? order.until,
    waits: (order.expiry === 'waits' && order.liftedAt === undefined) || undefined,
    emergency: isEmergency || undefined,
    lifted: order.liftedAt === undefined ? undefined : true,
  };
  const { effect, programId, amount, from, until, waits, emergency, lifted } = entry;
  const said = { effect, programId, amount, from, until, waits, emergency, lifted };
  return JSON.stringify(expected) === JSON.stringify(said) && (order.liftedAt === undefined || isEmergency);
}
