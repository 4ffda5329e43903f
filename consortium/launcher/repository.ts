/** Where the repository’s folders and built programs are. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's folder, seen from a source file as well as from a built one. */
export const repositoryRoot = findRoot(__dirname);

/** A built program of one of the packages: `builtProgram('gateway-api', 'main.js')`. */
export function builtProgram(workspace: 'network' | 'gateway-api' | 'consortium', file: string): string {
  return join(repositoryRoot, workspace, 'dist', file);
}

function findRoot(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (
    existsSync(manifest) &&
    (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'commonpoint'
  ) {
    return folder;
  }
  const parent = dirname(folder);
  if (parent === folder) {
    throw new Error('The repository’s package.json is not above this program');
  }
  return findRoot(parent);
}
