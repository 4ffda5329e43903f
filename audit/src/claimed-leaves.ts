/**
 * The leaves that a transaction claims, folded to the root of their migration’s tree by what its client sent: by the definition
 * of the tree (RFC 9162, of which every node commits to the sum below it), and not by how others walk it.
 */
import { createHash } from 'node:crypto';

/** Which balance of which migration. */
export interface ClaimedPlace {
  readonly migrationId: string;
  readonly index: number;
}

interface SentNode {
  readonly hash: string;
  readonly sum: string;
}

export interface SentClaim {
  readonly id: string;
  readonly kind: string;
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly expiresOn?: string;
  readonly maturesOn?: string;
  readonly earnedOn?: string;
  readonly migration: ClaimedPlace & { readonly status: string; readonly salt: string };
}

interface Node {
  readonly hash: Buffer;
  readonly sum: bigint;
}

export interface ClaimsSent {
  /** By migration. */
  readonly claims: ReadonlyMap<string, readonly SentClaim[]>;
  readonly beside: ReadonlyMap<string, readonly SentNode[]>;
}

/** What a transaction claims, by its argument; nothing if that makes no sense. */
export function claimsIn(argument: string): ClaimsSent {
  const claims = new Map<string, SentClaim[]>();
  const beside = new Map<string, readonly SentNode[]>();
  try {
    const { operations = [], proofs = [] } = JSON.parse(argument) as {
      operations?: readonly SentClaim[];
      proofs?: readonly { migrationId: string; beside: readonly SentNode[] }[];
    };
    for (const each of operations) {
      if (each.kind !== 'issue' || each.migration === undefined) continue;
      const { migrationId } = each.migration;
      const known = claims.get(migrationId);
      if (known === undefined) claims.set(migrationId, [each]);
      else known.push(each);
    }
    for (const proof of proofs) beside.set(proof.migrationId, proof.beside);
  } catch {
    // Then there is nothing that shows anything.
  }
  return { claims, beside };
}

/** A balance is claimed under its own id, and under no other one's. */
export function isUnderOwnId({ id, migration }: Pick<SentClaim, 'id'> & { migration: ClaimedPlace }): boolean {
  return id === `mg-${migration.migrationId}-${migration.index}`;
}

/** The root and the sum that claims come to; undefined if they come to none. */
export function rootOfClaims(
  mspId: string,
  size: number,
  claims: readonly SentClaim[],
  beside: readonly SentNode[],
): { readonly root: string; readonly total: string } | undefined {
  const leaves = new Map(claims.map((claim) => [claim.migration.index, leafOf(mspId, claim)]));
  const rest = [...beside];
  const places = [...leaves.keys()];
  const node = (from: number, to: number): Node | undefined => {
    if (!places.some((place) => place >= from && place < to)) {
      const next = rest.shift();
      return next && { hash: Buffer.from(next.hash, 'base64'), sum: BigInt(next.sum) };
    }
    if (to - from === 1) return leaves.get(from);
    let middle = 1;
    while (middle * 2 < to - from) middle *= 2;
    const [left, right] = [node(from, from + middle), node(from + middle, to)];
    return (
      left &&
      right && {
        hash: hashOf(1, left.hash, inBytes(left.sum), right.hash, inBytes(right.sum)),
        sum: left.sum + right.sum,
      }
    );
  };
  const root = places.every((place) => place < size) ? node(0, size) : undefined;
  return root && rest.length === 0 ? { root: root.hash.toString('base64'), total: String(root.sum) } : undefined;
}

/** Its members in the order of their names, as JSON. */
function leafOf(mspId: string, { migration, programId, accountId, amount, ...days }: SentClaim): Node {
  const { expiresOn, maturesOn, earnedOn } = days;
  const leaf = { mspId, ...migration, programId, accountId, amount, expiresOn, maturesOn, earnedOn };
  const named = Object.entries(leaf).filter(([, value]) => value !== undefined);
  const sorted = Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1)));
  return { hash: hashOf(0, Buffer.from(JSON.stringify(sorted))), sum: BigInt(amount) };
}

function inBytes(sum: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(sum);
  return bytes;
}

function hashOf(prefix: number, ...parts: readonly Buffer[]): Buffer {
  const digest = createHash('sha256').update(Buffer.of(prefix));
  for (const part of parts) digest.update(part);
  return digest.digest();
}
