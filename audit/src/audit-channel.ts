/** Reads a channel's blocks from one peer and audits them, from where an earlier audit ended to the peer's last one. */
import { auditPeers } from './audit-peers.js';
import { BlockAudit } from './block-audit.js';
import { sentenceOf } from './findings.js';
import type { Peer } from './peers.js';
import type { ReplayedLedger } from './replayed-ledger.js';
import { StateFile } from './state-file.js';

export interface Audit extends Omit<ReplayedLedger, 'programs'> {
  readonly blocks: number;
  readonly transactions: number;
  /** Ordered, but without effect: conflicts and the like. */
  readonly invalidTransactions: number;
}

/**
 * Audits all blocks that the peer has at the time of the call. What it remembers of many is in a file without a name.
 *
 * @throws StateNotKept where there is no room for that
 */
export async function auditChannel(
  read: Peer,
  chaincode: string,
  onBlock?: (number: number, height: number) => void,
): Promise<Audit> {
  const store = StateFile.unnamed();
  try {
    const audit = new BlockAudit({ chaincode, store });
    await auditPeers({ audit, read, onBlock });
    const { transactions = 0, invalidTransactions = 0 } = audit.end ?? {};
    const { findings, programs: _programs, ...ledger } = audit.finish();
    return { ...ledger, findings: findings.map(sentenceOf), blocks: audit.next, transactions, invalidTransactions };
  } finally {
    store.close();
  }
}
