/**
 * All peers and orderers of the consortium in one process.
 *
 * They share a process, a sequencer and the reading of blocks, and nothing else: each has its own keys, ports, ledger
 * and state, and a peer that was down catches up by itself.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { loadOrganizationMaterial } from '../genesis/organization-material.js';
import { loadIdentity } from '../identities/load-identity.js';
import { organizationPaths } from '../identities/organization-paths.js';
import { chaincodeEndpointOf, type Organization, type Topology } from '../topology.js';
import { gatewayService } from './gateway/gateway-service.js';
import { type RunningServer, startGrpcServer } from './grpc-server.js';
import type { Log } from './log.js';
import { MspManager } from './msp/msp-manager.js';
import { OrganizationMsp } from './msp/organization-msp.js';
import { createSigner } from './msp/signer.js';
import { startOrdererNode } from './orderer/orderer-node.js';
import { OrderingService } from './orderer/ordering-service.js';
import { PeerNode } from './peer/peer-node.js';

export interface EmbeddedNetworkOptions {
  readonly topology: Topology;
  /** Holds `organizations/`; ledgers are kept in `embedded/` below it. */
  readonly dataDir: string;
  readonly log?: Log;
}

export interface EmbeddedNetwork {
  /** Connects the peers to the chaincode process ahead of the first invocation. */
  connectChaincodes(): void;
  /** Stops one organisation's peer, as if its machine were switched off. */
  stopPeer(mspId: string): Promise<void>;
  /** Starts a peer that was stopped; it catches up by itself. */
  startPeer(mspId: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the ledgers and serves all ports. Rejects when one of them is taken. */
export async function startEmbeddedNetwork(options: EmbeddedNetworkOptions): Promise<EmbeddedNetwork> {
  const { topology, dataDir } = options;
  const { organizations } = topology;
  const peers: PeerNode[] = [];
  await mkdir(join(dataDir, 'embedded'), { recursive: true });
  const ordering = await OrderingService.open({
    dataDir: join(dataDir, 'embedded', 'ordering'),
    signers: new Map(organizations.map((it) => [it.slug, signerOf(it, organizationPaths(dataDir, it).ordererMspDir)])),
    awaitFollowers: (channelId, blockNumber) => awaitPeers(peers, channelId, blockNumber),
  });
  const servers: RunningServer[] = [];
  const peerServers = new Map<string, RunningServer>();
  const closeAll = () => close([...servers, ...peerServers.values()], peers, ordering);
  try {
    peers.push(...(await Promise.all(organizations.map((it) => openPeer(it, options, peers, ordering)))));
    const starting = organizations.flatMap((it) => [
      servePeer(it, options, peers, ordering).then((server) => void peerServers.set(it.mspId, server)),
      serveOrderer(it, options, ordering).then((server) => void servers.push(server)),
    ]);
    for (const started of await Promise.allSettled(starting)) {
      if (started.status === 'rejected') throw started.reason;
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  return {
    connectChaincodes: () => peers.forEach((node) => node.connectChaincodes()),
    async stopPeer(mspId) {
      const index = peers.findIndex((node) => node.mspId === mspId);
      const [stopped] = index < 0 ? [] : peers.splice(index, 1);
      await peerServers.get(mspId)?.close();
      peerServers.delete(mspId);
      await stopped?.close();
    },
    async startPeer(mspId) {
      const organization = organizations.find((it) => it.mspId === mspId);
      if (!organization || peers.some((node) => node.mspId === mspId)) {
        throw new Error(`there is no stopped peer of ${mspId}`);
      }
      peers.push(await openPeer(organization, options, peers, ordering));
      peerServers.set(mspId, await servePeer(organization, options, peers, ordering));
    },
    close: closeAll,
  };
}

function signerOf({ mspId }: Organization, mspDir: string) {
  return createSigner(loadIdentity(mspId, mspDir));
}

async function openPeer(
  organization: Organization,
  { topology, dataDir, log = () => undefined }: EmbeddedNetworkOptions,
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<PeerNode> {
  const { mspId, slug, peer, name } = organization;
  const { mspConfig } = await loadOrganizationMaterial(organization, dataDir);
  const { host, port } = chaincodeEndpointOf(topology, organization);
  return PeerNode.open({
    mspId,
    address: `${peer.hostname}:${peer.port}`,
    signer: signerOf(organization, organizationPaths(dataDir, organization).peerMspDir),
    localMsp: new MspManager([new OrganizationMsp(msp.FabricMSPConfig.deserializeBinary(mspConfig.getConfig_asU8()))]),
    dataDir: join(dataDir, 'embedded', 'peers', slug),
    chaincodeAddress: `${host}:${port}`,
    log: (line) => log(`${name}'s peer: ${line}`),
    otherPeers: () => peers.filter((node) => node.mspId !== mspId),
    orderedBlocks: (channelId) => ordering.blocks(channelId),
  });
}

async function servePeer(
  organization: Organization,
  { topology, dataDir }: EmbeddedNetworkOptions,
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<RunningServer> {
  const { slug, mspId, peer } = organization;
  const local = peers.find((node) => node.mspId === mspId);
  if (!local) throw new Error(`there is no peer of ${mspId}`);
  const orderers = topology.organizations.map((it) => ({
    address: `${it.orderer.hostname}:${it.orderer.port}`,
    mspId: it.mspId,
  }));
  const broadcast = (envelopeBytes: Uint8Array) => ordering.broadcast(slug, envelopeBytes);
  const services = [...local.services(), gatewayService({ local, peers, orderers, broadcast })];
  const tlsDir = organizationPaths(dataDir, organization).peerTlsDir;
  return startGrpcServer({ host: peer.host, port: peer.port, tlsDir, services });
}

function serveOrderer(
  organization: Organization,
  { dataDir }: EmbeddedNetworkOptions,
  ordering: OrderingService,
): Promise<RunningServer> {
  const { slug, orderer } = organization;
  const tlsDir = organizationPaths(dataDir, organization).ordererTlsDir;
  return startOrdererNode({ ...orderer, slug, tlsDir, ordering });
}

/** Peers that are further behind, such as one that has just joined, do not set the pace. */
async function awaitPeers(peers: readonly PeerNode[], channelId: string, blockNumber: number): Promise<void> {
  const keepingUp = peers.flatMap((node) => {
    const channel = node.channel(channelId);
    return channel && channel.ledger.height >= blockNumber ? [channel] : [];
  });
  await Promise.all(keepingUp.map((channel) => channel.blocks.awaitBlock(blockNumber, channel.closing)));
}

async function close(
  servers: readonly RunningServer[],
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([ordering.close(), ...peers.map((node) => node.close())]);
}
