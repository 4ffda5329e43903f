/** Blocks as a peer gives them away: every byte that is on the ledger, whoever can make sense of it. */
import { common } from '@hyperledger/fabric-protos';
import { connectAs } from '../../consortium/launcher/connect-as.js';
import { readConnectionDescription } from '../../network/admin/connection-description.js';

/** All blocks that the auditor's peer has now, in one piece. */
export async function rawBlocks(dataDir: string): Promise<Buffer> {
  const description = readConnectionDescription(dataDir);
  const { network, close } = connectAs({ dataDir, description, mspId: 'AuditorMSP', role: 'auditor' });
  try {
    const chainInfo = await network.getContract('qscc').evaluateTransaction('GetChainInfo', description.channel);
    const height = common.BlockchainInfo.deserializeBinary(chainInfo).getHeight();
    const blocks: Uint8Array[] = [];
    const stream = await network.getBlockEvents({ startBlock: 0n });
    try {
      for await (const block of stream) {
        blocks.push(block.serializeBinary());
        if (blocks.length === height) break;
      }
    } finally {
      stream.close();
    }
    return Buffer.concat(blocks);
  } finally {
    close();
  }
}
