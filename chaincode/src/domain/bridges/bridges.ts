/** What may cross a bridge: its issuer says how much, and of each direction it is counted. */
import {
  type Bridge,
  type BridgeDirection,
  type BridgeUse,
  canonicalJson,
  type Program,
  type RequestOf,
  type setBridge,
} from '@commonpoint/catalogue';
import { Refusal, refuse } from '../core/refusal.js';
import { bridgeName } from '../points/row-names.js';
import type { WorkingSet } from '../points/working-set.js';

/** Errors: NOT_ISSUER. */
export function decideSetBridge(
  before: Bridge | undefined,
  { issuer, programId }: Program,
  asked: RequestOf<typeof setBridge>,
  by: string,
): Bridge | Refusal {
  if (issuer !== by) return refuse('NOT_ISSUER', `${programId} is issued by ${issuer}`);
  return before !== undefined && canonicalJson(before) === canonicalJson(asked) ? before : asked;
}

interface Crossing {
  readonly programId: string;
  /** Undefined of what crosses none. */
  readonly bridgeId?: string | undefined;
}

/** Whoever has a bridge's role does nothing but cross it. Errors: ROLE_NOT_ALLOWED. */
export function refuseUnlessCrossing(set: WorkingSet, { bridgeId }: Pick<Crossing, 'bridgeId'>): Refusal | undefined {
  const { role } = set.origin.caller;
  if (role === 'bridge' && bridgeId === undefined) return refuse('ROLE_NOT_ALLOWED', 'a bridge posts what crosses it');
  if (role === 'cashier' && bridgeId !== undefined)
    return refuse('ROLE_NOT_ALLOWED', 'what crosses a bridge is for the bridge, or for operators, to post');
  return undefined;
}

/** Errors: BRIDGE_UNKNOWN, BRIDGE_CLOSED. */
export function findOpenBridge(set: WorkingSet, { programId, bridgeId }: Crossing): Bridge | Refusal | undefined {
  if (bridgeId === undefined) return undefined;
  const bridge = set.rows.bridges.get(bridgeName(programId, bridgeId));
  if (bridge === undefined) return refuse('BRIDGE_UNKNOWN', `${programId} has no bridge ${bridgeId}`);
  return bridge.status === 'open' ? bridge : refuse('BRIDGE_CLOSED', `the bridge ${bridgeId} is ${bridge.status}`);
}

const nothing = { today: '0', inAll: '0', count: 0 };

/**
 * Counts what crosses; what is undone later counts all the same. A transaction that is dated back counts on the last day that was counted: so no
 * clock makes a day's cap twice. Errors: BRIDGE_CAP_EXCEEDED.
 */
export function countCrossing(
  set: WorkingSet,
  { programId, bridgeId }: Crossing,
  direction: BridgeDirection,
  amount: bigint,
): Refusal | undefined {
  if (bridgeId === undefined) return undefined;
  const name = bridgeName(programId, bridgeId);
  const caps = set.rows.bridges.get(name)?.[direction] ?? { perDay: '0', inAll: '0' };
  const before: BridgeUse = set.bridgeUses.get(name) ?? { day: set.today, in: nothing, out: nothing };
  const day = before.day > set.today ? before.day : set.today;
  const use =
    day === before.day ? before : { day, in: { ...before.in, today: '0' }, out: { ...before.out, today: '0' } };
  const { today, inAll, count } = use[direction];
  const left = [BigInt(caps.perDay) - BigInt(today), BigInt(caps.inAll) - BigInt(inAll)];
  if (left.some((each) => amount > each))
    return refuse(
      'BRIDGE_CAP_EXCEEDED',
      `${amount} points ${direction}, and the bridge ${bridgeId} has room for ${left[0]} on ${day} and for ${left[1]} in all`,
    );
  const crossed = {
    today: String(BigInt(today) + amount),
    inAll: String(BigInt(inAll) + amount),
    count: count + 1,
  };
  set.recordBridgeUse(programId, bridgeId, { ...use, [direction]: crossed });
  return undefined;
}
