/** Points kept back for somebody, until they are captured or given up. */
import { debitable, refusedByStatus, merchants, spend, takenAt, text } from './model-conditions.js';
import { settle, type Receipted } from './model-debits.js';
import type { Asked, By, Model } from './model.js';
import { some, sum } from './points-by-expiry.js';

export function holdPoints(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const [programId, accountId, amount] = [
    text(asked['programId']),
    text(asked['accountId']),
    BigInt(text(asked['amount'])),
  ];
  const refused = debitable(model, by, programId, accountId);
  if (refused !== undefined) return refused;
  const beneficiary = asked['beneficiary'] as string | undefined;
  if (beneficiary !== undefined) {
    if (!merchants.includes(beneficiary)) return 'ACCEPTOR_UNKNOWN';
    const untaken = takenAt(model, programId, beneficiary);
    if (untaken !== undefined) return untaken;
  }
  const expiresAt = text(asked['expiresAt']);
  const ahead = Date.parse(expiresAt) - Date.parse(model.now);
  if (ahead <= 0 || ahead > 31 * 86_400_000) return 'HOLD_PERIOD_INVALID';
  const points = settle(model, accountId, programId, amount, receipt);
  if (points === undefined) return 'INSUFFICIENT_POINTS';
  const value = beneficiary === undefined ? undefined : model.value(programId);
  const hold = { programId, accountId, beneficiary, expiresAt, value, points, amount, open: true, captured: false };
  model.put(model.holds, `${by.mspId} ${asked.id}`, hold);
  return { programId, accountId, amount, points, reversed: 0n };
}

export function resolveHold(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const hold = model.holds.get(`${text(asked['holdMspId'] ?? by.mspId)} ${text(asked['holdId'])}`);
  if (hold === undefined) return 'HOLD_UNKNOWN';
  const { programId, accountId, beneficiary } = hold;
  const account = model.accounts.get(accountId)!;
  const ended = Date.parse(model.now) >= Date.parse(hold.expiresAt);
  const isCapture = asked.kind === 'capture';
  if (isCapture && beneficiary === undefined) {
    if (model.programs.get(programId)!.status === 'suspended') return 'PROGRAM_SUSPENDED';
    const immobile = refusedByStatus(account) ?? (model.isLocked(account) ? 'ACCOUNT_LOCKED' : undefined);
    if (immobile !== undefined) return immobile;
  }
  const endedEverywhere = Date.parse(model.now) >= Date.parse(hold.expiresAt) + 120_000;
  const may = isCapture || !endedEverywhere ? [beneficiary ?? account.custodian] : [beneficiary, account.custodian];
  if (!may.includes(by.mspId)) return 'HOLD_NOT_YOURS';
  // Its points go back or have gone back.
  if (isCapture && ended && !hold.captured) return 'HOLD_EXPIRED';
  if (!hold.open) return 'HOLD_RESOLVED';
  const amount = isCapture ? BigInt(text(asked['amount'] ?? hold.amount)) : hold.amount;
  if (amount > hold.amount) return 'HOLD_EXCEEDED';
  model.set(hold, 'open', false);
  model.set(hold, 'captured', isCapture);
  if (!isCapture) {
    const { paidOff, created } = model.creditOwn(accountId, programId, hold.points);
    receipt?.returned(created);
    return { programId, accountId, amount, points: hold.points, paidOff, reversed: 0n };
  }
  const points = some(hold.points, amount, 'soonest');
  const rest = some(hold.points, hold.amount - amount, 'newest');
  // What a beneficiary leaves pays nothing off.
  const back = beneficiary === undefined ? model.creditOwn(accountId, programId, rest) : { paidOff: 0n, created: rest };
  if (beneficiary !== undefined) model.credit(accountId, programId, rest);
  if (receipt !== undefined && sum(rest) > 0n) receipt.returned(back.created);
  const acceptor = beneficiary ?? model.programs.get(programId)!.issuer;
  return {
    programId,
    accountId,
    amount,
    points,
    paidOff: back.paidOff,
    reversed: 0n,
    ...spend(model, programId, acceptor, amount, hold.value),
  };
}
