/** What an authority says of certificates that it takes back, as Fabric reads it. */
import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { importSigningKey, SIGNING } from './key-pair.js';

/** PEM. It holds until another one is made, as Fabric looks at no date of a list. */
export async function revocationList(
  authority: { readonly certPem: string; readonly keyPem: string },
  certificates: readonly string[],
): Promise<string> {
  const root = new x509.X509Certificate(authority.certPem);
  const keyId = root.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  if (keyId === undefined) throw new Error(`${root.subject} does not name its key, so that no list can name it`);
  const list = await x509.X509CrlGenerator.create({
    issuer: root.subject,
    thisUpdate: new Date(),
    signingAlgorithm: SIGNING,
    signingKey: await importSigningKey(authority.keyPem),
    entries: certificates.map((pem) => ({ serialNumber: new X509Certificate(pem).serialNumber })),
    extensions: [new x509.AuthorityKeyIdentifierExtension(keyId)],
  });
  // Fabric takes no other label; the library's is `CRL`.
  return `${x509.PemConverter.encode(list.rawData, 'X509 CRL')}\n`;
}
