import { catalogue } from '@commonpoint/catalogue';
import { createOpenApi, errorCodesOf } from '../../../gateway-api/src/http/openapi.js';
import { problems } from '../../../gateway-api/src/http/problems.js';
import { routes, startApp } from '../start-app.js';

describe('the OpenAPI description', () => {
  it('is served as OpenAPI 3.1, without a key', async () => {
    const { anonymous } = await startApp();
    const { body } = await anonymous.get('/openapi.json').expect(200).expect('content-type', 'application/json');
    expect(body).toMatchObject({ openapi: '3.1.0', info: { title: 'Commonpoint gateway' } });
    expect(Object.keys(body.paths)).toHaveLength(new Set(routes.map(({ path }) => path)).size);
  });

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
  /** Sent by those who run a gateway, or by the routes of other resources. */
  const withoutRoute = ['foundConsortium', 'registerOrganization', 'getOrganization', 'foldSupply'];

  it.each(Object.keys(catalogue).filter((name) => !withoutRoute.includes(name)))('has a route for %s', (name) => {
    expect(routes.flatMap(({ transactions }) => transactions)).toContain(name);
  });
});
