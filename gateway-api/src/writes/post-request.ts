/** A group as `Points:Post` takes it: its operations with the lots and lanes that were chosen for them. */
import type { Group } from './grouping.js';
import { drawOf, type LedgerLookup } from './ledger-lookup.js';
import type { Source } from './lot-sources.js';

export function postRequest(group: Group, chosen: readonly Source[], lookup: LedgerLookup): string {
  const operations = group.units.flatMap((unit) => unit.pending);
  const sources = chosen.map(({ isShort: _isShort, ...source }) => source);
  const named = operations.map((operation) => {
    const draw = group.lanes.size > 0 ? drawOf(operation, lookup) : undefined;
    const lanes = draw && group.lanes.get(draw.owner);
    return lanes ? { ...operation, lanes } : operation;
  });
  // The receipts come with the block; twice in a transaction they would be a third of it.
  const batch = { operations: named, omitReceipts: true };
  return JSON.stringify(sources.length > 0 ? { ...batch, sources } : batch);
}
