/**
 * Makes a cycle with many clearing rows, as fast as the ledger takes real operations.
 *
 * A row is what one transaction adds to one position: debtor, creditor and programme. In daily work a transaction has
 * some twenty operations and three merchants have six positions, so a row stands for several operations. Here every row
 * is one redemption of one point: transactions redeem a point of each of many programmes at each of two merchants, so
 * that a million rows are a million operations, and not ten.
 */
import { catalogue, type Operation, type RequestOf } from '@commonpoint/catalogue';
import type { Progress } from '../terminal/progress.js';
import type { DirectClient } from './direct-submit.js';

export interface RowsPlan {
  /** By the administrator of Harbor, who issues all the programmes and has custody of all the accounts. */
  readonly client: DirectClient;
  /** By those of the merchants at which the points are spent. */
  readonly acceptors: readonly DirectClient[];
  readonly transactions: number;
  readonly programs: number;
  readonly progress: Progress;
}

type Source = NonNullable<RequestOf<typeof catalogue.postPoints>['sources']>[number];

export const creditors = ['CityParkMSP', 'GreenMartMSP'] as const;
/** Each has one transaction under way, which spends what is left of the one before. */
const WALLETS = 12;
const FUNDS = 1_000_000_000;
const CLEARING_VALUE = '1000000';

/** How many rows one transaction makes. */
export function rowsPerTransaction(programs: number): number {
  return programs * creditors.length;
}

/** Resolves to how long the rows themselves took. */
export async function makeClearingRows({
  client,
  acceptors,
  transactions,
  programs,
  progress,
}: RowsPlan): Promise<number> {
  const programIds = Array.from({ length: programs }, (_, index) => `harbor-bench-${String(index).padStart(3, '0')}`);
  const accountIds = Array.from({ length: WALLETS }, (_, index) => `HarborMSP:bench-wallet-${index}`);
  await client.submit(catalogue.openAccounts, { accounts: accountIds.map((accountId) => ({ accountId })) });
  for (const programId of programIds) await createProgram(client, programId);
  for (const acceptor of acceptors) {
    for (const programId of programIds) {
      await acceptor.submit(catalogue.acceptProgram, { programId, valueMin: CLEARING_VALUE });
    }
  }
  const wallets: Source[][] = [];
  // One after the other: they draw on the same quota.
  for (const accountId of accountIds) wallets.push(await fund(client, accountId, programIds));

  const startedAt = performance.now();
  let begun = 0;
  let done = 0;
  const spend = async (wallet: Source[]): Promise<void> => {
    let sources = wallet;
    while (begun < transactions) {
      const number = begun;
      begun += 1;
      const operations = sources.flatMap((source, index) => redemptions(source, `${number}-${index}`));
      const { outcomes, change = [] } = await client.submit(catalogue.postPoints, {
        operations,
        sources,
        omitReceipts: true,
      });
      const refused = outcomes.find(({ state }) => state !== 'POSTED');
      if (refused !== undefined) throw new Error(`a redemption was refused: ${JSON.stringify(refused)}`);
      sources = change.map(({ accountId, programId, lotId }) => ({ accountId, programId, lots: [lotId] }));
      done += 1;
      progress.update(done * rowsPerTransaction(programs));
    }
  };
  await Promise.all(wallets.map(spend));
  return performance.now() - startedAt;
}

function createProgram(client: DirectClient, programId: string): Promise<unknown> {
  return client.submit(catalogue.createProgram, {
    programId,
    name: `Benchmark ${programId}`,
    unit: 'point',
    cap: String(FUNDS * WALLETS),
    capOn: 'issued',
    expiryMonths: 0,
    rules: { transferable: false },
    lanes: 1,
    clearingValue: CLEARING_VALUE,
  });
}

async function fund(client: DirectClient, accountId: string, programIds: readonly string[]): Promise<Source[]> {
  const operations = programIds.map((programId): Operation => ({
    kind: 'issue',
    id: `fund-${accountId}-${programId}`,
    programId,
    accountId,
    amount: String(FUNDS),
  }));
  const { outcomes } = await client.submit(catalogue.postPoints, { operations });
  return outcomes.map(({ receipt }, index) => ({
    accountId,
    programId: programIds[index] ?? '',
    lots: (receipt?.created ?? []).map(({ lotId }) => lotId),
  }));
}

function redemptions({ accountId, programId }: Source, name: string): Operation[] {
  return creditors.map((acceptor) => ({
    kind: 'redeem',
    id: `row-${name}-${acceptor}`,
    programId,
    accountId,
    amount: '1',
    acceptor,
  }));
}
