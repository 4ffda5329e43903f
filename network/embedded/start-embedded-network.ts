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
import type { Organization, Topology } from '../topology.js';
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
  try {
    peers.push(...(await Promise.all(organizations.map((it) => openPeer(it, options, ordering)))));
    for (const started of await Promise.allSettled(serve(options, peers, ordering))) {
      if (started.status === 'rejected') throw started.reason;
      servers.push(started.value);
    }
  } catch (error) {
    await close(servers, peers, ordering);
    throw error;
  }
  return {
    connectChaincodes: () => peers.forEach((node) => node.connectChaincodes()),
    close: () => close(servers, peers, ordering),
  };
}

function signerOf({ mspId }: Organization, mspDir: string) {
  return createSigner(loadIdentity(mspId, mspDir));
}

async function openPeer(
  organization: Organization,
  { topology, dataDir, log = () => undefined }: EmbeddedNetworkOptions,
  ordering: OrderingService,
): Promise<PeerNode> {
  const { mspId, slug, peer, name } = organization;
  const { mspConfig } = await loadOrganizationMaterial(organization, dataDir);
  const { host, port } = topology.chaincode.endpoint;
  return PeerNode.open({
    mspId,
    address: `${peer.hostname}:${peer.port}`,
    signer: signerOf(organization, organizationPaths(dataDir, organization).peerMspDir),
    localMsp: new MspManager([new OrganizationMsp(msp.FabricMSPConfig.deserializeBinary(mspConfig.getConfig_asU8()))]),
    dataDir: join(dataDir, 'embedded', 'peers', slug),
    chaincodeAddress: `${host}:${port}`,
    log: (line) => log(`${name}'s peer: ${line}`),
    orderedBlocks: (channelId) => ordering.blocks(channelId),
  });
}

function serve(
  { topology, dataDir }: EmbeddedNetworkOptions,
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<RunningServer>[] {
  const { organizations } = topology;
  const orderers = organizations.map(({ orderer, mspId }) => ({
    address: `${orderer.hostname}:${orderer.port}`,
    mspId,
  }));
  return organizations.flatMap((organization, index) => {
    const { slug, peer, orderer } = organization;
    const paths = organizationPaths(dataDir, organization);
    const local = peers[index];
    if (!local) return [];
    const broadcast = (envelopeBytes: Uint8Array) => ordering.broadcast(slug, envelopeBytes);
    const services = [...local.services(), gatewayService({ local, peers, orderers, broadcast })];
    return [
      startGrpcServer({ host: peer.host, port: peer.port, tlsDir: paths.peerTlsDir, services }),
      startOrdererNode({ ...orderer, slug, tlsDir: paths.ordererTlsDir, ordering }),
    ];
  });
}

/** Peers that are further behind, such as one that has just joined, do not set the pace. */
async function awaitPeers(peers: readonly PeerNode[], channelId: string, blockNumber: number): Promise<void> {
  const keepingUp = peers.flatMap((node) => {
    const channel = node.channel(channelId);
    return channel && channel.ledger.height >= blockNumber ? [channel] : [];
  });
  const never = new AbortController().signal;
  await Promise.all(keepingUp.map((channel) => channel.blocks.awaitBlock(blockNumber, never)));
}

async function close(
  servers: readonly RunningServer[],
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([ordering.close(), ...peers.map((node) => node.close())]);
}
