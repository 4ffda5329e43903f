/**
 * Whether an operation that the ledger had already is this import's own, posted before it was interrupted, or an earlier import's.
 *
 * Blocks tell: what stood on the ledger when the import began is another's. Where rows are known by their `purchase_id`, two rows of
 * the file may also be one purchase: it counts once, so what the import has counted is looked up as well.
 */
import type { PointsLedger } from '../writes/points-ledger.js';
import type { ImportRows } from './import-rows.js';
import type { FinalResult } from './post-until-final.js';

interface Parts {
  readonly mspId: string;
  readonly projection: PointsLedger;
  readonly rows: ImportRows;
}

export interface RunOfImport {
  readonly seq: number;
  /** The last block when the import began. */
  readonly begunAfter: number;
  /** The same of this run of it: later, if it was interrupted. */
  readonly resumedAfter: number;
  /** Rows are known by their `purchase_id`. */
  readonly byPurchase: boolean;
}

/** `isEarly`: the row is among those that may have been under way when the import was interrupted. */
export function ownOnes(
  { mspId, projection, rows }: Parts,
  { seq, begunAfter, resumedAfter, byPurchase }: RunOfImport,
  results: readonly FinalResult[],
  isEarly: boolean,
): ReadonlySet<string> {
  const own = new Set<string>();
  const doubtful = new Set<string>();
  for (const { operationId, existed, repeated } of results) {
    // What the projection has not seen yet is in a later block than all that it has.
    const block = existed ? (projection.receipt(mspId, operationId)?.block ?? Infinity) : Infinity;
    if (!existed || (block > begunAfter && (!byPurchase || repeated))) own.add(operationId);
    else if (isEarly && block > begunAfter && block <= resumedAfter) doubtful.add(operationId);
  }
  if (doubtful.size > 0) {
    for (const { ids } of rows.issued(seq)) for (const id of ids) doubtful.delete(id);
    for (const id of doubtful) own.add(id);
  }
  return own;
}
