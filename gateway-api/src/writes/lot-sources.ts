/**
 * Which lots a transaction names, so that the chaincode reads keys and no range.
 *
 * Enough for all the operations that draw on them, soonest expiry first; and some more of the same expiry, because small
 * lots are merged when they are touched, which keeps an account's later debits short.
 */
import {
  expiryOf,
  NEVER,
  SOURCE_LOTS_MAX,
  type Operation,
  type PointsOfAccount,
  type Receipt,
  type RequestOf,
  type postPoints,
} from '@commonpoint/catalogue';
import type { LotRow, PointsLedger } from './points-ledger.js';
import { amountTaken, type LedgerLookup } from './ledger-lookup.js';
import { debited, debitKey } from './lock-keys.js';

export type Sources = NonNullable<RequestOf<typeof postPoints>['sources']>;

export type LotsOfAccount = Pick<PointsLedger, 'spendableLots' | 'unripeLots' | 'largestLots' | 'lotsPastExpiry'>;

/** The ledger's limit of lots per account and programme in one transaction. */
const LOTS_MAX = SOURCE_LOTS_MAX;
/** An account's lots are merged up to this many, and fewer where a transaction debits many accounts. */
const LOTS_MERGED_MAX = 50;
const LOTS_MERGED_PER_TRANSACTION = 1_000;

interface Demand extends PointsOfAccount {
  amount: bigint;
  /** All lots past their expiry are wanted: they are to be retired. */
  retiring: boolean;
  /** All lots count, also those that have ended or not matured: a reversed issuance takes them back too. */
  anyLots: boolean;
  /** Lots that end by this day are replaced by others, whatever their amounts. */
  replacedBy: string;
  /** What to take from first: a reversed issuance takes back what it gave. */
  readonly given: Pick<Receipt, 'expiry' | 'maturesOn'>[];
  /** By expiry, points of just that one: a reversed transfer takes back the very points that it sent. */
  readonly exact: Map<string, bigint>;
}

/** What is named for one account, and whether the account may have what is missing in lots that do not fit in. */
export type Source = Sources[number] & { readonly isShort: boolean };

export function chooseSources(
  operations: readonly Operation[],
  projection: LotsOfAccount,
  lookup: LedgerLookup,
): Source[] {
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
    ...lotsFor(demand, projection, mergedMax),
  }));
}

/** Whether lots are named that were not named before, or have to be merged first. */
export function namesMore(sources: readonly Source[], before: readonly Source[]): boolean {
  const named = new Set(before.flatMap(({ lots }) => lots));
  return sources.some(({ lots, isShort }) => isShort || lots.some((lotId) => !named.has(lotId)));
}

function newDemand(points: PointsOfAccount): Demand {
  return { ...points, amount: 0n, retiring: false, anyLots: false, replacedBy: '', given: [], exact: new Map() };
}

function addTo(demand: Demand, operation: Operation, lookup: LedgerLookup): void {
  demand.amount += amountTaken(operation, lookup);
  demand.retiring ||= operation.kind === 'expire';
  if (operation.kind === 'extend' && operation.endingBy > demand.replacedBy) demand.replacedBy = operation.endingBy;
  // Of a note's points all have to outlast its term: those that end first may be none of them.
  if (operation.kind === 'consolidate' || operation.kind === 'buy-note') demand.replacedBy = NEVER;
  if (operation.kind !== 'reverse') return;
  const receipt = lookup.receipt(operation.operationId, operation.operationMspId);
  const parts = receipt?.created ?? [];
  if (receipt?.kind === 'transfer') {
    for (const { lotId, amount } of parts) addExact(demand, expiryOf(lotId), BigInt(amount));
    return;
  }
  demand.amount += BigInt(operation.amount ?? receipt?.amount ?? 0);
  demand.anyLots = true;
  if (receipt !== undefined) demand.given.push(receipt);
}

function addExact({ exact }: Demand, expiry: string, amount: bigint): void {
  exact.set(expiry, (exact.get(expiry) ?? 0n) + amount);
}

function lotsFor(demand: Demand, projection: LotsOfAccount, mergedMax: number): Pick<Source, 'lots' | 'isShort'> {
  const { accountId, programId } = demand;
  const { retiring, anyLots, replacedBy, amount } = demand;
  const wantsPast = retiring || anyLots || replacedBy !== '' || demand.exact.size > 0;
  const past = wantsPast ? projection.lotsPastExpiry(accountId, programId, LOTS_MAX) : [];
  const wantsSpendable = amount > 0n || replacedBy !== '' || demand.exact.size > 0;
  const spendable = wantsSpendable ? spendableLots(demand, projection) : [];
  // Also where there is too little, so that the ledger can say what is pending.
  const wantsUnripe = anyLots || replacedBy !== '' || totalOf(spendable) < amount;
  const unripe = wantsUnripe ? projection.unripeLots(accountId, programId, LOTS_MAX) : [];
  const sent = [...past, ...spendable].filter(({ lotId }) => demand.exact.has(expiryOf(lotId)));
  const replaced = [...past, ...spendable, ...unripe].filter(({ lotId }) => expiryOf(lotId) <= replacedBy);
  const retired = [...(retiring ? past : []), ...replaced];
  const ripe = anyLots && !retiring ? [...past, ...spendable] : spendable;
  const ordered = demand.given.length === 0 ? [...ripe, ...unripe] : inOrderOfReturn(demand, ripe, unripe);
  const enough = enoughOf(ordered, demand.amount, mergedMax);
  const returned = [...demand.exact].flatMap(([expiry, amount]) =>
    enoughOf(
      sent.filter((lot) => lot.lotId.startsWith(expiry) && !enough.includes(lot)),
      amount,
      mergedMax,
    ),
  );
  const chosen = [...new Set([...retired, ...returned, ...enough])];
  const named = chosen.slice(0, LOTS_MAX);
  const wanted = [...demand.exact.values()].reduce((sum, each) => sum + each, amount);
  const isShort = named.length === LOTS_MAX && (totalOf(named) < wanted || chosen.length > named.length);
  return { lots: named.map(({ lotId }) => lotId).toSorted(), isShort: isShort && !retiring };
}

/** As the ledger takes back what was issued: its own that is not ripe, ripe of its expiry, other ripe, other. */
function inOrderOfReturn({ given }: Demand, ripe: readonly LotRow[], unripe: readonly LotRow[]): LotRow[] {
  const expiries = new Set(given.map(({ expiry }) => expiry));
  const kinds = new Set(given.map(({ expiry, maturesOn }) => `${expiry} ${maturesOn}`));
  const isOwn = ({ lotId, maturesOn }: LotRow): boolean => kinds.has(`${expiryOf(lotId)} ${maturesOn}`);
  const isOfExpiry = ({ lotId }: LotRow): boolean => expiries.has(expiryOf(lotId));
  return [
    ...unripe.filter(isOwn),
    ...ripe.filter(isOfExpiry),
    ...ripe.filter((lot) => !isOfExpiry(lot)),
    ...unripe.filter((lot) => !isOwn(lot)),
  ];
}

/** Soonest expiry first, unless as many as may be named would not make up the amount. */
function spendableLots({ accountId, programId, amount }: Demand, projection: LotsOfAccount): LotRow[] {
  const soonest = projection.spendableLots(accountId, programId, LOTS_MAX);
  const suffices = soonest.length < LOTS_MAX || totalOf(soonest) >= amount;
  return suffices ? soonest : projection.largestLots(accountId, programId, LOTS_MAX);
}

function totalOf(lots: readonly LotRow[]): bigint {
  return lots.reduce((sum, { amount }) => sum + amount, 0n);
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
