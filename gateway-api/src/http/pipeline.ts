/**
 * What happens to every request of a route, in this order: who, may they, not too often, what representation, how
 * long, what body, is it as declared; then the handler; then the one reply.
 */
import type { Request, RequestHandler, Response } from 'express';
import type { GatewayConfig } from '../config.js';
import { shuttingDown } from '../channel/failures.js';
import type { Consistency } from '../channel/reads.js';
import type { Gateway } from '../gateway.js';
import { requireOfSession, requireRole, type Authenticate } from './authentication.js';
import { hasBody, parseJsonBody, parseNdjsonBody, readBody, requireContentType } from './body.js';
import { csvStream } from './csv-stream.js';
import { statusesInMoney, withCurrency } from './currency.js';
import { ifMatchOf } from './if-match.js';
import { requireIdempotencyKey, scopeOf } from './idempotency.js';
import { createNegotiation, type Negotiate } from './negotiation.js';
import { parsePrefer } from './preferences.js';
import { Problem } from './problem.js';
import type { RateLimit } from './rate-limit.js';
import { sendAnswer } from './reply.js';
import type { Answer, RequestContext, Route } from './route.js';
import { requestInvalid, validate } from './validation.js';

export interface PipelineSurroundings {
  readonly gateway: Gateway;
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly limits: GatewayConfig['limits'];
  readonly isStopping: () => boolean;
  readonly stepUpMinutes?: number | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Everything that does not depend on the request is decided here, once. */
export function createPipeline(route: Route, surroundings: PipelineSurroundings): RequestHandler {
  const { gateway, authenticate, rateLimit, limits } = surroundings;
  const template = `${route.method.toUpperCase()} ${route.path}`;
  const mediaTypes = mediaTypesOf(route);
  const negotiate = createNegotiation(mediaTypes);
  const isRead = route.method === 'get' || route.reads === true;
  const takesWork = !isRead && route.errors.includes('SHUTTING_DOWN');
  const inMoney = statusesInMoney(route.replies);
  const stepUpMs = (surroundings.stepUpMinutes ?? 0) * 60_000;
  const bytesMax = route.bodyKind === 'batch' ? limits.batchBytesMax : limits.bodyBytesMax;

  return async (request: Request, response: Response): Promise<void> => {
    const { observed } = request;
    observed.route = route.path;
    const context = {} as Mutable<RequestContext>;
    context.traceId = observed.trace.traceId;
    context.traceparent = observed.trace.traceparent;
    context.isAwaited = () => !response.destroyed;
    const queryStart = request.url.indexOf('?');
    context.path = queryStart === -1 ? request.url : request.url.slice(0, queryStart);

    if (route.roles !== 'public') {
      try {
        const caller = authenticate(request.headers);
        observed.caller = caller instanceof Promise ? await caller : caller;
      } finally {
        // Also without a key, counted by address: or guessing keys would be free.
        rateLimit(request, response);
      }
      context.caller = observed.caller;
      const { role, clientId } = context.caller;
      context.isStillTaken = async () => {
        const now = await Promise.resolve(request.headers)
          .then(authenticate)
          .catch(() => undefined);
        return now?.role === role && now.clientId === clientId;
      };
      requireRole(context.caller, route.roles);
      requireOfSession(context.caller, request.headers, { roles: route.roles, isRead, stepUpMs });
      if (isRead) context.read = { caller: context.caller, consistency: consistencyOf(request.headers.consistency) };
    }
    if (takesWork && surroundings.isStopping()) throw shuttingDown();
    requireAcceptable(request, mediaTypes, negotiate);
    const preferred = mediaTypes.length > 1 ? negotiate(request) : undefined;
    context.prefersNdjson = preferred === 'application/x-ndjson';
    context.prefersCsv = preferred === 'text/csv';
    context.prefersEvents = preferred === 'text/event-stream';
    if (context.prefersEvents) context.lastEventId = request.get('last-event-id');

    context.hasKey = !isRead && (route.method === 'post' || request.headers['idempotency-key'] !== undefined);
    if (context.hasKey) {
      context.idempotencyKey = requireIdempotencyKey(request.headers['idempotency-key']);
      context.scope = scopeOf(context.caller, template);
    }
    if (!isRead) context.ifMatch = ifMatchOf(request.headers['if-match'], route.condition);
    if (!isRead) context.preferences = parsePrefer(request.headers.prefer as string | undefined);

    if (route.params !== undefined) context.params = validate(route.params, request.params, '/path');
    context.query = parseQuery(route, queryStart === -1 ? '' : request.url.slice(queryStart + 1));
    if (route.bodyKind === 'csv') {
      requireContentType(request, ['text/csv', 'application/octet-stream']);
      context.stream = csvStream(request, limits);
    } else if (route.body !== undefined) {
      context.body = validate(route.body, await parseBody(route, request, { bytesMax, timeoutMs: limits.requestMs }));
    }

    const whole = isRead && route.roles !== 'public' ? gateway.wholeBlock() : undefined;
    if (whole !== undefined) await whole;
    const handled = Promise.resolve(route.handle(context as RequestContext<never, never, never>, gateway));
    const answering = isRead ? handled : gateway.storage.orUnavailable(handled);
    // What a refusal left unread is not waited for here: the reply gives it a moment.
    const answer: Answer = await answering.finally(() => context.stream?.destroy());
    const applied = isRead ? undefined : context.preferences.applied;
    if (applied !== undefined) response.setHeader('preference-applied', applied);
    await sendAnswer(response, inMoney.has(answer.status) ? withCurrency(answer, gateway.currency()) : answer);
  };
}

async function parseBody(
  route: Route,
  request: Request,
  limits: { readonly bytesMax: number; readonly timeoutMs: number },
): Promise<unknown> {
  if (route.bodyKind === 'optional-json' && !hasBody(request)) {
    // It ends at once, but after those that came before it over the same connection.
    await readBody(request, limits);
    return {};
  }
  const type = requireContentType(
    request,
    route.bodyKind === 'batch' ? ['application/json', 'application/x-ndjson'] : ['application/json'],
  );
  const bytes = await readBody(request, limits);
  return type === 'application/x-ndjson' ? { operations: parseNdjsonBody(bytes) } : parseJsonBody(bytes);
}

/** A repeated parameter is refused: which of the two was meant cannot be known. */
function parseQuery(route: Route, text: string): unknown {
  const values: Record<string, string> = {};
  if (text !== '') {
    for (const [name, value] of new URLSearchParams(text)) {
      if (Object.hasOwn(values, name)) {
        throw requestInvalid([{ pointer: `/query/${name.slice(0, 64)}`, detail: 'is given more than once' }]);
      }
      Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
    }
  }
  if (route.query !== undefined) return validate(route.query, values, '/query');
  const [unknown] = Object.keys(values);
  if (unknown !== undefined) {
    throw requestInvalid([
      { pointer: `/query/${unknown.slice(0, 64)}`, detail: 'is not a parameter of this resource' },
    ]);
  }
  return values;
}

function consistencyOf(header: string | string[] | undefined): Consistency {
  if (header === undefined || header === 'projection') return 'projection';
  if (header === 'ledger') return 'ledger';
  throw requestInvalid([{ pointer: '/header/consistency', detail: 'must be "projection" or "ledger"' }]);
}

function mediaTypesOf(route: Route): string[] {
  const types = Object.values(route.replies).flatMap((reply) => [
    reply.contentType ?? 'application/json',
    ...(reply.ndjson === true ? ['application/x-ndjson'] : []),
    ...(reply.csv === true ? ['text/csv'] : []),
    ...(reply.events === true ? ['text/event-stream'] : []),
  ]);
  return [...new Set(types)].map((type) => type.split(';', 1)[0]!);
}

/** Problems are JSON too, so a client that takes only `application/problem+json` is taken at its word. */
function requireAcceptable(request: Request, types: readonly string[], negotiate: Negotiate): void {
  const accept = request.headers.accept;
  if (accept === undefined || accept === '*/*' || accept === types[0]) return;
  if (negotiate(request) !== false) return;
  throw new Problem('NOT_ACCEPTABLE', `this resource is given as ${types.join(' or ')}`);
}
