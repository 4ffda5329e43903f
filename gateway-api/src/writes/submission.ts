/**
 * Grouped submission: takes units from the queue and makes them into `Points:Post` transactions.
 *
 * When nothing is under way a unit goes after a moment's silence. While transactions are in flight the next group grows
 * until its window ends ({@link GroupWindow}). So a lone operation is quick, a crowd is cheap, and how much goes into
 * one transaction follows from how long a transaction takes. What is due and cannot go along goes in another one beside it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { POST_OPERATIONS_MAX, type Operation } from '@commonpoint/catalogue';
import { CreditsUnderWay } from './credits-under-way.js';
import { GroupWindow, type WindowTiming } from './group-window.js';
import { GroupJourney, type JourneyParts, type Return } from './group-journey.js';
import { Grouping, type Group } from './grouping.js';
import { createLedgerLookup, lanesOf, ownLanesOf } from './ledger-lookup.js';
import { QuotaLanes } from './quota-lanes.js';
import type { OrderingWatch } from './ordering-watch.js';
import type { WritePause } from './write-pause.js';
import { gatewayFailureCodes } from '../channel/failures.js';
import { CONFLICT_PATIENCE_MS, pauseMs } from './retry-rules.js';
import type { Unit } from './unit.js';

export interface SubmissionTiming extends WindowTiming {
  /** Transactions in flight at the most. */
  readonly inFlightMax: number;
  /** Conflicts are repeated a few times, and more often for this long. */
  readonly patienceMs: number;
}

const defaultTiming: SubmissionTiming = {
  silenceMs: 2,
  windowMs: 20,
  windowMaxMs: 30,
  returnMs: 12,
  returnMaxMs: 36,
  worthwhile: 64,
  crowd: 4,
  crowdedMaxMs: 500,
  inFlightMax: 12,
  patienceMs: CONFLICT_PATIENCE_MS,
};

export interface SubmissionParts extends JourneyParts {
  readonly ordering: Pick<OrderingWatch, 'isStuck' | 'onChange'>;
  /** Nothing is begun while it lasts. */
  readonly pause: Pick<WritePause, 'isOn' | 'onEnd'>;
  readonly mspId: string;
  /** An operation that was accepted and has no outcome yet. */
  readonly underWay?: (operationId: string) => Operation | undefined;
  readonly timing?: Partial<SubmissionTiming>;
}

/** Pauses that do not grow, in milliseconds. */
const pausesMs: Partial<Record<Return, number>> = { 'at-once': 0, anew: 0, patiently: 20, rarely: 1_000 };
const uncounted: ReadonlySet<Return> = new Set(['patiently', 'rarely', 'anew']);

export class Submission {
  readonly #grouping: Grouping;
  readonly #credits: CreditsUnderWay;
  readonly #timing: SubmissionTiming;
  readonly #window: GroupWindow;
  readonly #journey: GroupJourney;
  readonly #ordering: SubmissionParts['ordering'];
  readonly #pause: SubmissionParts['pause'];
  readonly #log: JourneyParts['log'];
  #inFlight = 0;
  /** Of those in flight, groups that were open for others, by when they began. */
  readonly #shared = new Map<Group, number>();
  #resting = 0;
  #openedAt = 0;
  #lastArrivalAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #timerDueAt = 0;
  #stopped = false;

  constructor(parts: SubmissionParts) {
    const { projection, mspId } = parts;
    this.#log = parts.log;
    this.#ordering = parts.ordering;
    this.#pause = parts.pause;
    this.#timing = { ...defaultTiming, ...parts.timing };
    this.#window = new GroupWindow(this.#timing);
    const lookup = createLedgerLookup(projection, mspId, parts.underWay);
    const lanes = new QuotaLanes((owner) => lanesOf(projection, mspId, owner), ownLanesOf(projection, mspId));
    this.#credits = new CreditsUnderWay(lookup);
    this.#grouping = new Grouping(lanes, lookup);
    const later = (units: readonly Unit[], how: Return): void => this.#later(units, how);
    const { patienceMs } = this.#timing;
    const over = (unit: Unit): void => this.#over(unit);
    this.#journey = new GroupJourney(parts, { lanes, credits: this.#credits, lookup, later, over, patienceMs });
    parts.ordering.onChange((isStuck) => (isStuck ? this.#refuseWaiting() : this.#schedule()));
    parts.pause.onEnd(() => this.#schedule());
  }

  /** Operations that wait, those between two attempts included. */
  get length(): number {
    return this.#grouping.length + this.#resting;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  add(unit: Unit): void {
    if (unit.kind !== 'bulk') this.#window.came(performance.now());
    this.#enter(unit);
  }

  #enter(unit: Unit): void {
    // One that was away meanwhile, because of a conflict.
    if (this.#ordering.isStuck && this.#isRefused(unit)) return;
    const now = performance.now();
    if (!this.#grouping.hasReady) this.#openedAt = now;
    this.#lastArrivalAt = now;
    this.#credits.add(unit);
    this.#grouping.add(unit);
    this.#schedule();
  }

  /** Begins nothing any more; what is in flight goes on. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** While nothing is ordered, nobody waits in vain: what was promised stays, the rest is told at once. */
  #refuseWaiting(): void {
    const waiting = this.#grouping.clear().toSorted((a, b) => a.seq - b.seq);
    for (const unit of waiting) if (!this.#isRefused(unit)) this.#grouping.add(unit);
  }

  #isRefused(unit: Unit): boolean {
    const code = 'ORDERING_UNAVAILABLE';
    if (unit.listener.undone(unit, code, gatewayFailureCodes[code]) === 'try-again') return false;
    this.#over(unit);
    return true;
  }

  #schedule(): void {
    if (this.#stopped || !this.#grouping.hasReady || this.#inFlight >= this.#timing.inFlightMax) return;
    if (this.#ordering.isStuck || this.#pause.isOn) return;
    const dueAt = this.#dueAt();
    // One that is due later looks again when its time comes; what came may have made it due sooner.
    if (this.#timer && dueAt >= this.#timerDueAt) return;
    clearTimeout(this.#timer);
    this.#timerDueAt = dueAt;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        if (this.#dueAt() <= performance.now() + 0.5) this.#dispatch();
        this.#schedule();
      },
      Math.max(0, dueAt - performance.now()),
    );
  }

  #dueAt(): number {
    if (this.#grouping.length >= POST_OPERATIONS_MAX && this.#grouping.readyLength >= POST_OPERATIONS_MAX) return 0;
    return this.#window.dueAt(
      {
        openedAt: this.#openedAt,
        lastArrivalAt: this.#lastArrivalAt,
        bulk: this.#inFlight - this.#shared.size,
        shared: [...this.#shared.values()],
        ready: () => this.#grouping.readyLength,
      },
      performance.now(),
    );
  }

  #dispatch(): void {
    while (this.#inFlight < this.#timing.inFlightMax && !this.#ordering.isStuck && !this.#pause.isOn) {
      const group = this.#grouping.next();
      if (!group) return;
      const begunAt = performance.now();
      this.#openedAt = begunAt;
      this.#inFlight++;
      if (group.isShared) this.#shared.set(group, begunAt);
      void this.#journey
        .run(group, () => this.#release(group))
        .catch((error: unknown) => {
          // A fault of this program. What it was about stays recorded, and the next run takes it up again.
          this.#log.error({ err: error }, 'A group ended unexpectedly');
        });
    }
  }

  /** Nothing of the unit is pending any more. */
  #over(unit: Unit): void {
    if (unit.kind !== 'bulk') this.#window.answered(performance.now());
    this.#credits.remove(unit);
    this.#grouping.over(unit);
    this.#schedule();
  }

  #release(group: Group): void {
    this.#inFlight--;
    this.#grouping.release(group);
    const begunAt = this.#shared.get(group);
    if (begunAt !== undefined) {
      this.#shared.delete(group);
      this.#window.took(performance.now() - begunAt);
    }
    // What waits may be due sooner now.
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#schedule();
  }

  /** Puts units back, after a pause. */
  #later(units: readonly Unit[], how: Return): void {
    const open = units.filter(({ pending }) => pending.length > 0);
    for (const unit of open) {
      if (!uncounted.has(how)) unit.attempts++;
      if (how === 'split') unit.alone = true;
    }
    // Together, so that those that wait for each other can go together again.
    const waitMs = pausesMs[how] ?? pauseMs(Math.max(0, ...open.map(({ attempts }) => attempts)));
    if (waitMs === 0) {
      for (const unit of open) this.#enter(unit);
      return;
    }
    const operations = open.reduce((sum, { pending }) => sum + pending.length, 0);
    this.#resting += operations;
    void pause(waitMs, undefined, { ref: false }).then(() => {
      this.#resting -= operations;
      for (const unit of open) this.#enter(unit);
    });
  }
}
