/** What capturing and voiding have in common: they find a hold, and what they do not take goes back. */
import { custodianOf, expiryOf, type Hold, instantOf, type Operation } from '@commonpoint/catalogue';
import { creditOwn } from '../points/clawbacks.js';
import { amountsByExpiry } from '../points/pool.js';
import { partAmounts } from '../points/receipts.js';
import { refuse, type Refusal } from '../core/refusal.js';
import type { WorkingSet } from '../points/working-set.js';
import { holdName } from '../points/row-names.js';

type LotAmount = NonNullable<Hold['lots']>[number];

/** Errors: HOLD_UNKNOWN. */
export function findHold(set: WorkingSet, holdMspId: string | undefined, holdId: string): Hold | Refusal {
  const mspId = holdMspId ?? set.mspId;
  return set.holds.get(holdName(mspId, holdId)) ?? refuse('HOLD_UNKNOWN', `${mspId} has posted no hold ${holdId}`);
}

/** Whether the hold's end has come, by the transaction's own time. */
export function isExpired(set: WorkingSet, { expiresAt }: Pick<Hold, 'expiresAt'>): boolean {
  return instantOf(expiresAt) <= instantOf(set.origin.txTime);
}

/** Who posted it for the member, or who serves the account by now. */
export function isCustodians(set: WorkingSet, { mspId, accountId }: Pick<Hold, 'mspId' | 'accountId'>): boolean {
  const custodian = custodianOf(accountId);
  return [mspId, custodian, set.rows.organizations.get(custodian)?.successor].includes(set.mspId);
}

/** Errors: HOLD_RESOLVED. */
export function refuseUnlessHeld({ holdId, status }: Hold): Refusal | undefined {
  return status === 'open' ? undefined : refuse('HOLD_RESOLVED', `the hold ${holdId} was ${status} already`);
}

/** The first lots of a hold that make up an amount, soonest expiry first, and what is left of it. */
export function divideHold(
  { lots = [] }: Pick<Hold, 'lots'>,
  amount: bigint,
): { taken: LotAmount[]; rest: LotAmount[] } {
  const taken: LotAmount[] = [];
  const rest: LotAmount[] = [];
  let missing = amount;
  for (const { lotId, amount: held } of [...lots].sort((a, b) => (a.lotId < b.lotId ? -1 : 1))) {
    const part = BigInt(held) < missing ? BigInt(held) : missing;
    if (part > 0n) taken.push({ lotId, amount: String(part) });
    if (part < BigInt(held)) rest.push({ lotId, amount: String(BigInt(held) - part) });
    missing -= part;
  }
  return { taken, rest };
}

/**
 * Credits held lots to their account again, with their expiries, also those that passed meanwhile; what is owed back is paid
 * off first, unless `asHeld` says that nobody looks at it.
 */
export function returnHeld(
  set: WorkingSet,
  operation: Operation,
  { accountId, programId }: Hold,
  lots: readonly LotAmount[],
  asHeld = false,
): ReturnType<typeof creditOwn> {
  const parts = lots.map(({ lotId, amount }) => ({ expiry: expiryOf(lotId), amount: BigInt(amount) }));
  const portions = amountsByExpiry(parts).map(([expiry, amount]) => ({ expiry, amount }));
  const origin = set.lotOrigin(operation);
  if (!asHeld) return creditOwn(set, { accountId, programId }, portions, origin);
  const pool = set.pool(accountId, programId);
  return { created: partAmounts(portions.map(({ expiry, amount }) => pool.credit({ expiry }, amount, origin))) };
}

/** The hold as it stands after an operation resolved it. */
export function resolved(set: WorkingSet, hold: Hold, operation: Operation, captured: bigint): Hold {
  const { lots: _returned, ...rest } = hold;
  const resolvedBy = { mspId: set.mspId, operationId: operation.id };
  if (captured === 0n) return { ...rest, status: 'voided', resolvedBy };
  return { ...rest, status: 'captured', captured: String(captured), resolvedBy };
}
