/** What the projection says of operations: the ledger's receipts. */
import type { Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';
import { receiptRows } from '../../projection/receipt-rows.js';

export function receiptQueries(database: Database) {
  const rows = receiptRows(database);
  return {
    written: (mspId: string, operationId: string) => rows.written(mspId, operationId),
    receipt: (mspId: string, operationId: string): { block: number; receipt: Receipt } | undefined =>
      rows.byId(mspId, operationId),
  };
}
