/** The client's types, made of what the gateway's routes take and give. */

interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly prefixItems?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly description?: string;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

type Content = Readonly<Record<string, { readonly schema: JsonSchema }>>;

interface Operation {
  readonly summary: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}

export interface Description {
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const indent = (depth: number): string => '  '.repeat(depth);
const literal = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value));
const union = (types: readonly string[]): string => [...new Set(types)].join(' | ');

/** A schema as a type. In a request what may be absent may be undefined too: it is left out when it is sent. */
function typeOf(schema: JsonSchema, depth: number, isRequest: boolean): string {
  const of = (each: JsonSchema): string => typeOf(each, depth, isRequest);
  const { $ref, allOf, prefixItems, items } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1)!;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return union(schema.enum.map(literal).sort());
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(of));
  if (allOf) return allOf.map((each) => `(${of(each)})`).join(' & ');
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      if (prefixItems) return `readonly [${prefixItems.map(of).join(', ')}]`;
      return `readonly (${items ? of(items) : 'unknown'})[]`;
    case 'object':
      return objectOf(schema, depth, isRequest);
    default:
      return 'unknown';
  }
}

function objectOf(
  { properties, required = [], additionalProperties: rest }: JsonSchema,
  depth: number,
  isRequest: boolean,
): string {
  if (!properties)
    return `Readonly<Record<string, ${typeof rest === 'object' ? typeOf(rest, depth, isRequest) : 'unknown'}>>`;
  const members = Object.entries(properties).map(([name, schema]) => {
    const type = typeOf(schema, depth + 1, isRequest);
    const optional = required.includes(name) ? [':', ''] : ['?:', isRequest ? ' | undefined' : ''];
    const comment = schema.description === undefined ? '' : `${indent(depth + 1)}/** ${schema.description} */\n`;
    return `${comment}${indent(depth + 1)}readonly ${memberName(name)}${optional[0]} ${type}${optional[1]};\n`;
  });
  return members.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${members.join('')}${indent(depth)}}`;
}

/** However the routes are listed, which is for the router to say. */
const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));

const memberName = (name: string): string => (/^[a-z]\w*$/i.test(name) ? name : `'${name}'`);

function requestPart(operation: Operation, at: string, depth: number): string | undefined {
  const found = (operation.parameters ?? []).filter((parameter) => parameter.in === at);
  if (found.length === 0) return undefined;
  // Numbers are written out on the way.
  const plain = (schema: JsonSchema): JsonSchema => {
    const isPlain = (schema.type === 'string' && schema.enum === undefined) || schema.type === 'integer';
    return isPlain ? { anyOf: [{ type: 'string' }, { type: 'number' }] } : schema;
  };
  const properties = Object.fromEntries(found.map(({ name, schema }) => [name, plain(schema)]));
  const required = found.filter((parameter) => parameter.required).map(({ name }) => name);
  return objectOf({ properties, required }, depth, true);
}

const succeeds = ([status]: readonly [string, unknown]): boolean => status.startsWith('2');

function bodyOf({ requestBody }: Operation, depth: number): string {
  if (!requestBody) return 'undefined';
  const json = requestBody.content['application/json'];
  if (!json) return 'string | Uint8Array | Blob';
  return typeOf(json.schema, depth, true) + (requestBody.required ? '' : ' | undefined');
}

function operationType(method: string, operation: Operation): string {
  const depth = 3;
  const replies = Object.entries(operation.responses)
    .filter(succeeds)
    .map(([, { content }]) =>
      Object.keys(content)[0] === 'application/octet-stream'
        ? 'Uint8Array'
        : typeOf(Object.values(content)[0]!.schema, depth, false),
    );
  const parts = [
    ['params', requestPart(operation, 'path', depth)],
    ['query', requestPart(operation, 'query', depth)],
    ['body', method === 'get' ? undefined : bodyOf(operation, depth)],
    ['reply', union(replies)],
  ].filter(([, type]) => type !== undefined);
  const members = parts.map(([name, type]) => `${indent(depth)}readonly ${name}: ${type};\n`);
  return `${indent(2)}/** ${operation.summary} */\n${indent(2)}readonly ${method}: {\n${members.join('')}${indent(2)}};\n`;
}

/** The names of the schemas that requests are made of. */
function requestSchemas({ components, paths }: Description): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (part: unknown): void => {
    for (const [, name] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (found.has(name!)) continue;
      found.add(name!);
      look(components.schemas[name!]);
    }
  };
  for (const { requestBody } of Object.values(paths).flatMap((methods) => Object.values(methods))) look(requestBody);
  return found;
}

/** The whole file. */
export function routeTypes(description: Description): string {
  const { components, paths } = description;
  const ofRequests = requestSchemas(description);
  const schemas = sorted(components.schemas).map(
    ([name, schema]) => `export type ${name} = ${typeOf(schema, 0, ofRequests.has(name))};\n`,
  );
  const routes = sorted(paths).map(([path, methods]) => {
    const operations = sorted(methods).map(([method, operation]) => operationType(method, operation));
    return `${indent(1)}readonly '${path}': {\n${operations.join('')}${indent(1)}};\n`;
  });
  const later = sorted(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { responses }]) =>
        Object.entries(responses)
          .filter(succeeds)
          .every(([status]) => status === '202'),
      )
      .map(([method]) => `${indent(1)}{ method: '${method.toUpperCase()}', path: '${path}' },\n`),
  );
  return [
    "/** Made of the gateway's routes by test/repository/client-routes.test.ts, which also holds it equal to them. */\n",
    ...schemas,
    "export type ProblemCode = Problem['code'];\n",
    `/** By path and method: what each takes, and what it replies when it is done. */\nexport interface Routes {\n${routes.join('')}}\n`,
    `/** What is taken at once and done in the background. */\nexport const doneLater: readonly { readonly method: string; readonly path: string }[] = [\n${later.join('')}];\n`,
  ].join('\n');
}
