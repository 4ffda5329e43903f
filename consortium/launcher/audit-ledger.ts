/** Audits a running network by what it wrote into its data folder. */
import { type Audit, auditChannel } from '@commonpoint/audit/audit-channel';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { connectAs } from './connect-as.js';

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
    return await auditChannel(connection.network, { ...description, mspId }, onBlock);
  } finally {
    connection.close();
  }
}
