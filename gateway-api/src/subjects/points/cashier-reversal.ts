/**
 * What a till may take back: what it posted itself, soon after, and no more of each operation than the merchant lets it.
 *
 * The ledger takes reversals of operators alone. The limit is the merchant's own, in its gateway's configuration; within it
 * the gateway signs as an operator, and the operation's row says whose key asked for it.
 */
import type { Operation } from '@commonpoint/catalogue';
import type { Caller } from '../../caller.js';
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import type { Database } from '../../store/database.js';
import { findOperation } from './find-operation.js';

type Reversal = Extract<Operation, { kind: 'reverse' }>;

/** Whether a reversal of an own operation is recorded and not final. */
function reversalsUnderWay({ sqlite }: Database) {
  const one = sqlite.prepare(
    `SELECT 1 FROM operations WHERE state = 'accepted' AND content ->> 'kind' = 'reverse'
     AND content ->> 'operationId' = ? LIMIT 1`,
  );
  return (operationId: string): boolean => one.get(operationId) !== undefined;
}

/** Reversals that were checked and are not recorded yet, by the operation that they take back. */
const beingChecked = new WeakMap<Gateway, Set<string>>();

/** Who posts it: an operator, in place of a cashier that may. @throws Failure REVERSAL_BEYOND_LIMIT, OPERATION_IN_FLIGHT */
export async function asTill<T>(
  gateway: Gateway,
  caller: Caller,
  reversal: Reversal,
  post: (as: Caller) => Promise<T>,
): Promise<T> {
  const operator: Caller = { ...caller, role: 'operator' };
  // Sent again, it is what it was, whatever the limit says by now.
  if (gateway.operations.find(reversal.id) !== undefined) return post(operator);
  const taken = beingChecked.get(gateway) ?? new Set();
  beingChecked.set(gateway, taken);
  const { operationId } = reversal;
  if (taken.has(operationId) || gateway.projection.of(reversalsUnderWay)(operationId))
    throw new Failure('OPERATION_IN_FLIGHT', 'another reversal of this operation is under way', { retryAfterS: 1 });
  taken.add(operationId);
  try {
    await requireWithinLimit(gateway, caller, reversal);
    return await post(operator);
  } finally {
    taken.delete(operationId);
  }
}

async function requireWithinLimit(gateway: Gateway, caller: Caller, reversal: Reversal): Promise<void> {
  const { cashierReversals: limit, mspId } = gateway;
  if (limit === undefined) throw beyond('this merchant lets no cashier take anything back');
  if (reversal.operationMspId !== undefined && reversal.operationMspId !== mspId)
    throw beyond('another organisation posted it');
  const { asked, receipt } = await findOperation(gateway, caller, reversal.operationId);
  if (asked?.clientId !== caller.clientId || receipt === undefined) throw beyond('this till did not post it');
  const ageMs = Date.now() - Date.parse(receipt.txTime);
  if (ageMs > limit.minutes * 60_000) throw beyond(`it was posted more than ${limit.minutes} minutes ago`);
  const reversed = BigInt(receipt.reversed ?? 0);
  const now = reversal.amount === undefined ? BigInt(receipt.amount) - reversed : BigInt(reversal.amount);
  if (reversed + now > BigInt(limit.amountMax))
    throw beyond(`of one operation ${limit.amountMax} points may be taken back at a till`);
}

const beyond = (detail: string): Failure => new Failure('REVERSAL_BEYOND_LIMIT', detail);
