/** What a channel’s first block says. */
import { common, orderer } from '@hyperledger/fabric-protos';
import type { Consensus } from './consensus.js';

/** What a channel's first block says. */
export interface GenesisContent {
  readonly channel: string;
  readonly config: common.Config;
}

/** Undefined when it is not the one configuration that such a block holds. */
export function readGenesisBlock(block: Uint8Array): GenesisContent | undefined {
  const envelopes = common.Block.deserializeBinary(block).getData()?.getDataList_asU8() ?? [];
  const [envelope] = envelopes;
  if (envelope === undefined || envelopes.length > 1) {
    return undefined;
  }
  const payload = common.Payload.deserializeBinary(common.Envelope.deserializeBinary(envelope).getPayload_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
  );
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  return config === undefined ? undefined : { channel: channelHeader.getChannelId(), config };
}

/** How the channel's orderers agree, whoever runs them: it was settled when its first block was made. */
export function consensusOfChannel(block: Uint8Array): Consensus {
  const ordererGroup = readGenesisBlock(block)?.config.getChannelGroup()?.getGroupsMap().get('Orderer');
  const value = ordererGroup?.getValuesMap().get('ConsensusType')?.getValue_asU8() ?? new Uint8Array();
  return orderer.ConsensusType.deserializeBinary(value).getType() === 'BFT' ? 'BFT' : 'etcdraft';
}
