/**
 * A route is declared once, as a row of a table: from it derive the router, the permission check, the validation, the
 * OpenAPI description, the types of a client, and the tests.
 */
import type { Readable } from 'node:stream';
import { catalogue, type Role, type Transaction } from '@commonpoint/catalogue';
import type { z } from 'zod';
import type { Caller } from '../caller.js';
import type { ReadOptions } from '../channel/reads.js';
import type { Gateway } from '../gateway.js';
import { exampleInMoney } from './currency.js';
import type { Preferences } from './preferences.js';
import type { ProblemCode } from './problems.js';

/**
 * - `none`: a body is not looked at;
 * - `json`: one JSON value; `optional-json`: an absent body counts as `{}`;
 * - `batch`: JSON or newline-delimited JSON of operations, up to the larger limit;
 * - `csv`: handed to the route as a stream.
 */
export type BodyKind = 'none' | 'json' | 'optional-json' | 'batch' | 'csv';

/** A validated request, as a route's handler sees it. */
export interface RequestContext<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Only of routes with a body of kind `csv`: errors with a Problem beyond the limit or when the client stalls. */
  readonly stream: Readable;
  readonly caller: Caller;
  /** Whether there is an `Idempotency-Key`: always of a POST, where one was sent of a PATCH. */
  readonly hasKey: boolean;
  /** Checked already. */
  readonly idempotencyKey: string;
  /** The revision that a change is meant for; absent if it is meant for whichever there is. */
  readonly ifMatch?: number | undefined;
  /** What the key is scoped to. */
  readonly scope: string;
  readonly preferences: Preferences;
  readonly read: ReadOptions;
  /** Whether who asked would still be let in, as the same: keys are revoked and sessions end while an answer goes on. */
  readonly isStillTaken: () => Promise<boolean>;
  /** Whether the client still waits for the reply: what takes long is not gone on with for nobody. */
  readonly isAwaited: () => boolean;
  /** Whether the client would rather have newline-delimited JSON. */
  readonly prefersNdjson: boolean;
  /** Whether the client would rather have CSV, of a reply that is given as that too. */
  readonly prefersCsv: boolean;
  /** Whether the client would rather have events as they come, and the last one that it has had. */
  readonly prefersEvents: boolean;
  readonly lastEventId?: string | undefined;
  readonly traceId: string;
  readonly traceparent: string;
  /** The request's path without its query. */
  readonly path: string;
}

/** What a handler answers: a JSON body, or text or bytes of another type, whole or in pieces. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: { readonly type: string; readonly content: string | Uint8Array | AsyncIterable<string | Uint8Array> };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ReplyDeclaration<S extends Schema = Schema> {
  readonly description: string;
  /** Absent where the reply is not JSON. */
  readonly schema?: S;
  readonly contentType?: string;
  /** A JSON reply that is also given as newline-delimited JSON. */
  readonly ndjson?: boolean;
  /** A JSON reply that is also given as CSV. */
  readonly csv?: boolean;
  /** A JSON reply that is also given as server-sent events. */
  readonly events?: boolean;
}

export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** By status. */
  readonly replies?: Readonly<Record<number, unknown>>;
}

/** What is told of a route, whatever it does. */
export interface RouteDescription {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string | undefined;
  readonly example: RouteExample;
}

type Method = 'get' | 'post' | 'patch';
export type Schema = z.ZodType | undefined;
type Replies = Readonly<Record<number, ReplyDeclaration>>;

export interface Route extends RouteDescription {
  /** Unique; the use case's slug in camel case. */
  readonly operationId: string;
  readonly method: Method;
  /** As in OpenAPI: `/v1/programs/{programId}`. */
  readonly path: string;
  /** Who may call it; `public` needs no key. */
  readonly roles: readonly Role[] | 'public';
  /** The catalogue entries behind it; their errors belong to this route's. */
  readonly transactions: readonly (keyof typeof catalogue)[];
  readonly params: Schema;
  readonly query: Schema;
  readonly body: Schema;
  readonly bodyKind: BodyKind;
  readonly replies: Replies;
  /** Beyond the catalogue's and those that every route of its kind has. */
  readonly errors: readonly ProblemCode[];
  /** A POST that only reads: what is asked must not stand in an address. It needs no key, and is never kept. */
  readonly reads?: true | undefined;
  /** Of a change of a row that has a revision: whether `If-Match` may or has to name it. */
  readonly condition?: 'may' | 'must' | undefined;
  readonly handle: (context: RequestContext<never, never, never>, gateway: Gateway) => Promise<Answer> | Answer;
}

/** A route that still has the types of what it takes and gives. */
export type TypedRoute<
  M extends Method,
  Path extends string,
  P extends Schema,
  Q extends Schema,
  B extends Schema,
  R extends Replies,
> = Route & {
  readonly method: M;
  readonly path: Path;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly replies: R;
};

export type Inferred<T> = T extends z.ZodType ? z.infer<T> : Record<string, never>;

/** Declares a route; the handler's types come from its schemas. */
export function route<
  const M extends Method,
  const Path extends string,
  R extends Replies,
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(
  declaration: Pick<Route, 'operationId' | 'roles'> &
    RouteDescription & {
      readonly method: M;
      readonly path: Path;
      readonly params?: P;
      readonly query?: Q;
      readonly body?: B;
      readonly bodyKind?: BodyKind | undefined;
      readonly replies: R;
      readonly errors?: readonly ProblemCode[];
      readonly entries?: readonly Transaction[];
      readonly condition?: Route['condition'];
      readonly reads?: true;
      readonly handle: (
        context: RequestContext<Inferred<P>, Inferred<Q>, Inferred<B>>,
        gateway: Gateway,
      ) => Promise<Answer> | Answer;
    },
): TypedRoute<M, Path, P, Q, B, R> {
  const { params, query, body, bodyKind, entries = [], errors = [], ...rest } = declaration;
  return {
    ...rest,
    params: params as P,
    query: query as Q,
    body: body as B,
    bodyKind: bodyKind ?? (body === undefined ? 'none' : 'json'),
    errors,
    example: exampleInMoney(declaration.example, declaration.replies),
    transactions: entries.map(keyOf),
  };
}

const keys = new Map<Transaction, keyof typeof catalogue>(
  Object.entries(catalogue).map(([key, entry]) => [entry, key as keyof typeof catalogue]),
);

/** What an entry is called in the catalogue. */
function keyOf(entry: Transaction): keyof typeof catalogue {
  const key = keys.get(entry);
  if (key === undefined) throw new TypeError(`${entry.name} does not stand in the catalogue`);
  return key;
}
