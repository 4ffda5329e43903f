import { common } from '@hyperledger/fabric-protos';
import { channelGroup } from '../genesis/channel-config.js';
import type { Consensus } from '../genesis/consensus.js';
import { loadOrganizationMaterial } from '../genesis/organization-material.js';
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
  const envelopes = common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? [];
  const [envelope] = envelopes;
  if (envelope === undefined || envelopes.length > 1) {
    return false;
  }
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  const found = config?.getChannelGroup()?.serializeBinary() ?? new Uint8Array();
  return (
    channelHeader.getChannelId() === topology.channel &&
    config?.getSequence() === 0 &&
    Buffer.compare(Buffer.from(found), Buffer.from(expected)) === 0
  );
}
