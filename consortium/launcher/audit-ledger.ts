/** Audits a running network by what it wrote into its data folder. */
import { type Audit, auditChannel } from '@commonpoint/audit/audit-channel';
import { connectPeer } from '@commonpoint/audit/peers';
import { auditConnection } from './audit-connection.js';

export interface AuditOptions {
  /** The data folder of a running network. */
  readonly dataDir: string;
  /** Whose peer is asked, as whom; both, or the auditor's own. */
  readonly mspId?: string;
  readonly role?: string;
  readonly onBlock?: (number: number, height: number) => void;
}

/** Audits all blocks that the peer has at the time of the call. */
export async function auditLedger({ dataDir, mspId, role, onBlock }: AuditOptions): Promise<Audit> {
  const as = mspId === undefined || role === undefined ? undefined : { mspId, role };
  const connection = auditConnection(dataDir, as);
  const own = connectPeer(connection, connection.peers[0]);
  try {
    return await auditChannel(own, connection.chaincode, onBlock);
  } finally {
    own.close();
  }
}
