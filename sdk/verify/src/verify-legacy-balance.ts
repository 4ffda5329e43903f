/**
 * Verifies the proof of a legacy balance: its leaf is in the tree of a migration, every sum on the way up adds up to the total
 * that was approved, and the migration is in the log that organisations signed. Root and total are the row's and nobody else's.
 */
import { inclusionSides, LEAF_PREFIX, NODE_PREFIX } from '../../../catalogue/src/evidence/merkle-path.js';
import { areEqual, type Bytes, concat, decodeBase64, sha256, utf8 } from './bytes.js';
import type { Policy } from './policy.js';
import { Unverified } from './unverified.js';
import { type ProvedEntry, verifyEntry } from './verify-receipt.js';

type Fields = Readonly<Record<string, unknown>>;

export interface ProvedBalance {
  readonly mspId: string;
  readonly migrationId: string;
  readonly programId: string;
  readonly accountId: string;
  readonly index: number;
  readonly amount: string;
  /** `active` and `frozen` are owed. */
  readonly status: string;
  readonly expiresOn: string;
  /** The migration, and who signed that it is on the ledger. */
  readonly migration: ProvedEntry;
}

interface Node {
  readonly hash: Bytes;
  readonly sum: bigint;
}

const amount = /^(0|[1-9]\d{0,17})$/;
const SUM_LIMIT = 10n ** 18n;
const SUM_BYTES = 8;
const owed: readonly unknown[] = ['active', 'frozen'];

/** @throws Unverified */
export async function verifyLegacyBalance(file: string, policy: Policy): Promise<ProvedBalance> {
  const { format, leaf, path, migration: proof } = fieldsOf(file);
  if (format !== 'commonpoint/legacy-balance@v1') throw invalid('it is no proof of this kind');
  if (typeof leaf !== 'string' || typeof proof !== 'string' || !Array.isArray(path))
    throw invalid('a part of it is missing');
  const beside = path.map((node) => nodeOf(node as Fields));
  const migration = await verifyEntry(proof, policy);
  const { mspId, migrationId, size, root, total, status: state } = migration.row;
  const [kind, ...place] = migration.key;
  const approved = typeof root === 'string' ? decodeBase64(root) : undefined;
  if (kind !== 'migration' || mspId !== place[0] || migrationId !== place[1] || typeof size !== 'number' || !approved)
    throw new Unverified('ENTRY_INVALID', 'What is in the log is no migration.');
  if (state !== 'approved' && state !== 'complete')
    throw new Unverified(
      'ENTRY_INVALID',
      `A migration that is approved or complete counts; this one is ${String(state)}.`,
    );
  const balance = fieldsOf(leaf);
  if (
    balance['mspId'] !== mspId ||
    balance['migrationId'] !== migrationId ||
    balance['programId'] !== migration.row['programId']
  )
    throw new Unverified('ENTRY_INVALID', 'The balance is of another migration.');
  const { index, status, accountId, expiresOn } = balance;
  const points = balance['amount'];
  if (typeof index !== 'number' || typeof points !== 'string' || !amount.test(points))
    throw new Unverified('ENTRY_INVALID', 'What is in the tree is no balance.');
  const start = {
    hash: await sha256(concat(Uint8Array.of(LEAF_PREFIX), utf8(leaf))),
    sum: owed.includes(status) ? BigInt(points) : 0n,
  };
  const found = await climb(start, index, size, beside);
  if (found === undefined || !areEqual(found.hash, approved))
    throw new Unverified('LEAF_NOT_IN_LOG', 'The path does not lead from the balance to what was approved.');
  if (String(found.sum) !== total)
    throw new Unverified('LEAF_NOT_IN_LOG', 'The sums do not come to the total that was approved.');
  return {
    mspId: String(mspId),
    migrationId: String(migrationId),
    programId: String(balance['programId']),
    accountId: String(accountId),
    index,
    amount: points,
    status: String(status),
    expiresOn: String(expiresOn),
    migration,
  };
}

async function climb(start: Node, index: number, size: number, path: readonly Node[]): Promise<Node | undefined> {
  const sides = inclusionSides(index, size, path.length);
  if (sides === undefined) return undefined;
  let node = start;
  for (const [step, side] of sides.entries()) {
    const sibling = path[step]!;
    const [left, right] = side === 'left' ? [sibling, node] : [node, sibling];
    const sum = left.sum + right.sum;
    if (sum >= SUM_LIMIT) return undefined;
    const input = concat(Uint8Array.of(NODE_PREFIX), left.hash, bytesOf(left.sum), right.hash, bytesOf(right.sum));
    node = { hash: await sha256(input), sum };
  }
  return node;
}

function nodeOf({ hash, sum }: Fields): Node {
  const bytes = typeof hash === 'string' ? decodeBase64(hash) : undefined;
  if (bytes?.length !== 32 || typeof sum !== 'string' || !amount.test(sum)) throw invalid('a node in it is none');
  return { hash: bytes, sum: BigInt(sum) };
}

function bytesOf(sum: bigint): Bytes {
  const bytes = new Uint8Array(SUM_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, sum);
  return bytes;
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
