import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../consortium/launcher/repository.js';

export { repositoryRoot };

let cached: readonly string[] | undefined;

/** Paths below the repository's folder that belong to it: tracked, or new and not ignored. */
export function trackedFiles(pattern: RegExp = /./): readonly string[] {
  cached ??= execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: repositoryRoot,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(repositoryRoot, path)));
  return cached.filter((path) => pattern.test(path));
}
