/** What the projection says of operations: the ledger's receipts. */
import type { Receipt } from '@commonpoint/catalogue';
import type { Database } from '../../store/database.js';

export function receiptQueries({ sqlite }: Database) {
  const written = sqlite.prepare('SELECT written, value FROM receipts WHERE operation_id = ? AND msp_id = ?');
  const one = sqlite.prepare('SELECT block, value FROM receipts WHERE operation_id = ? AND msp_id = ?');
  return {
    /** As the ledger has it, and the block that wrote it last. */
    written: (mspId: string, operationId: string) =>
      written.get(operationId, mspId) as { written: number; value: string } | undefined,
    receipt(mspId: string, operationId: string): { block: number; receipt: Receipt } | undefined {
      const row = one.get(operationId, mspId) as { block: number; value: string } | undefined;
      return row && { block: row.block, receipt: JSON.parse(row.value) as Receipt };
    },
  };
}
