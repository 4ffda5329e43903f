/** What a batch's claims are shown to be: leaves of the trees that were approved. */
import { createHash } from 'node:crypto';
import {
  claimId,
  type ClaimProof,
  foldSums,
  LEAF_PREFIX,
  leafSum,
  type Migration,
  type MigrationLeaf,
  migrationLeafText,
  type Operation,
  type SumNode,
  sumNodeInput,
} from '@commonpoint/catalogue';

type Claim = Extract<Operation, { kind: 'issue' }>;

const sha256 = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};

export const joinSums = (left: SumNode, right: SumNode): Buffer => sha256(sumNodeInput(left, right));

export function leafNode(leaf: MigrationLeaf): SumNode {
  return { hash: sha256(Buffer.of(LEAF_PREFIX), migrationLeafText(leaf)), sum: leafSum(leaf) };
}

/** The leaf that an issuance claims; undefined if it claims none, or names no expiry. */
export function leafOf(mspId: string, { migration, ...issuance }: Claim): MigrationLeaf | undefined {
  const { programId, accountId, amount, expiresOn, maturesOn, earnedOn } = issuance;
  if (migration === undefined || expiresOn === undefined) return undefined;
  return {
    mspId,
    ...migration,
    programId,
    accountId,
    amount,
    expiresOn,
    ...(maturesOn !== undefined && { maturesOn }),
    ...(earnedOn !== undefined && { earnedOn }),
  };
}

/** The ids of the claims that are leaves of their migration’s tree. Where one of a migration’s is not, none of the batch’s is. */
export function provedClaims(
  mspId: string,
  operations: readonly Operation[],
  proofs: readonly ClaimProof[],
  migrations: ReadonlyMap<string, Migration>,
): ReadonlySet<string> {
  const proved = new Set<string>();
  for (const { migrationId, beside } of proofs) {
    const migration = migrations.get(migrationId);
    if (migration === undefined) continue;
    const claims = operations.filter(
      (each): each is Claim => each.kind === 'issue' && each.migration?.migrationId === migrationId,
    );
    const leaves = new Map<number, SumNode>();
    for (const claim of claims) {
      const leaf = leafOf(mspId, claim);
      if (leaf !== undefined) leaves.set(leaf.index, leafNode(leaf));
    }
    const nodes = beside.map(({ hash, sum }) => ({ hash: Buffer.from(hash, 'base64'), sum: BigInt(sum) }));
    const root = leaves.size === claims.length ? foldSums(migration.size, leaves, nodes, joinSums) : undefined;
    if (root === undefined || !isRootOf(migration, root)) continue;
    // An id that is another leaf's shows nothing of that leaf.
    for (const { id, migration: leaf } of claims) if (id === claimId(migrationId, leaf!.index)) proved.add(id);
  }
  return proved;
}

export const isRootOf = ({ root, total }: Pick<Migration, 'root' | 'total'>, { hash, sum }: SumNode): boolean =>
  Buffer.from(hash).toString('base64') === root && sum === BigInt(total);
