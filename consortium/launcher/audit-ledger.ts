/** Audits a running network by what it wrote into its data folder. */
import { type Audit, auditChannel } from '@commonpoint/audit/audit-channel';
import { readConnectionDescription } from '@commonpoint/network/admin/connection-description';
import { auditorOf } from './audit-connection.js';
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
export async function auditLedger({ dataDir, onBlock, ...as }: AuditOptions): Promise<Audit> {
  const description = readConnectionDescription(dataDir);
  const { mspId, role } = { ...auditorOf(description), ...as };
  const connection = connectAs({ dataDir, description, mspId, role });
  try {
    return await auditChannel(connection.network, { ...description, mspId }, onBlock);
  } finally {
    connection.close();
  }
}
