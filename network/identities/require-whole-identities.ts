/** Certificates and keys that a network goes on with: each must be there, be whole, and belong to its partner. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DamagedFiles } from '../damaged-files.js';
import { type Organization, type Topology, withEachPeer } from '../topology.js';
import { authorityFolders, type AuthorityFolders, authoritiesOf } from './authority-change.js';
import { type OrganizationPaths, organizationPaths } from './organization-paths.js';

/** @throws DamagedFiles that names the first file that is not as it was made */
export async function requireWholeIdentities(topology: Topology, dataDir: string): Promise<void> {
  for (const organization of withEachPeer(topology.organizations)) await requireWhole(organization, dataDir);
}

async function requireWhole(organization: Organization, dataDir: string): Promise<void> {
  const paths = organizationPaths(dataDir, organization);
  const [cas, tlsCas] = (await Promise.all(
    (['ca', 'tlsca'] as const).map((kind) => readAuthorities(authorityFolders(dataDir, organization, kind))),
  )) as [X509Certificate[], X509Certificate[]];
  const signing = [
    paths.peerMspDir,
    paths.ordererMspDir,
    paths.adminMspDir,
    ...organization.roles.map((role) => paths.userMspDir(role)),
  ];
  await Promise.all([
    ...[paths.mspDir, ...signing].map((mspDir) => requireSameRoots(mspDir, paths, cas, tlsCas)),
    ...signing.map((mspDir) => requireSigner(mspDir, cas)),
    requirePair(join(paths.peerTlsDir, 'server.crt'), join(paths.peerTlsDir, 'server.key'), tlsCas),
    requirePair(join(paths.ordererTlsDir, 'server.crt'), join(paths.ordererTlsDir, 'server.key'), tlsCas),
    requirePair(join(paths.adminTlsDir, 'client.crt'), join(paths.adminTlsDir, 'client.key'), tlsCas),
    ...[paths.peerTlsDir, paths.ordererTlsDir, paths.adminTlsDir].map((dir) =>
      requireSame(join(dir, 'ca.crt'), tlsCas),
    ),
  ]);
}

async function requireSigner(mspDir: string, cas: readonly X509Certificate[]): Promise<void> {
  const [certPath, keyPath] = await Promise.all(['signcerts', 'keystore'].map((name) => onlyFile(join(mspDir, name))));
  await requirePair(certPath!, keyPath!, cas);
}

async function requireSameRoots(
  mspDir: string,
  paths: OrganizationPaths,
  cas: readonly X509Certificate[],
  tlsCas: readonly X509Certificate[],
): Promise<void> {
  for (const [name, authorities] of [['cacerts', cas] as const, ['tlscacerts', tlsCas] as const]) {
    const folder = join(mspDir, name);
    // One that takes another one's place is there beside it.
    const copies = authorities.length === 1 ? [await onlyFile(folder)] : await filesIn(folder);
    await Promise.all(copies.map((copy) => requireSame(copy, authorities)));
  }
  const units = join(mspDir, 'config.yaml');
  const text = await read(units);
  if (text !== (await read(join(paths.adminMspDir, 'config.yaml'))) || !text.startsWith('NodeOUs:'))
    throw damaged(units);
}

async function readAuthorities(folders: AuthorityFolders): Promise<X509Certificate[]> {
  const { certPath } = folders;
  await readCertificate(certPath);
  const authorities = attempt(certPath, () => authoritiesOf(folders).map((pem) => new X509Certificate(pem)));
  for (const authority of authorities) {
    if (!attempt(certPath, () => authority.verify(authority.publicKey))) throw damaged(certPath);
  }
  return authorities;
}

async function requireSame(path: string, authorities: readonly X509Certificate[]): Promise<void> {
  const certificate = await readCertificate(path);
  if (!authorities.some(({ raw }) => certificate.raw.equals(raw))) throw damaged(path);
}

/** A certificate that its authority signed, and its own key. */
async function requirePair(certPath: string, keyPath: string, authorities: readonly X509Certificate[]): Promise<void> {
  const certificate = await readCertificate(certPath);
  const isIssued = attempt(certPath, () => authorities.some((each) => certificate.verify(each.publicKey)));
  if (!isIssued) throw damaged(certPath);
  const keyPem = await read(keyPath);
  if (!attempt(keyPath, () => certificate.checkPrivateKey(createPrivateKey(keyPem)))) throw damaged(keyPath);
}

async function readCertificate(path: string): Promise<X509Certificate> {
  const pem = await read(path);
  return attempt(path, () => new X509Certificate(pem));
}

async function read(path: string): Promise<string> {
  if (!existsSync(path)) throw damaged(path, 'missing');
  return readFile(path, 'utf8');
}

async function onlyFile(folder: string): Promise<string> {
  const [file, ...others] = await filesIn(folder);
  if (others.length > 0) throw damaged(folder, 'not as it was made: there are several files');
  return file!;
}

/** At least one. */
async function filesIn(folder: string): Promise<string[]> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  if (names.length === 0) throw damaged(folder, 'without its file');
  return names.map((name) => join(folder, name));
}

function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string, how = 'damaged'): DamagedFiles {
  return new DamagedFiles(
    `${path} is ${how}, and the ledger knows its organisation by what it held: put back ${dirname(path)} from a backup.`,
  );
}
