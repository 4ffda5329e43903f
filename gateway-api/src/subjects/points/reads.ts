/** What the projection says of operations: the ledger's receipts. */
import type { Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';

export function receiptQueries({ sqlite }: Database) {
  const one = sqlite.prepare('SELECT block, value FROM receipts WHERE operation_id = ? AND msp_id = ?');
  return {
    receipt(mspId: string, operationId: string): { block: number; receipt: Receipt } | undefined {
      const row = one.get(operationId, mspId) as { block: number; value: string } | undefined;
      return row && { block: row.block, receipt: JSON.parse(row.value) as Receipt };
    },
  };
}
