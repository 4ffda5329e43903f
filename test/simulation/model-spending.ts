/** What leaves an account for another one, for goods, or for points of another programme. */
import { debitable, refusedByStatus, merchants, spend, takenAt, text } from './model-conditions.js';
import { settle, type Receipted } from './model-debits.js';
import type { Asked, By, Model } from './model.js';
import { monthsLater, sum } from './points-by-expiry.js';

export function transferPoints(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const [programId, accountId, toAccountId] = [
    text(asked['programId']),
    text(asked['fromAccountId']),
    text(asked['toAccountId']),
  ];
  const amount = BigInt(text(asked['amount']));
  const program = model.programs.get(programId);
  const to = model.accounts.get(toAccountId);
  if (to !== undefined && model.accounts.get(accountId)?.mergedInto === toAccountId)
    return follow(model, by, { programId, accountId, toAccountId, amount }, receipt);
  const refused = debitable(model, by, programId, accountId);
  if (refused?.startsWith('ACCOUNT_') !== true && refused !== undefined) return refused;
  if (to === undefined) return 'ACCOUNT_UNKNOWN';
  const immobile = refused === 'ACCOUNT_LOCKED' ? (refusedByStatus(to) ?? refused) : (refused ?? refusedByStatus(to));
  if (immobile !== undefined) return immobile;
  if (accountId === toAccountId) return 'ACCOUNTS_EQUAL';
  if (!program!.transferable) return 'TRANSFER_NOT_ALLOWED';
  const points = settle(model, accountId, programId, amount, receipt);
  if (points === undefined) return 'INSUFFICIENT_POINTS';
  model.credit(toAccountId, programId, points);
  return { programId, accountId, toAccountId, amount, points, reversed: 0n };
}

/** Points of an account that was merged, on their way to the other: all that was named, whether it could be spent or not. */
function follow(
  model: Model,
  by: By,
  moved: { programId: string; accountId: string; toAccountId: string; amount: bigint },
  receipt?: Receipted,
) {
  const { programId, accountId, toAccountId, amount } = moved;
  if (model.accounts.get(accountId)!.custodian !== by.mspId) return 'NOT_CUSTODIAN';
  const points = receipt?.taken(model.balance(accountId, programId));
  if (points === undefined || sum(points) !== amount) return 'INPUTS_INVALID';
  receipt!.returned(points);
  model.credit(accountId, programId, points, -1n);
  model.credit(toAccountId, programId, points);
  return { ...moved, points, reversed: 0n };
}

export function redeemPoints(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const [programId, accountId, amount] = [
    text(asked['programId']),
    text(asked['accountId']),
    BigInt(text(asked['amount'])),
  ];
  const refused = debitable(model, by, programId, accountId);
  if (refused !== undefined) return refused;
  const acceptor = text(asked['acceptor'] ?? model.programs.get(programId)!.issuer);
  if (!merchants.includes(acceptor)) return 'ACCEPTOR_UNKNOWN';
  const untaken = takenAt(model, programId, acceptor);
  if (untaken !== undefined) return untaken;
  const points = settle(model, accountId, programId, amount, receipt);
  if (points === undefined) return 'INSUFFICIENT_POINTS';
  return { programId, accountId, amount, points, reversed: 0n, ...spend(model, programId, acceptor, amount) };
}

/** The one rate of the simulation: two of Harbor's points for one of CityPark's. */
export function exchangePoints(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const [programId, accountId, amount] = [
    text(asked['programId']),
    text(asked['accountId']),
    BigInt(text(asked['amount'])),
  ];
  const target = model.programs.get(text(asked['targetProgramId']));
  const refused = debitable(model, by, programId, accountId);
  if (refused === 'PROGRAM_UNKNOWN' || target === undefined) return 'PROGRAM_UNKNOWN';
  if (target.status === 'suspended' || refused === 'PROGRAM_SUSPENDED') return 'PROGRAM_SUSPENDED';
  if (refused !== undefined) return refused;
  const untaken = takenAt(model, programId, target.issuer);
  if (untaken !== undefined) return untaken;
  const received = amount / 2n;
  if (received === 0n) return 'EXCHANGE_TOO_SMALL';
  if (received < BigInt(text(asked['minReceived'] ?? 0))) return 'RECEIVED_TOO_LITTLE';
  const taken = received * 2n;
  const had = sum(model.balance(accountId, programId));
  const points = settle(model, accountId, programId, taken, receipt);
  if (points === undefined || had < taken) return 'INSUFFICIENT_POINTS';
  if (received > model.rate.quota - model.rate.used) {
    model.credit(accountId, programId, points);
    return 'QUOTA_EXHAUSTED';
  }
  model.set(model.rate, 'used', model.rate.used + received);
  const expiry = monthsLater(model.now.slice(0, 10), target.months);
  model.credit(accountId, text(asked['targetProgramId']), new Map([[expiry, received]]));
  model.count(text(asked['targetProgramId']), 'issued', received);
  const spent = spend(model, programId, target.issuer, taken);
  return {
    programId,
    accountId,
    amount,
    points,
    reversed: 0n,
    taken,
    received,
    expiry,
    value: spent.value,
    cycle: spent.cycle,
  };
}
