/** Single operations by REST: one request, one operation, answered when it is committed. */
import { randomUUID } from 'node:crypto';
import { runClosedLoop } from './closed-loop.js';
import type { LoadResult } from './load-tally.js';
import type { Answer } from '@commonpoint/client';
import type { GatewayClient } from '../launcher/gateway-client.js';

/** What each account holds before the load, so that redemptions never run out of points. */
const FUNDS = '100000';

export interface RestLoad {
  readonly client: GatewayClient;
  readonly programId: string;
  readonly clients: number;
  readonly durationMs: number;
  /** Where points are redeemed; at their issuer if absent. */
  readonly acceptor?: string;
}

/** Opens accounts that hold enough points for any number of the load's redemptions. */
export async function openFundedAccounts({ client, programId }: RestLoad, count: number): Promise<string[]> {
  const accounts: string[] = [];
  const open = async (): Promise<void> => {
    const account = await client.post('/v1/accounts', { memberRef: randomUUID() });
    accounts.push(account.accountId);
  };
  await inParallel(count, 32, open);
  const operations = accounts.map((accountId) => ({
    kind: 'issue' as const,
    id: randomUUID(),
    programId,
    accountId,
    amount: FUNDS,
  }));
  const { outcomes } = await client.post('/v1/batches', { operations });
  const failed = outcomes.find(({ state }) => state !== 'committed');
  if (failed !== undefined) throw new Error(`an account could not be funded: ${JSON.stringify(failed)}`);
  return accounts;
}

/** Every second operation issues a point, the others redeem one; all accounts in turn, or the same one every time. */
export function measureSingleOperations(load: RestLoad, accounts: readonly string[]): Promise<LoadResult> {
  const { client, programId, clients, durationMs, acceptor } = load;
  return runClosedLoop({
    clients,
    durationMs,
    operate: async (index, sequence) => {
      const accountId = accounts[(index + sequence * clients) % accounts.length];
      const body = { programId, accountId, amount: '1' };
      if (sequence % 2 === 0) return failureOf(await client.attempts.post('/v1/issuances', body));
      return failureOf(
        await client.attempts.post('/v1/redemptions', acceptor === undefined ? body : { ...body, acceptor }),
      );
    },
  });
}

/** An operation that was accepted but not seen to commit is a failure here. */
export function failureOf({ status, body }: Answer<Record<string, unknown>>): string | undefined {
  return status === 201 ? undefined : `${status} ${String(body['code'] ?? body['state'])}`;
}

async function inParallel(count: number, width: number, task: () => Promise<void>): Promise<void> {
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < count) {
      begun += 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}
