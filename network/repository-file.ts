/** Files at the top of the repository. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file at the top of the repository, looked for upwards of this file, which runs as source and as built. */
export function repositoryFile(name: string): string {
  for (let directory = __dirname; ; directory = dirname(directory)) {
    const candidate = join(directory, name);
    if (existsSync(candidate)) {
      return candidate;
    }
    if (directory === dirname(directory)) {
      throw new Error(`${name} is in no folder above ${__dirname}`);
    }
  }
}
