/**
 * What the four orderers of the embedded network have in common: channels, their chains, and one sequencer each.
 *
 * Fabric: every orderer has a registrar of the channels it has joined (`orderer/common/multichannel/registrar.go`), and
 * consensus keeps their chains the same. Here they share the chain, and each signs the blocks. An orderer that has not
 * joined signs nothing; blocks are made once enough of them have joined for `/Channel/Orderer/BlockValidation`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import type { BlockSource } from '../block-source.js';
import { UpdateRefused } from '../../config/apply-update.js';
import { lastConfigBlockOf } from '../msp/block-signatures.js';
import { type ChannelConfig, readChannelConfig, readConfigEnvelope } from '../msp/channel-config.js';
import { configEnvelope } from '../msp/config-updates.js';
import type { Signer } from '../msp/signer.js';
import { parseBlock } from '../wire/block.js';
import { sameBytes, sha256, toHex } from '../wire/bytes.js';
import { type ParsedEnvelope, parseEnvelope } from '../wire/envelope.js';
import { batchLimits } from './batch-limits.js';
import { BlockChain } from './block-chain.js';
import { buildSignedBlock } from './block-signing.js';
import { type BroadcastAnswer, judgeEnvelope } from './broadcast-filter.js';
import { JoinError } from './join-error.js';
import { isConsenter, isReader, type Participation, participationOf, quorum } from './participation.js';
import { Sequencer } from './sequencer.js';
import { StandingStill } from './standing-still.js';

/** A channel as an orderer's services see it. */
export interface OrderedChannel {
  readonly id: string;
  readonly config: ChannelConfig;
  readonly blocks: BlockSource;
}

interface RunningChannel extends OrderedChannel {
  /** As of the newest block. */
  config: ChannelConfig;
  /** Number of the block that it stands in. */
  lastConfigBlock: number;
  readonly blocks: BlockChain;
  readonly sequencer: Sequencer;
  /** Slugs of the orderers that have joined. */
  readonly joined: Set<string>;
  /** Updates are applied one after the other; the last one. */
  updating: Promise<unknown>;
  /** Those on their way, by their hash: every orderer is sent the same. */
  readonly updates: Map<string, Promise<BroadcastAnswer>>;
}

export interface OrderingServiceOptions {
  readonly dataDir: string;
  /** Each orderer's signer, by slug. */
  readonly signers: ReadonlyMap<string, Signer>;
  /** Resolves when the peers that keep up have committed the block; sets the pace. */
  awaitFollowers?(channelId: string, blockNumber: number): Promise<void>;
}

export class OrderingService {
  readonly #channels = new Map<string, RunningChannel>();
  readonly #still = new StandingStill();

  private constructor(private readonly options: OrderingServiceOptions) {}

  /** Opens the channels that were joined before. */
  static async open(options: OrderingServiceOptions): Promise<OrderingService> {
    const service = new OrderingService(options);
    await mkdir(options.dataDir, { recursive: true });
    for (const id of await readdir(options.dataDir)) await service.#openChannel(id);
    return service;
  }

  /** The channel, if this orderer takes part in it. */
  channel(id: string, slug: string): OrderedChannel | undefined {
    const channel = this.#channels.get(id);
    if (!channel || !this.#consenters(channel).includes(slug)) return undefined;
    return this.#still.has(slug) ? { ...channel, blocks: this.#still.blocks(slug, id, channel.blocks) } : channel;
  }

  /** From now on the orderer neither gets blocks nor signs any, and says that it is well. */
  standStill(slug: string): void {
    this.#still.begin(slug, new Map([...this.#channels].map(([id, { blocks }]) => [id, blocks.height])));
  }

  /** The orderer was started again, and has what the others have. */
  startAgain(slug: string): void {
    this.#still.end(slug);
  }

  /** What the orderer is in the channel; undefined if it has not joined. */
  participation(id: string, slug: string): Participation | undefined {
    const channel = this.#channels.get(id);
    const signer = this.options.signers.get(slug);
    if (!channel?.joined.has(slug) || !signer) return undefined;
    return participationOf(channel.config, signer, this.#still.blocks(slug, id, channel.blocks).height);
  }

  channelsOf(slug: string): readonly string[] {
    return [...this.#channels.values()].filter(({ joined }) => joined.has(slug)).map(({ id }) => id);
  }

  /** The chain that a peer with this identity follows; undefined while no orderer has joined, and for who may not read it. */
  blocks(id: string, peer: Uint8Array): BlockSource | undefined {
    const channel = this.#channels.get(id);
    return channel && isReader(channel.config, peer) ? channel.blocks : undefined;
  }

  /** Joins one orderer by the channel's first block or a later configuration; answers the channel's id. Throws JoinError. */
  async join(slug: string, blockBytes: Uint8Array): Promise<string> {
    let block;
    let id: string;
    try {
      block = parseBlock(blockBytes);
      id = readChannelConfig(blockBytes).channelId;
    } catch (error) {
      throw new JoinError(400, `cannot join: invalid join block: ${(error as Error).message}`);
    }
    const { number } = block.header;
    if (this.#channels.get(id)?.joined.has(slug)) throw new JoinError(405, 'cannot join: channel already exists');
    const channel = this.#channels.get(id) ?? (number === 0 ? await this.#createChannel(id, blockBytes) : undefined);
    const known = channel && number < channel.blocks.height ? await channel.blocks.read(number) : undefined;
    if (!channel || !known || !sameBytes(parseBlock(known).hash, block.hash)) {
      throw new JoinError(400, `cannot join: other orderers of channel ${id} have no such block ${number}`);
    }
    await writeFile(this.#joinedPath(id, slug), '');
    channel.joined.add(slug);
    return id;
  }

  /** The orderer is in the channel no more; false if it was not. */
  async leave(id: string, slug: string): Promise<boolean> {
    if (this.#channels.get(id)?.joined.delete(slug) !== true) return false;
    await rm(this.#joinedPath(id, slug), { force: true });
    return true;
  }

  /** Takes an envelope; SUCCESS means that it stands in a block on the disk. */
  async broadcast(slug: string, envelopeBytes: Uint8Array): Promise<BroadcastAnswer> {
    const { BAD_REQUEST, NOT_FOUND, SERVICE_UNAVAILABLE, SUCCESS } = common.Status;
    let envelope;
    try {
      envelope = parseEnvelope(envelopeBytes);
    } catch (error) {
      return { status: BAD_REQUEST, info: (error as Error).message };
    }
    const id = envelope.header.channelId;
    const channel = this.#channels.get(id);
    if (!channel?.joined.has(slug)) return { status: NOT_FOUND, info: `channel ${id} does not exist` };
    if (!this.channel(id, slug)) return { status: BAD_REQUEST, info: 'channel does not exist' };
    const verdict = await judgeEnvelope(envelope, channel.config);
    if (verdict.status !== SUCCESS) return verdict;
    if (this.#still.has(slug)) return { status: SUCCESS, info: '' };
    if (this.#working(channel).length < quorum(channel.config)) {
      return { status: SERVICE_UNAVAILABLE, info: 'too few orderers have joined the channel' };
    }
    if (envelope.header.type === common.HeaderType.CONFIG_UPDATE) return this.#update(channel, envelope, slug);
    try {
      await channel.sequencer.submit(envelopeBytes);
      return { status: SUCCESS, info: '' };
    } catch (error) {
      return { status: SERVICE_UNAVAILABLE, info: (error as Error).message };
    }
  }

  /** By an orderer that takes part, this one if it does: a peer's gateway goes to those that the configuration names. */
  broadcastByAny(slug: string, envelopeBytes: Uint8Array): Promise<BroadcastAnswer> {
    const all = [...this.#channels.values()].map((channel) => this.#working(channel));
    const isOne = all.length === 0 || all.some((consenters) => consenters.includes(slug));
    return this.broadcast(isOne ? slug : (all[0]?.[0] ?? slug), envelopeBytes);
  }

  /** Slugs of the orderers that have joined and take part. */
  #consenters({ config, joined }: RunningChannel): string[] {
    return [...joined].filter((slug) => {
      const signer = this.options.signers.get(slug);
      return signer !== undefined && isConsenter(config, signer);
    });
  }

  #working(channel: RunningChannel): string[] {
    return this.#consenters(channel).filter((slug) => !this.#still.has(slug));
  }

  #update(channel: RunningChannel, envelope: ParsedEnvelope, slug: string): Promise<BroadcastAnswer> {
    const id = toHex(sha256(envelope.bytes));
    const known = channel.updates.get(id);
    if (known) return known;
    const updated = channel.updating.then(() => this.#updateNow(channel, envelope, slug));
    channel.updating = updated;
    channel.updates.set(id, updated);
    void updated.finally(() => channel.updates.delete(id));
    return updated;
  }

  async #updateNow(channel: RunningChannel, envelope: ParsedEnvelope, slug: string): Promise<BroadcastAnswer> {
    const { BAD_REQUEST, SERVICE_UNAVAILABLE, SUCCESS } = common.Status;
    try {
      const config = await configEnvelope(envelope, channel.config, this.options.signers.get(slug)!);
      await channel.sequencer.submit(config, { isConfig: true });
      return { status: SUCCESS, info: '' };
    } catch (error) {
      return {
        status: error instanceof UpdateRefused ? BAD_REQUEST : SERVICE_UNAVAILABLE,
        info: (error as Error).message,
      };
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#channels.values()].map(async ({ sequencer, blocks }) => {
        await sequencer.close();
        await blocks.close();
      }),
    );
  }

  #creating = new Map<string, Promise<RunningChannel>>();

  /** Orderers join at once; only the first of them makes the chain. */
  #createChannel(id: string, genesisBytes: Uint8Array): Promise<RunningChannel> {
    let creation = this.#creating.get(id);
    if (!creation) {
      creation = (async () => {
        const blocks = await BlockChain.open(this.#chainPath(id));
        if (blocks.height === 0) await blocks.append(genesisBytes);
        return this.#run(id, blocks, new Set());
      })();
      this.#creating.set(id, creation);
    }
    return creation;
  }

  async #openChannel(id: string): Promise<void> {
    const blocks = await BlockChain.open(this.#chainPath(id));
    if (blocks.height === 0) {
      await blocks.close();
      return;
    }
    const joined = [...this.options.signers.keys()].filter((slug) => existsSync(this.#joinedPath(id, slug)));
    await this.#run(id, blocks, new Set(joined));
  }

  async #run(id: string, blocks: BlockChain, joined: Set<string>): Promise<RunningChannel> {
    const newest = () => blocks.newest!;
    const lastConfigBlock = lastConfigBlockOf(newest());
    const config = readChannelConfig(await blocks.read(lastConfigBlock));
    let limits = batchLimits(config);
    const sequencer = new Sequencer({
      limits: () => limits,
      newest,
      writeBlock: async (envelopes, isConfig) => {
        const working = [...joined].filter((slug) => !this.#still.has(slug));
        const signers = working.flatMap((slug) => this.options.signers.get(slug) ?? []);
        const last = isConfig ? blocks.height : channel.lastConfigBlock;
        const block = buildSignedBlock(newest(), envelopes, channel.config, signers, last);
        const before = channel.config;
        // In force before followers see the block: who it takes the right to read from does not get it.
        if (isConfig) channel.config = readConfigEnvelope(envelopes[0]!);
        try {
          await blocks.append(block);
        } catch (error) {
          channel.config = before;
          throw error;
        }
        channel.lastConfigBlock = last;
        if (isConfig) limits = batchLimits(channel.config);
      },
      awaitFollowers: (blockNumber) => this.options.awaitFollowers?.(id, blockNumber) ?? Promise.resolve(),
    });
    const updating = Promise.resolve();
    const channel: RunningChannel = {
      id,
      config,
      lastConfigBlock,
      blocks,
      sequencer,
      joined,
      updating,
      updates: new Map(),
    };
    this.#channels.set(id, channel);
    return channel;
  }

  #chainPath(id: string): string {
    return join(this.options.dataDir, id, 'blocks');
  }

  #joinedPath(id: string, slug: string): string {
    return join(this.options.dataDir, id, `joined-${slug}`);
  }
}
