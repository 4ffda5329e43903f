/** What replies about webhooks look like. */
import { accountId, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { eventId } from '../../events/ledger-event.js';
import { attemptErrors } from '../../webhooks/send-once.js';
import { disabledReasons, type Attempt, type Webhook } from '../../webhooks/webhook.js';
import { eventIdText, eventType } from '../events/views.js';
import { nextCursor } from '../views.js';

const time = z.iso.datetime({ precision: 3 });

export const webhookId = z
  .string()
  .regex(/^wh-[0-9a-f]{32}$/, 'must be a webhook’s id')
  .meta({ description: 'The webhook’s id.' });

export const url = z
  .string()
  .max(2_000)
  .refine(isAddress, 'must be an address that begins with https://, without a name, a password or a fragment')
  .meta({ description: 'Where events are sent, over TLS.', example: 'https://till.example/commonpoint' });
export const description = z.string().max(200).meta({ description: 'In the organisation’s own words.' });
export const types = z.array(eventType).max(100).meta({ description: 'Only these types; absent or empty, all.' });

const shape = {
  webhookId,
  url,
  description: description.optional(),
  types: types.optional(),
  programId: programId.optional(),
  accountId: accountId.optional(),
  status: z.enum(['active', 'failing', 'disabled']).meta({
    description: '`failing` while the next event has not arrived and is sent again; nothing else is sent meanwhile.',
  }),
  disabledBecause: z.enum(disabledReasons).optional().meta({
    description: 'By hand, as it answered 410, or as it failed for five days.',
  }),
  failures: z.int().min(0).meta({ description: 'How often the next event did not arrive.' }),
  failingSince: time.optional().meta({ description: 'When it did not arrive first.' }),
  nextAttemptAt: time.optional().meta({ description: 'When it is sent again.' }),
  deliveredUpTo: eventIdText.optional().meta({
    description: 'All events up to this one have arrived, or are not asked for; absent at the very beginning.',
  }),
  publicKey: z.string().meta({
    description: 'What `v1a` signatures are verified with: `whpk_` and an Ed25519 key in base64.',
  }),
  keyVersion: z.int().min(1).meta({ description: 'How many keys it has had, with this one.' }),
  previousKeyUntil: time.optional().meta({
    description: 'Until then messages are signed with the key before this one too.',
  }),
  createdAt: time.meta({ description: 'When it was made.' }),
  revision: z.int().min(1),
};
export const webhookView = z.strictObject(shape).meta({ id: 'Webhook' });
export const webhookWithSecretView = z
  .strictObject({
    ...shape,
    secret: z.string().meta({
      description:
        'What `v1` signatures are verified with: `whsec_` and 32 bytes in base64. It is told here, and nowhere else.',
    }),
  })
  .meta({ id: 'WebhookWithSecret' });
export const webhooksView = z.strictObject({
  webhooks: z.array(webhookView).meta({ description: 'All of them.' }),
});

const attemptView = z
  .strictObject({
    eventId: eventIdText,
    at: time,
    number: z.int().min(1).meta({ description: 'The number of this try of the event, from 1.' }),
    status: z.int().optional().meta({ description: 'The status of the answer, where there was one.' }),
    error: z.enum(attemptErrors).optional().meta({ description: 'Why there was none.' }),
    durationMs: z.int().min(0).meta({ description: 'How long it took, in milliseconds.' }),
  })
  .meta({ id: 'WebhookAttempt' });
export const attemptsView = z.strictObject({
  attempts: z.array(attemptView).meta({ description: 'What was tried, the newest first.' }),
  nextCursor,
});

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash, hostname } = new URL(text);
  return ['https:', 'http:'].includes(protocol) && username + password + hash === '' && hostname !== '';
}

export function showWebhook(webhook: Webhook, publicKey: string): z.infer<typeof webhookView> {
  const { place, pausedUntil, previousUntil, generation, failingSince, failures, rotatedBy: _by, ...about } = webhook;
  const status = about.status !== 'active' ? 'disabled' : failures > 0 ? 'failing' : 'active';
  const types = about.types === undefined || about.types.length === 0 ? undefined : [...about.types];
  return webhookView.parse({
    ...about,
    types,
    status,
    failures,
    failingSince,
    nextAttemptAt: pausedUntil,
    deliveredUpTo: place < 0 ? undefined : eventId(place),
    publicKey,
    keyVersion: generation,
    previousKeyUntil: previousUntil !== undefined && Date.parse(previousUntil) > Date.now() ? previousUntil : undefined,
  });
}

export const showAttempt = ({ webhookId: _id, seq: _seq, at, ...attempt }: Attempt) => ({
  ...attempt,
  at: new Date(at).toISOString(),
});
