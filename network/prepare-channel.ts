/** What there has to be before any node starts. */
import { createGenesisBlock } from './genesis/create-genesis-block.js';
import type { Consensus } from './genesis/consensus.js';
import { createIdentities } from './identities/create-identities.js';
import type { Topology } from './topology.js';

/**
 * What has to be on disk before any node starts: everybody's certificates and keys, and the channel's first block, which is
 * made from them. What is there is kept. Answers the block.
 */
export async function prepareChannel(
  topology: Topology,
  dataDir: string,
  { consensus, identitiesMade = () => undefined }: { consensus: Consensus; identitiesMade?: () => void },
): Promise<Uint8Array> {
  await createIdentities(topology, dataDir);
  identitiesMade();
  return createGenesisBlock(topology, dataDir, { consensus });
}
