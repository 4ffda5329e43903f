/**
 * The events of the ledger, to be read from any place on: a page at a time, or as they come.
 *
 * Who reads as they come asks for a page, sends it, and asks again; where there is nothing more it waits for a block. So
 * what a slow reader has not taken yet is nowhere in memory. Those that are where the ledger is share the newest events,
 * which are read from the file once.
 */
import type { Receipt, StateEvent } from '@commonpoint/catalogue';
import type { Database } from '../store/database.js';
import { receiptRows } from '../projection/receipt-rows.js';
import { EventLog, type Tellers } from './event-log.js';
import { EVENTS_PER_BLOCK, eventId, operationEvent } from './ledger-event.js';

export interface LedgerEvent extends StateEvent {
  /** The same at every gateway. */
  readonly id: string;
  readonly block: number;
  /** Absent of what a new day or the channel's configuration brought. */
  readonly txId?: string;
  /** RFC 3339, UTC. */
  readonly time: string;
}

export interface EventFilter {
  readonly types?: ReadonlySet<string> | undefined;
  readonly programId?: string | undefined;
  readonly accountId?: string | undefined;
}

export interface EventPage {
  readonly events: readonly LedgerEvent[];
  /** The place of the last event that was looked at, whether it is in the page or not. */
  readonly at: number;
  /** Whether there is nothing behind it yet. */
  readonly isLast: boolean;
}

interface Placed {
  readonly seq: number;
  readonly event: LedgerEvent;
}

/** Events that are looked at in one turn of the event loop. */
const LOOKED_AT_MAX = 2_000;
/** The newest events, which readers share. */
const SHARED_MAX = 4_096;
/** Longer silence than this would be taken for a connection that is gone. */
const HEARTBEAT_MS = 15_000;
/**
 * Readers are told of blocks together, the less often the more they are: so often that a second has this many tellings at the
 * most. Two hundred of them hear of a block within 67 milliseconds.
 */
const TOLD_PER_SECOND_MAX = 3_000;
/** Readers that stay at a time. */
export const READERS_MAX = 500;

export class EventFeed {
  /** Keeps what comes; takes part where blocks are applied. */
  readonly log: EventLog;
  readonly #receipts;
  readonly #states;
  readonly #checkpoint;
  /** In order, with nothing missing between the first and the last. */
  #shared: Placed[] = [];
  #sharedVersion = -1;
  #version = 0;
  /** The version that readers were told of. */
  #told = 0;
  #toldAt = -Infinity;
  #telling: NodeJS.Timeout | undefined;
  #waiting: (() => void)[] = [];
  #stopped = false;
  #readers = 0;

  constructor(
    database: Database,
    databasePath: string,
    tellers: Tellers,
    readonly heartbeatMs = HEARTBEAT_MS,
  ) {
    const { sqlite } = database;
    this.#receipts = receiptRows(database);
    this.#states = sqlite.prepare('SELECT seq, tx_id, time, value FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#checkpoint = sqlite.prepare('SELECT block FROM checkpoint WHERE id = 1');
    this.log = new EventLog(
      database,
      databasePath,
      tellers,
      () => this.#wake(),
      () => this.#readers > 0,
    );
  }

  /** The place before the first event of a block. */
  static before(block: number): number {
    return block * EVENTS_PER_BLOCK - 1;
  }

  /** The place behind all events that there are. */
  end(): number {
    const { block } = this.#checkpoint.get() as { block: number };
    return EventFeed.before(block + 1);
  }

  /** Up to `limit` events after a place; fewer, or none, where many in a row are others than those asked for. */
  page(after: number, filter: EventFilter, limit: number): EventPage {
    const looked = this.#after(after);
    const events: LedgerEvent[] = [];
    let at = after;
    for (const { seq, event } of looked) {
      if (events.length === limit) return { events, at, isLast: false };
      at = seq;
      if (isAskedFor(event, filter)) events.push(event);
    }
    return { events, at, isLast: looked.length < LOOKED_AT_MAX };
  }

  /** Whether one more may read as they come; if so, `leave` is called when it stops. */
  enter(): boolean {
    if (this.#readers >= READERS_MAX) return false;
    this.#readers++;
    return true;
  }

  leave(): void {
    this.#readers--;
  }

  get readers(): number {
    return this.#readers;
  }

  /** Counts what readers were told of; who has looked at a page waits for another count than it had before. */
  get version(): number {
    return this.#told;
  }

  /** Resolves when there is another block than at `version`, after `ms`, or when the gateway stops. */
  async beyond(version: number, ms: number): Promise<void> {
    if (this.#stopped || this.#told !== version) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    this.#tell();
  }

  #wake(): void {
    this.#version++;
    const pauseMs = this.#toldAt + (this.#readers * 1_000) / TOLD_PER_SECOND_MAX - performance.now();
    if (pauseMs <= 0) this.#tell();
    else this.#telling ??= setTimeout(() => this.#tell(), pauseMs).unref();
  }

  #tell(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    this.#toldAt = performance.now();
    this.#told = this.#version;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #after(place: number): readonly Placed[] {
    if (this.#shared.length > 0 && this.#sharedVersion !== this.#version) this.#share(this.#shared.at(-1)!.seq);
    const first = this.#shared[0];
    if (first === undefined || place < first.seq) {
      const read = this.#read(place);
      // Who comes to the end takes the others along from now on.
      if (first === undefined && read.length > 0 && read.length < LOOKED_AT_MAX) this.#share(place);
      return read;
    }
    const from = indexAfter(this.#shared, place);
    return this.#shared.slice(from, from + LOOKED_AT_MAX);
  }

  /** Adds what came since. */
  #share(after: number): void {
    const version = this.#version;
    const read = this.#read(after);
    // Far behind, say while the ledger is read again: begun anew from who is at the end then.
    if (read.length >= LOOKED_AT_MAX) this.#shared = [];
    else this.#shared.push(...read);
    if (this.#shared.length > SHARED_MAX) this.#shared = this.#shared.slice(-SHARED_MAX / 2);
    this.#sharedVersion = version;
  }

  #read(after: number): Placed[] {
    const receipts = this.#receipts.after(after, LOOKED_AT_MAX).map(toOperation);
    const states = this.#states.all(after, LOOKED_AT_MAX).map(toState);
    return [...receipts, ...states].sort((a, b) => a.seq - b.seq).slice(0, LOOKED_AT_MAX);
  }
}

function isAskedFor(event: LedgerEvent, { types, programId, accountId }: EventFilter): boolean {
  if (types !== undefined && !types.has(event.type)) return false;
  if (programId !== undefined && event.programId !== programId && event['targetProgramId'] !== programId) return false;
  return accountId === undefined || event.accountId === accountId || event['toAccountId'] === accountId;
}

function toOperation({ seq, receipt }: { seq: number; receipt: Receipt }): Placed {
  return placed(seq, operationEvent(receipt), receipt.txId, receipt.txTime);
}

function toState(row: unknown): Placed {
  const { seq, tx_id: txId, time, value } = row as { seq: number; tx_id: string; time: number; value: string };
  return placed(seq, JSON.parse(value) as StateEvent, txId, new Date(time).toISOString());
}

function placed(seq: number, { type, ...about }: StateEvent, txId: string, time: string): Placed {
  return {
    seq,
    event: {
      id: eventId(seq),
      type,
      block: Math.floor(seq / EVENTS_PER_BLOCK),
      ...(txId !== '' && { txId }),
      time,
      ...about,
    },
  };
}

/** Where what is behind a place begins. */
function indexAfter(events: readonly Placed[], place: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.seq > place) high = middle;
    else low = middle + 1;
  }
  return low;
}
