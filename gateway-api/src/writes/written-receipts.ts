/** Receipts out of the transaction that wrote them, which is at hand when it is answered. */
import type { Receipt } from '@commonpoint/catalogue';
import type { RowWrite } from '../channel/channel.js';
import { readRow } from '../channel/read-row.js';
import type { LedgerLookup } from './ledger-lookup.js';
import type { OperationResult } from './results.js';
import type { Unit } from './unit.js';

/** Of the own organisation's operations; what is not there is looked up. */
export function writtenReceipts(
  writes: readonly RowWrite[],
  { mspId, receipt }: Pick<LedgerLookup, 'mspId' | 'receipt'>,
): (operationId: string) => Receipt | undefined {
  const written = new Map<string, Uint8Array>();
  for (const { key, value } of writes) {
    if (key[0] === 'op' && key[1] === mspId && value !== undefined) written.set(key[2]!, value);
  }
  return (operationId) => {
    const value = written.get(operationId);
    if (value === undefined) return receipt(operationId);
    return readRow(['op', mspId, operationId], value).row as Receipt;
  };
}

/** Nobody reads those of an import's rows. */
export function withReceipts(
  { kind }: Unit,
  results: readonly OperationResult[],
  receiptOf: (operationId: string) => Receipt | undefined,
): readonly OperationResult[] {
  if (kind === 'bulk') return results;
  return results.map((result) =>
    result.state === 'committed' && result.receipt === undefined
      ? { ...result, receipt: receiptOf(result.operationId) }
      : result,
  );
}
