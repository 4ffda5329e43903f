/** Events, as pages and as they come. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { accountId, programId } from '@commonpoint/catalogue';
import { z } from 'zod';
import { EventFeed, type EventFilter, type LedgerEvent } from '../../events/event-feed.js';
import { eventId, eventTypes, seqOf } from '../../events/ledger-event.js';
import type { Gateway } from '../../gateway.js';
import { Problem } from '../../http/problem.js';
import { route, type Answer } from '../../http/route.js';
import { requestInvalid } from '../../http/validation.js';
import { exampleAccountId, exampleOperationId, exampleTime, exampleTxId } from '../examples.js';
import { blockDigits, limit } from '../parameters.js';
import { eventIdText, eventsView } from './views.js';

/** What a client waits before it connects again. */
const RETRY_MS = 2_000;
/** Events sent at a time. */
const SENT_AT_ONCE = 500;
const ITEMS_DEFAULT = 100;
/** Whoever was told something is told more for so long at the most without a look at whether its key still opens anything. */
const TAKEN_FOR_MS = 1_000;

const known: ReadonlySet<string> = new Set(eventTypes);
const types = z
  .string()
  .max(1_000)
  .refine(
    (list) => list.split(',').every((type) => known.has(type)),
    'must be types of events, with commas between them',
  )
  .meta({ description: 'Only these types, with commas between them.', example: 'points.issued,points.redeemed' });

const query = z
  .strictObject({
    after: eventIdText.optional().meta({ description: 'Only what happened after this event.' }),
    from: blockDigits.optional().meta({ description: 'Only what happened in this block or later.' }),
    types: types.optional(),
    programId: programId.optional(),
    accountId: accountId.optional(),
    limit,
  })
  .refine(({ after, from }) => after === undefined || from === undefined, {
    path: ['from'],
    error: 'says the same as `after`, otherwise',
  });

export const listEvents = route({
  operationId: 'listEvents',
  method: 'get',
  path: '/v1/events',
  tag: 'Events',
  summary: 'What happened on the ledger, oldest first.',
  description:
    'With `Accept: text/event-stream` events are sent as they come, from the place that `Last-Event-ID`, `after` or `from` names, else from now on; where there is nothing to tell at first, and after 15 seconds without an event, a `heartbeat` says up to which block all has been told. Who reads on from the last id that it has had gets each event once.',
  roles: ['admin', 'operator', 'auditor'],
  query,
  errors: ['EVENT_READERS_TOO_MANY'],
  replies: { 200: { description: 'A page.', schema: eventsView, events: true } },
  example: {
    query: { after: '41:7', types: 'points.issued' },
    replies: {
      200: {
        events: [
          {
            id: '42:0',
            type: 'points.issued',
            block: 42,
            txId: exampleTxId,
            time: exampleTime,
            mspId: 'HarborMSP',
            operationId: exampleOperationId,
            programId: 'harbor',
            accountId: exampleAccountId,
            amount: '120',
          },
        ],
        next: '42:3',
        isLast: true,
        asOfBlock: 42,
      },
    },
  },
  handle: (context, gateway): Answer => {
    const { after, from, types: listed, limit: most = ITEMS_DEFAULT, ...about } = context.query;
    const filter: EventFilter = { ...about, types: listed === undefined ? undefined : new Set(listed.split(',')) };
    const asked = context.lastEventId ?? after;
    const place = placeOf(asked) ?? (from === undefined ? undefined : EventFeed.before(from));
    if (!context.prefersEvents) {
      const { events, at, isLast } = gateway.events.page(place ?? -1, filter, most);
      const next = at < 0 ? {} : { next: eventId(at) };
      return { status: 200, body: { events, ...next, isLast, asOfBlock: gateway.projection.lastBlock() } };
    }
    if (!gateway.events.enter()) throw new Problem('EVENT_READERS_TOO_MANY');
    return {
      status: 200,
      headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
      text: {
        type: 'text/event-stream',
        content: stream(gateway, place ?? gateway.events.end(), filter, context.isStillTaken),
      },
    };
  },
});

function placeOf(id: string | undefined): number | undefined {
  if (id === undefined) return undefined;
  const seq = seqOf(id);
  if (seq === undefined)
    throw requestInvalid([{ pointer: '/header/last-event-id', detail: 'must be the id of an event' }]);
  return seq;
}

async function* stream(
  { events: feed, projection }: Gateway,
  from: number,
  filter: EventFilter,
  isStillTaken: () => Promise<boolean>,
): AsyncGenerator<string | Uint8Array> {
  try {
    yield `retry: ${RETRY_MS}\n\n`;
    // At once where there is nothing to tell: who begins with now, and is cut off before anything came, goes on from there.
    let said = -Infinity;
    let taken = performance.now();
    for (let place = from; !feed.isStopped;) {
      const { version } = feed;
      const isLongSilent = performance.now() - said >= feed.heartbeatMs;
      // Read before the page: all of it is told of then.
      const asOfBlock = isLongSilent ? projection.lastBlock() : -1;
      const { events, at, isLast } = feed.page(place, filter, SENT_AT_ONCE);
      place = at;
      const isTelling = events.length > 0 || isLongSilent;
      if (isTelling && performance.now() - taken >= TAKEN_FOR_MS) {
        if (!(await isStillTaken())) return;
        taken = performance.now();
      }
      if (events.length > 0) {
        yield framesOf(events);
        said = performance.now();
      } else if (isLongSilent) {
        yield heartbeat(at, asOfBlock);
        said = performance.now();
      }
      if (isLast) await feed.beyond(version, feed.heartbeatMs);
      else await nextTurn();
    }
  } finally {
    feed.leave();
  }
}

/** Also where the client is by now: what it does not ask for is not looked at again. */
function heartbeat(place: number, asOfBlock: number): string {
  const at = place < 0 ? '' : `id: ${eventId(place)}\n`;
  return `${at}event: heartbeat\ndata: {"asOfBlock":${asOfBlock}}\n\n`;
}

/** Those who read at the same time are sent the same, one after the other. */
let sentLast: { readonly events: readonly LedgerEvent[]; readonly bytes: Uint8Array } = {
  events: [],
  bytes: new Uint8Array(),
};

function framesOf(events: readonly LedgerEvent[]): Uint8Array {
  const isSame = sentLast.events.length === events.length && events.every((event, at) => event === sentLast.events[at]);
  if (!isSame) sentLast = { events, bytes: Buffer.from(events.map(frameOf).join('')) };
  return sentLast.bytes;
}

const frames = new WeakMap<LedgerEvent, string>();

function frameOf(event: LedgerEvent): string {
  let frame = frames.get(event);
  if (frame === undefined) {
    frame = `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    frames.set(event, frame);
  }
  return frame;
}
