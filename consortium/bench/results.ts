/** Where figures are kept, and the machine that they are of. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../launcher/repository.js';

export const machine = {
  cpu: cpus()[0]?.model,
  cores: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};

/** Writes all figures of a benchmark to a file of its own, its picture (SVG) beside it, and says where. */
export function writeResults(name: string, results: object, picture?: string): void {
  const folder = join(repositoryRoot, 'bench-results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-${new Date().toISOString().replaceAll(':', '')}`);
  const file = `${path}.json`;
  writeFileSync(file, `${JSON.stringify({ machine, ...results }, null, 2)}\n`);
  if (picture !== undefined) writeFileSync(`${path}.svg`, picture);
  console.log(`\nAll figures are in ${file}`);
}
