/** The folder that a peer builds the chaincode from has all that it needs, and nothing that it may not. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';

const folder = mkdtempSync(join(tmpdir(), 'chaincode-package-'));
const written = join(folder, 'points');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const script = join(repositoryRoot, 'scripts', 'chaincode-package.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { status, stderr };
};
const describedIn = (path: string) =>
  JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    readonly main: string;
    readonly dependencies: Record<string, string>;
  };
const programsIn = (path: string): string[] =>
  readdirSync(join(path, 'dist'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
/** What the built programs of a package ask for by name. */
const askedFor = (path: string): string[] =>
  programsIn(path).flatMap((name) =>
    [...readFileSync(join(path, 'dist', name), 'utf8').matchAll(/\b(?:require|import)\("([^."][^"]*)"\)/g)].map(
      ([, specifier = '']) => /^(@[^/]+\/[^/]+|[^/]+)/.exec(specifier)![0],
    ),
  );

it('is written, once', () => {
  expect(run(written)).toEqual({ status: 0, stderr: '' });
  expect(run(written)).toEqual({ status: 1, stderr: expect.stringContaining('exists already') });
  expect(run()).toEqual({ status: 1, stderr: 'commonpoint: name the folder to be written\n' });
});

it.each([
  ['the chaincode', written],
  ['the catalogue', join(written, 'catalogue')],
])('%s asks for nothing but what it names', (_what, path) => {
  const { main, dependencies } = describedIn(path);
  expect(existsSync(join(path, main))).toBe(true);
  const foreign = new Set(askedFor(path).filter((name) => !builtinModules.includes(name.replace(/^node:/, ''))));
  expect([...foreign].filter((name) => !(name in dependencies))).toEqual([]);
});

it('takes the catalogue from the folder, and nothing else from any other', () => {
  const dependencies = {
    ...describedIn(written).dependencies,
    ...describedIn(join(written, 'catalogue')).dependencies,
  };
  const local = Object.entries(dependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(local).toEqual([['@commonpoint/catalogue', 'file:catalogue']]);
  expect(programsIn(written).some((name) => name.endsWith('points.contract.js'))).toBe(true);
  expect(
    readdirSync(written, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('tsbuildinfo')),
  ).toEqual([]);
});
