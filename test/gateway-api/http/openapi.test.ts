import { catalogue } from '@commonpoint/catalogue';
import { createOpenApi, errorCodesOf } from '../../../gateway-api/src/http/openapi.js';
import { memberDescriptions } from '../../../gateway-api/src/http/member-descriptions.js';
import { problemView } from '../../../gateway-api/src/http/problem-view.js';
import { problems } from '../../../gateway-api/src/http/problems.js';
import { routes, startApp } from '../start-app.js';

describe('the OpenAPI description', () => {
  it('is served as OpenAPI 3.1, without a key', async () => {
    const { anonymous } = await startApp();
    const { body } = await anonymous.get('/openapi.json').expect(200).expect('content-type', 'application/json');
    expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Commonpoint gateway' } });
    expect(Object.keys(body.paths)).toHaveLength(new Set(routes.map(({ path }) => path)).size);
    // The first one to ask has the generator compiled and the whole description made.
  }, 120_000);

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(createOpenApi(routes, { version: '0', url: '/' }));
    const { components } = JSON.parse(text) as { components: { schemas: object } };
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(0);
    for (const name of references) expect(components.schemas).toHaveProperty(name);
  });

  it('gives every route an id of its own', () => {
    const ids = routes.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells what keys, preferences and consistency are for', () => {
    const { paths } = createOpenApi(routes, { version: '0', url: '/' }) as {
      paths: Record<string, Record<string, { parameters: { name: string; required?: boolean }[] }>>;
    };
    const names = (method: string, path: string) => paths[path]![method]!.parameters.map(({ name }) => name);
    expect(names('post', '/v1/issuances')).toEqual(expect.arrayContaining(['idempotency-key', 'prefer']));
    expect(names('get', '/v1/programs/{programId}')).toEqual(expect.arrayContaining(['consistency', 'programId']));
  });

  describe.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))('%s', (_name, route) => {
    it('has examples that its schemas take', () => {
      const { params, query, body, replies } = route.example;
      if (route.params !== undefined) expect(route.params.safeParse(params).error).toBeUndefined();
      if (query !== undefined) expect(route.query!.safeParse(query).error).toBeUndefined();
      if (route.body !== undefined) expect(route.body.safeParse(body).error).toBeUndefined();
      for (const [status, reply] of Object.entries(replies ?? {})) {
        expect(route.replies[Number(status)]!.schema!.safeParse(reply).error).toBeUndefined();
      }
    });

    it('has an example of a reply, if that is JSON', () => {
      const json = Object.values(route.replies).some(({ schema }) => schema !== undefined);
      if (json && route.path !== '/openapi.json') expect(route.example.replies).toBeDefined();
    });

    it('lists only codes that there are', () => {
      for (const code of errorCodesOf(route)) expect(problems).toHaveProperty(code);
    });
  });
});

describe('the catalogue', () => {
  /** Sent by those who run a gateway, by its jobs, or by the routes of other resources. */
  const withoutRoute = [
    ...['foundConsortium', 'registerOrganization', 'getOrganization', 'foldSupply'],
    ...['giveBackCredit', 'postCheckpoint', 'anchorLog', 'listDuePolicies', 'renewPolicies'],
  ];

  it.each(Object.keys(catalogue).filter((name) => !withoutRoute.includes(name)))('has a route for %s', (name) => {
    expect(routes.flatMap(({ transactions }) => transactions)).toContain(name);
  });
});

describe('for those who make clients of it', () => {
  type Schema = Readonly<Record<string, unknown>>;
  const document = JSON.parse(JSON.stringify(createOpenApi(routes, { version: '0', url: '/' }))) as {
    components: { schemas: Record<string, Schema>; examples: Record<string, { value: unknown }> };
    paths: Record<string, Record<string, { parameters?: { name: string; description?: string; schema: Schema }[] }>>;
  };
  const { schemas, examples } = document.components;
  const everySchema = (found: (schema: Schema) => void): void => {
    const look = (value: unknown, key?: string): void => {
      if (typeof value !== 'object' || value === null || key === 'example' || key === 'examples') return;
      found(value as Schema);
      for (const [name, member] of Object.entries(value)) look(member, name);
    };
    look(schemas);
    look(document.paths);
  };

  it('every object has a name', () => {
    const named = new Set<unknown>(Object.values(schemas));
    everySchema((schema) => {
      if (schema['type'] === 'object' && schema['properties'] !== undefined) expect(named).toContain(schema);
    });
    for (const name of Object.keys(schemas)) expect(name).toMatch(/^[A-Z][A-Za-z0-9]*$/);
  });

  it.each(Object.entries(schemas))('every member of %s is described', (_name, { properties = {} }) => {
    for (const [key, member] of Object.entries(properties as Record<string, Schema>)) {
      expect({ [key]: member['description'] }).toEqual({ [key]: expect.stringMatching(/\S.*[.!]$/) });
    }
  });

  it('describes nothing that there is not', () => {
    const members = new Set(
      Object.entries(schemas).flatMap(([name, { properties = {} }]) =>
        Object.keys(properties as object).flatMap((key) => [key, `${name}.${key}`]),
      ),
    );
    for (const { parameters = [] } of Object.values(document.paths).flatMap((methods) => Object.values(methods))) {
      for (const { name } of parameters) members.add(name);
    }
    expect(Object.keys(memberDescriptions).filter((name) => !members.has(name))).toEqual([]);
  });

  it('tells the kinds of an operation apart by its kind', () => {
    const { discriminator, oneOf } = schemas['BatchOperation'] as {
      discriminator: { propertyName: string; mapping: Record<string, string> };
      oneOf: object[];
    };
    expect(discriminator.propertyName).toBe('kind');
    expect(discriminator.mapping['issue']).toBe('#/components/schemas/IssueBatchOperation');
    expect(Object.keys(discriminator.mapping)).toHaveLength(oneOf.length);
  });

  it('has numbers where digits stand in a path or a query', () => {
    const { parameters } = document.paths['/v1/holds/{holdId}']?.['get'] ?? {};
    expect(parameters).toBeDefined();
    const limit = document.paths['/v1/programs']!['get']!.parameters!.find(({ name }) => name === 'limit');
    expect(limit!.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 100 });
  });

  it('has no pattern that only some readers can read', () => {
    everySchema(({ pattern }) => {
      if (typeof pattern === 'string') expect(pattern).not.toMatch(/\\p\{|\(\?[=!<]|\[\^\]/);
    });
  });

  it.each(Object.entries(examples))('has an example of %s as it is answered', (code, { value }) => {
    expect(problemView.safeParse(value).error).toBeUndefined();
    expect(value).toMatchObject({ code });
  });
});
