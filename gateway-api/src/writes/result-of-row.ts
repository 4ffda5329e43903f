/** What became of an operation that has a row: by the row, by what is under way, and by its receipt. */
import type { Operation } from '@commonpoint/catalogue';
import type { OperationRow } from './operation-rows.js';
import type { OutstandingOperations } from './outstanding.js';
import type { PointsLedger } from './points-ledger.js';
import type { OperationResult } from './results.js';

interface Known {
  readonly mspId: string;
  readonly projection: PointsLedger;
  readonly outstanding: OutstandingOperations;
}

export function resultOf(row: OperationRow, { mspId, projection, outstanding: all }: Known): OperationResult {
  const operation = JSON.parse(row.content) as Operation;
  const base = { operationId: row.id, kind: operation.kind };
  if (row.state === 'accepted') {
    const outstanding = all.find(row.id);
    return { ...base, state: outstanding?.state ?? 'accepted', txId: outstanding?.txId };
  }
  if (row.state === 'rejected') {
    return {
      ...base,
      state: 'rejected',
      code: (row.code ?? undefined) as OperationResult['code'],
      detail: row.detail ?? undefined,
      field: row.field ?? undefined,
      txId: row.tx_id ?? undefined,
    };
  }
  const found = projection.receipt(mspId, row.id);
  return {
    ...base,
    state: 'committed',
    txId: row.tx_id ?? found?.receipt.txId,
    blockNumber: row.block ?? found?.block,
    receipt: found?.receipt,
    ...(row.existed === 1 && { existed: true }),
  };
}
