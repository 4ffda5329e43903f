/** What is given to others as a file of npm is built before, or the file would hold no program. */
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { repositoryRoot } from '../support/repository-files.js';

interface Package {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
}
const read = (folder: string): Package =>
  JSON.parse(readFileSync(join(repositoryRoot, folder, 'package.json'), 'utf8')) as Package;

it('each package with files of a build installs and builds before it is packed', () => {
  const packed = read('.').workspaces!.filter((folder) => read(folder).files !== undefined);
  expect(packed).toEqual(expect.arrayContaining(['member-keys', 'sdk/client', 'sdk/command', 'sdk/verify']));
  for (const folder of packed) {
    const [program, script] = (read(folder).scripts?.['prepack'] ?? '').split(' ');
    expect([folder, program]).toEqual([folder, 'node']);
    expect(relative(repositoryRoot, resolve(join(repositoryRoot, folder), script!))).toBe('scripts/prepare.mjs');
  }
});

it('the command’s page packs with the script that builds, which npm leaves out here otherwise', () => {
  const page = readFileSync(join(repositoryRoot, 'sdk', 'command', 'README.md'), 'utf8');
  const packing = page.split('\n').filter((line) => line.startsWith('(') && line.includes('npm pack'));
  expect(packing.join().match(/npm pack --ignore-scripts=false/g)).toHaveLength(2);
});
