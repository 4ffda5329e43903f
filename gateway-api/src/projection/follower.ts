/**
 * Follows the channel's blocks: the one stream that both the projection and the tracking of commits live on.
 *
 * Blocks are applied to the tables together with the checkpoint; several that wait are applied in one transaction, so
 * that catching up is quick and following is cheap, and large ones in several, between two of their transactions. Who waits for
 * a transaction learns of it after its effects stand in the tables: whoever was told `committed` finds it when reading. Where nobody
 * waits for anything, blocks that come within a moment are applied together: what a transaction costs whatever is in it, a gateway
 * that only follows then pays once.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Channel, ChannelBlock, ChannelTransaction } from '../channel/channel.js';
import type { Log } from '../log.js';
import type { Database, Durability } from '../store/database.js';
import { troubleOf } from '../store/storage-health.js';
import { type ApplyBlock, RowFailed } from './apply-block.js';
import type { LedgerIdentity } from './ledger-identity.js';

/** So much waits in memory at the most, but for one block: in blocks and, where they are large, in rows. */
const BLOCKS_WAITING_MAX = 20;
const ROWS_WAITING_MAX = 5_000;
/** No further transaction of a block is begun in one of the database after so long: requests wait meanwhile. */
const APPLY_MS = 8;
/** A block of no more than this is applied in one transaction whatever it takes: some milliseconds. */
const SMALL_BYTES = 128 * 1024;
/** Reads wait so long for the rest of a large block at the most. */
const WHOLE_MS = 500;
/** After blocks that could not be applied. */
const AGAIN_PAUSE_MS = 200;
const RECONNECT_PAUSE_MS = [50, 200, 500, 1_000, 2_000] as const;

/** Takes part in the transaction that applies a block. */
export interface BlockParticipant {
  /** How durable the block's transaction has to be for this participant's sake. */
  durabilityOf(block: ChannelBlock): Durability;
  /** With each transaction that is applied: what can be got ready for {@link apply}, and may come to nothing. */
  prepare?(transaction: ChannelTransaction): void;
  /** Inside the transaction, when the whole block is applied. */
  apply(block: ChannelBlock): void;
  /** After it is committed. */
  applied(block: ChannelBlock): void;
  /** Whether somebody waits for what comes. */
  isAwaited?(): boolean;
}

export class Follower {
  readonly #participants: BlockParticipant[] = [];
  readonly #abort = new AbortController();
  #lastBlock: number;
  /** Where in the next block it goes on: what comes before is in the tables. */
  #part: number;
  #connected = false;
  #waiting: ChannelBlock[] = [];
  #draining: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #awaited: { readonly block: number; readonly resolve: () => void }[] = [];
  /** Resolves the promise when no block is in the tables by a part any more. */
  #whole: PromiseWithResolvers<undefined> | undefined;
  /** Ends the time in which blocks are gathered. */
  #hurry: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly channel: Pick<Channel, 'blocks'>,
    /** What blocks do to the tables. */
    private readonly applyBlock: ApplyBlock,
    private readonly identity: LedgerIdentity,
    private readonly log: Log,
    /** What comes in this time is applied together, unless somebody waits. */
    private readonly gatheredMs = 0,
  ) {
    const checkpoint = database.sqlite.prepare('SELECT block, part FROM checkpoint').get();
    const { block, part } = checkpoint as { block: number; part: number };
    this.#lastBlock = block;
    this.#part = part;
  }

  /** The last block whose effects are in the tables; -1 is none. */
  get lastBlock(): number {
    return this.#lastBlock;
  }

  get connected(): boolean {
    return this.#connected;
  }

  join(participant: BlockParticipant): void {
    this.#participants.push(participant);
  }

  /** Resolves when the tables include this block; never, if the ledger never gets there. */
  reach(block: number): Promise<void> {
    if (this.#lastBlock >= block) return Promise.resolve();
    this.#hurry?.();
    return new Promise((resolve) => this.#awaited.push({ block, resolve }));
  }

  /**
   * While a large block is in the tables by a part: resolves when it is there whole, or after a while. Undefined if none is, and where its
   * rest cannot come. What is read in the same turn of the event loop is then as of `lastBlock`.
   */
  whole(): Promise<unknown> | undefined {
    if (this.#part === 0 || !this.#connected || this.database.health.trouble !== undefined) return undefined;
    this.#whole ??= Promise.withResolvers();
    return Promise.race([this.#whole.promise, pause(WHOLE_MS, undefined, { ref: false })]);
  }

  start(): void {
    this.#running ??= this.#follow();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#hurry?.();
    await this.#running;
    while (this.#draining !== undefined) await this.#draining;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#abort;
    for (let failures = 0; !signal.aborted && !this.identity.isRefused; failures++) {
      const connection = new AbortController();
      const either = AbortSignal.any([signal, connection.signal]);
      try {
        if (this.#lastBlock > 0) await this.#compareFirst(either);
        // The last block is asked for once more: it comes at once, and so shows that the peer is there on a quiet channel.
        for await (const block of this.channel.blocks(Math.max(this.#lastBlock, 0), either)) {
          if (block.number <= this.#lastBlock) this.identity.compare(block);
          this.#connected = true;
          failures = 0;
          if (block.number > this.#lastBlock) await this.#take(block, connection);
        }
      } catch (error) {
        if (!signal.aborted) this.log.warn({ err: error, lastBlock: this.#lastBlock }, 'The block stream broke off');
      }
      this.#connected = false;
      while (this.#draining !== undefined) await this.#draining;
      const pauseMs = connection.signal.aborted
        ? AGAIN_PAUSE_MS
        : RECONNECT_PAUSE_MS[Math.min(failures, RECONNECT_PAUSE_MS.length - 1)];
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #compareFirst(signal: AbortSignal): Promise<void> {
    const stream = new AbortController();
    for await (const block of this.channel.blocks(0, AbortSignal.any([signal, stream.signal]))) {
      this.identity.compare(block);
      stream.abort();
      return;
    }
  }

  /** Resolves at once while there is room, so that what the stream has ready is taken before it is applied. */
  async #take(block: ChannelBlock, connection: AbortController): Promise<void> {
    const expected = (this.#waiting.at(-1)?.number ?? this.#lastBlock) + 1;
    if (block.number !== expected) throw new Error(`Block ${block.number} came where ${expected} was due`);
    this.#waiting.push(block);
    if (this.#mustHurry()) this.#hurry?.();
    this.#draining ??= this.#drainLater(connection, this.#gathered());
    while (this.#isFull() && this.#draining !== undefined) await this.#draining;
  }

  #isFull(): boolean {
    let rows = 0;
    for (const { transactions } of this.#waiting) for (const { writes } of transactions) rows += writes.length;
    return this.#waiting.length >= BLOCKS_WAITING_MAX || rows >= ROWS_WAITING_MAX;
  }

  #mustHurry(): boolean {
    return (
      this.gatheredMs === 0 ||
      this.#abort.signal.aborted ||
      this.#isFull() ||
      this.#awaited.length > 0 ||
      this.#participants.some((participant) => participant.isAwaited?.() === true)
    );
  }

  /** Resolves when blocks that wait are to be applied. */
  async #gathered(): Promise<void> {
    if (this.#mustHurry()) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.gatheredMs);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#hurry = undefined;
  }

  /** A turn of the event loop for a few blocks, so that requests are answered in between. */
  async #drainLater(connection: AbortController, gathered?: Promise<void>): Promise<void> {
    await gathered;
    await nextTurn();
    try {
      await this.database.finishing;
      this.#draining = undefined;
      this.#drain();
      if (this.#waiting.length > 0) this.#draining = this.#drainLater(connection);
    } catch (error) {
      this.#draining = undefined;
      // Nothing was applied: begin again from the checkpoint.
      this.#waiting = [];
      this.log.error({ err: error, lastBlock: this.#lastBlock }, 'Blocks could not be applied');
      const trouble = troubleOf(error);
      if (trouble !== undefined && trouble !== 'locked') this.database.health.failed(trouble);
      connection.abort(error);
    }
  }

  #drain(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    const synced = waiting.some((block) => this.#participants.some((p) => p.durabilityOf(block) === 'synced'));
    const durability = synced ? 'synced' : 'rebuildable';
    let done: { readonly count: number; readonly part: number };
    try {
      done = this.database.transaction(durability, () => this.#apply(waiting));
    } catch (error) {
      if (!(error instanceof RowFailed)) throw error;
      done = this.database.transaction(durability, () => this.#apply(waiting, true));
    }
    this.#part = done.part;
    const blocks = waiting.slice(0, done.count);
    this.#waiting = waiting.slice(done.count);
    this.#lastBlock = blocks.at(-1)?.number ?? this.#lastBlock;
    if (this.#part === 0) {
      this.#whole?.resolve(undefined);
      this.#whole = undefined;
    }
    for (const block of blocks) for (const participant of this.#participants) participant.applied(block);
    const reached = this.#awaited.filter(({ block }) => block <= this.#lastBlock);
    if (reached.length === 0) return;
    this.#awaited = this.#awaited.filter(({ block }) => block > this.#lastBlock);
    for (const { resolve } of reached) resolve();
  }

  /** Inside a transaction: as much as there is time for. */
  #apply(waiting: readonly ChannelBlock[], rowByRow = false): { readonly count: number; readonly part: number } {
    const until = performance.now() + APPLY_MS;
    const isEnough = (): boolean => performance.now() >= until;
    const prepared = (transaction: ChannelTransaction): boolean => {
      for (const participant of this.#participants) participant.prepare?.(transaction);
      return isEnough();
    };
    const wholly = (transaction: ChannelTransaction): boolean => {
      prepared(transaction);
      return false;
    };
    let [count, part] = [0, this.#part];
    // Whoever waits for a block's rest reads it before the next one is begun.
    const isRest = part > 0;
    do {
      const block = waiting[count]!;
      const next = this.applyBlock(block, part, isSmall(block) ? wholly : prepared, rowByRow);
      part = next ?? 0;
      if (next !== undefined) break;
      count += 1;
      this.identity.apply(block);
      for (const participant of this.#participants) participant.apply(block);
    } while (!isRest && count < waiting.length && !isEnough());
    return { count, part };
  }
}

function isSmall({ transactions }: ChannelBlock): boolean {
  let bytes = 0;
  for (const { writes } of transactions) for (const { value } of writes) bytes += value?.length ?? 0;
  return bytes <= SMALL_BYTES;
}
