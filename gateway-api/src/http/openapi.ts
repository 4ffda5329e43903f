/** The OpenAPI 3.1 description, made from the routes' own schemas. Loaded and made when first asked for. */
import { catalogue } from '@commonpoint/catalogue';
import { z } from 'zod';
import { memberDescriptions } from './member-descriptions.js';
import { NamedSchemas } from './named-schemas.js';
import { problemView } from './problem-view.js';
import { WAIT_DEFAULT_S, WAIT_MAX_S } from './preferences.js';
import { problemType } from './problem.js';
import { problems, problemSentences, type ProblemCode } from './problems.js';
import type { Route } from './route.js';

const readHeaders = z.object({
  consistency: z
    .enum(['projection', 'ledger'])
    .optional()
    .meta({ description: 'Whether to answer from the gateway’s projection (the default) or to ask the peer.' }),
});
const writeHeaders = z.object({
  prefer: z
    .string()
    .optional()
    .meta({
      description: `\`wait=N\`: how many seconds to wait for the commit; ${WAIT_DEFAULT_S} if absent, ${WAIT_MAX_S} at the most, 0 not at all.`,
      example: 'wait=5',
    }),
});
const idempotencyKey = z.string().min(1).max(255).meta({
  description: 'A value never used for another request of this client and route.',
  example: 'f3c1a9d2-0001',
});
const postHeaders = writeHeaders.extend({ 'idempotency-key': idempotencyKey });
const patchHeaders = writeHeaders.extend({ 'idempotency-key': idempotencyKey.optional() });

const ifMatch = z.string().meta({
  description:
    'The `ETag` of what is to be changed: if it was changed since, nothing is done. `*` is whatever there is.',
  example: '"3"',
});
const conditions = {
  may: z.object({ 'if-match': ifMatch.optional() }),
  must: z.object({ 'if-match': ifMatch }),
};

/** Every code that a route may answer: its own, its transactions', and those of every route of its kind. */
export function errorCodesOf(route: Route): readonly ProblemCode[] {
  const codes: ProblemCode[] = [
    'REQUEST_INVALID',
    'NOT_ACCEPTABLE',
    'METHOD_NOT_ALLOWED',
    'HEAD_TOO_LARGE',
    'INTERNAL',
    'STORAGE_UNAVAILABLE',
  ];
  if (route.roles !== 'public')
    codes.push(
      'UNAUTHENTICATED',
      'ROLE_NOT_ALLOWED',
      'RATE_LIMITED',
      'IDENTITY_PROVIDER_UNAVAILABLE',
      'CROSS_SITE_REQUEST',
    );
  const isWrite = route.method !== 'get' && route.reads !== true;
  if (isWrite && route.method === 'post') codes.push('IDEMPOTENCY_KEY_MISSING');
  if (route.condition === 'must') codes.push('PRECONDITION_REQUIRED');
  if (isWrite) codes.push('IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_IN_FLIGHT');
  if (route.bodyKind !== 'none') codes.push('CONTENT_TYPE_UNSUPPORTED', 'BODY_TOO_LARGE', 'REQUEST_TIMEOUT');
  if (route.bodyKind !== 'none' && route.bodyKind !== 'csv') codes.push('JSON_INVALID');
  for (const name of route.transactions) codes.push(...catalogue[name].errors);
  codes.push(...route.errors);
  return [...new Set(codes)];
}

interface PlainSchema {
  readonly $defs?: Record<string, object>;
}

/** Schemas as JSON Schema, every object among the components: those with an id by that, others by where they stand. */
class Components {
  readonly #named: NamedSchemas;
  readonly #plain = { input: new Map<z.ZodType, PlainSchema>(), output: new Map<z.ZodType, PlainSchema>() };

  constructor(routes: readonly Route[]) {
    const ids = routes.flatMap(({ body, replies }) => [
      ...(body === undefined ? [] : Object.keys(this.plain(body, 'input').$defs ?? {})),
      ...Object.values(replies).flatMap(({ schema }) =>
        schema === undefined ? [] : Object.keys(this.plain(schema, 'output').$defs ?? {}),
      ),
    ]);
    this.#named = new NamedSchemas(memberDescriptions, new Set(ids));
  }

  get schemas(): Readonly<Record<string, object>> {
    return this.#named.schemas;
  }

  /** `io` tells a request's schema, which is what clients send, from a reply's. */
  of(schema: z.ZodType, io: 'input' | 'output', name: string): object {
    const { $defs: defs = {}, ...own } = this.plain(schema, io);
    for (const [id, definition] of Object.entries(defs)) this.#named.add(id, definition);
    return this.#named.at(own, name);
  }

  /** As it is, with its own definitions. */
  plain(schema: z.ZodType, io: 'input' | 'output'): PlainSchema {
    const known = this.#plain[io].get(schema);
    if (known !== undefined) return known;
    const { $schema: _dialect, ...own } = z.toJSONSchema(schema, { io, override: portable });
    const plain = JSON.parse(JSON.stringify(own).replaceAll('"#/$defs/', '"#/components/schemas/')) as PlainSchema;
    this.#plain[io].set(schema, plain);
    return plain;
  }
}

/**
 * Not every reader of patterns knows Unicode's categories; half surrogate pairs are refused before any schema is looked at.
 * What a format says needs no pattern, and that whole numbers are exact none of its own.
 */
function portable({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.id;
  if (Array.isArray(jsonSchema['digits'])) asNumber(jsonSchema, jsonSchema['digits'] as [number, number]);
  if (jsonSchema.prefixItems !== undefined) asList(jsonSchema);
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.enum !== undefined) asNames(jsonSchema);
  if (jsonSchema.pattern === undefined) return;
  jsonSchema.pattern = jsonSchema.pattern
    .replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f')
    .replaceAll('\\p{Cs}', '');
  // Any text at all, and what some readers cannot read: looking ahead.
  if (jsonSchema.pattern.includes('[^]') || jsonSchema.pattern.includes('(?=')) delete jsonSchema.pattern;
}

/** What stands in a path or a query as digits is a number to those who write clients. */
function asNumber(jsonSchema: z.core.JSONSchema.BaseSchema, [minimum, maximum]: readonly [number, number]): void {
  delete jsonSchema['digits'];
  delete jsonSchema.pattern;
  Object.assign(jsonSchema, { type: 'integer', minimum, maximum });
  if (typeof jsonSchema.default === 'string') jsonSchema.default = Number(jsonSchema.default);
}

/** Names for values that differ by signs alone, as makers of clients leave these out. */
function asNames(jsonSchema: z.core.JSONSchema.BaseSchema): void {
  const values = (jsonSchema.enum as unknown[]).map(String);
  if (new Set(values.map((value) => value.replace(/\W/g, ''))).size === values.length) return;
  const signs: Record<string, string> = { '-': '_DASH_', '/': '_SLASH_', '.': '_DOT_' };
  const named = (value: string): string => value.replace(/\W/g, (sign) => signs[sign] ?? '_').toUpperCase();
  jsonSchema['x-enum-varnames'] = values.map(named);
}

/** A pair of the same kind is a list of two: fewer readers know tuples. */
function asList(jsonSchema: z.core.JSONSchema.BaseSchema): void {
  const [first, ...others] = jsonSchema.prefixItems as object[];
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) return;
  delete jsonSchema.prefixItems;
  Object.assign(jsonSchema, { items: first, minItems: 1 + others.length, maxItems: 1 + others.length });
}

/** A part of a request as the parameters that its members are. */
function parametersOf(
  components: Components,
  at: 'path' | 'query' | 'header',
  schema: z.ZodType | undefined,
): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.plain(schema, 'input') as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description = memberDescriptions[name], ...member }]) => ({
    in: at,
    name,
    schema: member,
    required: required.includes(name),
    ...(description !== undefined && { description }),
  }));
}

const typeName = ({ operationId }: Route): string => operationId.charAt(0).toUpperCase() + operationId.slice(1);

function responsesOf(route: Route, components: Components): object {
  const responses: Record<string, object> = {};
  const text = { schema: { type: 'string' } };
  for (const [status, { schema, contentType = 'application/json', ...reply }] of Object.entries(route.replies)) {
    const example = route.example.replies?.[Number(status)];
    responses[status] = {
      description: reply.description,
      content: {
        [contentType]: {
          schema: schema ? components.of(schema, 'output', `${typeName(route)}Reply`) : text.schema,
          ...(example !== undefined && { example }),
        },
        ...(reply.ndjson === true && { 'application/x-ndjson': text }),
        ...(reply.csv === true && { 'text/csv': text }),
        ...(reply.events === true && { 'text/event-stream': text }),
      },
    };
  }
  const byStatus = Map.groupBy(errorCodesOf(route), (code) => problems[code].status);
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    responses[String(status)] ??= {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: {
        'application/problem+json': {
          schema: components.of(problemView, 'output', 'Problem'),
          examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
        },
      },
    };
  }
  return responses;
}

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** What a refusal looks like, of each code. */
function refusals(codes: ReadonlySet<ProblemCode>): object {
  return Object.fromEntries([...codes].sort().map((code) => [code, refusal(code)]));
}

function refusal(code: ProblemCode): object {
  const { status, title, retryable } = problems[code];
  const said = { type: problemType(code), title, status, detail: problemSentences[code] };
  return { summary: title, value: { ...said, instance: '/v1/operations/till7-000123', code, traceId, retryable } };
}

function bodyOf(route: Route, components: Components): object | undefined {
  const text = { schema: { type: 'string' } };
  if (route.bodyKind === 'csv') {
    // Makers of clients that know no CSV send it as the bytes that it is.
    const bytes = { schema: { type: 'string', format: 'binary' } };
    return { required: true, content: { 'text/csv': text, 'application/octet-stream': bytes } };
  }
  if (route.body === undefined) return undefined;
  const { body: example } = route.example;
  const json = {
    schema: components.of(route.body, 'input', `${typeName(route)}Request`),
    ...(example !== undefined && { example }),
  };
  return {
    required: route.bodyKind !== 'optional-json',
    content: { 'application/json': json, ...(route.bodyKind === 'batch' && { 'application/x-ndjson': text }) },
  };
}

function operationOf(route: Route, components: Components): object {
  const isPublic = route.roles === 'public';
  const kind = route.reads === true ? 'get' : route.method;
  const headers = isPublic ? undefined : { get: readHeaders, patch: patchHeaders, post: postHeaders }[kind];
  const body = bodyOf(route, components);
  const roles = isPublic ? '' : `Roles: ${(route.roles as readonly string[]).join(', ')}.`;
  const parameters = [
    ...parametersOf(components, 'path', route.params),
    ...parametersOf(components, 'query', route.query),
    ...parametersOf(components, 'header', headers),
    ...parametersOf(components, 'header', route.condition && conditions[route.condition]),
  ];
  return {
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, roles].filter((part) => part !== undefined && part !== '').join('\n\n'),
    security: isPublic ? [] : [{ apiKey: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: responsesOf(route, components),
  };
}

/** The whole document. */
export function createOpenApi(
  routes: readonly Route[],
  about: { readonly version: string; readonly url: string },
): object {
  const components = new Components(routes);
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operationOf(route, components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Commonpoint gateway',
      version: about.version,
      description:
        'One organisation’s way to the points ledger. Amounts are whole numbers as decimal strings. Reads carry `asOfBlock`. Refusals are `application/problem+json` with a `code`; /docs/errors lists them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: about.url }],
    components: {
      schemas: components.schemas,
      examples: refusals(new Set(routes.flatMap(errorCodesOf))),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of this gateway.' },
      },
    },
    paths,
  };
}
