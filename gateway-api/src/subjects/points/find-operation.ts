/** Where an operation is looked up. */
import { getReceipt } from '@commonpoint/catalogue';
import type { Caller } from '../../caller.js';
import type { Gateway } from '../../gateway.js';
import type { OperationResult } from '../../writes/results.js';

/**
 * What became of an operation: from the gateway's rows, else from the ledger's receipt (own organisation's ids).
 * @throws Failure OPERATION_UNKNOWN
 */
export async function findOperation(
  { mspId, operations, peer }: Gateway,
  { role }: Caller,
  operationId: string,
): Promise<OperationResult> {
  const known = operations.find(operationId);
  if (known) return known;
  const receipt = await peer.evaluate(getReceipt, { mspId, operationId }, role);
  return { operationId, state: 'committed', kind: receipt.kind, txId: receipt.txId, receipt };
}
