/** How the auditor of a running network reaches all its peers: its own first, the others are witnesses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashOfBlock } from '@commonpoint/audit/block-proofs';
import type { AuditConnection, PeerAddress } from '@commonpoint/audit/connection-file';
import {
  type ConnectionDescription,
  readConnectionDescription,
} from '@commonpoint/network/admin/connection-description';
import { Complaint } from '../terminal/complaint.js';

/** By what the network wrote into its data folder. @throws NetworkUnknown */
export function auditConnection(
  dataDir: string,
  as?: { readonly mspId: string; readonly role: string },
): AuditConnection {
  const description = readConnectionDescription(dataDir);
  const { channel, chaincode, organizations } = description;
  const { mspId, role } = as ?? auditorOf(description);
  const own = organizations[mspId];
  const user = own?.users[role];
  if (own === undefined || user === undefined) throw new Error(`${mspId} has no user with the role ${role}`);
  const addressOf = ({ mspId, peerEndpoint, peerHostname, tlsRootCertPath }: typeof own): PeerAddress => ({
    mspId,
    endpoint: peerEndpoint,
    hostname: peerHostname,
    tlsRootCertPath: join(dataDir, tlsRootCertPath),
  });
  const others = Object.values(organizations).filter((each) => each.mspId !== mspId);
  const firstBlock = hashOfFirstBlock(join(dataDir, 'channel', `${channel}.block`));
  return {
    channel,
    chaincode,
    identity: { mspId, certPath: join(dataDir, user.certPath), keyPath: join(dataDir, user.keyPath) },
    peers: [addressOf(own), ...others.map(addressOf)],
    ...(firstBlock !== undefined && { firstBlock }),
  };
}

/** The first of the organisations that audit. @throws Complaint when none does */
export function auditorOf({ organizations }: ConnectionDescription): { readonly mspId: string; readonly role: string } {
  const auditor = Object.values(organizations).find(({ kind }) => kind === 'auditor');
  if (auditor === undefined)
    throw new Complaint('No organisation of this consortium audits it: consortium.json names no auditor.');
  return { mspId: auditor.mspId, role: 'auditor' };
}

/** What the channel was made from, where this machine has it. */
function hashOfFirstBlock(path: string): string | undefined {
  return existsSync(path) ? hashOfBlock(readFileSync(path)) : undefined;
}
