/** Looks at all that the embedded network keeps, before any of it is opened, and mends what can be mended. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { genesisBlockPath } from '../../genesis/create-genesis-block.js';
import type { Topology } from '../../topology.js';
import type { Log } from '../log.js';
import type { Looks } from './looks.js';
import { mendBlocks } from './mend-blocks.js';
import { mendFirstBlock } from './mend-first-block.js';

/** @throws DamagedFiles with what a person has to do */
export async function mendNetwork(topology: Topology, dataDir: string, log: Log, looks?: Looks): Promise<void> {
  const channel = topology.channel;
  const ordererPath = join(dataDir, 'embedded', 'ordering', channel, 'blocks');
  const peersDir = join(dataDir, 'embedded', 'peers');
  const slugs = existsSync(peersDir) ? await readdir(peersDir) : [];
  const joined = slugs.map((slug) => join(peersDir, slug, 'channels', channel)).filter((path) => existsSync(path));
  await mendBlocks(
    ordererPath,
    joined.map((folder) => join(folder, 'ledger', 'blocks')),
    log,
    looks,
  );
  const copies = joined.map((folder) => join(folder, 'genesis.block'));
  await mendFirstBlock(ordererPath, [genesisBlockPath(topology, dataDir), ...copies], log);
}
