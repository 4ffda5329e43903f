/** An authority of an organisation: it issues certificates for signing and for connections. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { alternativeNames, generateKeys, privateKeyPem, SIGNING } from './key-pair.js';
import { isLowS } from './low-s.js';

/** The X.509 extension in which Fabric CA writes an identity's attributes, and fabric-shim reads them. */
export const ATTRIBUTES_OID = '1.2.3.4.5.6.7.8.1';

/** Fabric tells an organisation's nodes from its people by this unit in the certificate's subject (NodeOUs). */
export type NodeUnit = 'client' | 'peer' | 'admin' | 'orderer';

/** A certificate and its key, both PEM; the key is PKCS#8. */
export interface IssuedCertificate {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface SigningSubject {
  readonly commonName: string;
  readonly unit: NodeUnit;
  /** Written into the certificate as Fabric CA does, e.g. `{ role: 'operator' }`. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface TlsSubject {
  readonly commonName: string;
  /** Host names and addresses by which the certificate's holder may be reached. */
  readonly hosts: readonly string[];
}

/** Issues an organisation's certificates, wherever its key is. */
export interface CertificateAuthority {
  /** A root: its own certificate, signed by itself. */
  readonly certPem: string;
  issueSigning(subject: SigningSubject): Promise<IssuedCertificate>;
  issueTls(subject: TlsSubject): Promise<IssuedCertificate>;
}

/** An authority whose key is here. */
export interface LocalAuthority extends CertificateAuthority, IssuedCertificate {}

const LIFETIME_YEARS = 10;
// Clocks of the organisations' machines may differ a little.
const BACKDATE_MS = 5 * 60_000;

interface CertificateFields {
  readonly subject: string;
  readonly extensions: readonly x509.Extension[];
}

/** A new authority with a self-signed certificate. */
export async function createCertificateAuthority(
  commonName: string,
  organizationName: string,
): Promise<LocalAuthority> {
  const keys = await generateKeys();
  const usage = x509.KeyUsageFlags;
  const rootKeyId = await x509.SubjectKeyIdentifierExtension.create(keys.publicKey);
  const root = await createLowS(() =>
    x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${commonName}, O=${organizationName}`,
      keys,
      ...serialAndValidity(),
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(usage.digitalSignature | usage.keyCertSign | usage.cRLSign, true),
        rootKeyId,
      ],
    }),
  );

  async function issue({ subject, extensions }: CertificateFields): Promise<IssuedCertificate> {
    const leafKeys = await generateKeys();
    const certificate = await createLowS(() =>
      x509.X509CertificateGenerator.create({
        subject,
        issuer: root.subjectName,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        ...serialAndValidity(),
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.AuthorityKeyIdentifierExtension(rootKeyId.keyId),
          ...extensions,
        ],
      }),
    );
    return { certPem: pem(certificate), keyPem: await privateKeyPem(leafKeys.privateKey) };
  }

  return {
    certPem: pem(root),
    keyPem: await privateKeyPem(keys.privateKey),
    issueSigning: ({ commonName: name, unit, attributes }) =>
      issue({
        subject: `CN=${name}, OU=${unit}, O=${organizationName}`,
        extensions: [
          new x509.KeyUsagesExtension(usage.digitalSignature, true),
          ...(attributes === undefined ? [] : [attributesExtension(attributes)]),
        ],
      }),
    issueTls: ({ commonName: name, hosts }) =>
      issue({
        subject: `CN=${name}, O=${organizationName}`,
        extensions: [
          new x509.KeyUsagesExtension(usage.digitalSignature | usage.keyEncipherment, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
          ...(hosts.length === 0 ? [] : [alternativeNames(hosts)]),
        ],
      }),
  };
}

/** Raw JSON without an ASN.1 wrapper, not critical: the form in which fabric-shim reads attributes. */
function attributesExtension(attributes: Readonly<Record<string, string>>): x509.Extension {
  return new x509.Extension(ATTRIBUTES_OID, false, Buffer.from(JSON.stringify({ attrs: attributes })));
}

/**
 * A membership provider rewrites a certificate whose signature has the high form, and then knows its holder by other
 * bytes than the holder does. Such a certificate is made again, with another serial number.
 */
export async function createLowS(create: () => Promise<x509.X509Certificate>): Promise<x509.X509Certificate> {
  for (;;) {
    const certificate = await create();
    if (isLowS(new Uint8Array(certificate.signature))) {
      return certificate;
    }
  }
}

export function serialAndValidity() {
  const notBefore = new Date(Date.now() - BACKDATE_MS);
  notBefore.setMilliseconds(0);
  const notAfter = new Date(notBefore);
  notAfter.setFullYear(notAfter.getFullYear() + LIFETIME_YEARS);
  // A leading 4 keeps the number positive and its length constant.
  return {
    serialNumber: `4${randomBytes(16).toString('hex').slice(1)}`,
    notBefore,
    notAfter,
    signingAlgorithm: SIGNING,
  };
}

export function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}
