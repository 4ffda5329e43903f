/** The client's types are those of the gateway's routes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOpenApi } from '../../gateway-api/src/http/openapi.js';
import { routes } from '../../gateway-api/src/subjects/index.js';
import { type Description, routeTypes } from '../sdk/client/route-types.js';
import { repositoryRoot } from '../support/repository-files.js';

it('the client knows each route as it is', () => {
  const path = join(repositoryRoot, 'sdk', 'client', 'src', 'routes.ts');
  const made = routeTypes(createOpenApi(routes, { version: '', url: '' }) as Description);
  // To bring it up to date: UPDATE_DOCS=1 npm run test:unit -- test/repository
  if (process.env['UPDATE_DOCS'] !== undefined) writeFileSync(path, made);
  expect(readFileSync(path, 'utf8')).toBe(made);
});
