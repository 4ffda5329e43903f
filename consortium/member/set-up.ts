/**
 * Second of the two one-shot containers: joins the running orderers and peers to the channel, installs, approves and
 * commits the chaincode, and registers the merchants and their programmes. It waits for nodes that are still starting, and goes on
 * from whatever has been done.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bringUp } from '@commonpoint/network/admin/bring-up';
import { writeConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import { agreedIn } from '../description/founding.js';
import { collectionsOf } from '../description/collections.js';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { readCredentials } from '../launcher/gateway-files.js';
import { provision } from '../launcher/provision.js';
import { requiredVariable } from './required-variable.js';

async function main(): Promise<void> {
  const dataDir = requiredVariable('DATA_DIR');
  const description = readDescription(descriptionPath());
  const topology = { ...createDockerTopology(description), ...agreedIn(description) };
  const collectionsPath = join(dataDir, 'collections_config.json');
  await writeFile(collectionsPath, JSON.stringify(collectionsOf(topology), null, 2));
  await bringUp({ topology, dataDir, collectionsPath, log: (line) => console.log(line) });
  await writeConnectionDescription(topology, dataDir, 'docker');
  await provision(description, topology, dataDir);
  console.log('The consortium is set up. Gateways:');
  for (const [slug, { url }] of Object.entries(await readCredentials(dataDir))) {
    console.log(`  ${slug.padEnd(10)} ${url}`);
  }
  console.log('API keys: docker compose run --rm --no-deps setup cat /data/credentials.json');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
