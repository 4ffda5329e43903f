/** Who may resolve a hold, and when: by the receipts of the hold and of what resolved it. */
import { CLOCKS_APART_MS } from './clocks.js';
import type { Kept } from './store.js';
import type { MemberRow, OperationRow } from './ledger-rows.js';

type Members = Pick<Kept<MemberRow>, 'get'>;

/** Whether it posted what is held, or serves the account by now. */
export function isCustodians(members: Members, held: OperationRow, mspId: string): boolean {
  const [custodian = ''] = held.accountId.split(':');
  return [held.mspId, custodian, members.get(custodian)?.successor].includes(mspId);
}

/**
 * Before its end a hold is its beneficiary’s, or without one its custodian’s; afterwards nobody captures it. What a
 * beneficiary was promised, and what a custodian held that left, goes back once it is over by every clock that peers take.
 */
export function misresolved(
  members: Members,
  { mspId, txTime }: Pick<OperationRow, 'mspId' | 'txTime'>,
  held: OperationRow,
  captured: bigint,
): string[] {
  const { beneficiary = held.mspId, expiresAt = '' } = held;
  const isOver = Date.parse(expiresAt) <= Date.parse(txTime);
  const isOverEverywhere = Date.parse(expiresAt) + CLOCKS_APART_MS <= Date.parse(txTime);
  const mayResolve = mspId === beneficiary || (isOverEverywhere && isCustodians(members, held, mspId));
  return [
    ...(isOver && captured > 0n ? [`captured a hold that had ended at ${expiresAt}`] : []),
    ...(mayResolve ? [] : [`resolved a hold that was ${beneficiary}’s until ${expiresAt}, of ${held.programId}`]),
  ];
}
