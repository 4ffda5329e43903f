/** Routes of single operations: one operation in, one receipt or one reason out. */
import {
  authorization,
  operationRefusals,
  operationRoles,
  postPoints,
  type ErrorCode,
  type Operation,
  type OperationKind,
  type Role,
  type Transaction,
} from '@commonpoint/catalogue';
import type { z } from 'zod';
import type { Caller } from '../../caller.js';
import type { Gateway } from '../../gateway.js';
import { chosenId } from './chosen-id.js';
import { fingerprintOf, operationIdOf, requireClaimed, fixOnce } from '../../http/idempotency.js';
import type { ProblemCode } from '../../http/problems.js';
import {
  route,
  type Answer,
  type BodyKind,
  type Inferred,
  type RequestContext,
  type RouteDescription,
  type Schema,
} from '../../http/route.js';
import { keepWritten } from '../evidence/given-details.js';
import type { Arrival } from '../../writes/arrivals.js';
import { asTill } from './cashier-reversal.js';
import { operationBody } from './operation-body.js';
import { hasNotes, operationNotes, toldAgain, type OperationNotes } from './operation-notes.js';
import { rejection } from './rejection.js';
import { operationView } from './views.js';

const operationErrors: readonly ProblemCode[] = [
  'QUEUE_FULL',
  'SHUTTING_DOWN',
  'PEER_UNAVAILABLE',
  'ORDERING_UNAVAILABLE',
  'LEDGER_TIMEOUT',
  'LEDGER_CONFLICT',
  'LEDGER_REFUSED',
  'DETAIL_EXISTS',
  'DETAILS_BEHIND',
];

const ownIdSchema = chosenId.meta({
  description:
    'An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key.',
});

/** A single operation is linked to none, and its lanes are the gateway's to choose. */
const neverAnswered: ReadonlySet<ErrorCode> = new Set(['LINKED_FAILED', 'LANE_UNKNOWN']);

type WithoutId<T> = T extends Operation ? Omit<T, 'id' | 'linked' | 'lanes'> : never;

/** What a request asks for. */
interface Asked {
  readonly content: WithoutId<Operation>;
  /** Members of the answer beside the operation's. */
  readonly answered?: object | undefined;
  /** Where this route's request says otherwise what a code is about. */
  readonly pointers?: Partial<Record<ErrorCode, string>> | undefined;
}

/** Declares a route that posts an operation of one kind; roles and refusals are those of the kind. */
export function operationRoute<
  const Path extends string,
  B extends z.ZodObject,
  P extends Schema = undefined,
  V extends z.ZodType = typeof operationView,
>(
  kind: OperationKind,
  path: Path,
  declaration: Omit<RouteDescription, 'tag'> & {
    readonly operationId: string;
    readonly tag?: string;
    readonly params?: P;
    readonly body: B;
    readonly bodyKind?: BodyKind;
    readonly view?: V;
    readonly made?: string;
    /** Other entries whose refusals belong to it. */
    readonly also?: readonly Transaction[];
    readonly pointers?: Asked['pointers'];
    /** Who may beside the roles of the kind, within limits of the merchant's own. */
    readonly within?: { readonly role: Role; readonly errors: readonly ProblemCode[] };
    /** What the client's own id is called, where the body's `operationId` is another operation's. */
    readonly ownId?: 'reversalId';
    /** Where the operation with this id is not what stands in path and body. */
    readonly operation?: (
      context: RequestContext<Inferred<P>, unknown, Inferred<B>>,
      gateway: Gateway,
      id: string,
    ) => Asked | Promise<Asked>;
    /** Where path and body do not say what it is about, what says so as far as it is known at once. */
    readonly about?: (
      context: RequestContext<Inferred<P>, unknown, Inferred<B>>,
      gateway: Gateway,
    ) => Asked['content'] | undefined;
  },
) {
  const {
    view,
    made = 'Committed; the receipt.',
    also = [],
    pointers,
    operation,
    about,
    ownId,
    within,
    body,
    ...rest
  } = declaration;
  const idName = ownId ?? 'operationId';
  const schema = (view ?? operationView) as V;
  return route({
    tag: 'Operations',
    ...rest,
    body: body.safeExtend({ [idName]: ownIdSchema.optional(), ...operationNotes }),
    method: 'post',
    path,
    roles: within === undefined ? operationRoles[kind] : [...operationRoles[kind], within.role],
    entries: [postPoints, ...also],
    errors: [
      ...operationErrors,
      ...(within?.errors ?? []),
      ...(also.length > 0 ? (['PEER_REPLY_INVALID'] as const) : []),
      ...operationRefusals[kind].filter((code) => !neverAnswered.has(code)),
    ],
    replies: {
      201: { description: made, schema },
      202: { description: 'Recorded, not committed yet: look at `Location` after `Retry-After` seconds.', schema },
    },
    handle: async (context: RequestContext<Inferred<P>, unknown, object>, gateway) => {
      const {
        [idName]: own,
        reference,
        metadata,
        detail,
        ...asked
      } = context.body as Record<string, unknown> & OperationNotes;
      const id = (own as string | undefined) ?? operationIdOf(context.scope, context.idempotencyKey);
      const narrowed = { ...context, body: asked as Inferred<B> };
      const written = { kind, ...(context.params as object), ...asked } as unknown as Asked['content'];
      const atOnce = about ? about(narrowed, gateway) : written;
      const open = operation?.(narrowed, gateway, id) ?? { content: written };
      const known = open instanceof Promise ? atOnce : open.content;
      const notes = { reference, metadata, detail };
      return postOperation(context, gateway, { id, open, known, pointers, notes });
    },
  });
}

interface Request extends Pick<Asked, 'pointers'> {
  readonly id: string;
  readonly open: Asked | Promise<Asked>;
  /** What is known of it when it comes. */
  readonly known: Asked['content'] | undefined;
  readonly notes: OperationNotes;
}

/** Without an await before it has its place among those that came. */
async function postOperation(context: RequestContext, gateway: Gateway, request: Request): Promise<Answer> {
  const { id, open, known, notes } = request;
  // It is awaited below; what fails before that is told instead.
  if (open instanceof Promise) open.catch(() => undefined);
  const isTills = known?.kind === 'reverse' && context.caller.role === 'cashier';
  const isSettled = !(open instanceof Promise) && notes.detail === undefined && !isTills;
  const of = known === undefined ? [] : [{ id, ...known } as Operation];
  const arrival = gateway.arrivals.enter(of, isSettled);
  try {
    const asked = open instanceof Promise ? await open : open;
    if (notes.detail !== undefined) await keepWritten(gateway, context.caller, [{ id, detail: notes.detail }]);
    if (arrival.turn !== undefined) await gateway.storage.orUnavailable(arrival.turn);
    return await postSettled(context, gateway, { pointers: request.pointers, ...asked, id, notes, arrival });
  } finally {
    arrival.end();
  }
}

interface Settled extends Asked {
  readonly id: string;
  readonly notes: OperationNotes;
  readonly arrival: Arrival;
}

async function postSettled(
  { scope, idempotencyKey, caller, preferences, traceparent }: RequestContext,
  gateway: Gateway,
  { id, content, answered, pointers, notes, arrival }: Settled,
): Promise<Answer> {
  const operation = { id, ...content } as Operation;
  const options = {
    idempotency: {
      scope,
      key: idempotencyKey,
      fingerprint: fingerprintOf(hasNotes(notes) ? [operation, notes] : operation),
    },
    notes: new Map([[id, toldAgain(notes)]]),
    waitMs: preferences.waitMs,
    traceparent,
    arrival,
  };
  const post = (as: Caller) => gateway.operations.submit(as, [operation], options);
  const isTills = operation.kind === 'reverse' && caller.role === 'cashier';
  const claimed = requireClaimed(isTills ? await asTill(gateway, caller, operation, post) : await post(caller));
  const replayed = claimed.kind === 'replay' ? { 'idempotency-replayed': 'true' } : undefined;
  const result = claimed.results[0]!;
  if (result.state === 'rejected') throw rejection(result, operation, { pointers, headers: replayed });
  const location = `/v1/operations/${operation.id}`;
  const body = { ...operationBody(result, operation), ...toldAgain(notes), ...answered };
  return result.state === 'committed'
    ? { status: 201, body, headers: { location, ...replayed } }
    : { status: 202, body, headers: { location, 'retry-after': '1', ...replayed } };
}

/** What a request leaves open, fixed once under its key. */
export function fixed<T>(
  { scope, idempotencyKey: key, params, body }: RequestContext,
  gateway: Gateway,
  fix: () => Promise<T> | T,
): Promise<T> {
  return fixOnce(gateway.idempotency, { scope, key, fingerprint: fingerprintOf([params, body]) }, fix);
}

/** What a debit's request has when its member signed it. */
export const signed = { authorization: authorization.optional(), operationId: ownIdSchema.optional() };

/** The signature covers the operation's id, so the client that has it made chooses the id. */
export const isSignedWhole = (body: { authorization?: unknown; operationId?: unknown }): boolean =>
  body.authorization === undefined || body.operationId !== undefined;

export const signedWhole = { path: ['operationId'], error: 'is required with authorization, which is over it' };
