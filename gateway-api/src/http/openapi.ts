/** The OpenAPI 3.1 description, made from the routes' own schemas. Loaded and made when first asked for. */
import { catalogue } from '@commonpoint/catalogue';
import { z } from 'zod';
import { problemView } from './problem-view.js';
import { WAIT_DEFAULT_S, WAIT_MAX_S } from './preferences.js';
import { problems, type ProblemCode } from './problems.js';
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
  if (route.roles !== 'public') codes.push('UNAUTHENTICATED', 'ROLE_NOT_ALLOWED', 'RATE_LIMITED');
  if (route.method === 'post') codes.push('IDEMPOTENCY_KEY_MISSING');
  if (route.condition === 'must') codes.push('PRECONDITION_REQUIRED');
  if (route.method !== 'get')
    codes.push('IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_IN_FLIGHT');
  if (route.bodyKind !== 'none') codes.push('CONTENT_TYPE_UNSUPPORTED', 'BODY_TOO_LARGE', 'REQUEST_TIMEOUT');
  if (route.bodyKind !== 'none' && route.bodyKind !== 'csv') codes.push('JSON_INVALID');
  for (const name of route.transactions) codes.push(...catalogue[name].errors);
  codes.push(...route.errors);
  return [...new Set(codes)];
}

/** Schemas as JSON Schema; those with an id are put among the components, and referred to. */
class Components {
  readonly schemas: Record<string, object> = {};

  /** `io` tells a request's schema, which is what clients send, from a reply's. */
  of(schema: z.ZodType, io: 'input' | 'output'): object {
    const { $schema: _dialect, $defs: defs = {}, ...own } = z.toJSONSchema(schema, { io, override: portable });
    for (const [name, definition] of Object.entries(defs)) this.schemas[name] ??= this.#referring(definition);
    return this.#referring(own);
  }

  #referring(schema: object): object {
    return JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as object;
  }
}

/**
 * Not every reader of patterns knows Unicode's categories; half surrogate pairs are refused before any schema is looked at.
 * What a format says needs no pattern, and that whole numbers are exact none of its own.
 */
function portable({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  delete jsonSchema.id;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.pattern === undefined) return;
  jsonSchema.pattern = jsonSchema.pattern
    .replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f')
    .replaceAll('\\p{Cs}', '');
}

/** A part of a request as the parameters that its members are. */
function parametersOf(
  components: Components,
  at: 'path' | 'query' | 'header',
  schema: z.ZodType | undefined,
): object[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = components.of(schema, 'input') as {
    properties?: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, member]) => ({
    in: at,
    name,
    schema: member,
    required: required.includes(name),
    ...(member.description !== undefined && { description: member.description }),
  }));
}

function responsesOf(route: Route, components: Components): object {
  const responses: Record<string, object> = {};
  const text = { schema: { type: 'string' } };
  for (const [status, { schema, contentType = 'application/json', ...reply }] of Object.entries(route.replies)) {
    const example = route.example.replies?.[Number(status)];
    responses[status] = {
      description: reply.description,
      content: {
        [contentType]: {
          schema: schema ? components.of(schema, 'output') : text.schema,
          ...(example !== undefined && { example }),
        },
        ...(reply.ndjson === true && { 'application/x-ndjson': text }),
        ...(reply.csv === true && { 'text/csv': text }),
      },
    };
  }
  const byStatus = Map.groupBy(errorCodesOf(route), (code) => problems[code].status);
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    responses[String(status)] ??= {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: components.of(problemView, 'output') } },
    };
  }
  return responses;
}

function bodyOf(route: Route, components: Components): object | undefined {
  const text = { schema: { type: 'string' } };
  if (route.bodyKind === 'csv') return { required: true, content: { 'text/csv': text } };
  if (route.body === undefined) return undefined;
  const { body: example } = route.example;
  const json = { schema: components.of(route.body, 'input'), ...(example !== undefined && { example }) };
  return {
    required: route.bodyKind !== 'optional-json',
    content: { 'application/json': json, ...(route.bodyKind === 'batch' && { 'application/x-ndjson': text }) },
  };
}

function operationOf(route: Route, components: Components): object {
  const isPublic = route.roles === 'public';
  const headers = isPublic ? undefined : { get: readHeaders, patch: patchHeaders, post: postHeaders }[route.method];
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
  const components = new Components();
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
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of this gateway.' },
      },
    },
    paths,
  };
}
