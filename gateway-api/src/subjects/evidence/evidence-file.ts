/** The evidence of one detail: the leaf with its salt, its path to an anchored root, and the anchor's own proof. */
import { Failure } from '../../channel/failures.js';
import type { Gateway } from '../../gateway.js';
import { proofFile } from './proof-file.js';
import { evidenceQueries } from './reads.js';

export const EVIDENCE_FORMAT = 'commonpoint/evidence@v1';

/** @throws Failure DETAIL_UNKNOWN, DETAIL_ERASED, CHECKPOINT_AWAITED */
export function evidenceOf(gateway: Gateway, operationId: string) {
  const { mspId, details, projection, receiptLog } = gateway;
  const found = details.find(operationId);
  if (found === undefined) throw new Failure('DETAIL_UNKNOWN', `This gateway has no detail of ${operationId}.`);
  if (found.content === null) throw new Failure('DETAIL_ERASED', `The detail of ${operationId} was erased.`);
  const index = found.leaf;
  const awaited = new Failure('CHECKPOINT_AWAITED', `The detail of ${operationId} is not anchored yet.`);
  if (index === null) throw awaited;
  // The newest anchor that organisations have signed already.
  for (const { row, value, block } of projection.of(evidenceQueries).anchorsOf(mspId, details.log)) {
    if (row.size <= index) break;
    const key = ['anchor', mspId, details.log];
    const at = receiptLog.indexOf(block, key, value);
    const anchor = at === undefined ? undefined : signedProof(gateway, at, key, value);
    if (anchor === undefined) continue;
    const path = details.tree.inclusionProof(index, row.size).map((hash) => hash.toString('base64'));
    return { format: EVIDENCE_FORMAT, leaf: found.content, index, path, anchor };
  }
  throw awaited;
}

function signedProof(...[gateway, at, key, value]: Parameters<typeof proofFile>): string | undefined {
  try {
    return proofFile(gateway, at, key, value);
  } catch (error) {
    if (error instanceof Failure && error.code === 'CHECKPOINT_AWAITED') return undefined;
    throw error;
  }
}
