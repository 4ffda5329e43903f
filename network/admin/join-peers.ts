/** Peers join the channel. */
import { peer } from '@hyperledger/fabric-protos';
import type { PeerConnection } from './peer-connection.js';
import { describeError, retry } from './retry.js';
import { callSystemChaincode } from './system-chaincode.js';

/** Joins every peer to the channel through its system chaincode cscc. A peer that has joined is left alone. */
export async function joinPeers(
  connections: readonly PeerConnection[],
  channel: string,
  genesisBlock: Uint8Array,
): Promise<void> {
  await Promise.all(
    connections.map((connection) =>
      retry({ what: `join the peer of ${connection.organization.name}`, intervalMs: 50, isFinal }, async () => {
        if (!(await channelsOf(connection)).includes(channel)) {
          await callSystemChaincode(connection, {
            channel: '',
            chaincode: 'cscc',
            args: ['JoinChain', genesisBlock],
          });
        }
      }),
    ),
  );
}

/** Names of the channels that the peer has joined. */
export async function channelsOf(connection: PeerConnection): Promise<string[]> {
  const payload = await callSystemChaincode(connection, { channel: '', chaincode: 'cscc', args: ['GetChannels'] });
  return peer.ChannelQueryResponse.deserializeBinary(payload)
    .getChannelsList()
    .map((channel) => channel.getChannelId());
}

function isFinal(error: unknown): boolean {
  return /access denied|bad proposal|not a valid genesis block/i.test(describeError(error));
}
