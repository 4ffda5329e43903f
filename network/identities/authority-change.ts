/**
 * An organisation's authority and the one that takes its place, on the disk. The new one is made beside it (`ca.next`), takes its folder when
 * the channel knows it, and the old one (`ca.before`) is removed when the channel does without it: which of these are there says how far it is.
 */
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Organization } from '../topology.js';
import { withEachPeer } from '../topology.js';
import { createCertificateAuthority } from './certificate-authority.js';
import { PRIVATE_KEY_FILE, writeAuthority } from './msp-folder.js';
import { organizationPaths } from './organization-paths.js';

/** For those who sign, or for connections. */
export type AuthorityKind = 'ca' | 'tlsca';

export interface AuthorityFolders {
  /** Certificate of the one that issues. */
  readonly certPath: string;
  readonly folder: string;
  readonly next: string;
  readonly before: string;
}

export function authorityFolders(dataDir: string, organization: Organization, kind: AuthorityKind): AuthorityFolders {
  const { caCertPath, tlsCaCertPath } = organizationPaths(dataDir, organization);
  const certPath = kind === 'ca' ? caCertPath : tlsCaCertPath;
  const folder = dirname(certPath);
  return { certPath, folder, next: `${folder}.next`, before: `${folder}.before` };
}

/** Makes the next one, unless it is there. @returns its certificate */
export async function prepareAuthority(
  { folder, next, certPath }: AuthorityFolders,
  { domain, name }: Organization,
): Promise<string> {
  const path = join(next, basename(certPath));
  if (!existsSync(next)) {
    const partial = `${next}.partial`;
    rmSync(partial, { recursive: true, force: true });
    const authority = await createCertificateAuthority(`${basename(folder)}.${domain}`, name);
    await writeAuthority(join(partial, basename(certPath)), authority);
    renameSync(partial, next);
  }
  return readFileSync(path, 'utf8');
}

/** Whether one is on its way to another one's place. */
export function isAuthorityChanging({ next, before }: AuthorityFolders): boolean {
  return existsSync(next) || existsSync(before);
}

/** The next one issues from now on, and who believed the one believes both. @returns when it took over, in milliseconds */
export function takeOver(
  folders: AuthorityFolders,
  organization: Organization,
  dataDir: string,
  kind: AuthorityKind,
): number {
  const { folder, next, before } = folders;
  if (existsSync(next)) {
    if (existsSync(folder)) {
      // The time of the folder stands for when it was left: nothing is written there any more.
      utimesSync(folder, new Date(), new Date());
      renameSync(folder, before);
    }
    renameSync(next, folder);
  }
  believe(folders, organization, dataDir, kind);
  return statSync(before).mtimeMs;
}

/** What is left of the old one goes. */
export function forgetBefore(
  folders: AuthorityFolders,
  organization: Organization,
  dataDir: string,
  kind: AuthorityKind,
): void {
  const { before } = folders;
  believe({ ...folders, before: undefined }, organization, dataDir, kind);
  // At once, as what is left of it would be taken for a change that is under way.
  const gone = `${before}.gone`;
  rmSync(gone, { recursive: true, force: true });
  if (existsSync(before)) renameSync(before, gone);
  rmSync(gone, { recursive: true, force: true });
}

/** Puts the authorities that there are where nodes and people look for them. */
function believe(
  { certPath, before }: Omit<AuthorityFolders, 'before'> & { readonly before: string | undefined },
  organization: Organization,
  dataDir: string,
  kind: AuthorityKind,
): void {
  const name = basename(certPath);
  // The first one of several is who issues.
  const [now] = certificatesIn(readFileSync(certPath, 'utf8')) as [string];
  const isThere = before !== undefined && existsSync(before);
  const old = isThere ? certificatesIn(readFileSync(join(before, name), 'utf8'))[0] : undefined;
  for (const mspDir of mspFolders(organization, dataDir)) {
    const folder = join(mspDir, kind === 'ca' ? 'cacerts' : 'tlscacerts');
    writeFileSync(join(folder, name), now);
    const path = join(folder, `before-${name}`);
    if (old === undefined) rmSync(path, { force: true });
    else writeFileSync(path, old);
  }
  if (kind === 'ca') return;
  const both = now + (old ?? '');
  writeFileSync(certPath, both);
  for (const tlsDir of tlsFolders(organization, dataDir)) writeFileSync(join(tlsDir, 'ca.crt'), both);
}

/** Each by itself, of a file that holds several. */
export function certificatesIn(pem: string): string[] {
  return (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map((each) => `${each}\n`);
}

/** The certificates of all authorities that an organisation has of one kind, the one that issues first. */
export function authoritiesOf({ certPath, before }: AuthorityFolders): string[] {
  const paths = [certPath, join(before, basename(certPath))].filter((path) => existsSync(path));
  return [...new Set(paths.flatMap((path) => certificatesIn(readFileSync(path, 'utf8'))))];
}

export function hasAuthorityKey({ folder }: AuthorityFolders): boolean {
  return existsSync(join(folder, PRIVATE_KEY_FILE));
}

function mspFolders(organization: Organization, dataDir: string): string[] {
  const { root, mspDir, ordererMspDir } = organizationPaths(dataDir, organization);
  const peers = withEachPeer([organization]).map((each) => organizationPaths(dataDir, each).peerMspDir);
  const users = readdirSync(join(root, 'users')).map((user) => join(root, 'users', user, 'msp'));
  return [mspDir, ordererMspDir, ...peers, ...users];
}

function tlsFolders(organization: Organization, dataDir: string): string[] {
  const { ordererTlsDir, adminTlsDir } = organizationPaths(dataDir, organization);
  return [
    ordererTlsDir,
    adminTlsDir,
    ...withEachPeer([organization]).map((each) => organizationPaths(dataDir, each).peerTlsDir),
  ];
}
