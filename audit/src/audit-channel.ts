/** Reads a channel's blocks from one peer, from the first to the last, and checks and recomputes everything in them. */
import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { transactionsOf } from './block-contents.js';
import { BlockProofs } from './block-proofs.js';
import { Replay, type ReplayedLedger } from './replay.js';

export interface Audit extends ReplayedLedger {
  readonly blocks: number;
  readonly transactions: number;
  /** Ordered, but without effect: conflicts and the like. */
  readonly invalidTransactions: number;
}

export interface AuditedChannel {
  readonly channel: string;
  readonly chaincode: string;
}

/** Audits all blocks that the peer has at the time of the call. */
export async function auditChannel(
  network: Network,
  { channel, chaincode }: AuditedChannel,
  onBlock?: (number: number, height: number) => void,
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
