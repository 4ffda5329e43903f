/** The same network and client library under the baseline chaincode: one operation per transaction, no retries. */
import { CommitError, EndorseError, type Contract } from '@hyperledger/fabric-gateway';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { connectAs } from '../launcher/connect-as.js';
import { runClosedLoop } from './closed-loop.js';
import type { LoadResult } from './load-tally.js';

export interface BaselineLoad {
  /** The data folder of a network that runs the baseline chaincode. */
  readonly dataDir: string;
  readonly clients: number;
  readonly durationMs: number;
  /** Every client has accounts of its own, or every operation touches one account. */
  readonly spread: 'uniform' | 'hot';
}

/** Validation codes by number, for the table of failures. */
const CODES: Readonly<Record<number, string>> = {
  10: 'ENDORSEMENT_POLICY_FAILURE',
  11: 'MVCC_READ_CONFLICT',
  12: 'PHANTOM_READ_CONFLICT',
};

/** Half mints, half transfers, as the load by REST is half issuances, half redemptions. */
export async function measureBaseline(load: BaselineLoad): Promise<LoadResult> {
  const description = readConnectionDescription(load.dataDir);
  const connection = connectAs({ dataDir: load.dataDir, description, mspId: 'HarborMSP', role: 'operator' });
  try {
    const contract = connection.network.getContract(description.chaincode);
    const account = (client: number) => (load.spread === 'hot' ? 'hot' : `client-${client}`);
    const accounts = new Set(Array.from({ length: load.clients }, (_, client) => account(client)));
    await Promise.all([...accounts].map((name) => contract.submitTransaction('Mint', name, '1000000000')));
    return await run(contract, load, account);
  } finally {
    connection.close();
  }
}

function run(
  contract: Contract,
  { clients, durationMs }: BaselineLoad,
  account: (client: number) => string,
): Promise<LoadResult> {
  return runClosedLoop({
    clients,
    durationMs,
    operate: async (client, sequence) => {
      const name = account(client);
      const [transaction, ...parameters] =
        sequence % 2 === 0 ? ['Mint', name, '1'] : ['Transfer', name, `shop-${client}-${sequence % 50}`, '1'];
      try {
        await contract.submit(transaction ?? '', {
          arguments: parameters,
          endorsingOrganizations: ['HarborMSP', 'CityParkMSP'],
        });
        return undefined;
      } catch (error) {
        return failureOf(error);
      }
    },
  });
}

function failureOf(error: unknown): string {
  if (error instanceof CommitError) return CODES[error.code] ?? `validation code ${error.code}`;
  if (error instanceof EndorseError) return `endorse: ${error.details[0]?.message ?? error.message}`.slice(0, 80);
  return error instanceof Error ? error.message.slice(0, 80) : 'error';
}
