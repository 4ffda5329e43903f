/**
 * Verifies the evidence of a detail: its leaf is in the log that its organisation anchored, and the anchor is in the log that
 * organisations signed. Size and root are the anchor's and nobody else's.
 */
import { LEAF_PREFIX } from '../../../catalogue/src/evidence/merkle-path.js';
import { concat, decodeBase64, sha256, utf8 } from './bytes.js';
import { hasLeaf } from './inclusion.js';
import type { Policy } from './policy.js';
import { Unverified } from './unverified.js';
import { type ProvedEntry, verifyEntry } from './verify-receipt.js';

type Fields = Readonly<Record<string, unknown>>;

export interface ProvedDetail {
  readonly mspId: string;
  readonly operationId: string;
  readonly schema: string;
  readonly detail: Fields;
  /** Its place in the organisation's log. */
  readonly index: number;
  /** The anchor, and who signed that it is on the ledger. */
  readonly anchor: ProvedEntry;
}

/** @throws Unverified */
export async function verifyEvidence(evidence: string, policy: Policy): Promise<ProvedDetail> {
  const { format, leaf, index, path, anchor: proof } = fieldsOf(evidence);
  if (format !== 'commonpoint/evidence@v1') throw invalid('it is no evidence of this kind');
  if (typeof leaf !== 'string' || typeof index !== 'number' || typeof proof !== 'string' || !Array.isArray(path))
    throw invalid('a part of it is missing');
  const hashes = path.map((hash) => {
    const bytes = typeof hash === 'string' ? decodeBase64(hash) : undefined;
    if (bytes?.length !== 32) throw invalid('a hash in it is none');
    return bytes;
  });
  const anchor = await verifyEntry(proof, policy);
  const { mspId, log, size, root } = anchor.row;
  const [kind, ...place] = anchor.key;
  const anchored = typeof root === 'string' ? decodeBase64(root) : undefined;
  if (kind !== 'anchor' || typeof size !== 'number' || anchored === undefined || mspId !== place[0] || log !== place[1])
    throw new Unverified('ENTRY_INVALID', 'What is in the log is no anchor.');
  const leafHash = await sha256(concat(Uint8Array.of(LEAF_PREFIX), utf8(leaf)));
  if (!(await hasLeaf({ index, size, root: anchored }, leafHash, hashes)))
    throw new Unverified('LEAF_NOT_IN_LOG', 'The path does not lead from the detail to what was anchored.');
  const { mspId: by, operationId, schema, detail } = fieldsOf(leaf);
  if (by !== mspId) throw new Unverified('ENTRY_INVALID', 'The detail is of another organisation than the anchor.');
  if (typeof operationId !== 'string' || typeof schema !== 'string' || typeof detail !== 'object' || detail === null)
    throw new Unverified('ENTRY_INVALID', 'What was anchored is no detail.');
  return { mspId: String(mspId), operationId, schema, detail: detail as Fields, index, anchor };
}

function fieldsOf(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Fields;
  } catch {
    // Told below.
  }
  throw invalid('it is not JSON');
}

const invalid = (why: string): Unverified => new Unverified('FILE_INVALID', `The file cannot be read: ${why}.`);
