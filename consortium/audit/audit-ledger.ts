/** Reads a channel's blocks from one peer, from the first to the last, and checks and recomputes everything in them. */
import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import {
  type ConnectionDescription,
  readConnectionDescription,
} from '@commonpoint/network/admin/connection-description';
import { transactionsOf } from './block-contents.js';
import { BlockProofs } from './block-proofs.js';
import { connectAs } from './connect-as.js';
import { Replay, type ReplayedLedger } from './replay.js';

export interface Audit extends ReplayedLedger {
  readonly blocks: number;
  readonly transactions: number;
  /** Ordered, but without effect: conflicts and the like. */
  readonly invalidTransactions: number;
}

export interface AuditOptions {
  /** The data folder of a running network. */
  readonly dataDir: string;
  /** Whose peer is asked, as whom. */
  readonly mspId?: string;
  readonly role?: string;
  readonly onBlock?: (number: number, height: number) => void;
}

/** Audits all blocks that the peer has at the time of the call. */
export async function auditLedger({
  dataDir,
  mspId = 'AuditorMSP',
  role = 'auditor',
  onBlock,
}: AuditOptions): Promise<Audit> {
  const description = readConnectionDescription(dataDir);
  const connection = connectAs({ dataDir, description, mspId, role });
  try {
    return await auditNetwork(connection.network, description, onBlock);
  } finally {
    connection.close();
  }
}

async function auditNetwork(
  network: Network,
  { channel, chaincode }: ConnectionDescription,
  onBlock: AuditOptions['onBlock'],
): Promise<Audit> {
  const chainInfo = await network.getContract('qscc').evaluateTransaction('GetChainInfo', channel);
  const height = common.BlockchainInfo.deserializeBinary(chainInfo).getHeight();
  const proofs = new BlockProofs();
  const replay = new Replay();
  const findings: string[] = [];
  let transactions = 0;
  let invalidTransactions = 0;
  const blocks = await network.getBlockEvents({ startBlock: 0n });
  try {
    for await (const block of blocks) {
      const number = block.getHeader()?.getNumber() ?? 0;
      findings.push(...proofs.checkChain(block));
      for (const transaction of transactionsOf(block, chaincode)) {
        transactions += 1;
        if (transaction.validationCode !== 0) {
          invalidTransactions += 1;
          continue;
        }
        findings.push(...proofs.checkSignatures(transaction));
        replay.apply(transaction.txId, transaction.writes);
      }
      replay.endBlock(number);
      onBlock?.(number, height);
      if (number + 1 >= height) break;
    }
  } finally {
    blocks.close();
  }
  const result = replay.finish();
  return { ...result, findings: [...findings, ...result.findings], blocks: height, transactions, invalidTransactions };
}
