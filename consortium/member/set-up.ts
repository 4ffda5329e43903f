/**
 * Second of the two one-shot containers: joins the running orderers and peers to the channel, installs, approves and
 * commits the chaincode, and registers the demo consortium. It waits for nodes that are still starting, and goes on
 * from whatever has been done.
 */
import { bringUp } from '@commonpoint/network/admin/bring-up';
import { writeConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import { readCredentials } from '../launcher/gateway-files.js';
import { provisionDemoConsortium } from '../launcher/provision.js';
import { requiredVariable } from './required-variable.js';

async function main(): Promise<void> {
  const dataDir = requiredVariable('DATA_DIR');
  const topology = createDockerTopology();
  await bringUp({ topology, dataDir, log: (line) => console.log(line) });
  await writeConnectionDescription(topology, dataDir, 'docker');
  await provisionDemoConsortium(topology, dataDir);
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
