/**
 * Verifies the proof of a receipt. Each step stands on the one before: the log is the one that is trusted, enough
 * organisations signed how it was, the entry is in it, and the entry is the receipt that it says to be. Size and root are the
 * signed checkpoint's and nobody else's.
 */
import { LEAF_PREFIX } from '../../../catalogue/src/evidence/merkle-path.js';
import { ENTRY, importedReceipt, type ImportedRow } from '../../../catalogue/src/points/imported-entry.js';
import { readEntry } from '../../../catalogue/src/evidence/log-entry.js';
import { concat, sha256 } from './bytes.js';
import { requireSigners, type Signer } from './cosignatures.js';
import { hasLeaf } from './inclusion.js';
import type { Policy } from './policy.js';
import { readProofFile } from './proof-file.js';
import { Unverified } from './unverified.js';

/** What the ledger has of an operation. It has more fields than these, by what kind of operation it is. */
export interface ProvedReceipt {
  readonly id: string;
  readonly mspId: string;
  readonly kind: string;
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly txId: string;
  readonly txTime: string;
  readonly [field: string]: unknown;
}

export interface ProvedEntry {
  /** The kind of the row and the parts of its key. */
  readonly key: readonly string[];
  readonly row: Readonly<Record<string, unknown>>;
  /** Its place in the log, counted from 0. */
  readonly index: number;
  /** How many entries the log had when it was signed. */
  readonly size: number;
  readonly origin: string;
  readonly signers: readonly Signer[];
}

/** @throws Unverified */
export async function verifyEntry(proof: string, policy: Policy): Promise<ProvedEntry> {
  const { entry, index, path, head, root, signatures } = readProofFile(proof);
  if (head.origin !== policy.origin)
    throw new Unverified('LOG_OTHER', `It is a proof for another log (${head.origin}) than the one trusted.`);
  const signers = await requireSigners(policy, head, signatures);
  const leafHash = await sha256(concat(Uint8Array.of(LEAF_PREFIX), entry));
  if (!(await hasLeaf({ index, size: head.size, root }, leafHash, path)))
    throw new Unverified('LEAF_NOT_IN_LOG', 'The path does not lead from the receipt to what was signed.');
  const read = readEntry(entry);
  const row = read && parse(read.value);
  if (read === undefined || row === undefined) throw new Unverified('ENTRY_INVALID', 'What is in the log is no row.');
  return { key: read.key, row, index, size: head.size, origin: head.origin, signers };
}

/** The same, of a receipt. @throws Unverified */
export async function verifyReceipt(
  proof: string,
  policy: Policy,
): Promise<Omit<ProvedEntry, 'row'> & { readonly receipt: ProvedReceipt }> {
  const { row, ...proved } = await verifyEntry(proof, policy);
  const [kind, mspId = '', id = ''] = proved.key;
  if (kind === 'imported') return { ...proved, receipt: importedAlone(mspId, id, row) };
  if (kind !== 'op') throw new Unverified('ENTRY_INVALID', 'What is in the log is no receipt.');
  if (row['mspId'] !== mspId || row['id'] !== id)
    throw new Unverified('ENTRY_INVALID', 'The receipt in the log is of another operation than its place says.');
  return { ...proved, receipt: row as ProvedReceipt };
}

/** Of an imported line the log has its row with that line alone. */
function importedAlone(mspId: string, file: string, row: ProvedEntry['row']): ProvedReceipt {
  const [entry, ...others] = Array.isArray(row['rows']) ? (row['rows'] as unknown[]) : [];
  if (typeof entry !== 'string' || !ENTRY.test(entry) || others.length > 0)
    throw new Unverified('ENTRY_INVALID', 'What is in the log is no receipt.');
  return { ...importedReceipt({ mspId, file }, row as unknown as ImportedRow, entry) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
