import { createGenesisBlock } from '../genesis/create-genesis-block.js';
import type { Consensus } from '../genesis/consensus.js';
import { createIdentities } from '../identities/create-identities.js';
import { merchants, type Topology } from '../topology.js';
import { type ChaincodeDefinition, chaincodeDefinition } from './chaincode-definition.js';
import { collectionsConfigPath } from './collections-config-path.js';
import { joinOrderers } from './join-orderers.js';
import { joinPeers } from './join-peers.js';
import { approveDefinition, commitDefinition, committedDefinition, installChaincode } from './lifecycle.js';
import { type ChaincodePackage, packageChaincode } from './package-chaincode.js';
import { connectPeer, type PeerConnection } from './peer-connection.js';
import { describeError, retry } from './retry.js';

/** Where progress is told, one line each. */
export type Log = (line: string) => void;

export interface BringUpOptions {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly log?: Log;
  /** Only looked at when the channel's first block does not exist yet. */
  readonly consensus?: Consensus;
  /** Defaults to the repository's `collections_config.json`. */
  readonly collectionsPath?: string;
  /**
   * Wait until every merchant's gateway can have a transaction endorsed, which needs the chaincode process. Default
   * true.
   */
  readonly awaitChaincode?: boolean;
}

/**
 * Brings running peers and orderers to the point where the chaincode can be used: joins them to the channel, installs,
 * approves and commits. It finds out what has been done and goes on from there, so it is called at every start, and
 * again after a failure.
 */
export async function bringUp(options: BringUpOptions): Promise<void> {
  const { topology, dataDir, consensus = 'BFT', log = () => undefined } = options;
  const startedAt = performance.now();
  const step = (text: string) => log(`${text} (${Math.round(performance.now() - startedAt)} ms)`);
  await createIdentities(topology, dataDir);
  const genesisBlock = await createGenesisBlock(topology, dataDir, { consensus });
  const chaincode = packageChaincode(topology);
  const connections = topology.organizations.map((organization) => connectPeer(organization, dataDir));
  try {
    await Promise.all([
      joinOrderers(topology, dataDir, genesisBlock).then(() => step('orderers joined')),
      joinPeers(connections, topology.channel, genesisBlock).then(() => step('peers joined')),
      Promise.all(connections.map((connection) => installChaincode(connection, chaincode))).then(() =>
        step('chaincode installed'),
      ),
    ]);
    await agreeOnChaincode(options, connections, chaincode, step);
    if (options.awaitChaincode ?? true) {
      await awaitEndorsement(topology, connections);
      step('chaincode answers');
    }
  } finally {
    for (const connection of connections) {
      connection.close();
    }
  }
}

async function agreeOnChaincode(
  { topology, collectionsPath = collectionsConfigPath() }: BringUpOptions,
  connections: readonly PeerConnection[],
  { packageId }: ChaincodePackage,
  step: Log,
): Promise<void> {
  const { channel } = topology;
  const [first] = connections;
  if (first === undefined) {
    throw new Error('The topology has no organisations');
  }
  const committed = await retry({ what: 'read the chaincode definition' }, () =>
    committedDefinition(first, channel, topology.chaincode.name),
  );
  const wanted = chaincodeDefinition(topology, collectionsPath, committed?.sequence ?? 1);
  let definition = wanted;
  if (committed === undefined || !sameDefinition(committed, wanted)) {
    definition = committed === undefined ? wanted : { ...wanted, sequence: committed.sequence + 1 };
    await Promise.all(connections.map((connection) => approveDefinition(connection, channel, definition, packageId)));
    step('chaincode approved');
    await commitDefinition(
      first,
      channel,
      definition,
      topology.organizations.map(({ mspId }) => mspId),
    );
  }
  // Peers receive the block one after the other; until then they do not know the chaincode.
  await Promise.all(
    connections.map((connection) =>
      retry({ what: `see the chaincode on the peer of ${connection.organization.name}`, intervalMs: 25 }, async () => {
        const seen = await committedDefinition(connection, channel, definition.name);
        if (seen === undefined || seen.sequence < definition.sequence) {
          throw new Error('the peer has not received the definition');
        }
      }),
    ),
  );
  step('chaincode committed');
}

/** Whether two definitions agree on everything but their sequence. */
export function sameDefinition(left: ChaincodeDefinition, right: ChaincodeDefinition): boolean {
  return (
    left.version === right.version &&
    Buffer.compare(left.endorsementPolicy, right.endorsementPolicy) === 0 &&
    Buffer.compare(left.collections, right.collections) === 0
  );
}

/**
 * A peer's gateway finds other organisations' peers by what these tell about themselves from time to time. So the
 * chaincode can be used a moment after it is committed, when every gateway has had a proposal endorsed by all merchants.
 */
async function awaitEndorsement(topology: Topology, connections: readonly PeerConnection[]): Promise<void> {
  const endorsers = merchants(topology).map(({ mspId }) => mspId);
  await Promise.all(
    connections.map((connection) =>
      retry({ what: `use the chaincode through the peer of ${connection.organization.name}`, intervalMs: 50 }, () =>
        connection.gateway
          .getNetwork(topology.channel)
          .getContract(topology.chaincode.name)
          .newProposal('org.hyperledger.fabric:GetMetadata', { endorsingOrganizations: endorsers })
          .endorse()
          .catch((error: unknown) => {
            // A refusal by the chaincode itself is an answer too.
            if (!describeError(error).includes('chaincode response')) {
              throw error;
            }
          }),
      ),
    ),
  );
}
