/** Files of certificates that are renewed: which are due, and with which key. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { certificatesIn } from '@commonpoint/network/identities/authority-change';
import { signingMspFiles } from '@commonpoint/network/identities/load-identity';
import { PRIVATE_KEY_FILE } from '@commonpoint/network/identities/msp-folder';
import { organizationPaths } from '@commonpoint/network/identities/organization-paths';
import { reissueCertificate, renewCertificate } from '@commonpoint/network/identities/renew-certificate';
import type { Organization } from '@commonpoint/network/topology';
import { Complaint } from '../terminal/complaint.js';

const DAY_MS = 24 * 60 * 60_000;

/** What is issued by which of an organisation's authorities. */
export interface Holding {
  readonly signing: readonly string[];
  readonly tls: readonly string[];
  /** Where one is due, all are: a program is seen to use the new ones by the one that it shows. */
  readonly together?: boolean;
}

export interface Renewing {
  readonly organization: Organization;
  readonly dataDir: string;
  /** Those that end within so many days are due, and those that were taken back. */
  readonly days: number;
  /** Whether each that is due gets a new key; one that was taken back always does. */
  readonly newKeys: boolean;
  readonly isRevoked: (certificate: X509Certificate) => boolean;
}

/** Whether anything of it is newer than its user, for which the time of a file stands: also what a run that was killed renewed. */
export async function renewDue(
  { organization, dataDir, days, newKeys, isRevoked }: Renewing,
  { signing, tls, together = false }: Holding,
  usedSince: string,
): Promise<boolean> {
  const { caCertPath, tlsCaCertPath } = organizationPaths(dataDir, organization);
  const all = [
    ...signing.map((path) => ({ path, by: caCertPath })),
    ...tls.map((path) => ({ path, by: tlsCaCertPath })),
  ].map((each) => ({ ...each, certificate: new X509Certificate(readFileSync(each.path)), key: keyPathOf(each.path) }));
  const looked = all.map((each) => {
    const { certificate, by, key } = each;
    const ends = Date.parse(certificate.validTo) - Date.now() <= days * DAY_MS;
    // A run that was killed between the two wrote one of them alone.
    const isHalf = !certificate.checkPrivateKey(createPrivateKey(readFileSync(key)));
    const isTakenBack = isRevoked(certificate);
    // The authority that is there now is another one than issued it.
    const isOfBefore = !certificate.verify(new X509Certificate(readFileSync(by)).publicKey);
    const isNew = newKeys || isHalf || isTakenBack || isOfBefore;
    return { ...each, isNew, isDue: ends || isHalf || isTakenBack || isOfBefore };
  });
  const isAnyDue = looked.some(({ isDue }) => isDue);
  const due = looked.filter(({ isDue }) => isDue || (together && isAnyDue));
  for (const { path, by, certificate, key, isNew } of due) {
    const authority = authorityAt(by, path);
    if (isNew) {
      const issued = await reissueCertificate(certificate.toString(), authority);
      put(dataDir, key, issued.keyPem);
      put(dataDir, path, issued.certPem);
    } else {
      put(dataDir, path, await renewCertificate(certificate.toString(), authority));
    }
  }
  const since = existsSync(usedSince) ? statSync(usedSince).mtimeMs : 0;
  return due.length > 0 || (since > 0 && all.some(({ path }) => statSync(path).mtimeMs > since));
}

function authorityAt(certPath: string, due: string): { readonly certPem: string; readonly keyPem: string } {
  const keyPath = join(dirname(certPath), PRIVATE_KEY_FILE);
  if (!existsSync(keyPath)) {
    throw new Complaint(`${due} is due, and the key of its authority is not here (${keyPath}): have it renewed there.`);
  }
  const [certPem = ''] = certificatesIn(readFileSync(certPath, 'utf8'));
  return { certPem, keyPem: readFileSync(keyPath, 'utf8') };
}

function keyPathOf(certPath: string): string {
  const folder = dirname(certPath);
  if (basename(folder) === 'signcerts') return signingMspFiles(dirname(folder)).keyPath;
  return join(folder, `${basename(certPath, '.crt')}.key`);
}

/** Written elsewhere first: a folder with two certificates is one that no program reads. */
function put(dataDir: string, path: string, text: string): void {
  const partial = join(dataDir, 'organizations', 'renewed.partial');
  writeFileSync(partial, text, { flush: true, mode: statSync(path).mode & 0o777 });
  renameSync(partial, path);
}
