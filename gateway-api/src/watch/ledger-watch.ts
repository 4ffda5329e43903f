/**
 * Has every block of the own peer recomputed as it comes, and raises what is wrong with it.
 *
 * It takes what the gateway follows anyway. What came while it was away, or faster than it judges, it reads again from the
 * peer, a few blocks at a time: nothing ever waits for it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel, ChannelBlock } from '../channel/channel.js';
import type { Log } from '../log.js';
import type { Finding, Judge, StartJudge } from './judge.js';

export interface WatchStatus {
  readonly state: 'off' | 'catching-up' | 'watching' | 'broken';
  /** The last block that was judged. */
  readonly block?: number;
  /** How many were found since the file began. */
  readonly findings: number;
  /** Without its text, which names accounts. */
  readonly last?: Pick<Finding, 'block' | 'about'>;
}

export const watchingOff: WatchStatus = { state: 'off', findings: 0 };

export interface LedgerWatchParts {
  readonly channel: Pick<Channel, 'encodedBlocks'>;
  readonly startJudge: StartJudge;
  /** The last block that the gateway has. */
  readonly lastBlock: () => number;
  readonly log: Log;
}

export interface Raised {
  readonly finding: Finding;
  /** Of a block that an earlier run of the gateway had already, whose file the watch has lost. */
  readonly isOld: boolean;
}

/** So much of what is followed may wait for the judge before it is read again instead. */
const WAITING_BYTES_MAX = 32 * 1024 * 1024;
const READ_AGAIN_AT_ONCE = 4;
/** The newest findings, with their text. */
const FOUND_KEPT = 500;
const RESTART_PAUSE_MS = [1_000, 10_000, 60_000] as const;

export class LedgerWatch {
  readonly #listeners: ((raised: Raised) => void)[] = [];
  readonly #stopping = new AbortController();
  #judge: Judge | undefined;
  #state: 'catching-up' | 'watching' | 'broken' = 'catching-up';
  /** The block that is handed over next, and the one that is judged next. */
  #next = 0;
  #judged = 0;
  #isReady = false;
  #readingAgain: Promise<void> | undefined;
  readonly #waiting: number[] = [];
  /** What was followed during {@link #readingAgain}, without a gap; undefined when that was too much. */
  #kept: { readonly number: number; readonly bytes: Uint8Array }[] | undefined;
  #room: (() => void) | undefined;
  #findings = 0;
  #actedOn = 0;
  #found: Finding[] = [];
  #oldUntil = -1;
  #failures = 0;

  constructor(private readonly parts: LedgerWatchParts) {}

  get status(): WatchStatus {
    const last = this.#found.at(-1);
    return {
      state: this.#state,
      ...(this.#judged > 0 && { block: this.#judged - 1 }),
      findings: this.#findings,
      ...(last && { last: { block: last.block, about: last.about } }),
    };
  }

  /** The newest ones, newest first. */
  get found(): readonly Finding[] {
    return this.#found.toReversed();
  }

  /** For whoever acts on what is found: suspends a programme, or tells consumers of events. */
  onFinding(listener: (raised: Raised) => void): void {
    this.#listeners.push(listener);
  }

  /** `lastBlock` at this time is what earlier runs of the gateway had. */
  start(): void {
    const known = this.parts.lastBlock();
    this.#judge = this.parts.startJudge({
      ready: ({ next, found, actedOn, isAnew }) => {
        this.#next = this.#judged = next;
        this.#actedOn = actedOn;
        // One that follows another in the same run tells nothing again either.
        this.#findings = Math.min(Math.max(actedOn, this.#findings), found.length);
        this.#found = found.slice(0, this.#findings).slice(-FOUND_KEPT);
        this.#oldUntil = isAnew ? Math.max(known, this.#oldUntil) : this.#oldUntil;
        this.#isReady = true;
        // Found at the end of an earlier run, which ended before anybody acted on it.
        this.#raise(found.slice(this.#findings));
        this.#readAgain();
      },
      judged: (block, findings) => this.#onJudged(block, findings),
      ended: (error) => void this.#onEnded(error),
    });
  }

  /** @param upTo how many findings were acted on; as many as the last time, if absent */
  async stop(upTo?: number): Promise<void> {
    this.#stopping.abort();
    this.#room?.();
    await this.#readingAgain;
    await this.#judge?.stop(upTo ?? this.#actedOn);
  }

  /** So many findings were acted on. */
  keep(upTo: number): void {
    if (this.#stopping.signal.aborted) return;
    this.#actedOn = upTo;
    this.#judge?.keep(upTo);
  }

  /** A block that the gateway has applied. */
  follow(block: ChannelBlock): void {
    if (!this.#isReady || block.number < this.#next) return;
    if (this.#readingAgain !== undefined) return this.#keepForLater(block);
    if (block.encoded === undefined || block.number > this.#next || this.#isFull) this.#readAgain();
    else this.#hand(block.encoded());
  }

  get #isFull(): boolean {
    const kept = (this.#kept ?? []).map(({ bytes }) => bytes.byteLength);
    return [...this.#waiting, ...kept].reduce((sum, bytes) => sum + bytes, 0) > WAITING_BYTES_MAX;
  }

  /** While earlier ones are read again, so that the peer need not send a second time what is here. */
  #keepForLater({ number, encoded }: ChannelBlock): void {
    if (this.#kept === undefined) return;
    if (encoded === undefined || this.#isFull) this.#kept = undefined;
    else if (this.#kept.length > 0 && this.#kept.at(-1)!.number + 1 !== number) this.#kept = [];
    this.#kept?.push({ number, bytes: encoded!() });
  }

  /** Whether what was kept goes on where reading has come to. */
  #handKept(): boolean {
    const kept = (this.#kept ?? []).filter(({ number }) => number >= this.#next);
    if (!this.#isReady || kept[0]?.number !== this.#next) return false;
    this.#kept = [];
    for (const { bytes } of kept) this.#hand(bytes);
    return true;
  }

  #hand(bytes: Uint8Array): void {
    this.#waiting.push(bytes.byteLength);
    this.#next += 1;
    this.#judge?.judge(bytes);
  }

  /** Reads from the peer what it did not take when it came. */
  #readAgain(): void {
    if (this.#readingAgain !== undefined) return;
    this.#kept = [];
    this.#readingAgain = this.#readUntilThere()
      .catch((error: unknown) => this.parts.log.error({ err: error }, 'Blocks could not be read for being judged'))
      .finally(() => (this.#readingAgain = this.#kept = undefined));
  }

  async #readUntilThere(): Promise<void> {
    const { signal } = this.#stopping;
    const isThere = (): boolean => signal.aborted || !this.#isReady || this.#next > this.parts.lastBlock();
    while (!isThere()) {
      this.#state = 'catching-up';
      const connection = new AbortController();
      try {
        const either = AbortSignal.any([signal, connection.signal]);
        for await (const { number, bytes } of this.parts.channel.encodedBlocks(this.#next, either)) {
          if (this.#waiting.length >= READ_AGAIN_AT_ONCE) {
            this.#judge?.hurry?.();
            await new Promise<void>((resolve) => (this.#room = resolve));
          }
          if (this.#handKept()) break;
          if (number === this.#next && this.#isReady) this.#hand(bytes());
          if (isThere()) break;
        }
      } catch (error) {
        this.parts.log.warn({ err: error, next: this.#next }, 'The watch could not read blocks, and tries again');
        await pause(RESTART_PAUSE_MS[0], undefined, { signal, ref: false }).catch(() => undefined);
      } finally {
        connection.abort();
      }
    }
    if (this.#isReady) this.#state = 'watching';
  }

  #onJudged(block: number, findings: readonly Finding[]): void {
    this.#waiting.shift();
    this.#judged = block + 1;
    this.#failures = 0;
    this.#room?.();
    this.#room = undefined;
    this.#raise(findings);
  }

  #raise(findings: readonly Finding[]): void {
    for (const finding of findings) {
      this.#findings += 1;
      this.#found.push(finding);
      if (this.#found.length > FOUND_KEPT) this.#found.shift();
      const isOld = finding.block <= this.#oldUntil;
      this.parts.log.error({ ...finding, isOld }, 'A block holds what breaks the rules');
      for (const listener of this.#listeners) listener({ finding, isOld });
    }
  }

  async #onEnded(error: Error): Promise<void> {
    this.#isReady = false;
    this.#state = 'broken';
    this.#waiting.length = 0;
    this.#room?.();
    const pauseMs = RESTART_PAUSE_MS[Math.min(this.#failures++, RESTART_PAUSE_MS.length - 1)];
    this.parts.log.error({ err: error, pauseMs }, 'Blocks are not watched for the moment');
    const { signal } = this.#stopping;
    await pause(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (!signal.aborted) this.start();
  }
}
