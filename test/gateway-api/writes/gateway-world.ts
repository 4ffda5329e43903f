/** Gateways over a channel in memory, with a consortium set up through them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pseudonymsOf } from '../pseudonyms-of.js';
import type { GatewayParts } from '../../../gateway-api/src/gateway-parts.js';
import { openGateway } from '../../../gateway-api/src/open-gateway.js';
import type { Caller } from '../../../gateway-api/src/caller.js';
import type { Gateway } from '../../../gateway-api/src/gateway.js';
import { accountQueries } from '../../../gateway-api/src/subjects/accounts/reads.js';
import type { Log } from '../../../gateway-api/src/log.js';
import type { OperationResult } from '../../../gateway-api/src/writes/results.js';
import { type Operation, type Role, catalogue } from '@commonpoint/catalogue';
import { LedgerStub } from '../../support/ledger-stub.js';
import { MemoryNetwork, type MemoryChannel } from '../../support/memory-channel.js';

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

export interface World {
  readonly network: MemoryNetwork;
  readonly folder: string;
  readonly gateways: Set<Gateway>;
  /** Opens (again) the gateway of an organisation on its own file. */
  open(slug: 'harbor' | 'citypark', parts?: Partial<GatewayParts>): { gateway: Gateway; channel: MemoryChannel };
  end(): Promise<void>;
}

const mspIds = { harbor: 'HarborMSP', citypark: 'CityParkMSP' } as const;

/** Harbor and CityPark are registered, and Harbor's programme stands, without accounts. */
export async function startWorld(terms: object = {}): Promise<World> {
  const stub = new LedgerStub({ now: new Date().toISOString() });
  const network = new MemoryNetwork(stub);
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const gateways = new Set<Gateway>();
  const pseudonyms = { harbor: pseudonymsOf('harbor'), citypark: pseudonymsOf('citypark') };
  const submit = async (mspId: string, name: string, request: object): Promise<void> => {
    const channel = network.channel(mspId);
    const { transaction } = await channel.endorse('admin', name, JSON.stringify(request));
    await channel.submit(transaction);
    network.cut();
  };
  await submit('HarborMSP', catalogue.registerOrganization.name, { name: 'Harbor' });
  await submit('CityParkMSP', catalogue.registerOrganization.name, { name: 'CityPark' });
  await submit('HarborMSP', catalogue.createProgram.name, {
    programId: 'harbor',
    name: 'Harbor points',
    unit: 'point',
    cap: '1000000',
    capOn: 'issued',
    expiryMonths: 12,
    rules: { transferable: true },
    lanes: 4,
    clearingValue: '1500000',
    ...terms,
  });
  await submit('CityParkMSP', catalogue.acceptProgram.name, { programId: 'harbor', valueMin: '1' });
  return {
    network,
    folder,
    gateways,
    open(slug, parts = {}) {
      const channel = network.channel(mspIds[slug]);
      const gateway = openGateway({
        mspId: mspIds[slug],
        auditors: ['AuditorMSP'],
        channel,
        databasePath: join(folder, `${slug}.db`),
        spoolFolder: join(folder, `${slug}-imports`),
        pseudonymKey: Buffer.from(slug),
        pseudonyms: pseudonyms[slug],
        spendingCodeKey: Buffer.from(`codes of ${slug}`),
        log: silent,
        ...parts,
      });
      gateways.add(gateway);
      return { gateway, channel };
    },
    async end() {
      await Promise.all([...gateways].map((gateway) => gateway.close(200)));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const caller = (slug: keyof typeof mspIds, role: Role = 'admin'): Caller => ({
  organization: slug,
  mspId: mspIds[slug],
  clientId: `${slug}-${role}`,
  role,
});

export async function openAccount(gateway: Gateway, slug: keyof typeof mspIds, memberRef: string): Promise<string> {
  const accountId = gateway.secrets.accountIdOf(memberRef);
  await gateway.accounts.open(caller(slug).role, { accountId, kind: 'member' });
  return accountId;
}

/** A gateway waits for its projection for two seconds; on a busy machine that may be too little for a test. */
export async function caughtUp(gateway: Gateway): Promise<void> {
  while (!(await gateway.caughtUp()));
}

/** Posts operations and answers their results. */
export async function post(
  gateway: Gateway,
  slug: keyof typeof mspIds,
  ...operations: Operation[]
): Promise<readonly OperationResult[]> {
  const answer = await gateway.operations.submit(caller(slug), operations, { waitMs: 10_000 });
  if (answer.kind === 'conflict' || answer.kind === 'in-flight') throw new Error(answer.kind);
  return answer.results;
}

export const issue = (id: string, accountId: string, amount: number | string, more: object = {}): Operation => ({
  kind: 'issue',
  id,
  programId: 'harbor',
  accountId,
  amount: String(amount),
  ...more,
});
export const redeem = (id: string, accountId: string, amount: number | string, more: object = {}): Operation => ({
  kind: 'redeem',
  id,
  programId: 'harbor',
  accountId,
  amount: String(amount),
  ...more,
});

export async function available(gateway: Gateway, accountId: string): Promise<string> {
  const balances = gateway.projection.of(accountQueries).balances(accountId);
  return balances.find(({ programId }) => programId === 'harbor')?.available ?? '0';
}
