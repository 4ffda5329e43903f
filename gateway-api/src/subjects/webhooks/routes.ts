/** `/v1/webhooks`: where events are sent. */
import { accountId, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { decodeCursor } from '../../channel/pages.js';
import { EventFeed } from '../../events/event-feed.js';
import { seqOf } from '../../events/ledger-event.js';
import type { Gateway } from '../../gateway.js';
import { fingerprintOf, once } from '../../http/idempotency.js';
import { etagOf } from '../../http/if-match.js';
import { answerPage, toPage } from '../../http/list-route.js';
import { Problem } from '../../http/problem.js';
import { route, type Answer, type RequestContext, type Route } from '../../http/route.js';
import type { StoredReply } from '../../store/idempotency.js';
import type { Webhook } from '../../webhooks/webhook.js';
import { exampleTime } from '../examples.js';
import { cursor, limit } from '../parameters.js';
import { eventIdText } from '../events/views.js';
import {
  attemptsView,
  description,
  showAttempt,
  showWebhook,
  types,
  url,
  webhookId,
  webhooksView,
  webhookView,
  webhookWithSecretView,
} from './views.js';

const KEEP_HOURS_DEFAULT = 24;
const ATTEMPTS_DEFAULT = 100;

const about = { tag: 'Webhooks', params: z.strictObject({ webhookId }) };
const path = '/v1/webhooks/{webhookId}';
const changing = { roles: ['admin'] } satisfies Pick<Route, 'roles'>;
const reading = { roles: ['admin', 'operator', 'auditor'] } satisfies Pick<Route, 'roles'>;
const params = { webhookId: `wh-${'3f2a9c51'.repeat(4)}` };
const exampleWebhook = {
  ...params,
  url: 'https://till.example/commonpoint',
  types: ['points.issued'],
  status: 'active',
  failures: 0,
  deliveredUpTo: '42:0',
  publicKey: `whpk_${'A'.repeat(43)}=`,
  keyVersion: 1,
  createdAt: exampleTime,
  revision: 1,
};
const exampleSecret = { ...exampleWebhook, secret: `whsec_${'A'.repeat(43)}=` };

const block = z.int().min(0).max(999_999_999).meta({ description: 'From this block on.' });

const show = ({ webhooks }: Gateway, webhook: Webhook) => showWebhook(webhook, webhooks.keyOf(webhook).publicKey);

/** Does something once per key. What is kept of the answer holds no secret. */
async function onceHere(
  context: RequestContext,
  gateway: Gateway,
  status: number,
  work: () => Webhook,
): Promise<StoredReply> {
  gateway.transactions.requireOpen();
  const done = (): StoredReply => {
    const webhook = work();
    return { status, headers: { etag: etagOf(webhook) }, body: show(gateway, webhook) };
  };
  if (!context.hasKey) return done();
  const { scope, idempotencyKey: key, path: instance, traceId, preferences } = context;
  const fingerprint = fingerprintOf([context.params, context.body, context.ifMatch]);
  const asked = { instance, traceId, waitMs: preferences.waitMs };
  const { reply, replayed } = await once(gateway.idempotency, { scope, key, fingerprint }, asked, async () => done());
  return replayed ? { ...reply, headers: { ...reply.headers, 'idempotency-replayed': 'true' } } : reply;
}

/** The secret is derived again, also for the repeat of a request. */
function withSecret({ secrets }: Gateway, reply: StoredReply): Answer {
  const { webhookId: id, keyVersion } = reply.body as z.infer<typeof webhookView>;
  return { ...reply, body: { ...(reply.body as object), secret: secrets.webhookKey(id, keyVersion).secret } };
}

export const createWebhook = route({
  ...changing,
  operationId: 'createWebhook',
  method: 'post',
  path: '/v1/webhooks',
  tag: about.tag,
  summary: 'Has events sent to an address as they happen.',
  description:
    'Each is sent at least once, and in order: as long as one has not arrived, those behind it wait. Messages are signed as Standard Webhooks 1.0.0 says; the reply has the secret, which is told this once. They begin with what happens from now on, or with block `from`.',
  body: z.strictObject({
    url,
    description: description.optional(),
    types: types.min(1).optional().meta({ description: 'Only these types; absent, all.' }),
    programId: programId.optional(),
    accountId: accountId.optional(),
    from: block.optional(),
  }),
  errors: ['WEBHOOK_ADDRESS_NOT_ALLOWED', 'WEBHOOKS_TOO_MANY', 'BLOCK_AHEAD', 'SHUTTING_DOWN'],
  replies: { 201: { description: 'It is on disk; the webhook with its secret.', schema: webhookWithSecretView } },
  example: {
    body: { url: exampleWebhook.url, types: exampleWebhook.types },
    replies: { 201: exampleSecret },
  },
  handle: async (context, gateway) => {
    const { from, ...given } = context.body;
    const { webhooks } = gateway;
    const asked = { scope: context.scope, key: context.idempotencyKey };
    return withSecret(
      gateway,
      await onceHere(context, gateway, 201, () => webhooks.create(given, webhooks.placeFrom(from), asked)),
    );
  },
});

export const listWebhooks = route({
  ...reading,
  operationId: 'listWebhooks',
  method: 'get',
  path: '/v1/webhooks',
  tag: about.tag,
  summary: 'The webhooks, and how each is going.',
  replies: { 200: { description: 'All of them.', schema: webhooksView } },
  example: { replies: { 200: { webhooks: [exampleWebhook] } } },
  handle: (_context, gateway) => ({
    status: 200,
    body: { webhooks: gateway.webhooks.all().map((webhook) => show(gateway, webhook)) },
  }),
});

export const readWebhook = route({
  ...about,
  ...reading,
  operationId: 'readWebhook',
  method: 'get',
  path,
  summary: 'One webhook.',
  errors: ['WEBHOOK_UNKNOWN'],
  replies: { 200: { description: 'The webhook.', schema: webhookView } },
  example: { params, replies: { 200: exampleWebhook } },
  handle: (context, gateway) => {
    const webhook = gateway.webhooks.require(context.params.webhookId);
    return { status: 200, headers: { etag: etagOf(webhook) }, body: show(gateway, webhook) };
  },
});

export const changeWebhook = route({
  ...about,
  ...changing,
  operationId: 'changeWebhook',
  method: 'patch',
  path,
  condition: 'must',
  summary: 'Changes a webhook’s address or types, disables it, or has it go on.',
  description: 'What had not arrived is tried again at once, and goes on from there.',
  body: z
    .strictObject({
      url: url.optional(),
      description: description.optional(),
      types: types.optional(),
      status: z.enum(['active', 'disabled']).optional().meta({ description: 'Whether events are sent to it.' }),
    })
    .refine((body) => Object.keys(body).length > 0, 'must change something'),
  errors: ['WEBHOOK_UNKNOWN', 'WEBHOOK_ADDRESS_NOT_ALLOWED', 'PRECONDITION_FAILED', 'SHUTTING_DOWN'],
  replies: { 200: { description: 'The webhook as it is now.', schema: webhookView } },
  example: { params, body: { status: 'active' }, replies: { 200: exampleWebhook } },
  handle: (context, gateway) =>
    onceHere(context, gateway, 200, () => {
      const { params, body, ifMatch } = context;
      const { status, ...given } = body;
      const { revision } = gateway.webhooks.require(params.webhookId);
      if (ifMatch !== undefined && ifMatch !== revision) throw new Problem('PRECONDITION_FAILED');
      return gateway.webhooks.change(params.webhookId, given, status);
    }),
});

export const rotateWebhookKey = route({
  ...about,
  ...changing,
  operationId: 'rotateWebhookKey',
  method: 'post',
  path: `${path}/rotate-key`,
  summary: 'Gives a webhook a new secret and key pair.',
  description: `For \`keepHours\` messages are signed with the ones before them too, ${KEEP_HOURS_DEFAULT} if nothing is said; a webhook has two at the most.`,
  body: z.strictObject({
    keepHours: z.int().min(0).max(168).optional().meta({ description: 'For how many hours both are used.' }),
  }),
  bodyKind: 'optional-json',
  errors: ['WEBHOOK_UNKNOWN', 'SHUTTING_DOWN'],
  replies: { 200: { description: 'The webhook with its new secret.', schema: webhookWithSecretView } },
  example: {
    params,
    body: { keepHours: 24 },
    replies: { 200: { ...exampleSecret, keyVersion: 2, previousKeyUntil: exampleTime, revision: 2 } },
  },
  handle: async (context, gateway) => {
    const { params, body, scope, idempotencyKey: key } = context;
    const { keepHours = KEEP_HOURS_DEFAULT } = body;
    const rotate = (): Webhook => gateway.webhooks.rotate(params.webhookId, keepHours, { scope, key });
    return withSecret(gateway, await onceHere(context, gateway, 200, rotate));
  },
});

export const replayEvents = route({
  ...about,
  ...changing,
  operationId: 'replayEvents',
  method: 'post',
  path: `${path}/replay`,
  summary: 'Sends events once more, from one of them or from a block on.',
  description:
    'It goes on from there, in order. A later place than where the webhook is leaves out what lies between, such as an event that its receiver will never take.',
  body: z
    .strictObject({
      eventId: eventIdText.optional().meta({ description: 'From this event on.' }),
      block: block.optional(),
    })
    .refine(({ eventId, block }) => (eventId === undefined) !== (block === undefined), {
      error: 'must name an event or a block',
    }),
  errors: ['WEBHOOK_UNKNOWN', 'BLOCK_AHEAD', 'SHUTTING_DOWN'],
  replies: { 200: { description: 'The webhook as it is now.', schema: webhookView } },
  example: { params, body: { eventId: '41:7' }, replies: { 200: { ...exampleWebhook, deliveredUpTo: '41:6' } } },
  handle: (context, gateway) => {
    const { eventId, block } = context.body;
    const place = eventId === undefined ? EventFeed.before(block!) : seqOf(eventId)! - 1;
    return onceHere(context, gateway, 200, () => gateway.webhooks.replay(context.params.webhookId, place));
  },
});

export const removeWebhook = route({
  ...about,
  ...changing,
  operationId: 'removeWebhook',
  method: 'post',
  path: `${path}/remove`,
  summary: 'Removes a webhook for good.',
  errors: ['WEBHOOK_UNKNOWN', 'SHUTTING_DOWN'],
  replies: {
    200: { description: 'It is gone.', schema: z.strictObject({ webhookId, removed: z.literal(true) }) },
  },
  example: { params, replies: { 200: { ...params, removed: true } } },
  handle: ({ params: { webhookId: id } }, gateway) => {
    gateway.transactions.requireOpen();
    gateway.webhooks.remove(id);
    return { status: 200, body: { webhookId: id, removed: true } };
  },
});

export const listWebhookAttempts = route({
  ...about,
  ...reading,
  operationId: 'listWebhookAttempts',
  method: 'get',
  path: `${path}/attempts`,
  summary: 'What was sent to a webhook, the newest first; of older ones the last thousand are kept.',
  query: z.strictObject({ limit, cursor }),
  errors: ['WEBHOOK_UNKNOWN', 'CURSOR_INVALID'],
  replies: { 200: { description: 'A page.', schema: attemptsView } },
  example: {
    params,
    replies: { 200: { attempts: [{ eventId: '42:0', at: exampleTime, number: 1, status: 200, durationMs: 31 }] } },
  },
  handle: (context, gateway) => {
    const { limit: most = ATTEMPTS_DEFAULT, cursor: from } = context.query;
    const before = decodeCursor(from, z.int(), Number.MAX_SAFE_INTEGER);
    const rows = gateway.webhooks.attempts(context.params.webhookId, before, most + 1);
    const { items, next } = toPage(rows, most, ({ seq }) => seq, gateway.projection.lastBlock());
    return answerPage(context, 'attempts', { items: items.map(showAttempt), next });
  },
});
