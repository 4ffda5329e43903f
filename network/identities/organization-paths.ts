/** Where certificates and keys lie. */
import { join } from 'node:path';
import type { Organization } from '../topology.js';

/**
 * Where an organisation's certificates and keys lie: the layout that cryptogen writes, so that people who know Fabric
 * find their way and the ordinary `peer` command line works on it. One MSP serves the organisation's peer and its
 * orderer, hence both stand in the same folder.
 */
export interface OrganizationPaths {
  /** `DATA_DIR/organizations/peerOrganizations/<domain>` */
  readonly root: string;
  /** The verifying MSP: what others need to know about the organisation. */
  readonly mspDir: string;
  readonly caCertPath: string;
  readonly tlsCaCertPath: string;
  readonly peerMspDir: string;
  readonly peerTlsDir: string;
  readonly ordererMspDir: string;
  readonly ordererTlsDir: string;
  /** The organisation's administrator towards Fabric: lifecycle, joining channels, the orderer's administration. */
  readonly adminMspDir: string;
  readonly adminTlsDir: string;
  /** MSP folder of the user that carries a `role` attribute. */
  userMspDir(role: string): string;
}

/** All the folders of one organisation below `dataDir`. */
export function organizationPaths(dataDir: string, organization: Organization): OrganizationPaths {
  const { domain, peer, orderer } = organization;
  const root = join(dataDir, 'organizations', 'peerOrganizations', domain);
  return organizationPathsAt(root, domain, peer.hostname, orderer.hostname);
}

/** As {@link organizationPaths}, for a folder that is not (yet) at its place. */
export function organizationPathsAt(
  root: string,
  domain: string,
  peerHostname: string,
  ordererHostname: string,
): OrganizationPaths {
  return {
    root,
    mspDir: join(root, 'msp'),
    caCertPath: join(root, 'ca', `ca.${domain}-cert.pem`),
    tlsCaCertPath: join(root, 'tlsca', `tlsca.${domain}-cert.pem`),
    peerMspDir: join(root, 'peers', peerHostname, 'msp'),
    peerTlsDir: join(root, 'peers', peerHostname, 'tls'),
    ordererMspDir: join(root, 'orderers', ordererHostname, 'msp'),
    ordererTlsDir: join(root, 'orderers', ordererHostname, 'tls'),
    adminMspDir: join(root, 'users', `Admin@${domain}`, 'msp'),
    adminTlsDir: join(root, 'users', `Admin@${domain}`, 'tls'),
    userMspDir: (role) => join(root, 'users', `${roleUserName(role)}@${domain}`, 'msp'),
  };
}

/**
 * `operator` becomes `PointsOperator`. The prefix keeps the points administrator apart from `Admin`, also on file
 * systems that ignore case.
 */
export function roleUserName(role: string): string {
  return `Points${role.charAt(0).toUpperCase()}${role.slice(1)}`;
}
