/** Writes what a batch of operations left behind in its working set. */
import type { WorkingSet } from '../../domain/points/working-set.js';
import { revised } from '../../domain/core/revisions.js';
import { supplyRow } from '../../domain/programs/supply.js';
import {
  accountDayKey,
  accountKey,
  clearingKey,
  holdKey,
  laneKey,
  lotKey,
  migratedKey,
  openHoldKey,
  orderKey,
  rateLaneKey,
  receiptKey,
  supplyKey,
} from '../core/keys.js';
import type { LedgerState } from '../core/state.js';

export function applyPost(state: LedgerState, set: WorkingSet): void {
  const { txId } = set.origin;
  for (const name of set.changedReceipts) {
    const receipt = set.receipts.get(name);
    if (receipt !== undefined) state.put(receiptKey(receipt.mspId, receipt.id), receipt);
  }
  applyHolds(state, set);
  for (const accountId of set.changedAccounts) {
    const account = set.accounts.get(accountId);
    if (account !== undefined) state.put(accountKey(accountId), revised(account));
  }
  for (const orderId of set.changedOrders) state.put(orderKey(orderId), set.orders.get(orderId));
  for (const pool of set.pools.values()) {
    const { accountId, programId } = pool;
    for (const { lotId } of pool.deletions()) state.delete(lotKey(accountId, programId, lotId));
    for (const { lotId, amount, maturesOn, origin } of pool.creations()) {
      const life = maturesOn === undefined ? {} : { maturesOn };
      state.put(lotKey(accountId, programId, lotId), { amount: String(amount), ...origin, ...life });
    }
  }
  for (const name of set.changedAccountDays) {
    const [accountId = '', programId = ''] = name.split(' ');
    state.put(accountDayKey(accountId, programId), set.accountDays.get(name));
  }
  for (const { owner, lane, granted, used } of set.changedLanes) {
    const key = 'rate' in owner ? rateLaneKey(owner.rate, lane) : laneKey(owner.programId, lane);
    state.put(key, { granted: String(granted), used: String(used) });
  }
  for (const { programId, day, sum } of set.supply.values()) {
    if (Object.values(sum).some((amount) => amount !== 0n)) state.put(supplyKey(programId, day, txId), supplyRow(sum));
  }
  for (const [migrationId, { count, amount }] of set.migrated) {
    if (count === 0 && amount === 0n) continue;
    state.put(migratedKey(set.mspId, migrationId, txId), { count, amount: String(amount) });
  }
  for (const { debtor, creditor, programId, amount, worth, unvalued } of set.clearing.values()) {
    if (amount === 0n && worth === 0n && unvalued === 0n) continue;
    const valued = { amount: String(amount), worth: String(worth) };
    state.put(
      clearingKey(set.cycle, debtor, creditor, programId, txId),
      unvalued === 0n ? valued : { ...valued, unvalued: String(unvalued) },
    );
  }
}

function applyHolds(state: LedgerState, set: WorkingSet): void {
  for (const name of set.changedHolds) {
    const hold = set.holds.get(name);
    if (hold === undefined) continue;
    const { mspId, holdId, accountId, programId, amount } = hold;
    state.put(holdKey(mspId, holdId), hold);
    const openKey = openHoldKey(accountId, programId, mspId, holdId);
    if (hold.status === 'open') state.put(openKey, { amount });
    else if (set.rows.holds.has(name)) state.delete(openKey);
  }
}
