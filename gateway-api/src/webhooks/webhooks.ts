/** Webhooks, as routes make, change and read them. */
import { hash } from 'node:crypto';
import { Failure } from '../channel/failures.js';
import { EventFeed } from '../events/event-feed.js';
import { Deliveries, disabled, type DeliveryParts } from './deliveries.js';
import { AddressNotAllowed } from './reachable-addresses.js';
import type { Attempt, Webhook, WebhookAbout } from './webhook.js';
import type { WebhookKey } from './webhook-keys.js';

export const WEBHOOKS_MAX = 100;
const HOUR_MS = 60 * 60 * 1000;

/** By whose request something is done, which is done once. */
export interface Asked {
  readonly scope: string;
  readonly key: string;
}

type WebhookChange = { readonly [K in 'url' | 'description' | 'types']?: WebhookAbout[K] | undefined };

const nameOf = ({ scope, key }: Asked): string => hash('sha256', `${scope}\n${key}`).slice(0, 32);

export class Webhooks {
  readonly #deliveries: Deliveries;

  constructor(private readonly parts: DeliveryParts) {
    this.#deliveries = new Deliveries(parts);
  }

  start(): void {
    this.#deliveries.start();
  }

  async stop(): Promise<void> {
    await this.#deliveries.stop();
    this.parts.store.close();
  }

  all(): Webhook[] {
    return this.parts.store.all();
  }

  /** @throws Failure WEBHOOK_UNKNOWN */
  require(webhookId: string): Webhook {
    const webhook = this.parts.store.find(webhookId);
    if (webhook === undefined || webhook.status === 'removed') throw new Failure('WEBHOOK_UNKNOWN');
    return webhook;
  }

  keyOf({ webhookId, generation }: Webhook): WebhookKey {
    return this.parts.keyOf(webhookId, generation);
  }

  /** The newest first. */
  attempts(webhookId: string, before: number, limit: number): Attempt[] {
    this.require(webhookId);
    return this.parts.store.attempts(webhookId, before, limit);
  }

  /**
   * The same request makes the same one.
   * @param place what it is sent is behind
   * @throws Failure WEBHOOK_ADDRESS_NOT_ALLOWED, WEBHOOKS_TOO_MANY
   */
  create(about: WebhookAbout, place: number, asked: Asked): Webhook {
    const webhookId = `wh-${nameOf(asked)}`;
    const found = this.parts.store.find(webhookId);
    if (found !== undefined) return found;
    this.#requireReachable(about.url);
    if (this.all().length >= WEBHOOKS_MAX) throw new Failure('WEBHOOKS_TOO_MANY');
    const createdAt = new Date().toISOString();
    return this.#save({
      ...about,
      ...{ webhookId, revision: 1, status: 'active', generation: 1, createdAt, place, failures: 0 },
    });
  }

  /**
   * What failed before is tried again at once.
   * @throws Failure WEBHOOK_UNKNOWN, WEBHOOK_ADDRESS_NOT_ALLOWED
   */
  change(webhookId: string, about: WebhookChange, status: 'active' | 'disabled' | undefined): Webhook {
    const { failingSince: _since, pausedUntil: _until, ...before } = this.require(webhookId);
    if (about.url !== undefined) this.#requireReachable(about.url);
    const changed = { ...before, ...about, url: about.url ?? before.url, failures: 0 };
    if (status === 'disabled') return this.#save(disabled(changed, 'by-hand'));
    const { disabledBecause: _because, ...active } = changed;
    const revision = before.revision + 1;
    return this.#save(status === 'active' ? { ...active, status, revision } : { ...changed, revision });
  }

  /**
   * A new key; for so many hours messages are signed with the one before it too.
   * @throws Failure WEBHOOK_UNKNOWN
   */
  rotate(webhookId: string, keepHours: number, asked: Asked): Webhook {
    const webhook = this.require(webhookId);
    const rotatedBy = nameOf(asked);
    if (webhook.rotatedBy === rotatedBy) return webhook;
    const previousUntil = new Date(Date.now() + keepHours * HOUR_MS).toISOString();
    const [generation, revision] = [webhook.generation + 1, webhook.revision + 1];
    return this.#save({ ...webhook, generation, revision, previousUntil, rotatedBy });
  }

  /**
   * Sends all behind a place, once more or at once.
   * @throws Failure WEBHOOK_UNKNOWN, BLOCK_AHEAD
   */
  replay(webhookId: string, place: number): Webhook {
    const { failingSince: _since, pausedUntil: _until, ...webhook } = this.require(webhookId);
    this.#requireCome(place);
    return this.#save({ ...webhook, place, failures: 0, revision: webhook.revision + 1 });
  }

  /** @throws Failure WEBHOOK_UNKNOWN */
  remove(webhookId: string): void {
    const webhook = this.parts.store.find(webhookId);
    if (webhook?.status === 'removed') return;
    this.#save({ ...this.require(webhookId), status: 'removed' });
  }

  /** Where what is sent to a new one begins. @throws Failure BLOCK_AHEAD */
  placeFrom(block: number | undefined): number {
    if (block === undefined) return this.parts.feed.end();
    return this.#requireCome(EventFeed.before(block));
  }

  #requireCome(place: number): number {
    if (place > this.parts.feed.end()) throw new Failure('BLOCK_AHEAD');
    return place;
  }

  #save(webhook: Webhook): Webhook {
    this.parts.store.save(webhook);
    this.#deliveries.renew(webhook.webhookId);
    return webhook;
  }

  #requireReachable(url: string): void {
    try {
      this.parts.addresses.require(new URL(url));
    } catch (error) {
      if (!(error instanceof AddressNotAllowed)) throw error;
      const errors = [{ pointer: '/url', detail: error.message }];
      throw new Failure('WEBHOOK_ADDRESS_NOT_ALLOWED', undefined, { errors });
    }
  }
}
