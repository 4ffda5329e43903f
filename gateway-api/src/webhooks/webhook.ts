/** A webhook: where events of the ledger are sent, which ones, and how it is going. */
import type { EventFilter } from '../events/event-feed.js';
import type { AttemptError } from './send-once.js';

export type WebhookStatus = 'active' | 'disabled' | 'removed';
/** Why it is disabled. */
export const disabledReasons = ['by-hand', 'gone', 'failing'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** What its owner says of it. */
export interface WebhookAbout {
  readonly url: string;
  readonly description?: string | undefined;
  /** None are all. */
  readonly types?: readonly string[] | undefined;
  readonly programId?: string | undefined;
  readonly accountId?: string | undefined;
}

export interface Webhook extends WebhookAbout {
  readonly webhookId: string;
  readonly revision: number;
  readonly status: WebhookStatus;
  readonly disabledBecause?: DisabledReason | undefined;
  /** How many keys it has had. */
  readonly generation: number;
  /** Until when messages are signed with the key before this one too: RFC 3339, UTC. */
  readonly previousUntil?: string | undefined;
  /** By whose request its key was rotated last, which is done once. */
  readonly rotatedBy?: string | undefined;
  readonly createdAt: string;
  /** All events up to this place were delivered, or are not asked for. */
  readonly place: number;
  /** Failures in a row, of the event that is next. */
  readonly failures: number;
  readonly failingSince?: string | undefined;
  /** Until then nothing is sent. */
  readonly pausedUntil?: string | undefined;
}

export interface Attempt {
  readonly seq: number;
  readonly webhookId: string;
  readonly eventId: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  /** The number of this try of the event. */
  readonly number: number;
  readonly status?: number | undefined;
  readonly error?: AttemptError | undefined;
  readonly durationMs: number;
}

export const filterOf = ({ types, programId, accountId }: WebhookAbout): EventFilter => ({
  types: types === undefined || types.length === 0 ? undefined : new Set(types),
  programId,
  accountId,
});
