/** Holds a reply against the OpenAPI description: its status, its content type and its body must be described there. */
import { z } from 'zod';
import { createOpenApi } from '../../gateway-api/src/http/openapi.js';
import type { Route } from '../../gateway-api/src/http/route.js';

interface Described {
  readonly paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
  readonly components: { readonly schemas: Record<string, object> };
}

export interface Reply {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** The returned function throws when a reply is not as described. */
export function createDescribedCheck(routes: readonly Route[]): (reply: Reply) => void {
  // Through JSON, so that what is checked is what clients are given.
  const description = JSON.parse(JSON.stringify(createOpenApi(routes, { version: '0.0.0', url: '/' }))) as Described;
  // Of paths that both fit, the one with fewer open parts is meant.
  const openIn = (path: string): number => path.split('{').length;
  const paths = Object.keys(description.paths).sort((a, b) => openIn(a) - openIn(b));
  const patterns = paths.map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  const compiled = new Map<object, z.ZodType>();

  return ({ method, path, status, type, body }) => {
    const known = patterns.find(({ pattern }) => pattern.test(path.split('?')[0]!));
    const operation = known && description.paths[known.path]![method.toLowerCase()];
    // What no route takes is answered by the router itself.
    if (operation === undefined) return;
    const name = `${method} ${known!.path} ${status}`;
    const response = operation.responses[String(status)];
    if (response === undefined) throw new Error(`${name} is not described`);
    const content = Object.entries(response.content ?? {}).find(([media]) => media.split(';')[0] === type);
    if (content === undefined) throw new Error(`${name} is not described as ${type}`);
    if (!type.endsWith('json')) return;
    const { schema } = content[1];
    let validator = compiled.get(schema);
    if (validator === undefined) {
      const inlined = inline(schema, description.components.schemas) as Parameters<typeof z.fromJSONSchema>[0];
      compiled.set(schema, (validator = z.fromJSONSchema(inlined)));
    }
    const parsed = validator.safeParse(body);
    if (!parsed.success) throw new Error(`${name} is not as described: ${z.prettifyError(parsed.error)}`);
  };
}

/** Schemas with their references replaced by what they refer to; none refers to itself. */
function inline(schema: unknown, components: Record<string, object>): unknown {
  if (Array.isArray(schema)) return schema.map((each) => inline(each, components));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref: reference } = schema as { $ref?: string };
  if (reference !== undefined) return inline(components[reference.split('/').at(-1)!], components);
  return Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, inline(value, components)]));
}
