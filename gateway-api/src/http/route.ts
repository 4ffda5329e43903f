/**
 * A route is declared once, as a row of a table: from it derive the router, the permission check, the validation, the
 * OpenAPI description and the tests.
 */
import type { Readable } from 'node:stream';
import type { catalogue, Role } from '@commonpoint/catalogue';
import type { z } from 'zod';
import type { Caller } from '../caller.js';
import type { Gateway } from '../ports.js';
import type { PageOptions, ReadOptions } from '../channel/reads.js';
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
export interface Ask<P, Q, B> {
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
  /** What the key is scoped to. */
  readonly scope: string;
  readonly preferences: Preferences;
  readonly read: ReadOptions;
  /** Whether the client would rather have newline-delimited JSON. */
  readonly prefersNdjson: boolean;
  /** Whether the client would rather have CSV, of a reply that is given as that too. */
  readonly prefersCsv: boolean;
  readonly traceId: string;
  readonly traceparent: string;
  /** The request's path without its query. */
  readonly path: string;
}

/** What a handler answers: a JSON body, or text of another type, whole or in pieces. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: { readonly type: string; readonly content: string | AsyncIterable<string> };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ReplyDeclaration {
  readonly description: string;
  /** Absent where the reply is not JSON. */
  readonly schema?: z.ZodType;
  readonly contentType?: string;
  /** A JSON reply that is also given as newline-delimited JSON. */
  readonly ndjson?: boolean;
  /** A JSON reply that is also given as CSV. */
  readonly csv?: boolean;
}

export interface RouteExample {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** By status. */
  readonly replies?: Readonly<Record<number, unknown>>;
}

export interface Route {
  /** Unique; the use case's slug in camel case. */
  readonly operationId: string;
  readonly method: 'get' | 'post' | 'patch';
  /** As in OpenAPI: `/v1/programs/{programId}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may call it; `public` needs no key. */
  readonly roles: readonly Role[] | 'public';
  /** The catalogue entries behind it; their errors belong to this route's. */
  readonly transactions: readonly (keyof typeof catalogue)[];
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly bodyKind: BodyKind;
  readonly replies: Readonly<Record<number, ReplyDeclaration>>;
  /** Beyond the catalogue's and those that every route of its kind has. */
  readonly errors: readonly ProblemCode[];
  readonly example: RouteExample;
  readonly handle: (ask: Ask<never, never, never>, gateway: Gateway) => Promise<Answer> | Answer;
}

type Inferred<T> = T extends z.ZodType ? z.infer<T> : Record<string, never>;

/** Declares a route; the handler's types come from its schemas. */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  declaration: Omit<Route, 'params' | 'query' | 'body' | 'bodyKind' | 'errors' | 'transactions' | 'handle'> & {
    readonly params?: P;
    readonly query?: Q;
    readonly body?: B;
    readonly bodyKind?: BodyKind;
    readonly errors?: readonly ProblemCode[];
    readonly transactions?: readonly (keyof typeof catalogue)[];
    readonly handle: (ask: Ask<Inferred<P>, Inferred<Q>, Inferred<B>>, gateway: Gateway) => Promise<Answer> | Answer;
  },
): Route {
  const { params, query, body, bodyKind, ...rest } = declaration;
  return {
    errors: [],
    transactions: [],
    ...rest,
    bodyKind: bodyKind ?? (body === undefined ? 'none' : 'json'),
    ...(params !== undefined && { params }),
    ...(query !== undefined && { query }),
    ...(body !== undefined && { body }),
  };
}

/** A page's options from a route's query. */
export function pageOptions(ask: {
  readonly read: ReadOptions;
  readonly query: { readonly limit?: number | undefined; readonly cursor?: string | undefined };
}): PageOptions {
  return { ...ask.read, limit: ask.query.limit ?? 100, cursor: ask.query.cursor };
}

/** `Link: rel="next"`, when there is a next page. */
export function nextLink(
  ask: { readonly path: string; readonly query: object },
  next: string | undefined,
): { readonly link: string } | undefined {
  if (next === undefined) return undefined;
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(ask.query)) if (value !== undefined) query.set(name, String(value));
  query.set('cursor', next);
  return { link: `<${ask.path}?${query.toString()}>; rel="next"` };
}
