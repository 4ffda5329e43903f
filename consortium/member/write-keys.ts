/**
 * First of the two one-shot containers: makes all certificates, API keys and the channel's first block in DATA_DIR, and
 * hands each container its own in its own volume. It needs no network and has none. Run again, it changes nothing.
 */
import { join } from 'node:path';
import { createDockerTopology } from '@commonpoint/network/docker/topology';
import {
  chownTree,
  ForeignVolume,
  type Owner,
  requireEmptyVolumes,
  writeNodeVolumes,
} from '@commonpoint/network/docker/node-volumes';
import { prepareChannel } from '@commonpoint/network/prepare-channel';
import { descriptionPath, readDescription } from '../description/read-description.js';
import { writeGatewayFiles } from '../launcher/gateway-files.js';
import { Complaint } from '../terminal/complaint.js';
import { planContainerGateways } from './plan-gateways.js';
import { requiredVariable } from './required-variable.js';

async function main(): Promise<void> {
  const dataDir = requiredVariable('DATA_DIR');
  const volumesDir = requiredVariable('VOLUMES_DIR');
  const owner = parseOwner(requiredVariable('OWNER'));
  const topology = createDockerTopology(readDescription(descriptionPath()));
  requireEmptyVolumes(topology, dataDir, volumesDir);
  await prepareChannel(topology, dataDir, { consensus: 'BFT' });
  await writeNodeVolumes(topology, dataDir, volumesDir, owner);
  await writeGatewayFiles(topology, dataDir, planContainerGateways(topology, volumesDir, process.env));
  await Promise.all(
    [dataDir, ...topology.organizations.map(({ slug }) => join(volumesDir, `gateway-${slug}`))].map((directory) =>
      chownTree(directory, owner),
    ),
  );
  console.log(`Certificates and keys of ${topology.organizations.length} organisations are in place`);
}

function parseOwner(text: string): Owner {
  const match = /^(\d+):(\d+)$/.exec(text);
  if (match === null) {
    throw new Error(`OWNER is uid:gid, not ${text}`);
  }
  return { uid: Number(match[1]), gid: Number(match[2]) };
}

main().catch((error: unknown) => {
  console.error(error instanceof ForeignVolume || error instanceof Complaint ? error.message : error);
  process.exitCode = 1;
});
