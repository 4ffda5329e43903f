/**
 * Whether all peers have the same at one height: a fork check. A block's hash is over all blocks before it, and the commit hash that
 * each peer writes beside it is over all that was ever written by them, so two equal pairs mean equal chains and equal state.
 */
import { createHash } from 'node:crypto';
import { awaitCaughtUp, heightOf } from '@commonpoint/network/admin/await-caught-up';
import { connectPeer, type PeerConnection } from '@commonpoint/network/admin/peer-connection';
import { callSystemChaincode } from '@commonpoint/network/admin/system-chaincode';
import { type Topology, withEachPeer } from '@commonpoint/network/topology';
import { common } from '@hyperledger/fabric-protos';
import { Complaint } from '../terminal/complaint.js';

/** What a peer has at a height. */
export interface PeerAtHeight {
  readonly peer: string;
  /** Of header, and of all that was written up to here. */
  readonly block: string;
  readonly state: string;
}

/** Those that differ from what most have, each with a sentence; none where all have the same. */
export function differencesOf(peers: readonly PeerAtHeight[]): string[] {
  const pair = ({ block, state }: PeerAtHeight): string => `${block} ${state}`;
  const count = (wanted: string): number => peers.filter((each) => pair(each) === wanted).length;
  const most = peers.map(pair).toSorted((a, b) => count(b) - count(a))[0];
  const usual = peers.find((each) => pair(each) === most);
  return peers.flatMap((each) => {
    if (pair(each) === most) return [];
    return [`${each.peer} has another ${each.block === usual?.block ? 'state' : 'chain'} than most: ${pair(each)}`];
  });
}

/** @param number of the block; the newest that all have unless given. @throws Complaint when they differ */
export async function comparePeers(
  topology: Topology,
  dataDir: string,
  number: number | undefined,
  say: (line: string) => void,
): Promise<void> {
  const connections = withEachPeer(topology.organizations).map((each) => connectPeer(each, dataDir));
  const { channel } = topology;
  try {
    if (number !== undefined) await awaitCaughtUp(connections, channel, say, number + 1);
    const heights = await Promise.all(connections.map((each) => heightOf(each, channel)));
    const at = number ?? Math.min(...heights) - 1;
    const found = await Promise.all(connections.map((each) => atHeight(each, channel, at)));
    for (const { peer, block, state } of found) say(`${peer} at block ${at}: ${block} ${state}`);
    const differences = differencesOf(found);
    if (differences.length > 0) throw new Complaint(differences.join('\n'), 1);
    say(`all ${found.length} peers have the same at block ${at}`);
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function atHeight(connection: PeerConnection, channel: string, number: number): Promise<PeerAtHeight> {
  const args = ['GetBlockByNumber', channel, String(number)];
  const bytes = await callSystemChaincode(connection, { channel, chaincode: 'qscc', args });
  const block = common.Block.deserializeBinary(bytes);
  const header = block.getHeader()?.serializeBinary() ?? new Uint8Array();
  const entry = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.COMMIT_HASH] ?? new Uint8Array();
  return {
    peer: connection.organization.peer.hostname,
    block: createHash('sha256').update(header).digest('hex').slice(0, 32),
    state: Buffer.from(common.Metadata.deserializeBinary(entry).getValue_asU8()).toString('hex').slice(0, 32),
  };
}
