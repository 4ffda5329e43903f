/**
 * Rejections that may be due to what the gateway named, and not to the ledger: it chose the lots and the lanes by its
 * projection, which may lag. They are answered only after the projection has caught up and says the same.
 */
import { dayOf, daysAfter, type Operation, type Outcome } from '@commonpoint/catalogue';
import type { PointsLedger } from './points-ledger.js';
import { amountTaken, drawsOf, type LedgerLookup } from './ledger-lookup.js';
import { credited, debited, debitKey, subjectOf } from './lock-keys.js';
import type { Foretold } from './foretold.js';
import { chooseSources, namesMore, type LotsOfAccount, type Source } from './lot-sources.js';
import type { Unit } from './unit.js';

/** Whether the rejection has to be looked into before it is answered. */
export function isDoubtful(operation: Operation, outcome: Outcome): boolean {
  if (outcome.state !== 'REJECTED') return false;
  switch (outcome.code) {
    case 'QUOTA_EXHAUSTED':
    case 'CREDIT_EXHAUSTED':
      return true;
    case 'INSUFFICIENT_POINTS':
      // Of a reversal the ledger has looked at all lots itself before it says so.
      return operation.kind !== 'reverse' && !('inputs' in operation && operation.inputs !== undefined);
    case 'LOT_SPENT':
    case 'LOT_EXPIRED':
    case 'NOTHING_TO_EXPIRE':
      // Lots that the client named are the client's to choose.
      return !('inputs' in operation && operation.inputs !== undefined);
    case 'OPERATION_UNKNOWN':
    case 'HOLD_UNKNOWN':
      // The own operation that this one is about may have been recorded a moment ago, or be on its way.
      return true;
    default:
      return false;
  }
}

export interface Knowledge {
  readonly projection: Pick<PointsLedger, 'balances' | 'lotsPastExpiry' | 'program'> & LotsOfAccount;
  readonly quotaLeft: (owner: string) => bigint;
  readonly lookup: LedgerLookup;
}

/** With the projection caught up: the rejections that it contradicts, so that they are worth another try. */
export function contradictedOf(
  foretold: readonly Foretold[],
  /** What the transaction named. */
  named: readonly Source[],
  knowledge: Knowledge,
): Foretold[] {
  return foretold.filter(({ unit, operation, outcome }, at) => {
    if (!isDoubtful(operation, outcome) || !isContradicted(foretold, at, knowledge)) return false;
    if (outcome.code !== 'INSUFFICIENT_POINTS' && outcome.code !== 'NOTHING_TO_EXPIRE') return true;
    // Asked for the same lots, the ledger would say the same: they may be all there, and be taken by the same chain.
    const asked = unit.kind === 'bulk' ? [operation] : unit.pending;
    return namesMore(chooseSources(asked, knowledge.projection, knowledge.lookup), named);
  });
}

function isContradicted(
  foretold: readonly Foretold[],
  at: number,
  { projection, quotaLeft, lookup }: Knowledge,
): boolean {
  const { operation, outcome } = foretold[at]!;
  if (outcome.code === 'QUOTA_EXHAUSTED' || outcome.code === 'CREDIT_EXHAUSTED') {
    const draw = drawsOf(operation, lookup).find(({ exhausted }) => exhausted === outcome.code);
    return draw !== undefined && quotaLeft(draw.owner) >= draw.amount + drawnBefore(foretold, at, draw.owner, lookup);
  }
  const subject = subjectOf(operation, lookup);
  if (outcome.code === 'OPERATION_UNKNOWN') return subject !== undefined && lookup.receipt(subject) !== undefined;
  if (outcome.code === 'HOLD_UNKNOWN') return subject !== undefined && lookup.hold(undefined, subject) !== undefined;
  // Lots that the gateway named are gone, so that the ledger could not say what there is: with present ones it can.
  if (outcome.code === 'LOT_SPENT') return true;
  const points = debited(operation, lookup);
  if (!points) return outcome.code !== 'INSUFFICIENT_POINTS';
  if (operation.kind === 'expire') {
    const { reinstatementDays = 0 } = projection.program(points.programId)?.rules ?? {};
    const kept = daysAfter(dayOf(new Date().toISOString()), -reinstatementDays);
    return projection.lotsPastExpiry(points.accountId, points.programId, 1, kept).length > 0;
  }
  const amount = amountTaken(operation, lookup);
  const balance = projection.balances(points.accountId).find(({ programId }) => programId === points.programId);
  return BigInt(balance?.available ?? 0) >= amount;
}

/** What its chain draws before it, which was undone with it and would be done again. */
function drawnBefore(foretold: readonly Foretold[], at: number, owner: string, lookup: LedgerLookup): bigint {
  let drawn = 0n;
  for (let before = at - 1; foretold[before]?.unit === foretold[at]!.unit; before--) {
    const { operation, outcome } = foretold[before]!;
    const draws = outcome.code === 'LINKED_FAILED' ? drawsOf(operation, lookup) : [];
    for (const draw of draws) if (draw.owner === owner) drawn += draw.amount;
  }
  return drawn;
}

/**
 * Who has to wait for whom: units that would change an account although an earlier unit of the same transaction was refused a
 * debit of it, which has to be looked into. Repeated, that one would be paid with what came after it, or would find spent
 * what it was entitled to.
 */
export function tooEarly(foretold: readonly Foretold[], lookup: LedgerLookup): ReadonlyMap<Unit, readonly Unit[]> {
  const refused = new Map<string, Unit[]>();
  const found = new Map<Unit, readonly Unit[]>();
  for (const { unit, operation, outcome } of foretold) {
    const taken = debited(operation, lookup);
    if (isDoubtful(operation, outcome)) {
      if (!taken) continue;
      const others = refused.get(debitKey(taken));
      if (others) others.push(unit);
      else refused.set(debitKey(taken), [unit]);
      continue;
    }
    // How much of an operation is left to be reversed depends on those before it, also where none is.
    const depends = outcome.state === 'POSTED' || operation.kind === 'reverse';
    if (!depends || refused.size === 0 || unit.kind === 'bulk') continue;
    const touched = [taken, credited(operation, lookup)].flatMap((points) => (points ? [debitKey(points)] : []));
    const before = touched.flatMap((key) => refused.get(key) ?? []).filter((other) => other !== unit);
    if (before.length > 0) found.set(unit, before);
  }
  return found;
}
