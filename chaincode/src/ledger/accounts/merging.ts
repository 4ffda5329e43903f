/** Loads and writes what a merge of two accounts is about, their lots apart. */
import type { AccountsMerge, MergeRows } from '../../domain/accounts/merge-accounts.js';
import type { AccountDay } from '../../domain/points/post-rows.js';
import { keyParts } from '../core/keys.js';
import { accountDayKey, accountDays, accountKey, referenceKey } from './keys.js';
import { loadAccount } from '../core/load.js';
import { loadSetAside } from './load-set-aside.js';
import type { LedgerState } from '../core/state.js';

/** A hold that is made before commit is a phantom conflict. Errors: ACCOUNT_UNKNOWN. */
export async function loadMerge(state: LedgerState, accountId: string, intoAccountId: string): Promise<MergeRows> {
  const into = await loadAccount(state, intoAccountId);
  const counted: { programId: string; from: AccountDay }[] = [];
  for await (const { key, value } of state.range(accountDays(accountId)))
    counted.push({ programId: keyParts(key)[1] ?? '', from: value });
  const keyOf = (programId: string) => accountDayKey(intoAccountId, programId);
  const before = await state.getMany(counted.map(({ programId }) => keyOf(programId)));
  return {
    into,
    setAside: await loadSetAside(state, accountId),
    ownReference: await state.get(referenceKey(accountId)),
    days: counted.map(({ programId, from }) => ({ programId, from, into: before.get(keyOf(programId)) })),
  };
}

export function applyMerge(state: LedgerState, { account, into, references, days }: AccountsMerge): void {
  if (into === undefined) return;
  state.put(accountKey(account.accountId), account);
  state.put(accountKey(into.accountId), into);
  for (const { referenceId, row } of references) state.put(referenceKey(referenceId), row);
  for (const { programId, day } of days) {
    state.put(accountDayKey(into.accountId, programId), day);
    state.delete(accountDayKey(account.accountId, programId));
  }
}
