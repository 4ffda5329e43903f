/** docs/api.md, which is written by hand, leaves out no resource and no role. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roles } from '../../catalogue/src/index.js';
import { repositoryRoot } from '../support/repository-files.js';

const page = readFileSync(join(repositoryRoot, 'docs', 'api.md'), 'utf8');
const routes = readFileSync(join(repositoryRoot, 'sdk', 'client', 'src', 'routes.ts'), 'utf8');

const resources = [...new Set([...routes.matchAll(/'\/v1\/([a-z-]+)/g)].map(([, resource]) => resource))];

test.each(resources)('the table of resources has %s', (resource) => {
  const table = page.slice(page.indexOf('## Resources'), page.indexOf('## Writing'));
  expect(table).toMatch(new RegExp(`/v1/${resource}\\b`));
});

test.each(roles)('the table of roles has %s', (role) => {
  expect(page).toContain(`\n| \`${role}\` `);
});
