/** From nodes that run to a chaincode that can be used. */
import { readFile } from 'node:fs/promises';
import { genesisBlockPath } from '../genesis/create-genesis-block.js';
import { repositoryFile } from '../repository-file.js';
import { founders, merchants, type Topology, withEachPeer } from '../topology.js';
import { awaitCaughtUp } from './await-caught-up.js';
import { definitionAfter } from './chaincode-definition.js';
import { readCollections } from './collections.js';
import { joinOrderers } from './join-orderers.js';
import { joinPeers } from './join-peers.js';
import { approveDefinition, commitDefinition, committedDefinition, installChaincode } from './lifecycle.js';
import { type ChaincodePackage, packageChaincode } from './package-chaincode.js';
import { connectPeer, type PeerConnection } from './peer-connection.js';
import { parseBlock } from '../embedded/wire/block.js';
import { describeError, retry } from './retry.js';
import { callSystemChaincode } from './system-chaincode.js';

/** Where progress is told, one line each. */
export type Log = (line: string) => void;

export interface BringUpOptions {
  readonly topology: Topology;
  readonly dataDir: string;
  readonly log?: Log;
  /** Defaults to the repository's `collections_config.json`. */
  readonly collectionsPath?: string;
  /**
   * Wait until every merchant's gateway can have a transaction endorsed, which needs the chaincode process. Default
   * true.
   */
  readonly awaitChaincode?: boolean;
  /** What is committed stays as it is, whatever the topology asks for: members decide on what follows it. Default false. */
  readonly keepsDefinition?: boolean;
  /** Called when all peers know the chaincode, before it is waited for. */
  readonly committed?: () => void;
}

/**
 * Brings running peers and orderers to the point where the chaincode can be used: joins them to the channel by its first
 * block, which exists, installs, approves and commits. It finds out what has been done and goes on from there, so it is called at every start, and
 * again after a failure.
 */
export async function bringUp(given: BringUpOptions): Promise<void> {
  // Who joined later did so step by step, and its nodes go on by themselves.
  const options = { ...given, topology: { ...given.topology, organizations: founders(given.topology) } };
  const { topology, dataDir, log = () => undefined } = options;
  const startedAt = performance.now();
  const step = (text: string) => log(`${text} (${Math.round(performance.now() - startedAt)} ms)`);
  const genesisBlock = await readFile(genesisBlockPath(topology, dataDir));
  const chaincode = packageChaincode(topology);
  const connections = withEachPeer(topology.organizations).map((organization) => connectPeer(organization, dataDir));
  try {
    const joined = joinPeers(connections, topology.channel, genesisBlock).then(() => step('peers joined'));
    await Promise.all([
      // Who was given another certificate since the first block is in the newest configuration alone.
      joined.then(async () => {
        const newest = await newestConfigBlock(connections, topology.channel);
        const hasBegun = newest.number > 0;
        // Of the first one peers keep their own verdict too, which orderers and the file of it do not have.
        await joinOrderers(topology, dataDir, hasBegun ? newest.bytes : genesisBlock, { mayFollow: hasBegun });
        step('orderers joined');
      }),
      Promise.all(connections.map((connection) => installChaincode(connection, chaincode))).then(() =>
        step('chaincode installed'),
      ),
    ]);
    await awaitCaughtUp(connections, topology.channel, log);
    step('peers have all blocks');
    await agreeOnChaincode(options, connections, chaincode, step);
    options.committed?.();
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

/** Of those that the peers have: one that joined a moment ago has the first alone. */
async function newestConfigBlock(
  connections: readonly PeerConnection[],
  channel: string,
): Promise<{ readonly bytes: Uint8Array; readonly number: number }> {
  const call = { channel, chaincode: 'cscc' as const, args: ['GetConfigBlock', channel] };
  const known = await Promise.all(
    connections.map(async (each) => {
      const what = `read the configuration on ${each.organization.name}’s peer`;
      const bytes = await retry({ what, intervalMs: 50 }, () => callSystemChaincode(each, call));
      return { bytes, number: parseBlock(bytes).header.number };
    }),
  );
  return known.toSorted((a, b) => b.number - a.number)[0]!;
}

async function agreeOnChaincode(
  { topology, collectionsPath = repositoryFile('collections_config.json'), keepsDefinition = false }: BringUpOptions,
  connections: readonly PeerConnection[],
  { packageId }: ChaincodePackage,
  step: Log,
): Promise<void> {
  const { channel } = topology;
  const { committed, knownBy } = await newestDefinition(connections, topology);
  const { definition, isCommitted } =
    keepsDefinition && committed !== undefined
      ? { definition: committed, isCommitted: true }
      : definitionAfter(committed, topology, readCollections(collectionsPath));
  if (!isCommitted) {
    const once = connections.filter(({ organization: { peer, peers } }) => peer === peers[0]);
    await Promise.all(once.map((connection) => approveDefinition(connection, channel, definition, packageId)));
    step('chaincode approved');
    await commitDefinition(
      knownBy,
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

/** What any of the peers knows to be committed, and one that knows it: a peer by itself may have lost its ledger. */
async function newestDefinition(connections: readonly PeerConnection[], topology: Topology) {
  const known = await Promise.all(
    connections.map(async (connection) => ({
      knownBy: connection,
      committed: await retry({ what: `read the chaincode definition on ${connection.organization.name}’s peer` }, () =>
        committedDefinition(connection, topology.channel, topology.chaincode.name),
      ),
    })),
  );
  const [newest] = known.toSorted((a, b) => (b.committed?.sequence ?? 0) - (a.committed?.sequence ?? 0));
  if (newest === undefined) throw new Error('The topology has no organisations');
  return newest;
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
