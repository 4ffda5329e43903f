/** Looks at a first block that somebody else has made. */
import { channelGroup } from '../genesis/channel-config.js';
import type { Consensus } from '../genesis/consensus.js';
import { loadOrganizationMaterial } from '../genesis/organization-material.js';
import { readGenesisBlock } from '../genesis/read-genesis-block.js';
import type { Topology } from '../topology.js';

/**
 * Whether a channel's first block, which somebody else may have made, says exactly what the topology and the
 * organisations' public certificates in `dataDir` say, and nothing besides. Only its nonce and its time are free.
 */
export async function isGenesisBlockOf(
  block: Uint8Array,
  topology: Topology,
  dataDir: string,
  consensus: Consensus,
): Promise<boolean> {
  const members = await Promise.all(
    topology.organizations.map((organization) => loadOrganizationMaterial(organization, dataDir)),
  );
  const expected = channelGroup(consensus, members).serializeBinary();
  const content = readGenesisBlock(block);
  const found = content?.config.getChannelGroup()?.serializeBinary() ?? new Uint8Array();
  return (
    content?.channel === topology.channel &&
    content.config.getSequence() === 0 &&
    Buffer.compare(Buffer.from(found), Buffer.from(expected)) === 0
  );
}
