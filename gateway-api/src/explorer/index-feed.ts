/**
 * Keeps the index up to the ledger: by the blocks that the gateway follows anyway, and where it lacks earlier ones, by reading
 * those from the peer once more. What it takes from a block is little and taken at once; writing it down gives way to everything.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Channel, ChannelBlock } from '../channel/channel.js';
import { GivingWay } from '../giving-way.js';
import type { Log } from '../log.js';
import { digestOf } from './block-digest.js';
import { IndexFile, removeIndex } from './index-file.js';

export interface IndexFeedParts {
  readonly path: string;
  readonly channel: Pick<Channel, 'blocks'>;
  /** The last block that the gateway has. */
  readonly lastBlock: () => number;
  readonly log: Log;
  readonly givingWay?: GivingWay;
  /** How long a file rests that could not be made or written: the disk may be full. */
  readonly restMs?: number;
}

/** What was taken is written after so long, or when it is much. */
const SAVED_AFTER_MS = 500;
const UNSAVED_HASHES_MAX = 500_000;
const SAVED_AT_ONCE = 100;
const AGAIN_PAUSE_MS = 2_000;
/** So many blocks it may have more than the gateway. */
const AHEAD_MAX = 1_000;
const REST_MS = 30_000;

/** SQLITE_CORRUPT and SQLITE_NOTADB. */
const damageCodes = [11, 26];

export class IndexFeed {
  readonly #givingWay: GivingWay;
  readonly #stopping = new AbortController();
  #file: IndexFile;
  #catchingUp: Promise<void> | undefined;
  #saving: Promise<void> | undefined;
  /** Nothing is read for a file before this, by the clock that only goes on. */
  #restsUntil = 0;
  /** The disk took no file: there is one in memory, with nothing in it, until it is tried again. */
  #isWithoutFile = false;

  constructor(private readonly parts: IndexFeedParts) {
    this.#givingWay = parts.givingWay ?? new GivingWay();
    this.#file = this.#open();
  }

  get file(): IndexFile {
    return this.#file;
  }

  /** Whether it lacks blocks that the gateway has. */
  get isCatchingUp(): boolean {
    return this.#catchingUp !== undefined || this.#file.next <= this.parts.lastBlock();
  }

  start(): void {
    // After a power cut the gateway may be some blocks behind, which it follows once more.
    if (this.#file.next > this.parts.lastBlock() + 1 + AHEAD_MAX)
      this.#beginAnew('it has more blocks than the gateway');
    if (this.parts.lastBlock() >= 0) this.#catchUp();
  }

  /** A block that the gateway has applied. */
  follow(block: ChannelBlock): void {
    if (this.#catchingUp !== undefined) return;
    if (this.#isWithoutFile) this.#catchUp();
    else if (block.number < this.#file.next) this.#compare(block);
    else if (block.number === this.#file.next) this.#take(block);
    else this.#catchUp();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#catchingUp;
    await this.#saving;
    this.#orBeginAnew(() => {
      while (!this.#file.isSaved) this.#file.save(SAVED_AT_ONCE);
    });
    this.#file.close();
  }

  #take(block: ChannelBlock): void {
    this.#file.take(digestOf(block, this.#file.seed));
    this.#saving ??= this.#saveLater().finally(() => (this.#saving = undefined));
  }

  async #saveLater(): Promise<void> {
    const { signal } = this.#stopping;
    const isMuch = (): boolean => this.#file.unsavedHashes >= UNSAVED_HASHES_MAX;
    try {
      if (!isMuch()) await pause(SAVED_AFTER_MS, undefined, { signal, ref: false });
      for (let isMore = true; isMore && !signal.aborted; await nextTurn()) {
        if (!isMuch()) await this.#givingWay.turn(signal);
        isMore = false;
        this.#orBeginAnew(() => (isMore = this.#saveSome()));
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** @returns whether there may be more to do */
  #saveSome(): boolean {
    if (this.#file.isSaved) return this.#file.fold();
    this.#file.save(SAVED_AT_ONCE);
    return true;
  }

  #catchUp(): void {
    this.#catchingUp ??= this.#readUntilThere().finally(() => (this.#catchingUp = undefined));
  }

  async #readUntilThere(): Promise<void> {
    const { signal } = this.#stopping;
    const restMs = (): number => this.#restsUntil - performance.now();
    const isThere = (): boolean => signal.aborted || this.#file.next > this.parts.lastBlock();
    let isCompared = false;
    while (!isThere() || (!isCompared && !signal.aborted)) {
      if (restMs() > 0) await pause(restMs(), undefined, { signal, ref: false }).catch(() => undefined);
      if (this.#isWithoutFile && !signal.aborted) this.#beginAnew('the disk took none');
      if (this.#isWithoutFile) continue;
      const connection = new AbortController();
      try {
        // The last one once more: whether the file is of this ledger.
        const from = Math.max(0, Math.min(this.#file.next - 1, this.parts.lastBlock()));
        for await (const block of this.parts.channel.blocks(from, AbortSignal.any([signal, connection.signal]))) {
          if (block.number < this.#file.next) this.#compare(block);
          isCompared = true;
          if (block.number === this.#file.next) this.#take(block);
          else if (block.number > this.#file.next) break;
          if (isThere() || restMs() > 0) break;
          await this.#givingWay.turn(signal);
          if (this.#file.unsavedHashes >= UNSAVED_HASHES_MAX) await this.#saving;
        }
      } catch (error) {
        if (signal.aborted) return;
        this.parts.log.warn({ err: error, next: this.#file.next }, 'Blocks could not be read for the explorer');
        await pause(AGAIN_PAUSE_MS, undefined, { signal, ref: false }).catch(() => undefined);
      } finally {
        connection.abort();
      }
    }
  }

  #compare(block: ChannelBlock): void {
    if (this.#file.line(block.number)?.hash !== block.hash) this.#beginAnew('it is of another ledger');
  }

  /** Whether a question failed because of the file, which is made anew then. */
  isDamaged(error: unknown): boolean {
    const { errcode } = error as { errcode?: number };
    if (errcode === undefined || !damageCodes.includes(errcode & 0xff)) return false;
    this.#beginAnew(String(error));
    this.#catchUp();
    return true;
  }

  /** Everything in the file follows from the blocks. */
  #beginAnew(why: string): void {
    this.parts.log.warn({ why }, 'The explorer’s index is made anew');
    this.#file.close();
    removeIndex(this.parts.path);
    this.#file = this.#open();
  }

  #open(): IndexFile {
    try {
      this.#isWithoutFile = false;
      return IndexFile.open(this.parts.path);
    } catch (error) {
      this.#isWithoutFile = true;
      this.#rest();
      this.parts.log.warn({ err: error }, 'The explorer’s index cannot be made');
      return IndexFile.inMemory();
    }
  }

  #rest(): void {
    this.#restsUntil = performance.now() + (this.parts.restMs ?? REST_MS);
  }

  /** A file that cannot be written begins anew; what was found in it is found again when it was read again. */
  #orBeginAnew(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#rest();
      this.#beginAnew(error instanceof Error ? error.message : String(error));
      this.#catchUp();
    }
  }
}
