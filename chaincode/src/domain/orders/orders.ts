/** Issuing orders, ratifying and lifting them: who may, and what then stands. */
import {
  type Account,
  canonicalJson,
  custodianOf,
  EMERGENCY_HOURS,
  instantOf,
  type issueOrder,
  type Order,
  ORDERS_MAX,
  type Program,
  type RegulatorPower,
  type RequestOf,
  type Standing,
} from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import { isOver, remembered, withOrder } from './standing.js';

const HOUR_MS = 60 * 60 * 1000;

/** On which ground something is ordered, ratified or lifted; of a vote no organisation's. */
export type Authority =
  | { readonly basis: 'regulator'; readonly mspId: string; readonly powers: readonly RegulatorPower[] }
  | { readonly basis: 'emergency'; readonly mspId: string }
  | { readonly basis: 'vote' };

/** What an order is about, as it stands on the ledger. */
export interface Ordered {
  readonly account?: Account | undefined;
  readonly program?: Program | undefined;
  readonly standing: Standing | undefined;
}

export interface OrderChange {
  readonly order: Order;
  /** What stands against its scope then; undefined if nothing does. */
  readonly standing: Standing | undefined;
}

type Conditions = RequestOf<typeof issueOrder>;

/**
 * The order; without a change if it stands already, with the same content. Errors: ORDER_NOT_ALLOWED, ORDER_EXISTS,
 * ORDER_PERIOD_INVALID, ORDER_REPEATED, ORDERS_TOO_MANY.
 */
export function decideIssueOrder(
  existing: Order | undefined,
  request: Conditions,
  authority: Authority,
  ordered: Ordered,
  txTime: string,
): OrderChange | Order | Refusal {
  const beyond = refuseBeyondPowers(request, authority, ordered);
  if (beyond !== undefined) return beyond;
  if (existing !== undefined) {
    if (isSame(existing, request)) return existing;
    return refuse('ORDER_EXISTS', `the order ${request.orderId} exists already, with other content`);
  }
  const period = decidePeriod(request, authority, txTime);
  if ('code' in period) return period;
  const unlisted = authority.basis === 'regulator' && refuseUnlessListed(request, period, authority);
  if (unlisted) return unlisted;
  const before = remembered(ordered.standing, txTime);
  const { effect, scope, orderId } = request;
  const order: Order = {
    orderId,
    scope,
    effect,
    reasonHash: request.reasonHash,
    ...(request.expiry !== undefined && { expiry: request.expiry }),
    ...period,
    basis: authority.basis,
    ...('mspId' in authority && { issuedBy: authority.mspId }),
    issuedAt: txTime,
    status: 'issued',
  };
  const programId = scope.kind === 'account' ? scope.programId : undefined;
  const isAlike = (each: (typeof before)[number]): boolean =>
    each.emergency === true && each.effect === effect.kind && each.programId === programId;
  const former = before.find((each) => isAlike(each) && authorityOf(each.orderId) === authorityOf(orderId));
  if (authority.basis === 'emergency' && former !== undefined)
    return refuse('ORDER_REPEATED', `${former.orderId} was such an emergency order already`);
  if (before.length >= ORDERS_MAX) return refuse('ORDERS_TOO_MANY', `${ORDERS_MAX} orders stand already`);
  return { order, standing: withOrder(ordered.standing, order, txTime) };
}

/** Errors: ORDER_NOT_ALLOWED, ORDER_STATE, ORDER_PERIOD_INVALID. */
export function decideRatifyOrder(
  order: Order,
  until: string | undefined,
  authority: Authority,
  standing: Standing | undefined,
  txTime: string,
): OrderChange | Order | Refusal {
  if (authority.basis === 'emergency')
    return notAllowed(`${authority.mspId} is no regulator of this consortium`, '/orderId');
  const ratifiedBy = 'mspId' in authority ? authority.mspId : undefined;
  if (order.ratifiedAt !== undefined && order.ratifiedBy === ratifiedBy && order.until === until) return order;
  if (order.basis !== 'emergency' || order.ratifiedAt !== undefined || order.status === 'lifted')
    return refuse('ORDER_STATE', `${order.orderId} is no emergency order that waits to be ratified`);
  if (isOver(order, txTime)) return refuse('ORDER_STATE', `${order.orderId} lapsed at ${order.until}`);
  if (until !== undefined && instantOf(until) <= instantOf(txTime))
    return refuse('ORDER_PERIOD_INVALID', `${until} is not after now`);
  const unlisted =
    authority.basis === 'regulator' && refuseUnlessListed(order, { from: txTime, until }, authority, 'ratify');
  if (unlisted) return unlisted;
  const { until: _lapses, ...rest } = order;
  const ratified: Order = {
    ...rest,
    ...(until !== undefined && { until }),
    ratifiedAt: txTime,
    ...(ratifiedBy !== undefined && { ratifiedBy }),
  };
  return { order: ratified, standing: withOrder(standing, ratified, txTime) };
}

/**
 * By whoever answers for it: never by the custodian of what it is about, before its time is over. Errors: NOT_ORDER_AUTHORITY.
 */
export function decideLiftOrder(
  order: Order,
  authority: Authority,
  standing: Standing | undefined,
  txTime: string,
): OrderChange | Order | Refusal {
  const answers = order.ratifiedAt === undefined ? order.issuedBy : order.ratifiedBy;
  if (authority.basis !== 'vote' && authority.mspId !== answers && !isOver(order, txTime))
    return refuse('NOT_ORDER_AUTHORITY', `${order.orderId} is for ${answers ?? 'a vote'} to lift`);
  if (order.status === 'lifted') return order;
  const lifted: Order = {
    ...order,
    status: 'lifted',
    liftedAt: txTime,
    ...(authority.basis !== 'vote' && { liftedBy: authority.mspId }),
  };
  return { order: lifted, standing: withOrder(standing, lifted, txTime) };
}

function authorityOf(orderId: string): string {
  return orderId.slice(0, orderId.indexOf(':'));
}

/** A regulator orders, and takes over, what one of the powers that the constitution lists covers. Errors: ORDER_NOT_ALLOWED. */
function refuseUnlessListed(
  { scope, effect }: Pick<Conditions, 'scope' | 'effect'>,
  { from, until }: Pick<Order, 'from' | 'until'>,
  { mspId, powers }: Extract<Authority, { basis: 'regulator' }>,
  of: 'issue' | 'ratify' = 'issue',
): Refusal | undefined {
  const days = until === undefined ? Infinity : (instantOf(until) - instantOf(from)) / (24 * HOUR_MS);
  const amount = 'amount' in effect ? BigInt(effect.amount) : 0n;
  const within = ({ amountMax }: RegulatorPower): boolean => amountMax === undefined || amount <= BigInt(amountMax);
  const ofEffect = powers.filter((power) => power.effect === effect.kind);
  const alike = ofEffect.filter(({ scopes }) => scopes.includes(scope.kind));
  if (alike.some((power) => within(power) && days <= (power.daysMax ?? Infinity))) return undefined;
  const detail =
    alike.length === 0
      ? `the constitution gives ${mspId} no power to order ${effect.kind} on an ${scope.kind}`
      : `the constitution lets ${mspId} order ${effect.kind} ${alike.map(limitsOf).join(', or ')}`;
  const place = ofEffect.length === 0 ? '/effect' : alike.length === 0 ? '/scope' : '/effect/amount';
  const pointer = alike.some(within) ? '/until' : place;
  return notAllowed(detail, of === 'ratify' && pointer !== '/until' ? '/orderId' : pointer);
}

const notAllowed = (detail: string, pointer: string): Refusal =>
  refuse('ORDER_NOT_ALLOWED', detail, { errors: [{ pointer, detail }] });

const limitsOf = ({ daysMax, amountMax }: RegulatorPower): string =>
  [daysMax !== undefined && `for ${daysMax} days`, amountMax !== undefined && `of up to ${amountMax} points`]
    .filter((limit) => limit !== false)
    .join(' ');

/**
 * What a regulator's powers are, the constitution lists. A merchant's emergency order reaches what is its own: points that it issues and
 * accounts that it keeps; and it moves nothing. Errors: ORDER_NOT_ALLOWED.
 */
function refuseBeyondPowers(
  { orderId, scope, effect, expiry }: Conditions,
  authority: Authority,
  { program }: Ordered,
): Refusal | undefined {
  const name = 'mspId' in authority ? authority.mspId : 'vote';
  if (authorityOf(orderId) !== name) return notAllowed(`the id of an order of ${name} begins with ${name}`, '/orderId');
  if (authority.basis !== 'emergency') return undefined;
  if (effect.kind === 'seize') return notAllowed('an emergency order moves no points', '/effect');
  if (expiry === 'waits') return notAllowed('an emergency order holds no expiry off', '/expiry');
  const isIssuer = program?.issuer === name;
  switch (scope.kind) {
    case 'account':
      return isIssuer || custodianOf(scope.accountId) === name
        ? undefined
        : notAllowed(`${name} neither keeps the account nor issues the points`, '/scope');
    case 'program':
      return isIssuer ? undefined : notAllowed(`${name} does not issue the points`, '/scope');
    case 'organization':
      return scope.mspId === name ? undefined : notAllowed(`${name} does not keep the accounts`, '/scope');
    default:
      return scope satisfies never;
  }
}

/** Errors: ORDER_PERIOD_INVALID. */
function decidePeriod(
  { from, until }: Conditions,
  { basis }: Authority,
  txTime: string,
): Pick<Order, 'from' | 'until'> | Refusal {
  const begins = from ?? txTime;
  const isLate = until !== undefined && instantOf(until) <= Math.max(instantOf(begins), instantOf(txTime));
  if (isLate) return refuse('ORDER_PERIOD_INVALID', `${until} is not after ${begins} and after now`);
  if (basis !== 'emergency') return { from: begins, ...(until !== undefined && { until }) };
  const lapses = instantOf(txTime) + EMERGENCY_HOURS * HOUR_MS;
  if (from !== undefined) return refuse('ORDER_PERIOD_INVALID', 'an emergency order begins at once');
  if (until !== undefined && instantOf(until) > lapses)
    return refuse('ORDER_PERIOD_INVALID', `an emergency order ends within ${EMERGENCY_HOURS} hours`);
  return { from: begins, until: until ?? new Date(lapses).toISOString() };
}

/** What was left open then, and is left open again, is the same. */
function isSame(existing: Order, { scope, effect, reasonHash, from, until, expiry = 'runs' }: Conditions): boolean {
  const asked = { scope, effect, reasonHash, expiry, from: from ?? existing.from, until: until ?? existing.until };
  const {
    scope: of,
    effect: does,
    reasonHash: because,
    from: begins,
    until: ends,
    expiry: meanwhile = 'runs',
  } = existing;
  const stood = { scope: of, effect: does, reasonHash: because, expiry: meanwhile, from: begins, until: ends };
  return canonicalJson(asked) === canonicalJson(stood);
}
