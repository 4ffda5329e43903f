/**
 * An organisation takes back a certificate of its own: a list that its authority signs goes into the channel's configuration, which
 * wants nobody else's signature. From the next block on the certificate is nobody's.
 */
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { common } from '@hyperledger/fabric-protos';
import { groupAt, membershipIn } from '@commonpoint/network/config/channel-values';
import { OrganizationMsp } from '@commonpoint/network/embedded/msp/organization-msp';
import { keyIdOf } from '@commonpoint/network/embedded/msp/revocation-lists';
import { signingCertPath } from '@commonpoint/network/identities/load-identity';
import { PRIVATE_KEY_FILE } from '@commonpoint/network/identities/msp-folder';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { revocationList } from '@commonpoint/network/identities/revocation-list';
import { type Organization, withEachPeer } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';
import { applyTogether } from './apply-together.js';
import type { Steward } from './steward.js';

export interface Revoking {
  readonly organization: Organization;
  readonly dataDir: string;
  readonly open: () => Steward;
  readonly say: (line: string) => void;
}

/** @param what a role, or the file of a certificate or of a list. @throws Complaint */
export async function revoke(what: string, { organization, dataDir, open, say }: Revoking): Promise<void> {
  const { mspId } = organization;
  const given = textOf(what, organization, dataDir);
  const steward = open();
  try {
    const list = given.includes('BEGIN X509 CRL')
      ? given
      : await listOf(certificateIn(given, what), { organization, dataDir, config: await steward.config(), say });
    if (list === undefined) return;
    const wish = { kind: 'revoke-certificates' as const, mspId, list: Buffer.from(list).toString('base64') };
    await applyTogether([steward], wish, say);
  } catch (error) {
    throw error instanceof Complaint ? error : new Complaint((error as Error).message);
  } finally {
    steward.close();
  }
}

/** Undefined where the certificate is on a list already. */
async function listOf(
  certificate: X509Certificate,
  { organization, dataDir, config, say }: Omit<Revoking, 'open'> & { readonly config: common.Config },
): Promise<string | undefined> {
  const name = `certificate ${certificate.serialNumber} of ${certificate.subject.replaceAll('\n', ', ')}`;
  const { caCertPath } = organizationPaths(dataDir, organization);
  const membership = membershipIn(groupAt(config, 'Application', organization.mspId));
  const known = membership && new OrganizationMsp(membership);
  const issuer = known?.authorities.find((each) => certificate.verify(each.publicKey));
  if (known === undefined || issuer === undefined) {
    throw new Complaint(`the ${name} was not issued by ${organization.name}: each organisation revokes its own.`);
  }
  if (known.revoked.has(`${keyIdOf(issuer)} ${BigInt(`0x${certificate.serialNumber}`)}`)) {
    say(`the ${name} is revoked`);
    return undefined;
  }
  const holder = holderOf(certificate, organization, dataDir);
  if (holder !== undefined) {
    throw new Complaint(
      `the ${name} is what ${holder} works with: give it another one first (network rotate --new-key).`,
    );
  }
  const keyPath = join(dirname(caCertPath), PRIVATE_KEY_FILE);
  const isHere =
    existsSync(keyPath) && new X509Certificate(readFileSync(caCertPath)).fingerprint256 === issuer.fingerprint256;
  if (!isHere) {
    throw new Complaint(
      `the key of the authority that issued the ${name} is not here (${keyPath}): have it make a list there, and revoke that file.`,
    );
  }
  say(`the ${name} is taken back`);
  return revocationList({ certPem: readFileSync(caCertPath, 'utf8'), keyPem: readFileSync(keyPath, 'utf8') }, [
    certificate.toString(),
  ]);
}

/** Whose work would end with it: nodes, and the administrator who has to sign. */
function holderOf(certificate: X509Certificate, organization: Organization, dataDir: string): string | undefined {
  const { ordererMspDir, adminMspDir } = organizationPaths(dataDir, organization);
  const holders: readonly (readonly [string, string])[] = [
    ['the administrator', adminMspDir],
    [organization.orderer.hostname, ordererMspDir],
    ...withEachPeer([organization]).map(
      (each) => [each.peer.hostname, organizationPaths(dataDir, each).peerMspDir] as const,
    ),
  ];
  const { fingerprint256 } = certificate;
  return holders.find(([, mspDir]) => existsSync(mspDir) && fingerprintIn(mspDir) === fingerprint256)?.[0];
}

const fingerprintIn = (mspDir: string): string =>
  new X509Certificate(readFileSync(signingCertPath(mspDir))).fingerprint256;

function textOf(what: string, organization: Organization, dataDir: string): string {
  const path = organization.roles.some((role) => role === what)
    ? signingCertPath(organizationPaths(dataDir, organization).userMspDir(what))
    : what;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const roles = organization.roles.join(', ');
    throw new Complaint(`${what} is no role (${roles}), and no file that can be read: ${(error as Error).message}`, 2);
  }
}

function certificateIn(text: string, what: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw new Complaint(`${what} holds neither a certificate nor a list of revoked ones in PEM`, 2);
  }
}
