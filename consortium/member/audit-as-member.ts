/** How an organisation reaches all peers from its own machine, with its own keys and what the others gave it, to audit them. */
import { existsSync, readFileSync } from 'node:fs';
import { hashOfBlock } from '@commonpoint/audit/block-proofs';
import type { AuditConnection, PeerAddress } from '@commonpoint/audit/connection-file';
import { genesisBlockPath } from '@commonpoint/network/genesis/create-genesis-block';
import { signingMspFiles } from '@commonpoint/network/identities/load-identity';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import type { Organization } from '@commonpoint/network/topology';
import type { Member } from './member-steps.js';

/** Its own peer is read, the others are witnesses. @throws Error in one sentence where a file is missing */
export function auditConnectionOf({ topology, organization, dataDir }: Omit<Member, 'gatewayUrl'>): AuditConnection {
  const { channel, chaincode, organizations } = topology;
  const [role = ''] = organization.roles.includes('auditor') ? ['auditor'] : organization.roles;
  const userMsp = organizationPaths(dataDir, organization).userMspDir(role);
  if (!existsSync(userMsp)) {
    throw new Error(`${organization.name} has no keys of its ${role} in ${dataDir}: run \`member identities\` first`);
  }
  const blockPath = genesisBlockPath(topology, dataDir);
  if (!existsSync(blockPath)) {
    throw new Error(`${blockPath} is missing: an audit begins with the first block that all have agreed on`);
  }
  const addressOf = (each: Organization): PeerAddress => {
    const { tlsCaCertPath } = organizationPaths(dataDir, each);
    if (!existsSync(tlsCaCertPath)) {
      throw new Error(`${tlsCaCertPath} is missing: it is among what ${each.name} gives the others (member public)`);
    }
    return {
      mspId: each.mspId,
      endpoint: `${each.peer.host}:${each.peer.port}`,
      hostname: each.peer.hostname,
      tlsRootCertPath: tlsCaCertPath,
    };
  };
  const others = organizations.filter(({ mspId }) => mspId !== organization.mspId);
  return {
    channel,
    chaincode: chaincode.name,
    identity: { mspId: organization.mspId, ...signingMspFiles(userMsp) },
    peers: [addressOf(organization), ...others.map(addressOf)],
    firstBlock: hashOfBlock(readFileSync(blockPath)),
  };
}
