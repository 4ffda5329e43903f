/**
 * Verifies that the log as it was signed continues the log as it was before: the later one is the one that is trusted, enough
 * organisations signed it, and the path leads from the earlier root to both.
 */
import { consistencySteps, isSize, NODE_PREFIX } from '../../../catalogue/src/evidence/merkle-path.js';
import type { TreeHead } from '../../../catalogue/src/evidence/checkpoint-text.js';
import { areEqual, type Bytes, concat, sha256 } from './bytes.js';
import { requireSigners, type Signer } from './cosignatures.js';
import type { Policy } from './policy.js';
import { hashOf, readNote } from './proof-file.js';
import { Unverified } from './unverified.js';

type Fields = Readonly<Record<string, unknown>>;

export interface ProvedConsistency {
  readonly before: TreeHead;
  readonly after: TreeHead;
  /** Of the later one. */
  readonly signers: readonly Signer[];
}

/** `kept` is what is known of the earlier log from elsewhere, such as an earlier proof. @throws Unverified */
export async function verifyConsistency(
  file: string,
  policy: Policy,
  kept?: Pick<TreeHead, 'size' | 'root'>,
): Promise<ProvedConsistency> {
  const { format, before: said, path, after: note } = fieldsOf(parse(file));
  if (format !== 'commonpoint/consistency@v1') throw invalid('it is no proof of this kind');
  const { origin, size, root } = fieldsOf(said);
  if (typeof size !== 'number' || !isSize(size) || typeof root !== 'string' || typeof note !== 'string')
    throw invalid('a part of it is missing');
  if (!Array.isArray(path)) throw invalid('a part of it is missing');
  const hashes = path.map((hash) => hashOf(String(hash)));
  const after = readNote(note);
  if (after.head.origin !== policy.origin || origin !== policy.origin)
    throw new Unverified('LOG_OTHER', 'It is a proof for another log than the one trusted.');
  const signers = await requireSigners(policy, after.head, after.signatures);
  const earlier = { size, root: hashOf(root) };
  if (!(await isContinued(earlier, { size: after.head.size, root: after.root }, hashes)))
    throw new Unverified('LOG_FORKED', 'What was signed does not continue the log as it was before.');
  if (kept !== undefined && (kept.size !== size || kept.root !== root))
    throw new Unverified('LOG_FORKED', 'The log as it was before is another one than the one that is known.');
  return { before: { origin: policy.origin, size, root }, after: after.head, signers };
}

interface Tree {
  readonly size: number;
  readonly root: Bytes;
}

/** RFC 9162, 2.1.4.2. Of trees of one size the roots are the same, and there is nothing to prove. */
async function isContinued(before: Tree, after: Tree, proof: readonly Bytes[]): Promise<boolean> {
  if (before.size === after.size) return proof.length === 0 && areEqual(before.root, after.root);
  const steps = consistencySteps(before.size, after.size, proof.length);
  if (steps === undefined) return false;
  const [begin, hashes] = steps.beginsWithRoot ? [before.root, proof] : [proof[0]!, proof.slice(1)];
  let [first, second] = [begin, begin];
  for (const [step, side] of steps.sides.entries()) {
    const hash = hashes[step]!;
    if (side === 'left') {
      first = await nodeHash(hash, first);
      second = await nodeHash(hash, second);
    } else {
      second = await nodeHash(second, hash);
    }
  }
  return areEqual(first, before.root) && areEqual(second, after.root);
}

const nodeHash = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(concat(Uint8Array.of(NODE_PREFIX), left, right));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is not JSON');
  }
}

function fieldsOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null) return value as Fields;
  throw invalid('a part of it is missing');
}

const invalid = (why: string): Unverified => new Unverified('FILE_INVALID', `The file cannot be read: ${why}.`);
