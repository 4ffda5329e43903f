/** Single blocks, read from the own peer once more: the index has where things are, and the peer what they are. */
import { setTimeout as pause } from 'node:timers/promises';
import { configurationIn, explainBlock, type ExplainedBlock } from '@commonpoint/audit/explained-block';
import { ChannelFailure, type Channel } from '../channel/channel.js';
import { Failure, toFailure } from '../channel/failures.js';

type Configuration = ReturnType<typeof configurationIn>;

const DEADLINE_MS = 5_000;
/** Of what was read last, for who looks at a block and then at a transaction in it. */
const KEPT_BYTES_MAX = 16 * 1024 * 1024;

export class BlockReader {
  readonly #kept = new Map<number, Uint8Array>();
  #keptBytes = 0;
  #configuration: { readonly block: number; readonly read: Configuration } | undefined;

  constructor(
    private readonly channel: Pick<Channel, 'encodedBlocks'>,
    private readonly lastBlock: () => number,
    /** The block whose configuration is in force for a block: before it. */
    private readonly configuredBefore: (block: number) => number | undefined,
  ) {}

  /** Serialised, as the peer gives it. @throws Failure BLOCK_AHEAD, and whatever keeps the peer from answering */
  async bytes(number: number): Promise<Uint8Array> {
    if (number > this.lastBlock()) throw new Failure('BLOCK_AHEAD');
    const kept = this.#kept.get(number);
    if (kept !== undefined) return kept;
    const bytes = await this.#ask(number);
    this.#kept.set(number, bytes);
    this.#keptBytes += bytes.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#keptBytes <= KEPT_BYTES_MAX) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= byteLength;
    }
    return bytes;
  }

  async block(number: number): Promise<{ readonly block: ExplainedBlock; readonly configuration?: Configuration }> {
    const configuration = await this.configurationFor(number);
    const block = readable(explainBlock, await this.bytes(number), configuration);
    return { block, ...(configuration && { configuration }) };
  }

  /** Undefined of the first block, which nobody signs, and where the index is not so far yet. */
  async configurationFor(block: number): Promise<Configuration | undefined> {
    const at = this.configuredBefore(block);
    return at === undefined ? undefined : this.configurationAt(at);
  }

  async configurationAt(block: number): Promise<Configuration> {
    if (this.#configuration?.block !== block) {
      this.#configuration = { block, read: readable(configurationIn, await this.bytes(block)) };
    }
    return this.#configuration.read;
  }

  async #ask(number: number): Promise<Uint8Array> {
    const connection = new AbortController();
    const isLate = pause(DEADLINE_MS, undefined, { signal: connection.signal, ref: false });
    const late = isLate.then(() => Promise.reject(new ChannelFailure('deadline', 'the block was not answered')));
    try {
      return await Promise.race([this.#first(number, connection.signal), late]);
    } catch (error) {
      throw toFailure(error);
    } finally {
      late.catch(() => undefined);
      connection.abort();
    }
  }

  async #first(number: number, signal: AbortSignal): Promise<Uint8Array> {
    for await (const block of this.channel.encodedBlocks(number, signal)) return block.bytes();
    throw new ChannelFailure('unavailable', 'the peer gave no block');
  }
}

/** What the peer gave is no block as it should be: its fault, and nobody else's. */
function readable<A extends unknown[], T>(read: (...args: A) => T, ...args: A): T {
  try {
    return read(...args);
  } catch (cause) {
    throw new Failure('PEER_REPLY_INVALID', undefined, { cause });
  }
}
