import { createGenesisBlock } from '../genesis/create-genesis-block.js';
import { createIdentities } from '../identities/create-identities.js';
import { chownTree, ForeignVolume, type Owner, writeNodeVolumes } from './node-volumes.js';
import { createDockerTopology } from './topology.js';

/**
 * First of the one-shot containers: makes all certificates and the channel's first block in DATA_DIR, and hands each
 * node its own keys in its own volume below VOLUMES_DIR. It needs no network and has none. Run again, it changes nothing.
 */
async function main(): Promise<void> {
  const dataDir = requiredVariable('DATA_DIR');
  const volumesDir = requiredVariable('VOLUMES_DIR');
  const owner = parseOwner(requiredVariable('OWNER'));
  const topology = createDockerTopology();
  await createIdentities(topology, dataDir);
  await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
  await writeNodeVolumes(topology, dataDir, volumesDir, owner);
  await chownTree(dataDir, owner);
  console.log(`Certificates and keys of ${topology.organizations.length} organisations are in place`);
}

function requiredVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`Set ${name}`);
  }
  return value;
}

function parseOwner(text: string): Owner {
  const match = /^(\d+):(\d+)$/.exec(text);
  if (match === null) {
    throw new Error(`OWNER is uid:gid, not ${text}`);
  }
  return { uid: Number(match[1]), gid: Number(match[2]) };
}

main().catch((error: unknown) => {
  console.error(error instanceof ForeignVolume ? error.message : error);
  process.exitCode = 1;
});
