/** What the routes of writes that are no operations have in common. */
import { fingerprintOf, once } from '../http/idempotency.js';
import type { ProblemCode } from '../http/problems.js';
import type { Answer, Ask } from '../http/route.js';
import type { Gateway } from '../ports.js';
import type { StoredReply } from '../store/idempotency.js';
import type { WriteOptions, Written } from '../writes/results.js';

export const writeErrors: readonly ProblemCode[] = [
  'QUEUE_FULL',
  'SHUTTING_DOWN',
  'PEER_UNAVAILABLE',
  'ORDERING_UNAVAILABLE',
  'LEDGER_TIMEOUT',
  'LEDGER_CONFLICT',
  'LEDGER_REFUSED',
  'OUTCOME_UNKNOWN',
  'PEER_REPLY_INVALID',
];

interface WriteRequest<T> {
  /** What the key is compared by. */
  readonly content: unknown;
  readonly write: (options: WriteOptions) => Promise<Written<T>>;
  /** The reply's members beside `state` and `txId`; without a value it is not committed yet. */
  readonly body: (value: T | undefined) => object;
  /** Of a commitment that changed something; 200 if it was so already. */
  readonly status: 200 | 201;
  readonly location?: string;
}

type AnyAsk = Ask<unknown, unknown, unknown>;

const optionsOf = (ask: AnyAsk): WriteOptions => ({
  waitMs: ask.preferences.waitMs,
  traceparent: ask.traceparent,
});

/** A POST: done once per key. */
export async function writeOnce<T>(ask: AnyAsk, gateway: Gateway, request: WriteRequest<T>): Promise<Answer> {
  const claim = { scope: ask.scope, key: ask.idempotencyKey, fingerprint: fingerprintOf(request.content) };
  const { waitMs } = ask.preferences;
  const replyTo = (written: Written<T>): StoredReply => replyOf(request, written);
  const asked = { instance: ask.path, traceId: ask.traceId, waitMs };
  const { reply, replayed } = await once(gateway.idempotency, claim, asked, async () => {
    const written = await request.write({ ...optionsOf(ask), kept: { claim, replyTo } });
    return { ...replyTo(written), final: written.final?.then(replyTo) };
  });
  return { ...reply, headers: { ...reply.headers, ...(replayed && { 'idempotency-replayed': 'true' }) } };
}

/** A PATCH: sets what is given. Without a key it may be repeated, and sets it again; with one it is done once. */
export async function write<T>(
  ask: AnyAsk,
  gateway: Gateway,
  request: Omit<WriteRequest<T>, 'content'>,
): Promise<Answer> {
  if (ask.hasKey) return writeOnce(ask, gateway, { ...request, content: [ask.params, ask.body] });
  return replyOf(request, await request.write(optionsOf(ask)));
}

function replyOf<T>(request: Omit<WriteRequest<T>, 'content'>, written: Written<T>): StoredReply {
  const { state, txId, value, existed } = written;
  const body = { ...request.body(value), state, txId };
  const location = request.location === undefined ? undefined : { location: request.location };
  if (state !== 'committed') return { status: 202, headers: { ...location, 'retry-after': '1' }, body };
  return { status: existed === true ? 200 : request.status, headers: { ...location }, body };
}
