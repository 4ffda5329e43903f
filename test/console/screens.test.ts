/** What can be told of screens without a browser: their addresses, what they let whom do, and what they weigh. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Role, roles } from '@commonpoint/catalogue';
import { allowed, maySee } from '../../console/src/data/allowed.js';
import { addressOf, placeOf } from '../../console/src/shell/place.js';
import { routes } from '../../gateway-api/src/subjects/index.js';
import { repositoryRoot, trackedFiles } from '../support/repository-files.js';

/** All scripts together, as they travel: to browsers that take the newer compression, and to those that do not. */
const SCRIPT_BYTES_MAX = 120_000;

describe('the console', () => {
  it('lets each role do what the gateway’s routes let it', () => {
    const byName = new Map<string, readonly string[] | 'public'>(
      routes.map(({ method, path, roles }) => [`${method} ${path}`, roles]),
    );
    for (const [action, roles] of Object.entries(allowed))
      expect([action, Array.from(roles).toSorted()]).toEqual([action, Array.from(byName.get(action) ?? []).toSorted()]);
  });

  it.each([
    ['explorer', '/v1/explorer/blocks'],
    ['webhooks', '/v1/webhooks'],
  ])('offers a role the %s as far as it may read it', (slug, path) => {
    const { roles: allowedTo } = routes.find((each) => each.method === 'get' && each.path === path)!;
    for (const role of roles)
      expect([role, maySee({ role }, slug)]).toEqual([role, (allowedTo as readonly Role[]).includes(role)]);
    expect(maySee({ role: 'cashier' }, slug)).toBe(false);
    expect(maySee({ role: 'cashier' }, 'members')).toBe(true);
  });

  it('has a place for everything that can be done by the API, or says why not', () => {
    const writes = routes
      .filter(({ method, reads }) => method !== 'get' && reads !== true)
      .map(({ method, path }) => `${method} ${path}`)
      // It tells what would be, and does nothing.
      .filter((each) => !each.endsWith('/preview'));
    const sources = trackedFiles(/^console\/src\/.*\.tsx?$/)
      .filter((path) => !path.endsWith('data/allowed.ts'))
      .map((path) => readFileSync(join(repositoryRoot, path), 'utf8'))
      .join('\n');
    const isOffered = (action: string): boolean =>
      [action, action.slice(action.indexOf(' ') + 1)].some((each) => sources.includes(`'${each}'`));
    const page = readFileSync(join(repositoryRoot, 'docs', 'console.md'), 'utf8');
    const left = [...page.matchAll(/^\| `(POST|PATCH) (\S+)` +\| +(\S.*?) +\|$/gm)].map(
      ([, method = '', path]) => `${method.toLowerCase()} ${path}`,
    );
    expect(writes.filter((each) => !(each in allowed) && !left.includes(each))).toEqual([]);
    expect(left.filter((each) => !writes.includes(each) || each in allowed)).toEqual([]);
    expect(writes.filter((each) => each in allowed && !isOffered(each))).toEqual([]);
  });

  it('has addresses that lead back to what they were made of', () => {
    const address = addressOf(['members', 'HarborMSP:1/2 ü'], { tab: 'lots', none: undefined });
    const { pathname, search } = new URL(address, 'http://localhost');
    const { path, query } = placeOf({ pathname, search });
    expect(path).toEqual(['members', 'HarborMSP:1/2 ü']);
    expect([...query]).toEqual([['tab', 'lots']]);
    expect(placeOf({ pathname: '/console/%E0%A4%A', search: '' }).path).toEqual(['%E0%A4%A']);
  });

  it.each(['br', 'gz'])('has scripts of less than 120 kB together, compressed: %s', (encoding) => {
    const site = join(repositoryRoot, 'console', 'dist', 'site');
    const scripts = readdirSync(site).filter((name) => name.endsWith(`.js.${encoding}`));
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.reduce((sum, name) => sum + statSync(join(site, name)).size, 0)).toBeLessThan(SCRIPT_BYTES_MAX);
  });
});
