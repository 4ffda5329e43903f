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
import type { ChangingNetwork } from '../process.js';
import { chaincodeEndpointOf, type Endpoint, type Organization, type Topology, withEachPeer } from '../topology.js';
import { gatewayService } from './gateway/gateway-service.js';
import { type RunningServer, startGrpcServer } from './grpc-server.js';
import type { Log } from './log.js';
import { NodesInUse } from './nodes-in-use.js';
import { MspManager } from './msp/msp-manager.js';
import { OrganizationMsp } from './msp/organization-msp.js';
import { createSigner } from './msp/signer.js';
import { startOrdererNode } from './orderer/orderer-node.js';
import { OrderingService } from './orderer/ordering-service.js';
import { PeerNode } from './peer/peer-node.js';
import type { Looks } from './recovery/looks.js';

export interface EmbeddedNetworkOptions {
  readonly topology: Topology;
  /** Holds `organizations/`; ledgers are kept in `embedded/` below it. */
  readonly dataDir: string;
  readonly log?: Log;
  /** How much of large files is read before they are opened; all of it unless given. */
  readonly looks?: Looks;
  /** A peer was started that had been stopped: what it left of its files is to be looked at. */
  startedAgain?(): void;
}

export interface EmbeddedNetwork extends ChangingNetwork {
  /** Connects the peers to the chaincode process ahead of the first invocation. */
  connectChaincodes(): void;
  /** Stops one organisation's peer, the first one unless it is said which, as if its machine were switched off. */
  stopPeer(mspId: string, number?: number): Promise<void>;
  /** Starts a peer that was stopped; it catches up by itself. */
  startPeer(mspId: string, number?: number): Promise<void>;
  /** Its orderer neither gets blocks nor signs any from now on, says that it is well, and takes everything: to try what notices it. */
  standStill(mspId: string): void;
  /** Ends an organisation's orderer and starts it again. */
  restartOrderer(mspId: string): Promise<void>;
  /** Starts each node again whose certificates or keys are others than it was started with, and stops peers that are held; one after the other. */
  renew(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the ledgers and serves all ports. Rejects when one of them is taken. */
export async function startEmbeddedNetwork(options: EmbeddedNetworkOptions): Promise<EmbeddedNetwork> {
  const { topology, dataDir } = options;
  const { organizations } = topology;
  const peers: PeerNode[] = [];
  await mkdir(join(dataDir, 'embedded'), { recursive: true });
  const ordererOf = (it: Organization) => signerOf(it, organizationPaths(dataDir, it).ordererMspDir);
  const signers = new Map(organizations.map((it) => [it.slug, ordererOf(it)]));
  const ordering = await OrderingService.open({
    dataDir: join(dataDir, 'embedded', 'ordering'),
    signers,
    awaitFollowers: (channelId, blockNumber) => awaitPeers(peers, channelId, blockNumber),
  });
  const ordererServers = new Map<string, RunningServer>();
  const peerServers = new Map<string, RunningServer>();
  const closeAll = () => close([...ordererServers.values(), ...peerServers.values()], peers, ordering);
  const used = new NodesInUse(dataDir);
  const serves = async (it: Organization) => {
    peerServers.set(it.peer.hostname, await servePeer(it, options, peers, ordering));
    used.started(it, 'peer');
  };
  const orders = async (it: Organization) => {
    ordererServers.set(it.mspId, await serveOrderer(it, options, ordering));
    used.started(it, 'orderer');
  };
  try {
    const each = withEachPeer(organizations);
    const opening = await Promise.allSettled(each.map((it) => openPeer(it, options, peers, ordering)));
    // Those that could be opened are closed again if another one could not.
    for (const opened of opening) if (opened.status === 'fulfilled') peers.push(opened.value);
    for (const opened of opening) if (opened.status === 'rejected') throw opened.reason;
    const starting = [...each.map(serves), ...organizations.map(orders)];
    for (const started of await Promise.allSettled(starting)) {
      if (started.status === 'rejected') throw started.reason;
    }
  } catch (error) {
    await closeAll();
    throw error;
  }
  const admitted: Organization[] = [];
  const ofMsp = (mspId: string): Organization => {
    const found = [...organizations, ...admitted].find((it) => it.mspId === mspId);
    if (found === undefined) throw new Error(`there is no orderer of ${mspId}`);
    return found;
  };
  const peerOf = (mspId: string, number: number): Organization => {
    const organization = ofMsp(mspId);
    const peer = organization.peers[number];
    if (peer === undefined) throw new Error(`there is no peer ${number} of ${mspId}`);
    return { ...organization, peer };
  };
  const stopPeer = async (organization: Organization): Promise<void> => {
    const { peer } = organization;
    const index = peers.findIndex((node) => node.address === addressOf(peer));
    const [stopped] = index < 0 ? [] : peers.splice(index, 1);
    await peerServers.get(peer.hostname)?.close();
    peerServers.delete(peer.hostname);
    await stopped?.close();
    used.ended(organization, 'peer');
  };
  const network: EmbeddedNetwork = {
    connectChaincodes: () => peers.forEach((node) => node.connectChaincodes()),
    stopPeer: (mspId, number = 0) => stopPeer(peerOf(mspId, number)),
    async startPeer(mspId, number = 0) {
      const organization = peerOf(mspId, number);
      if (peers.some((node) => node.address === addressOf(organization.peer))) {
        throw new Error(`there is no stopped peer ${number} of ${mspId}`);
      }
      peers.push(await openPeer(organization, options, peers, ordering));
      await serves(organization);
      options.startedAgain?.();
    },
    async admit(organization) {
      if (signers.has(organization.slug)) return;
      signers.set(organization.slug, ordererOf(organization));
      for (const each of withEachPeer([organization])) {
        peers.push(await openPeer(each, options, peers, ordering));
        await serves(each);
      }
      admitted.push(organization);
      await orders(organization);
    },
    async dismiss(organization) {
      if (!signers.delete(organization.slug)) return;
      await ordererServers.get(organization.mspId)?.close();
      ordererServers.delete(organization.mspId);
      for (const each of withEachPeer([organization])) await stopPeer(each);
    },
    standStill: (mspId) => ordering.standStill(ofMsp(mspId).slug),
    async restartOrderer(mspId) {
      const organization = ofMsp(mspId);
      await ordererServers.get(mspId)?.close();
      signers.set(organization.slug, ordererOf(organization));
      ordering.startAgain(organization.slug);
      await orders(organization);
    },
    async renew() {
      for (const organization of [...organizations, ...admitted].filter(({ slug }) => signers.has(slug))) {
        for (const [number, peer] of organization.peers.entries()) {
          const each = { ...organization, peer };
          const [runs, isHeld] = [used.runs(each), used.isHeld(each)];
          if (runs && (isHeld || !used.isAsStarted(each, 'peer'))) await network.stopPeer(organization.mspId, number);
          if (!isHeld && !used.runs(each)) await network.startPeer(organization.mspId, number);
        }
        if (!used.isAsStarted(organization, 'orderer')) await network.restartOrderer(organization.mspId);
      }
    },
    close: closeAll,
  };
  return network;
}

const addressOf = ({ hostname, port }: Endpoint): string => `${hostname}:${port}`;

function signerOf({ mspId }: Organization, mspDir: string) {
  return createSigner(loadIdentity(mspId, mspDir));
}

async function openPeer(
  organization: Organization,
  { topology, dataDir, log = () => undefined, looks }: EmbeddedNetworkOptions,
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<PeerNode> {
  const { mspId, slug, peer, peers: ofOrganization, name } = organization;
  const number = ofOrganization.indexOf(peer);
  const address = addressOf(peer);
  const { mspConfig } = await loadOrganizationMaterial(organization, dataDir);
  const { host, port } = chaincodeEndpointOf(topology, organization);
  const signer = signerOf(organization, organizationPaths(dataDir, organization).peerMspDir);
  return PeerNode.open({
    mspId,
    address,
    signer,
    localMsp: new MspManager([new OrganizationMsp(msp.FabricMSPConfig.deserializeBinary(mspConfig.getConfig_asU8()))]),
    dataDir: join(dataDir, 'embedded', 'peers', number === 0 ? slug : `${slug}.peer${number}`),
    chaincodeAddress: `${host}:${port}`,
    log: (line) => log(`${name}'s peer: ${line}`),
    looks,
    otherPeers: () => peers.filter((node) => node.address !== address),
    orderedBlocks: (channelId) => ordering.blocks(channelId, signer.identity),
  });
}

async function servePeer(
  organization: Organization,
  { topology, dataDir }: EmbeddedNetworkOptions,
  peers: readonly PeerNode[],
  ordering: OrderingService,
): Promise<RunningServer> {
  const { slug, mspId, peer } = organization;
  const local = peers.find((node) => node.address === addressOf(peer));
  if (!local) throw new Error(`there is no peer of ${mspId}`);
  const orderers = topology.organizations.map((it) => ({
    address: `${it.orderer.hostname}:${it.orderer.port}`,
    mspId: it.mspId,
  }));
  const broadcast = (envelopeBytes: Uint8Array) => ordering.broadcastByAny(slug, envelopeBytes);
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
