/** Client certificates with a `role` attribute, as Fabric's CA writes it. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const ATTRIBUTES_OID = '1.2.3.4.5.6.7.8.1';
const made = new Map<string, Promise<string>>();

/** A self-signed certificate in PEM; without a role it has no attribute extension. Made once per role. */
export function clientCertificate(role: string | undefined): Promise<string> {
  const known = made.get(role ?? '') ?? createCertificate(role);
  made.set(role ?? '', known);
  return known;
}

async function createCertificate(role: string | undefined): Promise<string> {
  x509.cryptoProvider.set(webcrypto as never);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const attributes = Buffer.from(JSON.stringify({ attrs: { role } }));
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${role ?? 'nobody'}`,
    keys: keys as never,
    signingAlgorithm: algorithm,
    extensions: role === undefined ? [] : [new x509.Extension(ATTRIBUTES_OID, false, attributes)],
  });
  return certificate.toString('pem');
}
