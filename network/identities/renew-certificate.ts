/** A certificate with the same holder and rights as another one, good for as long as a new one. */
import type { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { createLowS, type IssuedCertificate, pem, serialAndValidity } from './certificate-authority.js';
import { generateKeys, importSigningKey, privateKeyPem, SIGNING } from './key-pair.js';

type Authority = IssuedCertificate;

/** With the same key. @throws Error when the authority is not the one that issued it */
export async function renewCertificate(certPem: string, authority: Authority): Promise<string> {
  const old = new x509.X509Certificate(certPem);
  const root = new x509.X509Certificate(authority.certPem);
  if (!(await old.verify({ publicKey: root.publicKey, signatureOnly: true }))) {
    throw new Error(`${old.subject} was not issued by ${root.subject}`);
  }
  return issueAgain(old, old.publicKey, authority);
}

/** With a new key; of any authority of the organisation. */
export async function reissueCertificate(certPem: string, authority: Authority): Promise<IssuedCertificate> {
  const keys = await generateKeys();
  const certificate = await issueAgain(new x509.X509Certificate(certPem), keys.publicKey, authority);
  return { certPem: certificate, keyPem: await privateKeyPem(keys.privateKey) };
}

async function issueAgain(
  old: x509.X509Certificate,
  publicKey: x509.PublicKey | webcrypto.CryptoKey,
  authority: Authority,
): Promise<string> {
  const root = new x509.X509Certificate(authority.certPem);
  const signingKey = await importSigningKey(authority.keyPem);
  const rootKey = root.getExtension(x509.SubjectKeyIdentifierExtension);
  const extensions = old.extensions.map((each) =>
    each instanceof x509.AuthorityKeyIdentifierExtension && rootKey !== null
      ? new x509.AuthorityKeyIdentifierExtension(rootKey.keyId)
      : each,
  );
  const renewed = await createLowS(() =>
    x509.X509CertificateGenerator.create({
      subject: old.subjectName,
      issuer: root.subjectName,
      publicKey,
      extensions,
      signingKey,
      ...serialAndValidity(),
      signingAlgorithm: SIGNING,
    }),
  );
  return pem(renewed);
}
