/** What an organisation's own peer has: how many blocks, the last one's hash, and the digest of all state after it. */
import { common } from '@hyperledger/fabric-protos';
import type { ConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { connectAs } from '../launcher/connect-as.js';

export interface PeerState {
  readonly height: number;
  readonly blockHash: string;
  /**
   * The commit hash of the last block: each peer computes it from every row it ever wrote, in order. The same hash is the
   * same state, and the same way to it.
   */
  readonly stateDigest: string;
}

/** The entry of a block's metadata in which each peer leaves its commit hash. */
const COMMIT_HASH = 4;

/** As what somebody of the organisation looks: auditors and regulators have no merchant's roles. */
export function lookingRoleOf(
  mspId: string,
  { organizations }: Pick<ConnectionDescription, 'organizations'>,
): 'operator' | 'auditor' | 'regulator' {
  const { kind = 'merchant' } = organizations[mspId] ?? {};
  return kind === 'merchant' ? 'operator' : kind;
}

export async function peerStateOf({
  dataDir,
  description,
  mspId,
}: {
  readonly dataDir: string;
  readonly description: ConnectionDescription;
  readonly mspId: string;
}): Promise<PeerState> {
  const connection = connectAs({ dataDir, description, mspId, role: lookingRoleOf(mspId, description) });
  try {
    const qscc = connection.network.getContract('qscc');
    const info = common.BlockchainInfo.deserializeBinary(
      await qscc.evaluateTransaction('GetChainInfo', description.channel),
    );
    const height = info.getHeight();
    const bytes = await qscc.evaluateTransaction('GetBlockByNumber', description.channel, String(height - 1));
    const metadata = common.Block.deserializeBinary(bytes).getMetadata()?.getMetadataList_asU8()[COMMIT_HASH];
    const commitHash = common.Metadata.deserializeBinary(metadata ?? new Uint8Array()).getValue_asU8();
    return { height, blockHash: hex(info.getCurrentblockhash_asU8()), stateDigest: hex(commitHash) };
  } finally {
    connection.close();
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
