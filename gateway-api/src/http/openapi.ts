/** The OpenAPI 3.1 description, made from the routes' own schemas. Loaded and made when first asked for. */
import { catalogue } from '@commonpoint/catalogue';
import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { problemView } from './problem-view.js';
import { WAIT_DEFAULT_S, WAIT_MAX_S } from './preferences.js';
import { problems, type ProblemCode } from './problems.js';
import type { Route } from './route.js';

type Responses = RouteConfig['responses'];

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

/** Every code that a route may answer: its own, its transactions', and those of every route of its kind. */
export function errorCodesOf(route: Route): readonly ProblemCode[] {
  const codes: ProblemCode[] = [
    'REQUEST_INVALID',
    'NOT_ACCEPTABLE',
    'METHOD_NOT_ALLOWED',
    'HEAD_TOO_LARGE',
    'INTERNAL',
  ];
  if (route.roles !== 'public') codes.push('UNAUTHENTICATED', 'ROLE_NOT_ALLOWED', 'RATE_LIMITED');
  if (route.method === 'post') codes.push('IDEMPOTENCY_KEY_MISSING');
  if (route.method !== 'get')
    codes.push('IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'IDEMPOTENCY_KEY_IN_FLIGHT');
  if (route.bodyKind !== 'none') codes.push('CONTENT_TYPE_UNSUPPORTED', 'BODY_TOO_LARGE', 'REQUEST_TIMEOUT');
  if (route.bodyKind !== 'none' && route.bodyKind !== 'csv') codes.push('JSON_INVALID');
  for (const name of route.transactions) codes.push(...catalogue[name].errors);
  codes.push(...route.errors);
  return [...new Set(codes)];
}

function responsesOf(route: Route): Responses {
  const responses: Responses = {};
  for (const [status, reply] of Object.entries(route.replies)) {
    const example = route.example.replies?.[Number(status)];
    const type = reply.contentType ?? 'application/json';
    const schema = reply.schema ?? z.string();
    responses[status] = {
      description: reply.description,
      content: {
        [type]: { schema, ...(example !== undefined && { example }) },
        ...(reply.ndjson === true && { 'application/x-ndjson': { schema: z.string() } }),
        ...(reply.csv === true && { 'text/csv': { schema: z.string() } }),
      },
    };
  }
  const byStatus = Map.groupBy(errorCodesOf(route), (code) => problems[code].status);
  for (const [status, codes] of [...byStatus].sort(([a], [b]) => a - b)) {
    if (responses[String(status)] !== undefined) continue;
    responses[String(status)] = {
      description: codes.map((code) => `\`${code}\``).join(', '),
      content: { 'application/problem+json': { schema: problemView } },
    };
  }
  return responses;
}

function bodyOf(route: Route): NonNullable<RouteConfig['request']>['body'] | undefined {
  if (route.bodyKind === 'csv') return { required: true, content: { 'text/csv': { schema: z.string() } } };
  if (route.body === undefined) return undefined;
  const { body: example } = route.example;
  const json = { schema: route.body, ...(example !== undefined && { example }) };
  return {
    required: route.bodyKind !== 'optional-json',
    content: {
      'application/json': json,
      ...(route.bodyKind === 'batch' && { 'application/x-ndjson': { schema: z.string() } }),
    },
  };
}

function pathOf(route: Route): RouteConfig {
  const isPublic = route.roles === 'public';
  const headers = isPublic ? undefined : { get: readHeaders, patch: patchHeaders, post: postHeaders }[route.method];
  const body = bodyOf(route);
  const roles = isPublic ? '' : `Roles: ${(route.roles as readonly string[]).join(', ')}.`;
  return {
    method: route.method,
    path: route.path,
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, roles].filter((part) => part !== undefined && part !== '').join('\n\n'),
    security: isPublic ? [] : [{ apiKey: [] }],
    request: {
      ...(route.params !== undefined && { params: route.params as z.ZodObject }),
      ...(route.query !== undefined && { query: route.query as z.ZodObject }),
      ...(headers !== undefined && { headers }),
      ...(body !== undefined && { body }),
    },
    responses: responsesOf(route),
  };
}

/** The whole document. */
export function createOpenApi(
  routes: readonly Route[],
  about: { readonly version: string; readonly url: string },
): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of this gateway.',
  });
  for (const route of routes) registry.registerPath(pathOf(route));
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Commonpoint gateway',
      version: about.version,
      description:
        'One organisation’s way to the points ledger. Amounts are whole numbers as decimal strings. Reads carry `asOfBlock`. Refusals are `application/problem+json` with a `code`; /docs/errors lists them.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: about.url }],
  });
  return withPortablePatterns(document) as object;
}

/**
 * The generator leaves a regular expression’s flags at its end, `…/u`, which is no pattern of JSON Schema; and not every
 * reader of patterns knows Unicode's categories. Half surrogate pairs are refused before any schema is looked at.
 */
function withPortablePatterns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPortablePatterns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === 'pattern' && typeof member === 'string' ? portablePattern(member) : withPortablePatterns(member),
    ]),
  );
}

const portablePattern = (pattern: string): string =>
  pattern
    .replace(/\/[dimsuvy]+$/, '')
    .replaceAll('\\p{Cc}', '\\u0000-\\u001f\\u007f-\\u009f')
    .replaceAll('\\p{Cs}', '');
