/**
 * A channel that a peer has joined: its ledger, the chaincodes it can run there, and the following of the orderers.
 *
 * Fabric: `core/peer/{peer,channel}.go`; blocks come from the orderers (`core/deliverservice`) or from other peers
 * (gossip). Left out: gossip; every peer follows the ordering service itself.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type BlockSource, HeightNotifier } from '../block-source.js';
import { createPeerLedger } from '../ledger/peer-ledger.js';
import type { PrivateDataOptions } from '../ledger/private-data-keeper.js';
import type { CommittedTransaction, PeerLedger } from '../ledger/types.js';
import type { Log } from '../log.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import type { Looks } from '../recovery/looks.js';
import { committedDefinitions, DeployedChaincodes } from './deployed-chaincodes.js';
import type { PackageStore } from './package-store.js';

export interface PeerChannelOptions {
  readonly folder: string;
  readonly genesisBlockBytes: Uint8Array;
  readonly mspId: string;
  readonly packages: PackageStore;
  /** Without it the peer keeps no private data. */
  readonly privateData?: PrivateDataOptions;
  /** How many blocks the orderers have. */
  readonly orderedHeight: number;
  readonly log: Log;
  readonly looks?: Looks | undefined;
}

const RETRY_PAUSE_MS = 200;
const LOGGED_AGAIN_MS = 10_000;
/** How often others are asked for private data that are missing. */
const RECONCILE_PAUSE_MS = 1_000;

export class PeerChannel {
  readonly chaincodes: DeployedChaincodes;
  /** Blocks as this peer has committed them. */
  readonly blocks: BlockSource;
  readonly #notifier = new HeightNotifier(() => this.ledger.height);
  readonly #awaited = new Map<string, Set<(transaction: CommittedTransaction) => void>>();
  readonly #stopped = new AbortController();
  #following: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly ledger: PeerLedger,
    { mspId, packages, log }: PeerChannelOptions,
    private readonly genesisBlockBytes: Uint8Array,
  ) {
    this.#log = log;
    this.chaincodes = new DeployedChaincodes(ledger.channelId, mspId, ledger, packages);
    this.blocks = {
      get height() {
        return ledger.height;
      },
      read: (blockNumber) => this.#readBlock(blockNumber),
      awaitBlock: (blockNumber, signal) => this.#notifier.awaitBlock(blockNumber, signal),
    };
    ledger.onCommit((block) => {
      this.chaincodes.follow(block);
      this.#notifier.notify();
      if (this.#awaited.size > 0) for (const transaction of block.transactions) this.#settle(transaction);
    });
  }

  readonly #log: Log;

  static async open(options: PeerChannelOptions): Promise<PeerChannel> {
    const { folder, genesisBlockBytes, privateData, orderedHeight, log, looks } = options;
    const ledger = await createPeerLedger({
      folder,
      genesisBlockBytes,
      definitions: committedDefinitions,
      orderedHeight,
      log,
      ...(privateData && { privateData }),
      ...(looks && { looks }),
    });
    return new PeerChannel(ledger, options, genesisBlockBytes);
  }

  get id(): string {
    return this.ledger.channelId;
  }

  get config(): ChannelConfig {
    return this.ledger.config;
  }

  /** Aborts when the channel is closed. */
  get closing(): AbortSignal {
    return this.#stopped.signal;
  }

  /** The newest configuration block. */
  async configBlock(): Promise<Uint8Array> {
    return (await this.ledger.getBlock(this.ledger.lastConfigBlock))?.bytes ?? this.genesisBlockBytes;
  }

  /** Commits what the orderers have and this peer has not, for as long as the channel is open. */
  follow(source: () => BlockSource | undefined): void {
    this.#following = Promise.all([this.#run(source), this.#reconcile()]);
  }

  /** What became of a transaction; waits for it. Undefined when `signal` aborts first. */
  async transactionStatus(txId: string, signal: AbortSignal): Promise<CommittedTransaction | undefined> {
    let resolveAwaited!: (transaction: CommittedTransaction | undefined) => void;
    const outcome = new Promise<CommittedTransaction | undefined>((resolve) => (resolveAwaited = resolve));
    const waiters = this.#awaited.get(txId) ?? new Set();
    // Waiting begins before the look-up: the transaction may be committed in between.
    waiters.add(resolveAwaited);
    this.#awaited.set(txId, waiters);
    const abandon = () => resolveAwaited(undefined);
    signal.addEventListener('abort', abandon);
    try {
      return (await this.ledger.getTransaction(txId)) ?? (await outcome);
    } finally {
      signal.removeEventListener('abort', abandon);
      waiters.delete(resolveAwaited);
      if (waiters.size === 0 && this.#awaited.get(txId) === waiters) this.#awaited.delete(txId);
    }
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#following;
    await this.ledger.close();
  }

  async #run(source: () => BlockSource | undefined): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        const blocks = source();
        if (!blocks) {
          await sleep(10, undefined, { signal });
          continue;
        }
        await blocks.awaitBlock(this.ledger.height, signal);
        // Who was cut off meanwhile does not get the block that says so either.
        if (!signal.aborted && source()) await this.ledger.commit(await blocks.read(this.ledger.height));
      } catch (error) {
        if (signal.aborted) return;
        this.#logNow(`block ${this.ledger.height} of channel ${this.id} not committed: ${(error as Error).message}`);
        await sleep(RETRY_PAUSE_MS);
      }
    }
  }

  #lastLogged = { line: '', at: -Infinity };

  /** The same line again only after a while: a full disk would be told of five times a second. */
  #logNow(line: string): void {
    const now = performance.now();
    if (line === this.#lastLogged.line && now - this.#lastLogged.at < LOGGED_AGAIN_MS) return;
    this.#lastLogged = { line, at: now };
    this.#log(line);
  }

  async #reconcile(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await sleep(RECONCILE_PAUSE_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await this.ledger.reconcilePrivateData().catch((error: unknown) => {
        this.#log(`missing private data of channel ${this.id} not fetched: ${(error as Error).message}`);
      });
    }
  }

  async #readBlock(blockNumber: number): Promise<Uint8Array> {
    const block = await this.ledger.getBlock(blockNumber);
    if (!block) throw new Error(`there is no block ${blockNumber}`);
    return block.bytes;
  }

  #settle(transaction: CommittedTransaction): void {
    for (const resolve of this.#awaited.get(transaction.txId) ?? []) resolve(transaction);
  }
}
