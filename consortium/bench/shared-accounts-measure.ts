/**
 * Two merchants' gateways at work on the same accounts: how many operations succeed with the first transaction that is
 * made for them. What a gateway cannot know (what the other one is doing at this moment) shows as transactions that
 * commit as invalid, or whose endorsers answer differently.
 */
import { randomUUID } from 'node:crypto';
import type { GatewayClient } from '../launcher/gateway-client.js';
import { runClosedLoop } from './closed-loop.js';
import type { LoadResult } from './load-tally.js';
import { failureOf } from './rest-measure.js';

export interface SharedAccountsResult extends LoadResult {
  /** Transactions that were committed, whatever their validation code. */
  readonly transactions: number;
  /** Transactions that were made again, because they committed as invalid or their endorsers disagreed. */
  readonly madeAgain: number;
  /** From 0 to 1. */
  readonly firstTry: number;
}

export interface SharedAccountsLoad {
  /** The accounts' custodian, who debits them. */
  readonly custodian: { readonly client: GatewayClient; readonly programId: string; readonly mspId: string };
  /** Another issuer, who credits them and is where their points are spent. */
  readonly other: { readonly client: GatewayClient; readonly programId: string; readonly mspId: string };
  readonly accounts: readonly string[];
  readonly clients: number;
  readonly durationMs: number;
}

/**
 * Half of the clients work at each gateway. The custodian issues its points and redeems its own and the other's points
 * at the other merchant; the other one issues its points to the same accounts.
 */
export async function measureSharedAccounts(load: SharedAccountsLoad): Promise<SharedAccountsResult> {
  const { custodian, other, accounts, clients, durationMs } = load;
  const gateways = [custodian.client, other.client];
  await fund(load);
  const before = await Promise.all(gateways.map(readCounts));
  const result = await runClosedLoop({
    clients,
    durationMs,
    operate: async (index, sequence) => {
      const accountId = accounts[(index + sequence * clients) % accounts.length];
      const amount = '1';
      if (index % 2 === 1) {
        return failureOf(
          await other.client.attempts.post('/v1/issuances', { programId: other.programId, accountId, amount }),
        );
      }
      const kind = sequence % 3;
      if (kind === 0) {
        return failureOf(
          await custodian.client.attempts.post('/v1/issuances', { programId: custodian.programId, accountId, amount }),
        );
      }
      const programId = kind === 1 ? custodian.programId : other.programId;
      return failureOf(
        await custodian.client.attempts.post('/v1/redemptions', {
          programId,
          accountId,
          amount,
          acceptor: other.mspId,
        }),
      );
    },
  });
  const after = await Promise.all(gateways.map(readCounts));
  const sum = (pick: (counts: Counts) => number): number =>
    after.reduce((total, counts, index) => total + pick(counts) - pick(before[index] as Counts), 0);
  const transactions = sum(({ committed }) => committed);
  const madeAgain = sum(({ invalid, mismatches }) => invalid + mismatches);
  return { ...result, transactions, madeAgain, firstTry: 1 - madeAgain / transactions };
}

/** Points of the other issuer to begin with, so that no redemption comes too early. */
async function fund({ other, accounts }: SharedAccountsLoad): Promise<void> {
  const { programId } = other;
  const operations = accounts.map((accountId) => ({
    kind: 'issue' as const,
    id: randomUUID(),
    programId,
    accountId,
    amount: '100000',
  }));
  await other.client.post('/v1/batches', { operations });
}

interface Counts {
  readonly committed: number;
  readonly invalid: number;
  readonly mismatches: number;
}

async function readCounts(client: GatewayClient): Promise<Counts> {
  const { body } = await client.attempts.request<string>('GET', '/metrics', { headers: { accept: 'text/plain' } });
  const sum = (name: string, accept: (labels: string) => boolean): number =>
    [...body.matchAll(new RegExp(`^${name}\\{(.*)\\} (\\d+)$`, 'gm'))]
      .filter(([, labels = '']) => accept(labels))
      .reduce((total, [, , value]) => total + Number(value), 0);
  const transactions = 'commonpoint_transactions_committed_total';
  return {
    committed: sum(transactions, () => true),
    invalid: sum(transactions, (labels) => !labels.includes('"VALID"')),
    mismatches: sum('commonpoint_ledger_call_duration_seconds_count', (labels) => labels.includes('"mismatch"')),
  };
}
