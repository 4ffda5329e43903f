/**
 * Makes a cycle with many clearing rows, as fast as the ledger takes real operations.
 *
 * A row is what one transaction adds to one position: debtor, creditor and programme. In daily work a transaction has
 * some twenty operations and three merchants have six positions, so a row stands for several operations. Here every row
 * is one redemption of one point: transactions redeem a point of each of many programmes at each of two merchants, so
 * that a million rows are a million operations, and not ten.
 */
import { type Contract, EndorseError } from '@hyperledger/fabric-gateway';
import { setTimeout as sleep } from 'node:timers/promises';
import { catalogue, type Operation, type ReplyOf, type RequestOf, type Transaction } from '@commonpoint/chaincode/catalogue';
import type { Progress } from '../progress.js';

export interface RowsPlan {
  /** By the administrator of Harbor, who issues all the programmes and has custody of all the accounts. */
  readonly contract: Contract;
  readonly transactions: number;
  readonly programs: number;
  readonly progress: Progress;
}

type Source = NonNullable<RequestOf<typeof catalogue.postPoints>['sources']>[number];

const creditors = ['CityParkMSP', 'GreenMartMSP'] as const;
/** Issuer and another merchant: enough for every row that is written. */
const endorsers = ['HarborMSP', 'CityParkMSP'];
/** Each has one transaction under way, which spends what is left of the one before. */
const WALLETS = 12;
const FUNDS = 1_000_000_000;
const ATTEMPTS_MAX = 20;

/** How many rows one transaction makes. */
export function rowsPerTransaction(programs: number): number {
  return programs * creditors.length;
}

/** Resolves to how long the rows themselves took. */
export async function makeClearingRows({ contract, transactions, programs, progress }: RowsPlan): Promise<number> {
  const programIds = Array.from({ length: programs }, (_, index) => `bench-${String(index).padStart(3, '0')}`);
  const accountIds = Array.from({ length: WALLETS }, (_, index) => `a-bench-wallet-${index}`);
  await submit(contract, catalogue.openAccounts, { accounts: accountIds.map((accountId) => ({ accountId })) });
  for (const programId of programIds) await createProgram(contract, programId);
  const wallets: Source[][] = [];
  // One after the other: they draw on the same quota.
  for (const accountId of accountIds) wallets.push(await fund(contract, accountId, programIds));

  const startedAt = performance.now();
  let begun = 0;
  let done = 0;
  const spend = async (wallet: Source[]): Promise<void> => {
    let sources = wallet;
    while (begun < transactions) {
      const number = begun;
      begun += 1;
      const operations = sources.flatMap((source, index) => redemptions(source, `${number}-${index}`));
      const { outcomes, change = [] } = await submit(contract, catalogue.postPoints, {
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

function createProgram(contract: Contract, programId: string): Promise<unknown> {
  return submit(contract, catalogue.createProgram, {
    programId,
    name: `Benchmark ${programId}`,
    unit: 'point',
    cap: String(FUNDS * WALLETS),
    capOn: 'issued',
    expiryMonths: 0,
    rules: { transferable: false },
    lanes: 1,
  });
}

async function fund(contract: Contract, accountId: string, programIds: readonly string[]): Promise<Source[]> {
  const operations = programIds.map(
    (programId): Operation => ({ kind: 'issue', id: `fund-${accountId}-${programId}`, programId, accountId, amount: String(FUNDS) }),
  );
  const { outcomes } = await submit(contract, catalogue.postPoints, { operations });
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

/** Until it is committed. A peer that is a block behind another one sees other lots: then it is done again. */
async function submit<T extends Transaction>(contract: Contract, entry: T, request: RequestOf<T>): Promise<ReplyOf<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const proposal = contract.newProposal(entry.name, {
        arguments: [JSON.stringify(request)],
        endorsingOrganizations: endorsers,
      });
      const transaction = await proposal.endorse();
      const commit = await transaction.submit();
      const status = await commit.getStatus();
      if (status.successful) return JSON.parse(Buffer.from(transaction.getResult()).toString('utf8')) as ReplyOf<T>;
      throw new Error(`${entry.name} was committed as invalid, code ${status.code}`);
    } catch (error) {
      if (!(error instanceof EndorseError) || attempt === ATTEMPTS_MAX) throw error;
      await sleep(20 * attempt);
    }
  }
}
