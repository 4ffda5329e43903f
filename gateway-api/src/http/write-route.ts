/**
 * Routes of writes that are no points operations: the rarer ones, which set something to a value or find it there already.
 *
 * A request passes two layers: this one, which does it once per key, and `writes/ledger-transactions.ts`, which brings it
 * to the ledger. Roles and refusals come from the catalogue's entry.
 */
import type { PrivateInputOf, ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import type { z } from 'zod';
import type { Gateway } from '../gateway.js';
import type { IdempotencyClaim, StoredReply } from '../store/idempotency.js';
import type { WriteOptions, Written } from '../writes/results.js';
import { fingerprintOf, once } from './idempotency.js';
import { etagOf } from './if-match.js';
import type { ProblemCode } from './problems.js';
import { privateErrors } from './read-route.js';
import {
  route,
  type Answer,
  type BodyKind,
  type Inferred,
  type RequestContext,
  type Route,
  type RouteDescription,
  type Schema,
} from './route.js';

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

/** What the statuses of a write's reply mean. */
interface Described {
  /** 200. Where a write makes something, only of one that found it there already. */
  readonly done?: string;
  /** 201, of a write that makes something. */
  readonly made?: string;
  /** 202. */
  readonly later?: string;
}

interface WriteDeclaration<T extends Transaction, P extends Schema, B extends Schema, V extends z.ZodType, Value>
  extends RouteDescription, Described {
  readonly operationId: string;
  /** POST, unless it says otherwise. */
  readonly method?: 'post' | 'patch';
  /** Whether `If-Match` may or has to name the revision of the row that it changes; the request then has it. */
  readonly condition?: Route['condition'];
  readonly params?: P;
  readonly body?: B;
  readonly bodyKind?: BodyKind;
  readonly view: V;
  /** Other entries whose refusals belong to it. */
  readonly also?: readonly Transaction[];
  /** What it answers by itself, beyond the entry's refusals and what any write may fail with. */
  readonly errors?: readonly ProblemCode[];
  /** Looked at before the key is used. */
  readonly check?: (context: RequestContext<Inferred<P>, unknown, Inferred<B>>, gateway: Gateway) => Promise<void>;
  /** What goes to the ledger, where that is not what stands in path and body. */
  readonly request?: (context: RequestContext<Inferred<P>, unknown, Inferred<B>>, gateway: Gateway) => RequestOf<T>;
  /** What only the endorsing peers get to see; made when it is sent. */
  readonly privateInput?: (
    context: RequestContext<Inferred<P>, unknown, Inferred<B>>,
    gateway: Gateway,
  ) => PrivateInputOf<T> | Promise<PrivateInputOf<T>>;
  /** What a key is compared by, where that is not the request: nothing confidential, see `confidentialDigest`. */
  readonly content?: (context: RequestContext<Inferred<P>, unknown, Inferred<B>>, gateway: Gateway) => unknown;
  /** Another way to the ledger than one transaction. */
  readonly write?: (
    context: RequestContext<Inferred<P>, unknown, Inferred<B>>,
    gateway: Gateway,
    options: WriteOptions,
    request: RequestOf<T>,
  ) => Promise<Written<Value>>;
  /** The reply's members beside `state` and `txId`, where these are not the path's and the ledger's. */
  readonly show?: (
    value: Value | undefined,
    context: RequestContext<Inferred<P>, unknown, Inferred<B>>,
    gateway: Gateway,
  ) => object;
  readonly location?: (context: RequestContext<Inferred<P>, unknown, Inferred<B>>, gateway: Gateway) => string;
}

/** Declares a POST that is done once per key; or a PATCH, which is if it has one. */
export function writeRoute<
  T extends Transaction,
  const Path extends string,
  V extends z.ZodType,
  P extends Schema = undefined,
  B extends Schema = undefined,
  Value = ReplyOf<T>,
>(entry: T, path: Path, declaration: WriteDeclaration<T, P, B, V, Value>) {
  const { view, done, made, later, also = [], check, content, show, location, ...rest } = declaration;
  const { request, privateInput, write, errors = [], method = 'post', ...described } = rest;
  type Context = RequestContext<Inferred<P>, unknown, Inferred<B>>;
  const requestOf = (context: Context, gateway: Gateway): RequestOf<T> => {
    const asked = request?.(context, gateway) ?? { ...(context.params as object), ...(context.body as object) };
    const meantFor = context.ifMatch === undefined ? {} : { revision: context.ifMatch };
    return { ...asked, ...meantFor } as RequestOf<T>;
  };
  return route({
    ...described,
    method,
    path,
    roles: entry.roles,
    entries: [entry, ...also],
    errors: [...writeErrors, ...(entry.endorsers === undefined ? [] : privateErrors), ...errors],
    replies: writtenReplies(view, { done, made, later }),
    handle: async (context: Context, gateway): Promise<Answer> => {
      await check?.(context, gateway);
      const asked = requestOf(context, gateway);
      const claim = {
        scope: context.scope,
        key: context.idempotencyKey,
        fingerprint: fingerprintOf(contentOf(content ? content(context, gateway) : asked, context)),
      };
      const replyTo = (result: Written<unknown>): StoredReply => {
        const value = result.value as Value | undefined;
        const body = show
          ? show(value, context, gateway)
          : { ...(context.params as object), ...(value as object | undefined) };
        const tag = described.condition !== undefined && value !== undefined ? { etag: etagOf(value as object) } : {};
        return replyOf(result, body, made === undefined ? 200 : 201, location?.(context, gateway), tag);
      };
      const done = async (options: WriteOptions): Promise<Written<unknown>> => {
        if (write) return write(context, gateway, options, asked);
        return gateway.transactions.write(context.caller.role, entry, asked, {
          ...options,
          privateInput: await privateInput?.(context, gateway),
        });
      };
      if (!context.hasKey) return replyTo(await done(optionsOf(context)));
      return answerOnce(context, gateway, claim, replyTo, done);
    },
  });
}

/** What of a request with a condition is compared: also what it was meant for. */
function contentOf(content: unknown, { ifMatch }: RequestContext): unknown {
  return ifMatch === undefined ? content : [content, ifMatch];
}

/** Does a write once per key, and answers as before what was done before. */
export async function answerOnce(
  context: RequestContext,
  gateway: Gateway,
  claim: IdempotencyClaim,
  replyTo: (result: Written<unknown>) => StoredReply,
  write: (options: WriteOptions) => Promise<Written<unknown>>,
): Promise<Answer> {
  const { waitMs } = context.preferences;
  const asked = { instance: context.path, traceId: context.traceId, waitMs };
  const { reply, replayed } = await once(gateway.idempotency, claim, asked, async () => {
    const result = await write({ ...optionsOf(context), kept: { claim, replyTo } });
    return { ...replyTo(result), final: result.final?.then(replyTo) };
  });
  return { ...reply, headers: { ...reply.headers, ...(replayed && { 'idempotency-replayed': 'true' }) } };
}

export const optionsOf = (context: RequestContext): WriteOptions => ({
  waitMs: context.preferences.waitMs,
  traceparent: context.traceparent,
});

export function writtenReplies<V extends z.ZodType>(
  schema: V,
  { done, made, later = 'Handed over, not committed yet.' }: { [K in keyof Described]: Described[K] | undefined },
) {
  return {
    ...(done !== undefined && { 200: { description: done, schema } }),
    ...(made !== undefined && { 201: { description: made, schema } }),
    202: { description: later, schema },
  };
}

/** What a write answers, committed or not yet. */
export function replyOf(
  { state, txId, existed }: Written<unknown>,
  body: object,
  status: 200 | 201,
  location?: string,
  tag: { readonly etag?: string } = {},
): StoredReply {
  const headers: Record<string, string> = { ...(location !== undefined && { location }), ...tag };
  const all = { ...body, state, txId };
  if (state !== 'committed') return { status: 202, headers: { ...headers, 'retry-after': '1' }, body: all };
  return { status: existed === true ? 200 : status, headers, body: all };
}
