/** A group as `Points:Post` takes it: its operations with the lots and lanes that were chosen for them. */
import type { Group } from './grouping.js';
import { drawsOf, type LedgerLookup } from './ledger-lookup.js';
import { type ClaimProof, linesOf, type Operation } from '@commonpoint/catalogue';
import type { Source } from './lot-sources.js';

/** What shows that the claims among some operations are leaves of their migrations. */
export type ProveClaims = (operations: readonly Operation[]) => readonly ClaimProof[];

export interface PostRequest {
  /** JSON, made when it is asked for: of lines of a file it hardly ever is. */
  readonly argument: () => string;
  /** The same in a third of its length, if the group is lines of an imported file: a chaincode of before does not know it. */
  readonly short?: string | undefined;
}

export function postRequest(
  group: Group,
  chosen: readonly Source[],
  lookup: LedgerLookup,
  proofsOf: ProveClaims = () => [],
): PostRequest {
  const operations = group.units.flatMap((unit) => unit.pending);
  const sources = chosen.map(({ isShort: _isShort, ...source }) => source);
  const named = operations.map((operation) => {
    const draws = group.lanes.size > 0 ? drawsOf(operation, lookup) : [];
    const lanes = draws.flatMap(({ owner, exhausted }) => {
      const taken = group.lanes.get(owner);
      return taken ? [[exhausted === 'CREDIT_EXHAUSTED' ? 'creditLanes' : 'lanes', taken]] : [];
    });
    return { ...operation, ...(Object.fromEntries(lanes) as object) };
  });
  // The receipts come with the block; twice in a transaction they would be a third of it.
  const proofs = proofsOf(operations);
  const batch = { operations: named, omitReceipts: true, ...(proofs.length > 0 && { proofs }) };
  const argument = (): string => JSON.stringify(sources.length > 0 ? { ...batch, sources } : batch);
  const lines = sources.length > 0 || proofs.length > 0 ? undefined : linesOf(named);
  return { argument, short: lines && JSON.stringify({ lines }) };
}
