/** Puts together what delivers to webhooks. */
import type { Registry } from 'prom-client';
import type { EventFeed } from '../events/event-feed.js';
import type { Log } from '../log.js';
import type { DeliveryTiming } from './deliveries.js';
import { ReachableAddresses, type Resolve } from './reachable-addresses.js';
import type { WebhookKey } from './webhook-keys.js';
import { webhooksPathBeside, WebhookStore } from './webhook-store.js';
import { Webhooks } from './webhooks.js';

export interface WebhookOptions {
  /** Besides public ones. */
  readonly allowedAddresses?: readonly string[] | undefined;
  /** How names are looked up, where not by the machine. */
  readonly resolve?: Resolve;
  /** What certificates are checked against, where that is not what the machine trusts. */
  readonly ca?: string;
  readonly timing?: Partial<DeliveryTiming>;
}

interface Parts {
  readonly databasePath: string;
  readonly webhooks?: WebhookOptions | undefined;
  readonly log: Log;
  readonly registry?: Registry;
}

export function openWebhooks(
  { databasePath, webhooks = {}, log, registry }: Parts,
  feed: EventFeed,
  { webhookKey }: { readonly webhookKey: (webhookId: string, generation: number) => WebhookKey },
): Webhooks {
  const { allowedAddresses, resolve, ca, timing } = webhooks;
  const addresses = new ReachableAddresses(allowedAddresses, resolve);
  const store = new WebhookStore(webhooksPathBeside(databasePath));
  return new Webhooks({ store, feed, keyOf: webhookKey, addresses, log, registry, ca, timing });
}
