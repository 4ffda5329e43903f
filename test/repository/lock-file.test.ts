/**
 * `npm ci` of npm 10, which comes with Node 20 and 22, refuses a lock file in which a package meets another one that it does
 * not go with, even where it could do without; later versions of npm take it. The test does not depend on who runs it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { satisfies } from 'semver';
import { repositoryRoot } from '../../consortium/launcher/repository.js';

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

type Packages = Readonly<Record<string, LockedPackage>>;

const { packages } = JSON.parse(readFileSync(join(repositoryRoot, 'package-lock.json'), 'utf8')) as {
  packages: Packages;
};

/** What `import name` finds from the package at `path`: in its parent's folder, then further up. */
function found(all: Packages, path: string, name: string): LockedPackage | undefined {
  const parts = path.split('/node_modules/');
  for (let depth = parts.length - 1; depth > 0; depth -= 1) {
    const inner = all[`${parts.slice(0, depth).join('/node_modules/')}/node_modules/${name}`];
    if (inner !== undefined) return inner;
  }
  return all[`node_modules/${name}`];
}

/** A range may be under another name (`npm:typescript@>=7`). */
function goesWith({ version = '' }: LockedPackage, range: string): boolean {
  return satisfies(version, range.replace(/^npm:.+@(?=[^@]*$)/, ''), { includePrerelease: true });
}

function misfits(all: Packages): string[] {
  return Object.entries(all).flatMap(([path, { peerDependencies = {} }]) =>
    Object.entries(peerDependencies).flatMap(([name, range]) => {
      const peer = found(all, path, name);
      return peer === undefined || peer.link || goesWith(peer, range)
        ? []
        : [`${path} asks for ${name} ${range}, and finds ${peer.version}`];
    }),
  );
}

it('has no package that meets a peer it does not go with', () => {
  expect(
    Object.values(packages).filter(({ peerDependencies }) => peerDependencies !== undefined).length,
  ).toBeGreaterThan(10);
  expect(misfits(packages)).toEqual([]);
});

it('has a hash of each package, by which npm knows it again', () => {
  const unknown = Object.entries(packages).filter(([path, entry]) => {
    const isInstalled = `/${path}`.includes('/node_modules/') && entry.link !== true;
    return isInstalled && !/^sha512-/.test(entry.integrity ?? '');
  });
  expect(unknown.map(([path]) => path)).toEqual([]);
});

it('would notice one, also under another name', () => {
  const asking = (name: string, range: string) => ({ 'node_modules/a': { peerDependencies: { [name]: range } } });
  const installed = { 'node_modules/b': { version: '7.0.2' } };
  expect(misfits({ ...asking('b', '>=7.1.0'), ...installed })).toHaveLength(1);
  expect(misfits({ ...asking('b', 'npm:@types/b@>=7.1.0-dev.1 || >=7.1.0-beta <7.1.0'), ...installed })).toHaveLength(
    1,
  );
  expect(misfits({ ...asking('b', 'npm:b@^7.0.0'), ...installed })).toEqual([]);
  expect(misfits(asking('b', '^7.0.0'))).toEqual([]);
});
