/** Writes what a batch of operations left behind in its working set. */
import { gatherImported } from '../../domain/points/imported-rows.js';
import type { WorkingLane, WorkingSet } from '../../domain/points/working-set.js';
import { revised } from '../../domain/core/revisions.js';
import { supplyRow } from '../../domain/programs/supply.js';
import { accountDayKey, accountKey, lotKey } from '../accounts/keys.js';
import { bridgeUseKey } from '../bridges/keys.js';
import { clearingKey } from '../clearing/keys.js';
import { creditLineKey } from '../collateral/keys.js';
import { creditBackKey, creditLaneKey } from '../credit/keys.js';
import { holdKey, openHoldKey } from '../holds/keys.js';
import { migratedKey } from '../migration/keys.js';
import { noteKey, noteLaneKey } from '../notes/keys.js';
import { orderKey } from '../orders/keys.js';
import { importedKey, receiptKey } from './keys.js';
import { laneKey, supplyKey } from '../programs/keys.js';
import { rateLaneKey } from '../rates/keys.js';
import type { LedgerState } from '../core/state.js';

export function applyPost(state: LedgerState, set: WorkingSet): void {
  const { txId } = set.origin;
  const { stretches, apart } = gatherImported(set);
  for (const stretch of stretches) state.put(importedKey(stretch.mspId, stretch), stretch.row);
  for (const receipt of apart) state.put(receiptKey(receipt.mspId, receipt.id), receipt);
  applyNotes(state, set);
  applyHolds(state, set);
  for (const name of set.changedLines) {
    const line = set.lines.get(name);
    if (line !== undefined) state.put(creditLineKey(line.mspId, line.lineId), line);
  }
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
  for (const name of set.changedBridgeUses) {
    const [programId = '', bridgeId = ''] = name.split(' ');
    state.put(bridgeUseKey(programId, bridgeId), set.bridgeUses.get(name));
  }
  for (const { owner, lane, granted, used } of set.changedLanes) {
    state.put(laneKeyOf(owner, lane), { granted: String(granted), used: String(used) });
  }
  for (const { programId, day, sum } of set.supply.values()) {
    if (Object.values(sum).some((amount) => amount !== 0n)) state.put(supplyKey(programId, day, txId), supplyRow(sum));
  }
  for (const [migrationId, { count, amount }] of set.migrated) {
    if (count === 0 && amount === 0n) continue;
    state.put(migratedKey(set.mspId, migrationId, txId), { count, amount: String(amount) });
  }
  for (const { debtor, creditor, programId, amount, worth, unvalued, credited } of set.clearing.values()) {
    if (amount === 0n && worth === 0n && unvalued === 0n && credited === 0n) continue;
    state.put(clearingKey(set.cycle, debtor, creditor, programId, txId), {
      amount: String(amount),
      worth: String(worth),
      ...(unvalued !== 0n && { unvalued: String(unvalued) }),
      ...(credited !== 0n && { credited: String(credited) }),
    });
  }
  for (const { programId, mspId, amount } of set.creditBack.values()) {
    if (amount > 0n) state.put(creditBackKey(programId, mspId, txId), { amount: String(amount) });
  }
}

function laneKeyOf(owner: WorkingLane['owner'], lane: number): ReturnType<typeof laneKey> {
  if ('rate' in owner) return rateLaneKey(owner.rate, lane);
  if ('offer' in owner) return noteLaneKey(owner.offer, lane);
  return 'credit' in owner
    ? creditLaneKey(owner.credit.programId, owner.credit.mspId, lane)
    : laneKey(owner.programId, lane);
}

/** A note that is open is told by a row of its account's, as a hold is. */
function applyNotes(state: LedgerState, set: WorkingSet): void {
  for (const name of set.changedNotes) {
    const note = set.notes.get(name);
    if (note === undefined) continue;
    const { mspId, noteId, accountId, programId, principal } = note;
    const before = set.rows.notes.get(name);
    state.put(noteKey(mspId, noteId), note);
    if (before?.status === 'open') state.delete(openHoldKey(before.accountId, programId, mspId, noteId));
    if (note.status === 'open') state.put(openHoldKey(accountId, programId, mspId, noteId), { amount: principal });
  }
}

function applyHolds(state: LedgerState, set: WorkingSet): void {
  for (const name of set.changedHolds) {
    const hold = set.holds.get(name);
    if (hold === undefined) continue;
    const { mspId, holdId, accountId, programId, amount } = hold;
    state.put(holdKey(mspId, holdId), hold);
    const openKey = openHoldKey(accountId, programId, mspId, holdId);
    // Of a note that is pledged the note's row tells where its points are, until they are here.
    if (hold.lots !== undefined) state.put(openKey, { amount });
    else if (set.rows.holds.get(name)?.lots !== undefined) state.delete(openKey);
  }
}
