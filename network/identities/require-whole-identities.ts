/** Certificates and keys that a network goes on with: each must be there, be whole, and belong to its partner. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DamagedFiles } from '../damaged-files.js';
import type { Organization, Topology } from '../topology.js';
import { type OrganizationPaths, organizationPaths } from './organization-paths.js';

/** @throws DamagedFiles that names the first file that is not as it was made */
export async function requireWholeIdentities(topology: Topology, dataDir: string): Promise<void> {
  for (const organization of topology.organizations) await requireWhole(organization, dataDir);
}

async function requireWhole(organization: Organization, dataDir: string): Promise<void> {
  const paths = organizationPaths(dataDir, organization);
  const [ca, tlsCa] = await Promise.all([readAuthority(paths.caCertPath), readAuthority(paths.tlsCaCertPath)]);
  const signing = [
    paths.peerMspDir,
    paths.ordererMspDir,
    paths.adminMspDir,
    ...organization.roles.map((role) => paths.userMspDir(role)),
  ];
  await Promise.all([
    ...[paths.mspDir, ...signing].map((mspDir) => requireSameRoots(mspDir, paths, ca, tlsCa)),
    ...signing.map((mspDir) => requireSigner(mspDir, ca)),
    requirePair(join(paths.peerTlsDir, 'server.crt'), join(paths.peerTlsDir, 'server.key'), tlsCa),
    requirePair(join(paths.ordererTlsDir, 'server.crt'), join(paths.ordererTlsDir, 'server.key'), tlsCa),
    requirePair(join(paths.adminTlsDir, 'client.crt'), join(paths.adminTlsDir, 'client.key'), tlsCa),
    ...[paths.peerTlsDir, paths.ordererTlsDir, paths.adminTlsDir].map((dir) => requireSame(join(dir, 'ca.crt'), tlsCa)),
  ]);
}

async function requireSigner(mspDir: string, ca: X509Certificate): Promise<void> {
  const [certPath, keyPath] = await Promise.all(['signcerts', 'keystore'].map((name) => onlyFile(join(mspDir, name))));
  await requirePair(certPath!, keyPath!, ca);
}

async function requireSameRoots(
  mspDir: string,
  paths: OrganizationPaths,
  ca: X509Certificate,
  tlsCa: X509Certificate,
): Promise<void> {
  const [caCopy, tlsCopy] = await Promise.all(['cacerts', 'tlscacerts'].map((name) => onlyFile(join(mspDir, name))));
  await Promise.all([requireSame(caCopy!, ca), requireSame(tlsCopy!, tlsCa)]);
  const units = join(mspDir, 'config.yaml');
  const text = await read(units);
  if (text !== (await read(join(paths.adminMspDir, 'config.yaml'))) || !text.startsWith('NodeOUs:'))
    throw damaged(units);
}

async function readAuthority(path: string): Promise<X509Certificate> {
  const authority = await readCertificate(path);
  if (!attempt(path, () => authority.verify(authority.publicKey))) throw damaged(path);
  return authority;
}

async function requireSame(path: string, authority: X509Certificate): Promise<void> {
  if (!(await readCertificate(path)).raw.equals(authority.raw)) throw damaged(path);
}

/** A certificate that its authority signed, and its own key. */
async function requirePair(certPath: string, keyPath: string, authority: X509Certificate): Promise<void> {
  const certificate = await readCertificate(certPath);
  if (!attempt(certPath, () => certificate.verify(authority.publicKey))) throw damaged(certPath);
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
  const names = existsSync(folder) ? await readdir(folder) : [];
  const [name] = names;
  if (name === undefined) throw damaged(folder, 'without its file');
  if (names.length > 1) throw damaged(folder, 'not as it was made: there are several files');
  return join(folder, name);
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
