/**
 * The rows that a batch of operations needs: all those that it names in one read; those that its reversals lead to in
 * another; and only for debits that name no lots, the lots of an account by range.
 */
import {
  custodianOf,
  debitedBy,
  type Operation,
  type PointsOfAccount,
  type postPoints,
  type RequestOf,
} from '@commonpoint/catalogue';
import type { PostRows } from '../../domain/points/post-rows.js';
import { receiptName } from '../../domain/points/row-names.js';
import {
  givesBack,
  isAtWill,
  mayClear,
  nameOf,
  returningOf,
  reversedHere,
  seizedFrom,
  spendingOf,
  suffices,
  targetsOf,
} from './post-needs.js';
import type { LedgerState } from '../core/state.js';
import { PostLoading } from './post-loading.js';

interface Request {
  readonly operations: readonly Operation[];
  readonly sources: RequestOf<typeof postPoints>['sources'];
}

/** Loads all rows of a batch posted in a month; the caller's organisation is among `organizations`. */
export async function loadPost(state: LedgerState, request: Request, mspId: string, month: string): Promise<PostRows> {
  const loading = new PostLoading(state, mspId, month);
  loading.wantOrganization(mspId);
  for (const { accountId, programId, lots: sources } of request.sources ?? []) {
    for (const lotId of sources) loading.lots.want({ accountId, programId }, lotId, true);
  }
  for (const operation of request.operations) loading.wantRowsOf(operation);
  if (request.operations.some(mayClear)) loading.wantCycle();
  await loading.reads.read();
  await loading.receipts.settle();

  const receipts = loading.receipts.all;
  const fresh = request.operations.filter(({ id }) => !receipts.has(receiptName(mspId, id)));
  const undone = targetsOf(fresh, mspId, receipts);
  for (const operation of fresh) loading.wantAccountDays(operation);
  for (const target of undone) loading.wantRowsOfTarget(target);
  for (const order of loading.orders.values()) loading.wantRowsOfOrder(order);
  for (const hold of loading.holds.values()) {
    // Whoever serves the accounts of one that left gives its holds up.
    if (hold.mspId !== mspId && hold.beneficiary !== mspId) loading.wantOrganization(custodianOf(hold.accountId));
    if (hold.lineId !== undefined) loading.wantRowsOfPledge(hold);
    else if (hold.beneficiary === undefined) loading.wantRowsOfHold(hold);
    else if (fresh.some((operation) => givesBack(operation, hold, mspId))) loading.wantAccountOf(hold);
  }
  for (const note of loading.notes.notes.values()) loading.wantRowsOfNote(note, fresh.some(isAtWill));
  for (const operation of fresh) loading.wantTermsOf(operation);
  await loading.reads.read();
  for (const { note } of loading.holds.values()) if (note !== undefined) loading.notes.wantOfferOf(note);
  for (const operation of fresh) loading.wantUnnamedLane(operation);
  await loading.reads.read();
  const targets = await loading.followMerged(undone);

  const named = new Set((request.sources ?? []).map(nameOf));
  const spent = [...fresh.flatMap(spendingOf), ...targets.flatMap(returningOf), ...reversedHere(fresh)];
  const unnamed = new Map(
    spent.filter((points) => !named.has(nameOf(points))).map((points) => [nameOf(points), points]),
  );
  for (const points of unnamed.values()) await loading.lots.find(points);
  for (const points of targets.flatMap(returningOf)) {
    const isSame = (each: PointsOfAccount): boolean => nameOf(each) === nameOf(points);
    const debits = fresh.filter((operation) => spendingOf(operation).some(isSame));
    const undone = targets.filter((target) => returningOf(target).some(isSame));
    if (!suffices(loading.lots.of(points), debits, undone)) await loading.lots.find(points);
  }
  for (const target of targets) await loading.findQuota(target);
  // Of what orders keep back: whether it stays is told by all that there is.
  const debited = [
    ...fresh.flatMap((operation) => debitedBy(operation) ?? []),
    ...targets.flatMap(returningOf),
    ...[...loading.orders.values()].flatMap(seizedFrom),
    ...loading.notes.notes.values(),
  ];
  for (const points of debited) if (loading.isReserved(points)) await loading.lots.find(points, 'as many as may be');
  return loading.rows();
}
