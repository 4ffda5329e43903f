import { catalogue, type RequestOf } from '@commonpoint/chaincode/catalogue';
import { connectPeer } from '@commonpoint/network/admin/peer-connection';
import { retry } from '@commonpoint/network/admin/retry';
import { loadIdentity } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { merchants, type Organization, type Topology } from '@commonpoint/network/topology';

const PATIENCE_MS = 20_000;

type ProgramTerms = RequestOf<typeof catalogue.createProgram>;

/** The demo consortium's programmes: each merchant issues points under its own name. */
export const demoPrograms: Readonly<Record<string, ProgramTerms>> = Object.fromEntries(
  [
    ['harbor', 'Harbor Points'],
    ['citypark', 'CityPark Minutes'],
    ['greenmart', 'GreenMart Leaves'],
  ].map(([slug, name]) => [
    slug,
    {
      programId: slug,
      name,
      unit: 'point',
      cap: '1000000000',
      capOn: 'issued',
      expiryMonths: 24,
      rules: { transferable: true },
      lanes: 16,
    } as ProgramTerms,
  ]),
);

/**
 * Registers the merchants and creates their programmes, each by its own administrator, as they would have to in a real
 * consortium. Finds out what exists, so a second call, or one after a crash in the middle, does only the rest.
 */
export async function provisionDemoConsortium(topology: Topology, dataDir: string): Promise<void> {
  await Promise.all(merchants(topology).map((organization) => provisionMerchant(topology, dataDir, organization)));
}

async function provisionMerchant(topology: Topology, dataDir: string, organization: Organization): Promise<void> {
  const { mspId, name, slug } = organization;
  const identity = loadIdentity(mspId, organizationPaths(dataDir, organization).userMspDir('admin'));
  const connection = connectPeer(organization, dataDir, identity);
  const contract = connection.gateway.getNetwork(topology.channel).getContract(topology.chaincode.name);
  const exists = async (transaction: string, request: object): Promise<boolean> => {
    try {
      await contract.evaluateTransaction(transaction, JSON.stringify(request));
      return true;
    } catch (error) {
      if (/ORGANIZATION_UNKNOWN|PROGRAM_UNKNOWN/.test(textOf(error))) return false;
      throw error;
    }
  };
  const submit = (transaction: string, request: object) =>
    contract.submit(transaction, {
      arguments: [JSON.stringify(request)],
      endorsingOrganizations: merchants(topology).map((each) => each.mspId),
    });
  // Merchants that do this at the same time read ranges that the others write to, and one peer may be a block behind
  // another: both pass when tried again.
  const once = (what: string, lookUp: () => Promise<boolean>, create: () => Promise<unknown>) =>
    retry({ what, timeoutMs: PATIENCE_MS, intervalMs: 50 }, async () => {
      if (!(await lookUp())) await create();
    });
  try {
    await once(
      `register ${name}`,
      () => exists(catalogue.getOrganization.name, { mspId }),
      () => submit(catalogue.registerOrganization.name, { name }),
    );
    const terms = demoPrograms[slug];
    if (terms !== undefined) {
      await once(
        `create the programme of ${name}`,
        () => exists(catalogue.getProgram.name, { programId: terms.programId }),
        () => submit(catalogue.createProgram.name, terms),
      );
    }
  } finally {
    connection.close();
  }
}

/** A chaincode's refusal comes in the details of a gateway's error. */
function textOf(error: unknown): string {
  const { message = '', details = [] } = error as { message?: string; details?: { message?: string }[] };
  return [message, ...details.map((detail) => detail.message)].join(' ');
}
