/** Verifies a file of either kind, and says in sentences what it proves. */
import { describeReceipt, saidBy } from './describe-receipt.js';
import type { Policy } from './policy.js';
import { verifyEvidence } from './verify-evidence.js';
import { verifyReceipt } from './verify-receipt.js';

/** @throws Unverified */
export async function judge(file: string, policy: Policy): Promise<string[]> {
  if (!file.trimStart().startsWith('{')) return describeReceipt(await verifyReceipt(file, policy));
  const { mspId, operationId, schema, detail, index, anchor } = await verifyEvidence(file, policy);
  return [
    `${mspId} kept this detail (${schema}) of its operation ${operationId}: ${JSON.stringify(detail)}`,
    `Leaf ${index} of what it anchored at ${String(anchor.row['anchoredAt'])}.`,
    saidBy(anchor.signers),
  ];
}
