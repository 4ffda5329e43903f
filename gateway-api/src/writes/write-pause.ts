/**
 * Writes wait while orderers change: a leader that begins anew with nothing under way goes on at once, and otherwise takes seconds. The
 * ledger says that they are to (`Governance:PauseWrites`, for a plan that members decided on), to all gateways at the same block. It
 * ends a moment after the channel's next configuration, or after a while, whatever became of whoever asked for it. Nothing is
 * refused: what comes meanwhile is kept and queued as ever. Two peers that count as they like can say so again and again, for plans that
 * nobody decided on: so a gateway heeds a few within some minutes, and each that a row counts once.
 */
import { PAUSE_MS, type PlanExecution } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { ChannelBlock, RowWrite } from '../channel/channel.js';
import { readRow } from '../channel/read-row.js';
import type { Log } from '../log.js';
import type { BlockParticipant } from '../projection/follower.js';

export interface PauseTiming {
  /** At the most, from the block that says so. */
  readonly pauseMs: number;
  /** After the configuration: orderers that saw it late are with the others by then. */
  readonly afterwardsMs: number;
  /** What is older than this when it is seen began and ended without this gateway. */
  readonly freshMs: number;
  /** So many are heeded in so long: an honest change of orderers has one. */
  readonly heededMax: number;
  readonly heededInMs: number;
}

const defaultTiming: PauseTiming = {
  pauseMs: PAUSE_MS,
  afterwardsMs: 700,
  freshMs: 60_000,
  heededMax: 6,
  heededInMs: 600_000,
};
/** Writes that are no operations, and so have no queue. */
const WAITING_MAX = 1_000;

export class WritePause implements BlockParticipant {
  readonly #timing: PauseTiming;
  readonly #listeners: (() => void)[] = [];
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isOn = false;
  /** The row that asked for it. */
  #askedBy = '';
  /** When those began that are not long ago, and what the rows that asked for them counted. */
  #heeded: { readonly row: string; readonly times: number; readonly atMs: number }[] = [];

  constructor(
    private readonly log: Log,
    timing: Partial<PauseTiming> = {},
  ) {
    this.#timing = { ...defaultTiming, ...timing };
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** The listener is called when one has ended. */
  onEnd(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Resolves when writes may go on. @throws Failure QUEUE_FULL */
  async over(): Promise<void> {
    if (!this.#isOn) return;
    if (this.#waiting.length >= WAITING_MAX) throw new Failure('QUEUE_FULL', undefined, { retryAfterS: 1 });
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  readonly durabilityOf = () => 'rebuildable' as const;
  readonly apply = (): void => undefined;

  applied({ network, transactions }: ChannelBlock): void {
    if (network !== undefined && this.#isOn) this.#endIn(this.#timing.afterwardsMs);
    for (const { writes } of transactions) {
      // It is the only row that its transaction writes.
      const [first] = writes;
      if (writes.length === 1 && first?.key[0] === 'plan-execution') this.#look(first);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#end();
  }

  #look({ key, value }: RowWrite): void {
    if (value === undefined) return;
    const row = key.slice(1).join(' ');
    const { pause, recorded } = readRow(key, value).row as PlanExecution;
    if (recorded !== undefined) {
      if (this.#isOn && this.#askedBy === row) this.#endIn(this.#timing.afterwardsMs);
      return;
    }
    const now = Date.now();
    if (pause === undefined || Math.abs(now - Date.parse(pause.at)) > this.#timing.freshMs) return;
    const heeded = this.#heeded.filter(({ atMs }) => now - atMs < this.#timing.heededInMs);
    const isRepeated = heeded.some((each) => each.row === row && each.times >= pause.times);
    if (isRepeated || heeded.length >= this.#timing.heededMax) {
      this.log.warn({ row, times: pause.times }, 'Writes do not wait again: what asks for it does so too often');
      return;
    }
    this.#heeded = [...heeded, { row, times: pause.times, atMs: now }];
    this.log.info({ row, times: pause.times }, 'Writes wait while the channel changes');
    this.#isOn = true;
    this.#askedBy = row;
    this.#endIn(this.#timing.pauseMs);
  }

  #endIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end(), ms).unref();
  }

  #end(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    this.log.info({ waited: this.#waiting.length }, 'Writes go on');
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
    for (const listener of this.#listeners) listener();
  }
}
