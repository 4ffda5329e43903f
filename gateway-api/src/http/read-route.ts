/**
 * Routes that read one thing: from the projection, or from the peer where that is asked for and where only the peer knows.
 * Roles and refusals come from the catalogue's entry.
 */
import type { ReplyOf, RequestOf, Transaction } from '@commonpoint/catalogue';
import type { z } from 'zod';
import type { Read } from '../channel/reads.js';
import type { Gateway } from '../gateway.js';
import { etagOf } from './if-match.js';
import type { ProblemCode } from './problems.js';
import {
  route,
  type Answer,
  type Inferred,
  type RequestContext,
  type Route,
  type RouteDescription,
  type Schema,
} from './route.js';

/** What may go wrong when the peer is asked. */
export const readErrors = ['PEER_UNAVAILABLE', 'LEDGER_TIMEOUT', 'PEER_REPLY_INVALID'] as const;

/** What only the two merchants, or the one, may be missing whose private rows they are. */
export const privateErrors = ['PRIVATE_DATA_NOT_HERE', 'COLLECTION_UNKNOWN'] as const;

/** What routes that read one thing and those that read lists declare alike. */
export interface ReadDeclaration<T extends Transaction, P extends Schema, Q extends Schema> extends RouteDescription {
  readonly operationId: string;
  readonly params?: P;
  readonly query?: Q;
  /** Who may, where that is fewer than the ledger lets. */
  readonly roles?: Route['roles'];
  readonly errors?: readonly ProblemCode[];
  /** Other entries whose refusals belong to it. */
  readonly also?: readonly Transaction[];
  /** What the peer is asked, where that is not what stands in path and query. */
  readonly request?: (context: RequestContext<Inferred<P>, Inferred<Q>>, gateway: Gateway) => RequestOf<T>;
}

/** Declares a route that reads one thing. */
export function readRoute<
  T extends Transaction,
  const Path extends string,
  V extends z.ZodType,
  P extends Schema = undefined,
  Q extends Schema = undefined,
>(
  entry: T,
  path: Path,
  declaration: ReadDeclaration<T, P, Q> & {
    readonly view: V;
    /** What the view is of. */
    readonly shows: string;
    /** The answer as the projection has it, which is what the peer would reply; without it the peer is always asked. */
    readonly here?: (gateway: Gateway, request: RequestOf<T>) => ReplyOf<T>;
    /** The body, where it is not the reply as it is. */
    readonly body?: (reply: ReplyOf<T>, context: RequestContext<Inferred<P>, Inferred<Q>>, asOfBlock: number) => object;
    /** Instead of all these: an answer that no single entry gives. */
    readonly read?: (
      gateway: Gateway,
      context: RequestContext<Inferred<P>, Inferred<Q>>,
    ) => Promise<Read<object>> | Read<object>;
    /** Whether its row has a revision, which is told as `ETag`. */
    readonly revised?: true;
    /** The reply for those who would rather have CSV. */
    readonly csv?: (reply: ReplyOf<T>) => NonNullable<Answer['text']>;
  },
) {
  const { view, shows, here, body, read, csv, revised, request, roles, errors = [], also = [], ...rest } = declaration;
  return route({
    ...rest,
    method: 'get',
    path,
    roles: roles ?? entry.roles,
    entries: [entry, ...also],
    errors: [...readErrors, ...errors],
    replies: { 200: { description: shows, schema: view, ...(csv && { csv: true }) } },
    handle: async (context: RequestContext<Inferred<P>, Inferred<Q>>, gateway): Promise<Answer> => {
      if (read) return answerOf(await read(gateway, context));
      const asked =
        request?.(context, gateway) ??
        ({ ...(context.params as object), ...(context.query as object) } as RequestOf<T>);
      const isHere = here !== undefined && context.read.consistency === 'projection';
      const { value, asOfBlock } = isHere
        ? { value: here(gateway, asked), asOfBlock: gateway.projection.lastBlock() }
        : await gateway.peer.read(entry, asked, context.caller.role);
      if (csv && context.prefersCsv) return { status: 200, text: csv(value) };
      const answer = answerOf({ value: body ? body(value, context, asOfBlock) : (value as object), asOfBlock });
      return revised ? { ...answer, headers: { etag: etagOf(value as object) } } : answer;
    },
  });
}

const answerOf = ({ value, asOfBlock }: Read<object>): Answer => ({ status: 200, body: { ...value, asOfBlock } });
