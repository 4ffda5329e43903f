import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILE = 'collections_config.json';

/** The repository's one collections file, looked for upwards of this file, which runs as source and as built. */
export function collectionsConfigPath(): string {
  for (let directory = __dirname; ; directory = dirname(directory)) {
    const candidate = join(directory, FILE);
    if (existsSync(candidate)) {
      return candidate;
    }
    if (directory === dirname(directory)) {
      throw new Error(`${FILE} is in no folder above ${__dirname}`);
    }
  }
}
