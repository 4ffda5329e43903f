/**
 * An organisation's authority that is a Fabric CA server: identities are registered there and enrolled with keys that are
 * made here. By its REST API rather than by Fabric's `fabric-ca-client` (docs/decisions/0022-fabric-ca-by-its-rest-api.md).
 *
 * Source: hyperledger/fabric-ca 1.5, swagger/swagger-fabric-ca.json and util/util.go (the token).
 */
import { createPrivateKey, randomBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { CertificateAuthority, IssuedCertificate, NodeUnit } from './certificate-authority.js';
import { FabricCaClient, FabricCaRefusal } from './fabric-ca-client.js';
import { alternativeNames, generateKeys, privateKeyPem, SIGNING } from './key-pair.js';
import { sign } from './load-identity.js';

export interface FabricCaServer {
  /** `https://ca.example:7054` */
  readonly url: string;
  /** Of the authority, on a server that has several. */
  readonly caName?: string | undefined;
  /** What the server's TLS certificate must lead back to; without it, what this machine trusts. */
  readonly tlsRootCertPem?: string | undefined;
  /** Who may register others there. */
  readonly registrar: { readonly id: string; readonly secret: string };
}

interface Enrolled {
  /** PEM in base64, as all certificates of these replies. */
  readonly Cert: string;
  readonly ServerInfo: { readonly CAChain: string };
}

interface Registration {
  readonly id: string;
  /** What Fabric CA writes into the certificate's subject as its unit. */
  readonly type: NodeUnit;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

interface Enrolment {
  readonly id: string;
  readonly secret: string;
  readonly profile?: 'tls';
  readonly hosts?: readonly string[];
}

/** What the server says when an identity is registered a second time. */
const ALREADY_REGISTERED = 74;

/**
 * Enrols the registrar, for as long as the object lives.
 * @throws Error when the server cannot be reached, refuses, or is an intermediate authority
 */
export async function connectFabricCa(server: FabricCaServer): Promise<CertificateAuthority> {
  const { caName } = server;
  const client = new FabricCaClient(server.url, server.tlsRootCertPem);

  async function enrol({ id, secret, profile, hosts = [] }: Enrolment): Promise<IssuedCertificate & { root: string }> {
    const keys = await generateKeys();
    const request = await x509.Pkcs10CertificateRequestGenerator.create({
      name: `CN=${id}`,
      keys,
      signingAlgorithm: SIGNING,
      extensions: hosts.length === 0 ? [] : [alternativeNames(hosts)],
    });
    const { Cert, ServerInfo } = await client.call<Enrolled>(
      'POST',
      '/api/v1/enroll',
      { certificate_request: request.toString('pem'), profile, caname: caName },
      () => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    );
    return {
      certPem: fromBase64(Cert),
      keyPem: await privateKeyPem(keys.privateKey),
      root: fromBase64(ServerInfo.CAChain),
    };
  }

  const registrar = await enrol(server.registrar);
  requireRoot(registrar.root, server.url);
  const registrarKey = createPrivateKey(registrar.keyPem);

  /** Shows by a signature over the request who asks: base64 of method, path, body and certificate, with dots between. */
  function token(method: string, path: string, body: string): string {
    const certificate = toBase64(registrar.certPem);
    const signed = [method, toBase64(path), toBase64(body), certificate].join('.');
    return `${certificate}.${Buffer.from(sign(registrarKey, Buffer.from(signed))).toString('base64')}`;
  }

  /** Resolves to a secret by which the identity can be enrolled. One that is known already gets another secret. */
  async function register({ id, type, attributes = {} }: Registration): Promise<string> {
    const secret = randomBytes(24).toString('base64url');
    const attrs = Object.entries(attributes).map(([name, value]) => ({ name, value, ecert: true }));
    const body = { id, type, attrs, secret, caname: caName };
    try {
      await client.call('POST', '/api/v1/register', body, token);
    } catch (error) {
      if (!(error instanceof FabricCaRefusal && error.code === ALREADY_REGISTERED)) throw error;
      await client.call('PUT', `/api/v1/identities/${encodeURIComponent(id)}`, body, token);
    }
    return secret;
  }

  return {
    certPem: registrar.root,
    issueSigning: async ({ commonName: id, unit, attributes }) => {
      const issued = await enrol({ id, secret: await register({ id, type: unit, attributes }) });
      requireUnit(issued.certPem, unit, server.url);
      return issued;
    },
    issueTls: async ({ commonName: id, hosts }) =>
      enrol({ id, secret: await register({ id, type: 'client' }), profile: 'tls', hosts }),
  };
}

/** The folders that are written have room for one certificate, which everything leads back to. */
function requireRoot(chainPem: string, url: string): void {
  const certificates = x509.PemConverter.decode(chainPem).map((bytes) => new x509.X509Certificate(bytes));
  const [root] = certificates;
  if (certificates.length !== 1 || root?.subject !== root?.issuer) {
    throw new Error(`The Fabric CA at ${url} is an intermediate authority; an organisation’s authority is a root here`);
  }
}

/** An orderer without its unit joins the channel, and then no block is ever committed: it must show here. */
function requireUnit(certPem: string, unit: NodeUnit, url: string): void {
  const { subject, subjectName } = new x509.X509Certificate(certPem);
  if (subjectName.getField('OU').join() !== unit) {
    throw new Error(
      `The Fabric CA at ${url} issued a certificate for “${subject}”, whose only unit should be ${unit}; ` +
        'a registrar that belongs to an affiliation passes it on',
    );
  }
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
