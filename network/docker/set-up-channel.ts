import { bringUp } from '../admin/bring-up.js';
import { writeConnectionDescription } from '../admin/connection-description.js';
import { createDockerTopology } from './topology.js';

/**
 * Second of the one-shot containers: joins the running orderers and peers to the channel, installs, approves and commits
 * the chaincode. It waits for nodes that are still starting, and goes on from whatever has been done.
 */
async function main(): Promise<void> {
  const dataDir = process.env['DATA_DIR'];
  if (dataDir === undefined || dataDir === '') {
    throw new Error('Set DATA_DIR');
  }
  const topology = createDockerTopology();
  await bringUp({ topology, dataDir, log: (line) => console.log(line) });
  await writeConnectionDescription(topology, dataDir, 'docker');
  console.log(`Channel ${topology.channel} and chaincode ${topology.chaincode.name} are ready`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
