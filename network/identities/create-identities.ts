/** Everybody’s certificates and keys. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Endpoint, Organization, Topology } from '../topology.js';
import { type CertificateAuthority, createCertificateAuthority } from './certificate-authority.js';
import { type TrustRoots, writeAuthority, writeSigningMsp, writeTls, writeVerifyingMsp } from './msp-folder.js';
import { organizationPaths, organizationPathsAt, roleUserName } from './organization-paths.js';

/** Which authorities an organisation has: one for those who sign, one for connections. */
export interface Authorities {
  readonly ca: CertificateAuthority;
  readonly tlsCa: CertificateAuthority;
}

export type AuthoritiesOf = (organization: Organization) => Promise<Authorities>;

/**
 * Writes `DATA_DIR/organizations`: for each organisation a CA, a TLS CA, a peer, an orderer, its administrator towards
 * Fabric and one user per role. What exists is kept, organisation by organisation: a second call changes nothing.
 * Authorities are made anew unless the organisation has its own (`fabric-ca.ts`).
 *
 * The administrator (`Admin@domain`, OU=admin) may join channels and approve chaincode and carries no `role`
 * attribute: it can do nothing with points. The role users (`PointsAdmin@domain`, ...; OU=client) are the reverse, so
 * that neither a gateway's key nor an administrator's is enough for both.
 */
export async function createIdentities(
  topology: Topology,
  dataDir: string,
  authoritiesOf: AuthoritiesOf = newAuthorities,
): Promise<void> {
  await Promise.all(
    topology.organizations.map((organization) => createOrganization(organization, dataDir, authoritiesOf)),
  );
}

async function createOrganization(
  organization: Organization,
  dataDir: string,
  authoritiesOf: AuthoritiesOf,
): Promise<void> {
  const { root } = organizationPaths(dataDir, organization);
  if (existsSync(root)) {
    return;
  }
  // Written beside its place and moved there when complete, so that a crash leaves no half organisation.
  const partial = `${root}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(dirname(root), { recursive: true, mode: 0o700 });
  await writeOrganization(organization, await authoritiesOf(organization), partial);
  await rename(partial, root);
}

async function newAuthorities({ domain, name }: Organization): Promise<Authorities> {
  const [ca, tlsCa] = await Promise.all([
    createCertificateAuthority(`ca.${domain}`, name),
    createCertificateAuthority(`tlsca.${domain}`, name),
  ]);
  return { ca, tlsCa };
}

async function writeOrganization(organization: Organization, { ca, tlsCa }: Authorities, root: string): Promise<void> {
  const { domain, peer, peers, orderer, roles } = organization;
  const pathsOf = ({ hostname }: Endpoint) => organizationPathsAt(root, domain, hostname, orderer.hostname);
  const paths = pathsOf(peer);
  const roots: TrustRoots = {
    caFileName: `ca.${domain}-cert.pem`,
    caCertPem: ca.certPem,
    tlsCaFileName: `tlsca.${domain}-cert.pem`,
    tlsCaCertPem: tlsCa.certPem,
  };
  const administrator = `Admin@${domain}`;
  await Promise.all([
    writeAuthority(paths.caCertPath, ca),
    writeAuthority(paths.tlsCaCertPath, tlsCa),
    writeVerifyingMsp(paths.mspDir, roots),
    ...peers.map((each) => {
      const { peerMspDir, peerTlsDir } = pathsOf(each);
      return writeNode(ca, tlsCa, roots, each, 'peer', peerMspDir, peerTlsDir);
    }),
    writeNode(ca, tlsCa, roots, orderer, 'orderer', paths.ordererMspDir, paths.ordererTlsDir),
    ca
      .issueSigning({ commonName: administrator, unit: 'admin' })
      .then((issued) => writeSigningMsp(paths.adminMspDir, roots, administrator, issued)),
    tlsCa
      .issueTls({ commonName: administrator, hosts: [] })
      .then((issued) => writeTls(paths.adminTlsDir, 'client', tlsCa.certPem, issued)),
    ...roles.map(async (role) => {
      const commonName = `${roleUserName(role)}@${domain}`;
      const issued = await ca.issueSigning({ commonName, unit: 'client', attributes: { role } });
      await writeSigningMsp(paths.userMspDir(role), roots, commonName, issued);
    }),
  ]);
}

async function writeNode(
  ca: CertificateAuthority,
  tlsCa: CertificateAuthority,
  roots: TrustRoots,
  { hostname, host }: Endpoint,
  unit: 'peer' | 'orderer',
  mspDir: string,
  tlsDir: string,
): Promise<void> {
  const [signing, tls] = await Promise.all([
    ca.issueSigning({ commonName: hostname, unit }),
    tlsCa.issueTls({ commonName: hostname, hosts: [hostname, 'localhost', '127.0.0.1', host] }),
  ]);
  await Promise.all([
    writeSigningMsp(mspDir, roots, hostname, signing),
    writeTls(tlsDir, 'server', tlsCa.certPem, tls),
  ]);
}
