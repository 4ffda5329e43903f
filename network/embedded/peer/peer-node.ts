/**
 * One organisation's peer: its channels, packages and chaincodes, and the services it offers.
 *
 * Fabric: `internal/peer/node/start.go`. Left out: gossip, snapshots, discovery, operations and metrics ports.
 */
import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import type { BlockSource } from '../block-source.js';
import { ChaincodeSupport, type ChaincodeSupportOptions } from '../chaincode-support/chaincode-support.js';
import type { GrpcService } from '../grpc-server.js';
import type { Log } from '../log.js';
import { readChannelConfig } from '../msp/channel-config.js';
import type { MspManager } from '../msp/msp-manager.js';
import type { Signer } from '../msp/signer.js';
import type { Looks } from '../recovery/looks.js';
import { ConfigurationChaincode } from './cscc.js';
import { Endorser } from './endorser.js';
import { IncomingProposal } from './incoming-proposal.js';
import { LifecycleChaincode } from './lifecycle-chaincode.js';
import { PackageStore } from './package-store.js';
import { PeerChannel } from './peer-channel.js';
import { peerDeliverService } from './peer-deliver.js';
import { distributePrivateData, type ExchangingPeer, pullPrivateData } from './private-data-exchange.js';
import { QueryChaincode } from './qscc.js';
import type { SystemChaincode } from './system-chaincode.js';

export interface PeerNodeOptions {
  readonly mspId: string;
  /** `host:port`, as it appears in errors. */
  readonly address: string;
  readonly signer: Signer;
  /** The peer's own organisation. */
  readonly localMsp: MspManager;
  readonly dataDir: string;
  /** `host:port` of the chaincode process, for packages that leave it open. */
  readonly chaincodeAddress: string;
  readonly chaincodeSupport?: ChaincodeSupportOptions;
  readonly log: Log;
  readonly looks?: Looks | undefined;
  /** All other peers, for private data. */
  otherPeers?(): readonly ExchangingPeer[];
  /** The orderers' chain of a channel; undefined while there is none. */
  orderedBlocks(channelId: string): BlockSource | undefined;
}

const GENESIS_FILE = 'genesis.block';

export class PeerNode {
  readonly endorser: Endorser;
  readonly #channels = new Map<string, PeerChannel>();
  readonly #joining = new Map<string, Promise<void>>();
  readonly #chaincodeSupport: ChaincodeSupport;

  private constructor(
    private readonly options: PeerNodeOptions,
    private readonly packages: PackageStore,
  ) {
    const { mspId, localMsp, signer } = options;
    const channels = () => [...this.#channels.values()];
    const findChannel = (id: string) => this.#channels.get(id);
    const joinChannel = (bytes: Uint8Array) => this.#join(bytes);
    this.#chaincodeSupport = new ChaincodeSupport(options.chaincodeSupport);
    this.endorser = new Endorser({
      signer,
      localMsp,
      findChannel,
      chaincodeSupport: this.#chaincodeSupport,
      distribute: (channel, txId, sets) => distributePrivateData(channel, this.#otherPeers, txId, sets),
      systemChaincodes: new Map<string, SystemChaincode>([
        ['cscc', new ConfigurationChaincode({ localMsp, channels, findChannel, joinChannel })],
        ['qscc', new QueryChaincode(findChannel)],
        ['_lifecycle', new LifecycleChaincode({ mspId, localMsp, packages, channels })],
      ]),
    });
  }

  /** Opens what the peer had: packages, channels, ledgers (which recover from a crash). */
  static async open(options: PeerNodeOptions): Promise<PeerNode> {
    const packages = await PackageStore.open(join(options.dataDir, 'chaincodes'), {
      ccaddr: options.chaincodeAddress,
    });
    const node = new PeerNode(options, packages);
    await mkdir(node.#channelsDir, { recursive: true });
    const names = await readdir(node.#channelsDir);
    await Promise.all(names.map((name) => node.#openJoined(name)));
    return node;
  }

  get mspId(): string {
    return this.options.mspId;
  }

  /** SerializedIdentity by which the peer signs. */
  get identity(): Uint8Array {
    return this.options.signer.identity;
  }

  get address(): string {
    return this.options.address;
  }

  channel(id: string): PeerChannel | undefined {
    return this.#channels.get(id);
  }

  /** Connects to the chaincodes that this peer can run, ahead of their first invocation. */
  connectChaincodes(): void {
    for (const { packageId, address } of this.packages.list()) {
      this.#chaincodeSupport.connect(packageId, address).catch(() => undefined);
    }
  }

  /** Endorser and Deliver. */
  services(): readonly GrpcService[] {
    return [
      {
        definition: peer.EndorserService,
        implementation: {
          processProposal: (
            call: ServerUnaryCall<peer.SignedProposal, peer.ProposalResponse>,
            done: sendUnaryData<peer.ProposalResponse>,
          ) => {
            this.#processProposal(call.request).then(
              (response) => done(null, response),
              (error: unknown) => done({ code: status.UNKNOWN, details: (error as Error).message }),
            );
          },
        },
      },
      peerDeliverService((id) => this.#channels.get(id)),
    ];
  }

  async close(): Promise<void> {
    this.#chaincodeSupport.close();
    await Promise.all([...this.#channels.values()].map((channel) => channel.close()));
  }

  get #otherPeers(): readonly ExchangingPeer[] {
    return this.options.otherPeers?.() ?? [];
  }

  async #processProposal(signedProposal: peer.SignedProposal): Promise<peer.ProposalResponse> {
    return this.endorser.process(new IncomingProposal(signedProposal));
  }

  get #channelsDir(): string {
    return join(this.options.dataDir, 'channels');
  }

  #join(genesisBlockBytes: Uint8Array): Promise<void> {
    const { channelId } = readChannelConfig(genesisBlockBytes);
    let joining = this.#joining.get(channelId);
    if (!joining) {
      joining = this.#createChannel(channelId, genesisBlockBytes).finally(() => this.#joining.delete(channelId));
      this.#joining.set(channelId, joining);
    }
    return joining;
  }

  async #createChannel(channelId: string, genesisBlockBytes: Uint8Array): Promise<void> {
    const folder = join(this.#channelsDir, channelId);
    await mkdir(folder, { recursive: true });
    const path = join(folder, GENESIS_FILE);
    const file = await open(`${path}.partial`, 'w');
    try {
      await file.writeFile(genesisBlockBytes);
      await file.sync();
    } finally {
      await file.close();
    }
    // From here on the peer has joined, also if it is killed before the ledger is made.
    await rename(`${path}.partial`, path);
    await this.#openJoined(channelId);
  }

  async #openJoined(channelId: string): Promise<void> {
    const folder = join(this.#channelsDir, channelId);
    const genesisBlockBytes = await readFile(join(folder, GENESIS_FILE)).catch(() => undefined);
    if (!genesisBlockBytes) return;
    const channel = await PeerChannel.open({
      folder: join(folder, 'ledger'),
      genesisBlockBytes: new Uint8Array(genesisBlockBytes),
      mspId: this.options.mspId,
      packages: this.packages,
      privateData: {
        identity: this.identity,
        pull: (request) => pullPrivateData(this, this.#otherPeers, channelId, request),
      },
      orderedHeight: this.options.orderedBlocks(channelId)?.height ?? 0,
      log: this.options.log,
      looks: this.options.looks,
    });
    this.#channels.set(channelId, channel);
    channel.follow(() => this.options.orderedBlocks(channelId));
  }
}
