/** Peers and orderers without any chaincode, embedded or of real Fabric, for tests of the channel's configuration. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { joinOrderers } from '../../network/admin/join-orderers.js';
import { joinPeers } from '../../network/admin/join-peers.js';
import { connectPeer, type PeerConnection } from '../../network/admin/peer-connection.js';
import { readConfig } from '../../network/config/carry-out.js';
import { computeUpdate } from '../../network/config/compute-update.js';
import { type BroadcastAnswer, broadcastToAll, orderersOf } from '../../network/config/orderers.js';
import { senderOf } from '../../network/config/signed-envelope.js';
import { signUpdate, updateEnvelope } from '../../network/config/sign-update.js';
import { type EmbeddedNetwork, startEmbeddedNetwork } from '../../network/embedded/start-embedded-network.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { createIdentities } from '../../network/identities/create-identities.js';
import { startNativeNetwork } from '../../network/native/start-native-network.js';
import { createTopology, type Organization, type Topology } from '../../network/topology.js';
import { freePorts } from './start-tiny-chaincode.js';

export type StartedKind = 'embedded' | 'native';

export class ConfiguredNetwork {
  private constructor(
    readonly topology: Topology,
    readonly dataDir: string,
    /** By their administrators, in the order of the organisations. */
    readonly connections: readonly PeerConnection[],
    private readonly stop: () => Promise<void>,
    /** Starts another organisation's nodes, on the embedded network. */
    readonly admit: (organization: Organization) => Promise<void>,
    readonly embedded?: EmbeddedNetwork,
  ) {}

  static async start(kind: StartedKind): Promise<ConfiguredNetwork> {
    const topology = createTopology({ basePort: await freePorts(100) });
    const dataDir = mkdtempSync(join(tmpdir(), `configured-${kind}-`));
    await createIdentities(topology, dataDir);
    const genesis = await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
    const log = (): void => undefined;
    const { stop, admit, embedded } = await (kind === 'embedded'
      ? startEmbeddedNetwork({ topology, dataDir, log }).then((network) => ({
          stop: () => network.close(),
          admit: (organization: Organization) => network.admit(organization),
          embedded: network,
        }))
      : startNativeNetwork({ topology, dataDir, log }).then((network) => ({
          stop: () => network.stop(),
          admit: () => Promise.reject(new Error('only the embedded network starts nodes later')),
          embedded: undefined,
        })));
    const connections = topology.organizations.map((organization) => connectPeer(organization, dataDir));
    await Promise.all([joinOrderers(topology, dataDir, genesis), joinPeers(connections, topology.channel, genesis)]);
    return new ConfiguredNetwork(topology, dataDir, connections, stop, admit, embedded);
  }

  config(of = 0): Promise<common.Config> {
    return readConfig(this.connections[of]!, this.topology.channel);
  }

  /** What all orderers, or one, say to an update that administrators have signed, all of them unless it is said which. */
  async send(
    wanted: common.Config,
    { by = [0, 1, 2, 3], to, from }: { by?: number[]; to?: number; from?: common.Config } = {},
  ): Promise<BroadcastAnswer[]> {
    const present = from ?? (await this.config());
    const { channel } = this.topology;
    const update = computeUpdate(channel, present, wanted).serializeBinary();
    const senders = by.map((index) => senderOf(this.connections[index]!.identity));
    const envelope = updateEnvelope(
      senders[0]!,
      channel,
      update,
      senders.map((sender) => signUpdate(sender, update)),
    );
    const orderers = orderersOf(await this.config());
    return broadcastToAll(to === undefined ? orderers : [orderers[to]!], envelope);
  }

  async end(): Promise<void> {
    for (const connection of this.connections) connection.close();
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
