/** A chaincode's definition as it is, as the next one in sequence; and how organisations agree on it in Fabric, by its own steps. */
import { definitionPlan } from '../../network/admin/chaincode-definition.js';
import { approveDefinition, commitDefinition, committedDefinition } from '../../network/admin/lifecycle.js';
import { packageChaincode } from '../../network/admin/package-chaincode.js';
import { connectPeer } from '../../network/admin/peer-connection.js';
import type { LaunchedConsortium } from './launched-consortium.js';

/** By the administrators of these organisations. */
export async function nextDefinition({ topology, dataDir }: LaunchedConsortium, slugs: readonly string[]) {
  const connections = topology.organizations
    .filter(({ slug }) => slugs.includes(slug))
    .map((organization) => connectPeer(organization, dataDir));
  const [first] = connections;
  const committed = await committedDefinition(first!, topology.channel, 'points');
  const definition = { ...committed!, sequence: committed!.sequence + 1 };
  const commit = async (): Promise<void> => {
    const { packageId } = packageChaincode(topology);
    for (const connection of connections) await approveDefinition(connection, topology.channel, definition, packageId);
    const endorsers = connections.map(({ organization }) => organization.mspId);
    await commitDefinition(first!, topology.channel, definition, endorsers);
    for (const connection of connections) connection.close();
  };
  return { plan: definitionPlan(definition), commit };
}
