/** MSP and TLS folders, as Fabric’s programs read them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CertificateAuthority, IssuedCertificate, LocalAuthority } from './certificate-authority.js';

/** The certificates by which an organisation's members are recognised; the same in each of its MSP folders. */
export interface TrustRoots {
  readonly caFileName: string;
  readonly caCertPem: string;
  readonly tlsCaFileName: string;
  readonly tlsCaCertPem: string;
}

/** Name that cryptogen gives every private key. */
export const PRIVATE_KEY_FILE = 'priv_sk';

const KEY_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * A certificate's unit says what its holder is. No authority is named: whoever chains to one of the organisation's roots
 * is believed, so that a second authority can take the first one's place.
 */
const NODE_UNITS = `NodeOUs:
  Enable: true
  ClientOUIdentifier:
    OrganizationalUnitIdentifier: client
  PeerOUIdentifier:
    OrganizationalUnitIdentifier: peer
  AdminOUIdentifier:
    OrganizationalUnitIdentifier: admin
  OrdererOUIdentifier:
    OrganizationalUnitIdentifier: orderer
`;

/** An MSP folder without a key: what verifies the organisation's members. */
export async function writeVerifyingMsp(directory: string, roots: TrustRoots): Promise<void> {
  await Promise.all([
    writeText(join(directory, 'cacerts', roots.caFileName), roots.caCertPem),
    writeText(join(directory, 'tlscacerts', roots.tlsCaFileName), roots.tlsCaCertPem),
    writeText(join(directory, 'config.yaml'), NODE_UNITS),
  ]);
}

/** An MSP folder with which its holder signs. */
export async function writeSigningMsp(
  directory: string,
  roots: TrustRoots,
  commonName: string,
  issued: IssuedCertificate,
): Promise<void> {
  await Promise.all([
    writeVerifyingMsp(directory, roots),
    writeText(join(directory, 'signcerts', `${commonName}-cert.pem`), issued.certPem),
    writeKey(join(directory, 'keystore', PRIVATE_KEY_FILE), issued.keyPem),
  ]);
}

/** A TLS folder: `server` for nodes, `client` for people, as cryptogen names the files. */
export async function writeTls(
  directory: string,
  holder: 'server' | 'client',
  tlsCaCertPem: string,
  issued: IssuedCertificate,
): Promise<void> {
  await Promise.all([
    writeText(join(directory, 'ca.crt'), tlsCaCertPem),
    writeText(join(directory, `${holder}.crt`), issued.certPem),
    writeKey(join(directory, `${holder}.key`), issued.keyPem),
  ]);
}

/** An authority's own folder, with its key if that is here. */
export async function writeAuthority(
  certPath: string,
  authority: CertificateAuthority | LocalAuthority,
): Promise<void> {
  await Promise.all([
    writeText(certPath, authority.certPem),
    'keyPem' in authority && writeKey(join(dirname(certPath), PRIVATE_KEY_FILE), authority.keyPem),
  ]);
}

async function writeText(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: FOLDER_MODE });
  await writeFile(path, text);
}

async function writeKey(path: string, keyPem: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true, mode: FOLDER_MODE });
  await writeFile(path, keyPem, { mode: KEY_MODE });
}
