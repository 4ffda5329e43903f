import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract, Network, ProposalOptions } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { bringUp } from '../../network/admin/bring-up.js';
import { packageChaincode } from '../../network/admin/package-chaincode.js';
import { connectPeer, type PeerConnection } from '../../network/admin/peer-connection.js';
import { retry } from '../../network/admin/retry.js';
import { callSystemChaincode } from '../../network/admin/system-chaincode.js';
import { startEmbeddedNetwork } from '../../network/embedded/start-embedded-network.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { loadIdentity } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { startNativeNetwork } from '../../network/native/start-native-network.js';
import { createTopology, type Topology } from '../../network/topology.js';
import { orderingOf } from './installed-fabric.js';
import { freePorts, startTinyChaincode } from './start-tiny-chaincode.js';
import { standingIdentities } from './standing-identities.js';

export type NetworkKind = 'embedded' | 'native';

/** What the two kinds of network do differently. */
interface Nodes {
  stopPeer(mspId: string): Promise<void>;
  startPeer(mspId: string): Promise<void>;
  close(): Promise<void>;
}

const pair = "OR('HarborMSP.member', 'CityParkMSP.member')";

function collection(name: string, policy: string, endorsers: string, differences: object = {}) {
  return {
    name,
    policy,
    requiredPeerCount: 0,
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: endorsers },
    ...differences,
  };
}

/** Harbor's own; the pair's with both endorsing; the pair's with one endorsing; one that anyone may write to; a brief one. */
const collections = [
  collection('figures', "OR('HarborMSP.member')", "OR('HarborMSP.peer')"),
  collection('terms', pair, "AND('HarborMSP.peer', 'CityParkMSP.peer')", { requiredPeerCount: 1 }),
  collection('shared', pair, "OR('HarborMSP.peer', 'CityParkMSP.peer')"),
  collection('open', pair, "AND('HarborMSP.peer', 'CityParkMSP.peer')", {
    memberOnlyRead: false,
    memberOnlyWrite: false,
  }),
  collection('brief', pair, "OR('HarborMSP.peer', 'CityParkMSP.peer')", { blockToLive: 2 }),
];

export interface Call {
  /** Whose client asks; its own peer serves the gateway. */
  readonly by: string;
  /** Organisations whose peers endorse or answer; the gateway chooses if there are none. */
  readonly at?: readonly string[];
  /** The private input. */
  readonly secret?: string;
}

/** A network of either kind with the private data chaincode and the collections above. */
export class PrivateDataNetwork {
  private constructor(
    readonly kind: NetworkKind,
    readonly topology: Topology,
    readonly dataDir: string,
    readonly nodes: Nodes,
    private readonly connections: ReadonlyMap<string, PeerConnection>,
    private readonly stopChaincode: () => Promise<void>,
  ) {}

  static async start(kind: NetworkKind): Promise<PrivateDataNetwork> {
    const dataDir = mkdtempSync(join(tmpdir(), `private-data-${kind}-`));
    const topology = createTopology({ basePort: await freePorts(100) });
    await standingIdentities(topology, dataDir);
    const consensus = orderingOf(kind);
    await createGenesisBlock(topology, dataDir, { consensus });
    const { host, port } = topology.chaincode.endpoint;
    const { packageId } = packageChaincode(topology);
    const chaincode = await startTinyChaincode(packageId, `${host}:${port}`, 'private-data-chaincode.cjs');
    const nodes = await startNodes(kind, topology, dataDir);
    await agreeOn(topology, dataDir, collections);
    const connections = new Map(
      topology.organizations.map((organization) => {
        const mspDir = organizationPaths(dataDir, organization).userMspDir(organization.roles.at(-1)!);
        const identity = loadIdentity(organization.mspId, mspDir);
        return [organization.mspId, connectPeer(organization, dataDir, identity)] as const;
      }),
    );
    return new PrivateDataNetwork(kind, topology, dataDir, nodes, connections, () => chaincode.stop());
  }

  /** A new definition of the chaincode, in which collections differ. */
  async redefine(differences: Readonly<Record<string, object>>): Promise<void> {
    const wanted = collections.map((known) => ({ ...known, ...differences[known.name] }));
    await agreeOn(this.topology, this.dataDir, wanted);
    await this.awaitSameHeight();
  }

  async close(): Promise<void> {
    for (const connection of this.connections.values()) connection.close();
    await this.nodes.close();
    await this.stopChaincode();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** An organisation's client at the peer of another one. */
  connectAs(mspId: string, peerOf: string): { readonly network: Network; close(): void } {
    const organization = this.topology.organizations.find((each) => each.mspId === peerOf)!;
    const connection = connectPeer(organization, this.dataDir, this.connections.get(mspId)!.identity);
    return {
      network: connection.gateway.getNetwork(this.topology.channel),
      close: () => connection.close(),
    };
  }

  network(mspId: string): Network {
    return this.connections.get(mspId)!.gateway.getNetwork(this.topology.channel);
  }

  contract(mspId: string): Contract {
    return this.network(mspId).getContract(this.topology.chaincode.name);
  }

  /** Endorses, submits and waits for the outcome: the validation code. Peers are at one height before and after. */
  async submit(call: Call, name: string, ...args: string[]): Promise<number> {
    const endorsed = await this.contract(call.by).newProposal(name, options(call, args)).endorse();
    const { code } = await (await endorsed.submit()).getStatus();
    await this.awaitSameHeight();
    return code;
  }

  async evaluate(call: Call, name: string, ...args: string[]): Promise<string> {
    return Buffer.from(await this.contract(call.by).evaluate(name, options(call, args))).toString();
  }

  /** All blocks as a peer has them. */
  async blocks(mspId: string): Promise<Uint8Array[]> {
    const height = await this.height(mspId);
    return Promise.all(
      Array.from({ length: height }, (_, number) => this.qscc(mspId, 'GetBlockByNumber', String(number))),
    );
  }

  async height(mspId: string): Promise<number> {
    return common.BlockchainInfo.deserializeBinary(await this.qscc(mspId, 'GetChainInfo')).getHeight();
  }

  /** A peer that lags would answer from an older state. Peers that are down do not count. */
  async awaitSameHeight(): Promise<void> {
    await retry({ what: 'see all peers at the same height', timeoutMs: 20_000, intervalMs: 20 }, async () => {
      const heights = await Promise.all(
        [...this.connections.keys()].filter((mspId) => !this.down.has(mspId)).map((mspId) => this.height(mspId)),
      );
      if (new Set(heights).size > 1) throw new Error(heights.join(', '));
    });
  }

  private readonly down = new Set<string>();

  async stopPeer(mspId: string): Promise<void> {
    this.down.add(mspId);
    await this.nodes.stopPeer(mspId);
  }

  async startPeer(mspId: string): Promise<void> {
    await this.nodes.startPeer(mspId);
    this.down.delete(mspId);
    await this.awaitSameHeight();
  }

  private qscc(mspId: string, name: string, ...args: string[]): Promise<Uint8Array> {
    const { channel } = this.topology;
    return callSystemChaincode(this.connections.get(mspId)!, {
      channel,
      chaincode: 'qscc',
      args: [name, channel, ...args],
    });
  }
}

async function agreeOn(topology: Topology, dataDir: string, wanted: readonly object[]): Promise<void> {
  const collectionsPath = join(dataDir, 'collections_config.json');
  writeFileSync(collectionsPath, JSON.stringify(wanted));
  await bringUp({ topology, dataDir, collectionsPath });
}

function options({ at, secret }: Call, args: readonly string[]): ProposalOptions {
  return {
    arguments: [...args],
    ...(at && { endorsingOrganizations: [...at] }),
    ...(secret !== undefined && { transientData: { value: secret } }),
  };
}

/** The peers and orderers of a network of either kind, in this process or as programs. */
export async function startNodes(kind: NetworkKind, topology: Topology, dataDir: string): Promise<Nodes> {
  if (kind === 'embedded') return startEmbeddedNetwork({ topology, dataDir });
  const network = await startNativeNetwork({ topology, dataDir });
  const hostnameOf = (mspId: string) => topology.organizations.find((it) => it.mspId === mspId)!.peer.hostname;
  return {
    async stopPeer(mspId) {
      const running = network.programs.get(hostnameOf(mspId))!;
      process.kill(running.pid, 'SIGKILL');
      await running.ended;
    },
    startPeer: (mspId) => network.restart(hostnameOf(mspId)),
    close: () => network.stop(),
  };
}
