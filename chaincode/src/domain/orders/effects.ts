/**
 * What orders in force do to operations. Each rule asks for one side of it: points that leave an account, or that come to it.
 *
 * | operation                          | the account it is taken from | the account it comes to |
 * |------------------------------------|------------------------------|-------------------------|
 * | issue                              |                              | stopped                 |
 * | transfer                           | stopped, reserved            | stopped                 |
 * | redeem, hold                       | stopped, reserved            |                         |
 * | exchange                           | stopped, reserved            | stopped                 |
 * | capture for a beneficiary          | was promised: goes through   | the rest goes back      |
 * | capture without a beneficiary      | stopped                      | the rest goes back      |
 * | buy-note                           | stopped, reserved            |                         |
 * | redeem-note at its end             |                              | comes back              |
 * | redeem-note before                 | stopped                      | comes back              |
 * | transfer-note                      | stopped, reserved            | stopped                 |
 * | pledge-note                        | stopped, reserved            |                         |
 * | void                               |                              | goes back               |
 * | expire                             | goes on, unless it waits     |                         |
 * | extend, consolidate                | no points leave or come      |                         |
 * | reverse an issuance or a transfer  | stopped, reserved            | stopped                 |
 * | reverse a redemption or a capture  |                              | stopped                 |
 * | seize                              | what earlier orders reserve  | stopped                 |
 */
import { type Account, isPast, type StandingOrder } from '@commonpoint/catalogue';
import { refuse, type Refusal } from '../core/refusal.js';
import { isRipe, type Part } from '../points/pool.js';
import type { DebitWorld } from '../points/debit-world.js';
import type { WorkingSet } from '../points/working-set.js';
import { standingName } from '../points/row-names.js';
import { isInForce } from './standing.js';

/** Errors: DEBITS_STOPPED. */
export function refuseIfDebitsStopped(set: DebitWorld, account: Account, programId: string): Refusal | undefined {
  const order = inForce(set, account, programId).find(({ effect }) => effect === 'stop-debits');
  return order && refuse('DEBITS_STOPPED', `the order ${order.orderId} lets no points leave ${account.accountId}`);
}

/** Errors: CREDITS_STOPPED. */
export function refuseIfCreditsStopped(set: WorkingSet, account: Account, programId: string): Refusal | undefined {
  const order = inForce(set, account, programId).find(({ effect }) => effect === 'stop-credits');
  return order && refuse('CREDITS_STOPPED', `the order ${order.orderId} lets no points come to ${account.accountId}`);
}

/** Also once the order's time is over, until it is lifted and the days are given back. Errors: EXPIRY_STOPPED. */
export function refuseIfExpiryWaits(account: Account, programId: string): Refusal | undefined {
  const order = account.standing?.orders.find(
    (each) => each.waits === true && (each.programId === undefined || each.programId === programId),
  );
  return order && refuse('EXPIRY_STOPPED', `the order ${order.orderId} lets the points of ${account.accountId} wait`);
}

/**
 * Whether what orders keep back stays, when these parts are drawn from an account. Expired points are neither kept back nor
 * do they count. Errors: POINTS_RESERVED.
 */
export function refuseIfReserved(
  set: WorkingSet,
  { accountId, programId }: { accountId: string; programId: string },
  parts: readonly Part[],
): Refusal | undefined {
  const account = set.accounts.get(accountId);
  const reserved = account === undefined ? 0n : reservedOf(inForce(set, account, programId));
  if (reserved === 0n) return undefined;
  let taken = 0n;
  for (const { lot, amount } of parts) if (isRipe(lot) && !isPast(lot.expiry, set.today)) taken += amount;
  const left = set.pool(accountId, programId).spendable(set.today) - taken;
  if (taken === 0n || left >= reserved) return undefined;
  return refuse('POINTS_RESERVED', `${left} points would be left of ${reserved} that orders reserve`);
}

/** Points that come back later are caught then, where there are too few now: till then nobody else is given them. Errors: POINTS_RESERVED. */
export function refuseIfCaughtLater(set: WorkingSet, account: Account, programId: string): Refusal | undefined {
  const reserved = reservedOf(inForce(set, account, programId));
  const there = reserved === 0n ? 0n : set.pool(account.accountId, programId).spendable(set.today);
  if (there >= reserved) return undefined;
  return refuse('POINTS_RESERVED', `${there} points are there of ${reserved} that orders reserve`);
}

/** What orders keep back of one account's points of a programme. */
export function reservedOf(orders: readonly StandingOrder[]): bigint {
  return orders.reduce((sum, { amount = '0' }) => sum + BigInt(amount), 0n);
}

/** The orders in force that bear on an account's points of a programme. */
export function inForce(set: DebitWorld, account: Account, programId: string): StandingOrder[] {
  const { standings } = set.rows;
  if (account.standing === undefined && standings.size === 0) return [];
  const ofProgram = standings.get(standingName('program', programId));
  const ofCustodian = standings.get(standingName('organization', account.custodian));
  return [account.standing, ofProgram, ofCustodian]
    .flatMap((standing) => standing?.orders ?? [])
    .filter((order) => order.programId === undefined || order.programId === programId)
    .filter((order) => isInForce(order, set.origin.txTime));
}
