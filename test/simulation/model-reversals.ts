/** Taking back, wholly or in parts. */
import { refusedByStatus } from './model-conditions.js';
import { Receipted } from './model-debits.js';
import type { Asked, By, Model } from './model.js';
import { daysLater, hasAll, minus, only, plus, some, sum, type Points } from './points-by-expiry.js';

export function reverseOperation(model: Model, by: By, asked: Asked, receipt?: Receipted) {
  const id = `${(asked['operationMspId'] as string | undefined) ?? by.mspId} ${String(asked['operationId'])}`;
  const target = model.done.get(id);
  if (target === undefined) return 'OPERATION_UNKNOWN';
  const { programId } = target;
  // What was done on an account that was merged since is undone where its points are.
  const accountId = model.last(target.accountId);
  const toAccountId = target.toAccountId === undefined ? undefined : model.last(target.toAccountId);
  const accounts = [accountId, ...(toAccountId === undefined ? [] : [toAccountId])].map((each) =>
    model.accounts.get(each)!,
  );
  for (const [at, account] of accounts.entries()) {
    // The issuer takes back what it gave also where all else is frozen.
    if (target.kind === 'issue' && account.status === 'frozen') continue;
    const immobile = refusedByStatus(account);
    if (immobile !== undefined) return immobile;
    // What was transferred leaves its receiver again.
    if (at === 1 && model.isLocked(account)) return 'ACCOUNT_LOCKED';
  }
  const wasSpent = target.kind === 'redeem' || target.kind === 'capture';
  if ((wasSpent ? target.acceptor : target.mspId) !== by.mspId) return 'REVERSAL_NOT_YOURS';
  if (!wasSpent && target.kind !== 'issue' && target.kind !== 'transfer') return 'NOT_REVERSIBLE';
  if (target.kind === 'transfer' && accounts.some(({ custodian }) => custodian !== by.mspId)) return 'NOT_REVERSIBLE';
  const left = target.amount - target.reversed;
  if (left === 0n) return 'ALREADY_REVERSED';
  const asks = BigInt((asked['amount'] as string | undefined) ?? left);
  if (asks > left) return 'REVERSAL_EXCEEDED';
  const note = (points: Points): void => {
    model.put(model.done, id, { ...target, reversed: target.reversed + asks, points });
  };
  const common = { programId, accountId, reversed: 0n };
  if (target.kind === 'issue') {
    const there = model.balance(accountId, programId);
    const own = new Map([[target.expiry!, there.get(target.expiry!) ?? 0n]]);
    const first = some(own, asks, 'soonest');
    const others = minus(there, first);
    const ripe = some(only(others, model.isRipe), asks - sum(first), 'soonest');
    const unripe = only(others, (expiry) => !model.isRipe(expiry));
    const rest = plus(ripe, some(unripe, asks - sum(first) - sum(ripe), 'soonest'));
    const expected = plus(first, rest);
    const points = receipt?.chosen(expected) ?? expected;
    if (!hasAll(there, points)) throw new Error('it took points that were not there');
    const amount = sum(points);
    model.credit(accountId, programId, points, -1n);
    model.count(programId, 'reversed', amount);
    note(target.points);
    const shortfall = asks - amount;
    const clawback = model.programs.get(programId)!.clawback ? shortfall : 0n;
    model.oweBack(accountId, programId, clawback);
    return { ...common, amount, shortfall, clawback, points };
  }
  const points = some(target.points, asks, 'newest');
  if (wasSpent) {
    const until = daysLater(model.now.slice(0, 10), model.programs.get(programId)!.graceDays);
    let given: Points = new Map();
    for (const [expiry, amount] of points)
      given = plus(given, new Map([[model.isExpired(expiry) ? until : expiry, amount]]));
    const { paidOff, created } = model.creditOwn(accountId, programId, given);
    receipt?.returned(created);
    model.count(programId, 'redeemed', -asks);
    model.owe(programId, target.acceptor!, -asks, target.value);
    note(minus(target.points, points));
    return { ...common, amount: asks, points, paidOff, value: target.value, cycle: model.cycle() };
  }
  if (!hasAll(model.balance(toAccountId!, programId), points)) return 'INSUFFICIENT_POINTS';
  receipt?.chosen(points);
  model.credit(toAccountId!, programId, points, -1n);
  model.credit(accountId, programId, points);
  note(minus(target.points, points));
  // The receiver is debited.
  return { ...common, accountId: toAccountId!, toAccountId: accountId, amount: asks, points };
}
