/**
 * Delivers events to webhooks: each gets those that it asks for, one after the other in their order, each until it has arrived.
 * Where one does not arrive, those behind it wait with it; nothing is left out, and nothing overtakes.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { EventFeed, LedgerEvent } from '../events/event-feed.js';
import { seqOf } from '../events/ledger-event.js';
import type { Log } from '../log.js';
import { GivingWay } from '../giving-way.js';
import type { ReachableAddresses } from './reachable-addresses.js';
import { FAILING_MAX_MS, pauseAfter } from './retry-schedule.js';
import { WebhookConnection, type AttemptOutcome } from './send-once.js';
import { Slots } from './slots.js';
import { filterOf, type DisabledReason, type Webhook } from './webhook.js';
import { signedHeaders, type WebhookKey } from './webhook-keys.js';
import type { WebhookStore } from './webhook-store.js';

/** Requests under way at a time: of webhooks that answer, and of those that failed last. */
const AT_ONCE_MAX = 8;
const DOUBTFUL_AT_ONCE_MAX = 4;
/** Events looked at before the place is looked up again. */
const PAGE = 200;
const WAIT_MS = 15_000;
const ATTEMPT_MS = 10_000;
const GONE = 410;
/** After something that is not the receiver's fault, as a full disk. */
const AGAIN_MS = 5_000;

export interface DeliveryTiming {
  readonly attemptMs: number;
  readonly delaysMs: readonly number[];
  readonly failingMaxMs: number;
}

export interface DeliveryParts {
  readonly store: WebhookStore;
  readonly feed: EventFeed;
  readonly keyOf: (webhookId: string, generation: number) => WebhookKey;
  readonly addresses: ReachableAddresses;
  readonly log: Log;
  readonly registry?: Registry | undefined;
  readonly ca?: string | undefined;
  readonly timing?: Partial<DeliveryTiming> | undefined;
}

export class Deliveries {
  readonly #slots = new Slots(AT_ONCE_MAX);
  readonly #givingWay = new GivingWay();
  readonly #doubtful = new Slots(DOUBTFUL_AT_ONCE_MAX);
  /** By webhook: ends its line when it is changed. */
  readonly #lines = new Map<string, AbortController>();
  readonly #stopping = new AbortController();
  readonly #ended: Promise<void>[] = [];
  readonly #attempts;
  readonly #keys = new Map<string, WebhookKey>();

  constructor(private readonly parts: DeliveryParts) {
    const registers = parts.registry ? [parts.registry] : [];
    this.#attempts = new Counter({
      name: 'commonpoint_webhook_attempts_total',
      help: 'Requests to webhooks, by whether they were taken.',
      labelNames: ['result'],
      registers,
    });
    const { store } = parts;
    new Gauge({
      name: 'commonpoint_webhooks',
      help: 'Webhooks that are delivered to, that fail at the moment, and that are disabled.',
      labelNames: ['status'],
      registers,
      collect() {
        const all = store.all();
        const count = (is: (webhook: Webhook) => boolean): number => all.filter(is).length;
        this.set(
          { status: 'active' },
          count(({ status, failures }) => status === 'active' && failures === 0),
        );
        this.set(
          { status: 'failing' },
          count(({ status, failures }) => status === 'active' && failures > 0),
        );
        this.set(
          { status: 'disabled' },
          count(({ status }) => status === 'disabled'),
        );
      },
    });
  }

  start(): void {
    for (const { webhookId } of this.parts.store.all()) this.renew(webhookId);
  }

  /** Goes on with a webhook as it stands in the store now; what is under way for it counts no more. */
  renew(webhookId: string): void {
    this.#lines.get(webhookId)?.abort();
    this.#lines.delete(webhookId);
    if (this.#stopping.signal.aborted || this.parts.store.find(webhookId)?.status !== 'active') return;
    const line = new AbortController();
    this.#lines.set(webhookId, line);
    const signal = AbortSignal.any([line.signal, this.#stopping.signal]);
    const ended = this.#keepServing(webhookId, signal);
    this.#ended.push(ended);
    void ended.then(() => this.#ended.splice(this.#ended.indexOf(ended), 1));
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#ended);
  }

  async #keepServing(webhookId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        return await this.#serve(webhookId, signal);
      } catch (error) {
        if (signal.aborted) return;
        this.parts.log.error({ err: error, webhookId }, 'A webhook could not be delivered to');
        await pause(AGAIN_MS, undefined, { signal, ref: false }).catch(() => undefined);
      }
    }
  }

  async #serve(webhookId: string, signal: AbortSignal): Promise<void> {
    const { store, feed, addresses, ca, timing } = this.parts;
    const webhook = (): Webhook => store.find(webhookId)!;
    const filter = filterOf(webhook());
    const { url } = webhook();
    const connection = new WebhookConnection(url, { addresses, ca, attemptMs: timing?.attemptMs ?? ATTEMPT_MS });
    try {
      while (webhook().status === 'active' && !feed.isStopped) {
        await untilDue(webhook(), signal);
        const { version } = feed;
        const { place } = webhook();
        const { events, at, isLast } = feed.page(place, filter, PAGE);
        let arrived = 0;
        for (const event of events) {
          if (!(await this.#deliver(event, webhookId, connection, signal))) break;
          arrived++;
        }
        signal.throwIfAborted();
        if (arrived < events.length) continue;
        if (at > place) store.reached(webhookId, at);
        if (isLast) await unlessAborted(feed.beyond(version, WAIT_MS), signal);
        else await nextTurn(undefined, { signal });
      }
    } finally {
      connection.close();
    }
  }

  /** Whether it arrived; if not, its next try is settled. */
  async #deliver(
    event: LedgerEvent,
    webhookId: string,
    connection: WebhookConnection,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { store } = this.parts;
    const { failures } = store.find(webhookId)!;
    const outcome = await (failures > 0 ? this.#doubtful : this.#slots).with(async () => {
      await this.#givingWay.turn(signal);
      signal.throwIfAborted();
      const webhook = store.find(webhookId)!;
      const [at, since] = [Date.now(), performance.now()];
      const body = bodyOf(event);
      const message = { id: event.id, timestamp: Math.floor(at / 1000), body };
      const tried = await connection.send(signedHeaders(message, this.#keysOf(webhook, at)), body, signal);
      signal.throwIfAborted();
      const durationMs = Math.round(performance.now() - since);
      store.tried({ webhookId, eventId: event.id, at, number: failures + 1, durationMs, ...shown(tried) });
      return tried;
    });
    const isTaken = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300;
    this.#attempts.inc({ result: isTaken ? 'taken' : 'failed' });
    if (isTaken) this.#arrived(webhookId, seqOf(event.id)!);
    else this.#failed(webhookId, event, outcome);
    return isTaken;
  }

  #arrived(webhookId: string, place: number): void {
    const { store, log } = this.parts;
    const { failures, failingSince: _since, pausedUntil: _until, ...webhook } = store.find(webhookId)!;
    if (failures === 0) return store.reached(webhookId, place);
    store.save({ ...webhook, place, failures: 0 });
    log.info({ webhookId, failures }, 'A webhook takes events again');
  }

  #failed(webhookId: string, { id: eventId }: LedgerEvent, { retryAfterMs, ...outcome }: AttemptOutcome): void {
    const { store, log, timing } = this.parts;
    const webhook = store.find(webhookId)!;
    const now = Date.now();
    const { failingSince = new Date(now).toISOString() } = webhook;
    const failures = webhook.failures + 1;
    const because: DisabledReason | undefined =
      outcome.status === GONE
        ? 'gone'
        : now - Date.parse(failingSince) >= (timing?.failingMaxMs ?? FAILING_MAX_MS)
          ? 'failing'
          : undefined;
    if (because !== undefined) {
      store.save(disabled({ ...webhook, failures, failingSince }, because));
      log.error({ webhookId, because, eventId, ...outcome }, 'A webhook was disabled');
      return;
    }
    const pauseMs = pauseAfter(failures, retryAfterMs, Math.random(), timing?.delaysMs);
    const pausedUntil = new Date(now + pauseMs).toISOString();
    store.save({ ...webhook, failures, failingSince, pausedUntil });
    log.warn({ webhookId, eventId, failures, pausedUntil, ...outcome }, 'A webhook did not take an event');
  }

  #keysOf({ webhookId, generation, previousUntil }: Webhook, now: number): WebhookKey[] {
    const isPreviousTaken = previousUntil !== undefined && now < Date.parse(previousUntil);
    const generations = isPreviousTaken ? [generation, generation - 1] : [generation];
    return generations.map((number) => {
      const name = `${webhookId}/${number}`;
      const key = this.#keys.get(name) ?? this.parts.keyOf(webhookId, number);
      this.#keys.set(name, key);
      return key;
    });
  }
}

/** What of an outcome is kept. */
const shown = ({ status, error }: AttemptOutcome) => ({
  ...(status !== undefined && { status }),
  ...(error !== undefined && { error }),
});

/** Nothing is sent any more; where it was stays known. */
export function disabled({ pausedUntil: _until, ...webhook }: Webhook, disabledBecause: DisabledReason): Webhook {
  return { ...webhook, status: 'disabled', disabledBecause, revision: webhook.revision + 1 };
}

async function untilDue({ pausedUntil }: Webhook, signal: AbortSignal): Promise<void> {
  const ms = pausedUntil === undefined ? 0 : Date.parse(pausedUntil) - Date.now();
  if (ms > 0) await pause(ms, undefined, { signal, ref: false });
}

function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', end, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', end);
      resolve();
    });
    if (signal.aborted) end();
  });
}

/** Several webhooks are sent the same. */
const bodies = new WeakMap<LedgerEvent, string>();

function bodyOf(event: LedgerEvent): string {
  let body = bodies.get(event);
  if (body === undefined) {
    body = JSON.stringify({ type: event.type, timestamp: event.time, data: event });
    bodies.set(event, body);
  }
  return body;
}
