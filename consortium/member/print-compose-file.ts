/**
 * `npm run compose`: prints the Compose file of the consortium that CONSORTIUM names, or of the default one. With
 * `--collections` it prints the private collections instead, as `collections_config.json` has them; with `--definition SEQUENCE` the
 * chaincode's definition as members decide on it, whose SHA-256 is the plan's hash.
 */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chaincodeDefinition, definitionPlan } from '@commonpoint/network/admin/chaincode-definition';
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import { defaultDescriptionPath } from '@commonpoint/network/topology';
import { canPlay } from '../demonstration/merchants.js';
import { agreedIn } from '../description/founding.js';
import { collectionsOf } from '../description/collections.js';
import { type ConsortiumDescription, descriptionPath, readDescription } from '../description/read-description.js';
import { repositoryRoot } from '../launcher/repository.js';
import { endWithError } from '../terminal/end-with-error.js';
import { composeFile } from './compose-file.js';

/** The Compose file of the consortium that a file describes. */
export function composeFileOf(path: string, description: ConsortiumDescription): string {
  return composeFile({
    topology: createDockerTopology(description),
    head: readFileSync(join(repositoryRoot, 'network', 'docker', 'compose-head.yml'), 'utf8'),
    descriptionPath: path === defaultDescriptionPath() ? undefined : `./${relative(repositoryRoot, path)}`,
    hasDemonstration: canPlay(description),
  });
}

async function main(): Promise<void> {
  const path = descriptionPath();
  const description = readDescription(path);
  const topology = { ...createDockerTopology(description), ...agreedIn(description) };
  const sequence = Number(process.argv[process.argv.indexOf('--definition') + 1]);
  const text = process.argv.includes('--definition')
    ? definitionPlan(chaincodeDefinition(topology, collectionsOf(topology), sequence))
    : process.argv.includes('--collections')
      ? `${JSON.stringify(collectionsOf(topology), null, 2)}\n`
      : composeFileOf(path, description);
  await new Promise((resolve) => process.stdout.write(text, resolve));
}

if (require.main === module) main().catch(endWithError);
