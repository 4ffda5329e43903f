/**
 * What the four orderers of the embedded network have in common: channels, their chains, and one sequencer each.
 *
 * Fabric: every orderer has a registrar of the channels it has joined (`orderer/common/multichannel/registrar.go`), and
 * consensus keeps their chains the same. Here they share the chain, and each signs the blocks. An orderer that has not
 * joined signs nothing; blocks are made once enough of them have joined for `/Channel/Orderer/BlockValidation`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import type { BlockSource } from '../block-source.js';
import { type ChannelConfig, readChannelConfig } from '../msp/channel-config.js';
import type { Signer } from '../msp/signer.js';
import { parseBlock } from '../wire/block.js';
import { sameBytes } from '../wire/bytes.js';
import { parseEnvelope } from '../wire/envelope.js';
import { batchLimits } from './batch-limits.js';
import { BlockChain } from './block-chain.js';
import { buildSignedBlock } from './block-signing.js';
import { type BroadcastAnswer, judgeEnvelope } from './broadcast-filter.js';
import { Sequencer } from './sequencer.js';

/** A channel as an orderer's services see it. */
export interface OrderedChannel {
  readonly id: string;
  readonly config: ChannelConfig;
  readonly blocks: BlockSource;
}

interface RunningChannel extends OrderedChannel {
  readonly blocks: BlockChain;
  readonly sequencer: Sequencer;
  /** Slugs of the orderers that have joined. */
  readonly joined: Set<string>;
}

export interface OrderingServiceOptions {
  readonly dataDir: string;
  /** Each orderer's signer, by slug. */
  readonly signers: ReadonlyMap<string, Signer>;
  /** Resolves when the peers that keep up have committed the block; sets the pace. */
  awaitFollowers?(channelId: string, blockNumber: number): Promise<void>;
}

/** The channel cannot be joined with this block. */
export class JoinError extends Error {
  constructor(
    readonly status: 400 | 405,
    message: string,
  ) {
    super(message);
  }
}

export class OrderingService {
  readonly #channels = new Map<string, RunningChannel>();

  private constructor(private readonly options: OrderingServiceOptions) {}

  /** Opens the channels that were joined before. */
  static async open(options: OrderingServiceOptions): Promise<OrderingService> {
    const service = new OrderingService(options);
    await mkdir(options.dataDir, { recursive: true });
    for (const id of await readdir(options.dataDir)) await service.#openChannel(id);
    return service;
  }

  /** The channel, if this orderer has joined it. */
  channel(id: string, slug: string): OrderedChannel | undefined {
    const channel = this.#channels.get(id);
    return channel?.joined.has(slug) ? channel : undefined;
  }

  channelsOf(slug: string): readonly OrderedChannel[] {
    return [...this.#channels.values()].filter(({ joined }) => joined.has(slug));
  }

  /** The chain that peers follow; undefined while no orderer has joined. */
  blocks(id: string): BlockSource | undefined {
    return this.#channels.get(id)?.blocks;
  }

  /** Joins one orderer by the channel's first block. Throws JoinError. */
  async join(slug: string, genesisBytes: Uint8Array): Promise<OrderedChannel> {
    let config: ChannelConfig;
    try {
      if (parseBlock(genesisBytes).header.number !== 0) throw new Error('joining later than block 0 is not supported');
      config = readChannelConfig(genesisBytes);
    } catch (error) {
      throw new JoinError(400, `cannot join: invalid join block: ${(error as Error).message}`);
    }
    const id = config.channelId;
    if (this.channel(id, slug)) throw new JoinError(405, 'cannot join: channel already exists');
    const channel = this.#channels.get(id) ?? (await this.#createChannel(id, genesisBytes));
    if (!sameBytes(await channel.blocks.read(0), genesisBytes)) {
      throw new JoinError(400, `cannot join: other orderers of channel ${id} began with another block`);
    }
    await writeFile(this.#joinedPath(id, slug), '');
    channel.joined.add(slug);
    return channel;
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
    if (!this.channel(id, slug)) return { status: NOT_FOUND, info: `channel ${id} does not exist` };
    const channel = this.#channels.get(id)!;
    const verdict = await judgeEnvelope(envelope, channel.config);
    if (verdict.status !== SUCCESS) return verdict;
    if (channel.joined.size < quorum(channel.config)) {
      return { status: SERVICE_UNAVAILABLE, info: 'too few orderers have joined the channel' };
    }
    try {
      await channel.sequencer.submit(envelopeBytes);
      return { status: SUCCESS, info: '' };
    } catch (error) {
      return { status: SERVICE_UNAVAILABLE, info: (error as Error).message };
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
    const config = readChannelConfig(await blocks.read(0));
    const limits = batchLimits(config);
    const newest = () => blocks.newest!;
    const sequencer = new Sequencer({
      limits: () => limits,
      newest,
      writeBlock: (envelopes) => {
        const signers = [...joined].flatMap((slug) => this.options.signers.get(slug) ?? []);
        return blocks.append(buildSignedBlock(newest(), envelopes, config, signers));
      },
      awaitFollowers: (blockNumber) => this.options.awaitFollowers?.(id, blockNumber) ?? Promise.resolve(),
    });
    const channel = { id, config, blocks, sequencer, joined };
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

/** How many orderers must sign a block: ceil((n + f + 1) / 2) under BFT, one otherwise. */
function quorum({ isBft, consenters }: ChannelConfig): number {
  if (!isBft) return 1;
  const faulty = Math.floor((consenters.length - 1) / 3);
  return Math.ceil((consenters.length + faulty + 1) / 2);
}
