/** What an organisation's own authority can always do: write any role into a certificate. */
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { ATTRIBUTES_OID } from '../../network/identities/certificate-authority.js';
import { isLowS } from '../../network/identities/low-s.js';
import { PRIVATE_KEY_FILE } from '../../network/identities/msp-folder.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import type { Topology } from '../../network/topology.js';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** What of a certificate is otherwise than an authority of Fabric's writes it. */
export interface Minted {
  readonly subject?: x509.JsonName;
  /** What it says is the key of its authority, in hexadecimal. */
  readonly authorityKey?: string;
}

/** Puts `minted/cert.pem` and `minted/key.pem` below `dataDir`, made with the key of the organisation's authority. */
export async function mintIdentity(
  topology: Topology,
  dataDir: string,
  mspId: string,
  role: string,
  { subject, authorityKey }: Minted = {},
): Promise<void> {
  x509.cryptoProvider.set(webcrypto as never);
  const organization = topology.organizations.find((each) => each.mspId === mspId)!;
  const { caCertPath } = organizationPaths(dataDir, organization);
  const root = new x509.X509Certificate(readFileSync(caCertPath, 'utf8'));
  const signingKey = await webcrypto.subtle.importKey(
    'pkcs8',
    fromPem(join(dirname(caCertPath), PRIVATE_KEY_FILE)),
    algorithm,
    false,
    ['sign'],
  );
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await lowS(() =>
    x509.X509CertificateGenerator.create({
      subject: subject ?? `CN=minted, OU=client, O=${organization.name}`,
      issuer: root.subjectName,
      publicKey: keys.publicKey as never,
      signingKey: signingKey as never,
      signingAlgorithm: algorithm,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.AuthorityKeyIdentifierExtension(
          authorityKey ?? root.getExtension(x509.SubjectKeyIdentifierExtension)!.keyId,
        ),
        new x509.Extension(ATTRIBUTES_OID, false, Buffer.from(JSON.stringify({ attrs: { role } }))),
      ],
    }),
  );
  mkdirSync(join(dataDir, 'minted'), { recursive: true });
  writeFileSync(join(dataDir, 'minted', 'cert.pem'), certificate.toString('pem'));
  const exported = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  writeFileSync(
    join(dataDir, 'minted', 'key.pem'),
    `-----BEGIN PRIVATE KEY-----\n${exported.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`,
  );
}

function fromPem(path: string): Buffer {
  return Buffer.from(readFileSync(path, 'utf8').replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

async function lowS(create: () => Promise<x509.X509Certificate>): Promise<x509.X509Certificate> {
  for (;;) {
    const certificate = await create();
    if (isLowS(new Uint8Array(certificate.signature))) return certificate;
  }
}
