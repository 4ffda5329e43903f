/**
 * Which lots a transaction names, so that the chaincode reads keys and no range.
 *
 * Enough for all the operations that draw on them, soonest expiry first; and some more of the same expiry, because small
 * lots are merged when they are touched, which keeps an account's later debits short.
 */
import {
  expiryOf,
  SOURCE_LOTS_MAX,
  type Operation,
  type PointsOfAccount,
  type RequestOf,
  type postPoints,
} from '@commonpoint/catalogue';
import type { LotRow, PointsLedger } from './points-ledger.js';
import { amountTaken, type LedgerLookup } from './ledger-lookup.js';
import { debited, debitKey } from './lock-keys.js';

export type Sources = NonNullable<RequestOf<typeof postPoints>['sources']>;

export type LotsOfAccount = Pick<PointsLedger, 'spendableLots' | 'largestLots' | 'lotsPastExpiry'>;

/** The ledger's limit of lots per account and programme in one transaction. */
const LOTS_MAX = SOURCE_LOTS_MAX;
/** An account's lots are merged up to this many, and fewer where a transaction debits many accounts. */
const LOTS_MERGED_MAX = 50;
const LOTS_MERGED_PER_TRANSACTION = 1_000;

interface Demand extends PointsOfAccount {
  amount: bigint;
  /** All lots past their expiry are wanted: they are to be retired. */
  retiring: boolean;
  /** Lots past their expiry count like others: a reversed issuance takes them back too. */
  anyExpiry: boolean;
  /** Expiries to take from first: a reversed issuance takes back what it gave. */
  readonly preferred: string[];
  /** By expiry, points of just that one: a reversed transfer takes back the very points that it sent. */
  readonly exact: Map<string, bigint>;
}

export function chooseSources(
  operations: readonly Operation[],
  projection: LotsOfAccount,
  lookup: LedgerLookup,
): Sources {
  const demands = new Map<string, Demand>();
  for (const operation of operations) {
    if ('inputs' in operation && operation.inputs) continue;
    const points = debited(operation, lookup);
    if (!points) continue;
    const key = debitKey(points);
    const demand = demands.get(key) ?? newDemand(points);
    demands.set(key, demand);
    addTo(demand, operation, lookup);
  }
  const mergedMax = Math.min(LOTS_MERGED_MAX, Math.ceil(LOTS_MERGED_PER_TRANSACTION / demands.size));
  return [...demands.values()].map((demand) => ({
    accountId: demand.accountId,
    programId: demand.programId,
    lots: lotsFor(demand, projection, mergedMax),
  }));
}

function newDemand(points: PointsOfAccount): Demand {
  return { ...points, amount: 0n, retiring: false, anyExpiry: false, preferred: [], exact: new Map() };
}

function addTo(demand: Demand, operation: Operation, lookup: LedgerLookup): void {
  demand.amount += amountTaken(operation, lookup);
  demand.retiring ||= operation.kind === 'expire';
  if (operation.kind !== 'reverse') return;
  const receipt = lookup.receipt(operation.operationId, operation.operationMspId);
  const parts = receipt?.created ?? [];
  if (receipt?.kind === 'transfer') {
    for (const { lotId, amount } of parts) addExact(demand, expiryOf(lotId), BigInt(amount));
    return;
  }
  demand.amount += BigInt(operation.amount ?? receipt?.amount ?? 0);
  demand.anyExpiry = true;
  for (const { lotId } of parts) demand.preferred.push(expiryOf(lotId));
}

function addExact({ exact }: Demand, expiry: string, amount: bigint): void {
  exact.set(expiry, (exact.get(expiry) ?? 0n) + amount);
}

function lotsFor(demand: Demand, projection: LotsOfAccount, mergedMax: number): string[] {
  const { accountId, programId } = demand;
  const wantsPast = demand.retiring || demand.anyExpiry || demand.exact.size > 0;
  const past = wantsPast ? projection.lotsPastExpiry(accountId, programId, LOTS_MAX) : [];
  const spendable = demand.amount > 0n || demand.exact.size > 0 ? spendableLots(demand, projection) : [];
  const sent = [...past, ...spendable].filter(({ lotId }) => demand.exact.has(expiryOf(lotId)));
  const retired = demand.retiring ? past : [];
  const rest = demand.anyExpiry && !demand.retiring ? [...past, ...spendable] : spendable;
  const preferred = new Set(demand.preferred);
  const isPreferred = ({ lotId }: LotRow): boolean => preferred.has(expiryOf(lotId));
  const ordered = [...rest.filter(isPreferred), ...rest.filter((lot) => !isPreferred(lot))];
  const enough = enoughOf(ordered, demand.amount, mergedMax);
  const returned = [...demand.exact].flatMap(([expiry, amount]) =>
    enoughOf(
      sent.filter((lot) => lot.lotId.startsWith(expiry) && !enough.includes(lot)),
      amount,
      mergedMax,
    ),
  );
  const chosen = new Set([...retired, ...returned, ...enough].map(({ lotId }) => lotId));
  return [...chosen].slice(0, LOTS_MAX).toSorted();
}

/** Soonest expiry first, unless as many as may be named would not make up the amount. */
function spendableLots({ accountId, programId, amount }: Demand, projection: LotsOfAccount): LotRow[] {
  const soonest = projection.spendableLots(accountId, programId, LOTS_MAX);
  const suffices = soonest.length < LOTS_MAX || soonest.reduce((sum, lot) => sum + lot.amount, 0n) >= amount;
  return suffices ? soonest : projection.largestLots(accountId, programId, LOTS_MAX);
}

function enoughOf(lots: readonly LotRow[], amount: bigint, mergedMax: number): LotRow[] {
  const chosen: LotRow[] = [];
  let missing = amount;
  let lastExpiry = '';
  for (const lot of lots) {
    const expiry = expiryOf(lot.lotId);
    if (missing <= 0n && (expiry !== lastExpiry || chosen.length >= mergedMax)) break;
    chosen.push(lot);
    missing -= lot.amount;
    lastExpiry = expiry;
  }
  return chosen;
}
