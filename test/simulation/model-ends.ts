/** What ends, what is given more time, and what is made one. */
import { refusedByStatus, text } from './model-conditions.js';
import type { Receipted } from './model-debits.js';
import type { Asked, By, Model } from './model.js';
import { daysLater, sum, type Points } from './points-by-expiry.js';

export function expirePoints(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const [programId, accountId] = [text(asked['programId']), text(asked['accountId'])];
  const program = model.programs.get(programId);
  if (program === undefined) return 'PROGRAM_UNKNOWN';
  const account = model.accounts.get(accountId);
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  if (![account.custodian, program.issuer].includes(by.mspId)) return 'NOT_CUSTODIAN';
  const ended: Points = new Map(
    [...model.balance(accountId, programId)].filter(([expiry]) => expiry < keptFrom(model, programId)),
  );
  // Gateways do it by themselves too, and what they named may have been all that had ended then.
  const points = receipt?.taken(ended) ?? ended;
  const amount = sum(points);
  if (amount === 0n) return 'NOTHING_TO_EXPIRE';
  model.credit(accountId, programId, points, -1n);
  model.count(programId, 'expired', amount);
  return { programId, accountId, amount, points, reversed: 0n };
}

/** What ended before may not be extended any more. */
function keptFrom(model: Model, programId: string): string {
  return daysLater(model.now.slice(0, 10), -model.programs.get(programId)!.reinstatementDays);
}

export function extendPoints(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const [programId, accountId, endingBy, expiresOn] = ['programId', 'accountId', 'endingBy', 'expiresOn'].map((field) =>
    text(asked[field]),
  ) as [string, string, string, string];
  const program = model.programs.get(programId);
  if (program === undefined) return 'PROGRAM_UNKNOWN';
  if (program.issuer !== by.mspId) return 'NOT_ISSUER';
  if (program.status === 'suspended') return 'PROGRAM_SUSPENDED';
  const account = model.accounts.get(accountId);
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  const immobile = refusedByStatus(account);
  if (immobile !== undefined) return immobile;
  if (expiresOn < model.now.slice(0, 10)) return 'EXPIRY_OUT_OF_BOUNDS';
  const ending: Points = new Map(
    [...model.balance(accountId, programId)].filter(
      ([expiry]) => expiry <= endingBy && expiry < expiresOn && expiry >= keptFrom(model, programId),
    ),
  );
  const points = receipt?.replaced(ending) ?? ending;
  const amount = sum(points);
  if (amount === 0n) return 'NOTHING_TO_EXTEND';
  model.credit(accountId, programId, points, -1n);
  model.credit(accountId, programId, new Map([[expiresOn, amount]]));
  return { programId, accountId, amount, points, reversed: 0n };
}

export function consolidateLots(model: Model, by: By, asked: Asked) {
  const [programId, accountId] = [text(asked['programId']), text(asked['accountId'])];
  const program = model.programs.get(programId);
  if (program === undefined) return 'PROGRAM_UNKNOWN';
  const account = model.accounts.get(accountId);
  if (account === undefined) return 'ACCOUNT_UNKNOWN';
  if (![account.custodian, program.issuer].includes(by.mspId)) return 'NOT_CUSTODIAN';
  return { programId, accountId, amount: 0n, points: new Map(), reversed: 0n };
}
