/** Trees of legacy balances of a test's own, by the definition: nothing is shared with gateway and ledger but the catalogue. */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type ClaimProof,
  type Operation,
  type RequestOf,
  type proposeMigration,
} from '@commonpoint/catalogue';

export interface TestBalance {
  readonly accountId: string;
  readonly amount: string;
  readonly status?: 'active' | 'frozen' | 'expired' | 'negative';
  readonly expiresOn?: string;
  readonly maturesOn?: string;
}

interface Node {
  readonly hash: Buffer;
  readonly sum: bigint;
}

const sha256 = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const sumBytes = (sum: bigint): Buffer => Buffer.from(sum.toString(16).padStart(16, '0'), 'hex');

export class LegacyTree {
  readonly leaves: readonly Record<string, unknown>[];

  constructor(
    balances: readonly TestBalance[],
    readonly migrationId = 'legacy',
    readonly mspId = 'HarborMSP',
    readonly programId = 'harbor',
  ) {
    this.leaves = balances.map(({ status = 'active', expiresOn = '2027-06-30', ...rest }, index) => ({
      mspId,
      migrationId,
      index,
      programId,
      status,
      expiresOn,
      salt: createHash('sha256').update(`salt ${index}`).digest('hex').slice(0, 32),
      ...rest,
    }));
  }

  node(from = 0, to = this.leaves.length): Node {
    if (to - from === 1) {
      const { status, amount } = this.leaves[from] as { status: string; amount: string };
      const hash = sha256(Buffer.of(0), Buffer.from(canonicalJson(this.leaves[from])));
      return { hash, sum: status === 'active' || status === 'frozen' ? BigInt(amount) : 0n };
    }
    const [left, right] = this.#halves(from, to).map((half) => this.node(...half)) as [Node, Node];
    return {
      hash: sha256(Buffer.of(1), left.hash, sumBytes(left.sum), right.hash, sumBytes(right.sum)),
      sum: left.sum + right.sum,
    };
  }

  beside(indices: readonly number[], from = 0, to = this.leaves.length): ClaimProof['beside'] {
    if (!indices.some((index) => index >= from && index < to)) {
      const { hash, sum } = this.node(from, to);
      return [{ hash: hash.toString('base64'), sum: String(sum) }];
    }
    return to - from === 1 ? [] : this.#halves(from, to).flatMap((half) => this.beside(indices, ...half));
  }

  proof(indices: readonly number[]): ClaimProof {
    return { migrationId: this.migrationId, beside: this.beside(indices) };
  }

  claim(index: number): Operation & { kind: 'issue' } {
    const { accountId, amount, status, salt, expiresOn, maturesOn } = this.leaves[index] as Record<string, string>;
    return {
      id: `mg-${this.migrationId}-${index}`,
      kind: 'issue',
      programId: this.programId,
      accountId: accountId!,
      amount: amount!,
      expiresOn: expiresOn!,
      ...(maturesOn !== undefined && { maturesOn }),
      migration: { migrationId: this.migrationId, index, status: status as 'active', salt: salt! },
    };
  }

  proposal(): RequestOf<typeof proposeMigration> {
    const { hash, sum } = this.node();
    const size = this.leaves.length;
    const statuses = ['active', 'frozen', 'expired', 'negative'] as const;
    return {
      migrationId: this.migrationId,
      programId: this.programId,
      size,
      root: hash.toString('base64'),
      total: String(sum),
      byStatus: statuses.flatMap((status) => {
        const of = this.leaves.filter((leaf) => leaf['status'] === status);
        const amount = of.reduce((all, leaf) => all + BigInt(leaf['amount'] as string), 0n);
        return of.length === 0 ? [] : [{ status, count: of.length, amount: String(amount) }];
      }),
      snapshotHash: 'ab'.repeat(32),
      halves:
        size === 1
          ? []
          : this.#halves(0, size).map((half) => {
              const each = this.node(...half);
              return { hash: each.hash.toString('base64'), sum: String(each.sum) };
            }),
    };
  }

  #halves(from: number, to: number): [[number, number], [number, number]] {
    const left = 2 ** Math.floor(Math.log2(to - from - 1));
    return [
      [from, from + left],
      [from + left, to],
    ];
  }
}
