/** Answers as a Fabric CA server does to registrations and enrolments, and is as strict about who asks. */
import { createPublicKey, randomBytes, verify, webcrypto, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import * as x509 from '@peculiar/x509';
import { ATTRIBUTES_OID, createCertificateAuthority } from '../../network/identities/certificate-authority.js';
import { isLowS } from '../../network/identities/low-s.js';

const ALTERNATIVE_NAMES_OID = '2.5.29.17';

interface Known {
  secret: string;
  type: string;
  attrs: readonly { name: string; value: string; ecert: boolean }[];
}

interface Content extends Known {
  id: string;
  certificate_request: string;
  profile?: string;
}

class Refused extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface FabricCaStandIn {
  readonly url: string;
  /** Method and path of each request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * `chain` is what it says its certificates lead back to, if that is not its own certificate alone; `affiliation` is the
 * registrar's, which whom it registers inherits.
 */
export async function startFabricCaStandIn(
  name: string,
  registrar: { readonly id: string; readonly secret: string },
  {
    chain = (root) => root,
    affiliation,
  }: { readonly chain?: (root: string) => string; readonly affiliation?: string } = {},
): Promise<FabricCaStandIn> {
  const root = await createCertificateAuthority(name, 'Stand-in');
  const issuer = new x509.X509Certificate(root.certPem);
  const signingKey = await importKey(root.keyPem);
  const known = new Map<string, Known>([[registrar.id, { secret: registrar.secret, type: 'client', attrs: [] }]]);
  const requests: string[] = [];

  const enrol = async (request: IncomingMessage, { certificate_request: pem, profile }: Content) => {
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const [, id = '', secret] = /^([^:]*):(.*)$/.exec(Buffer.from(basic, 'base64').toString()) ?? [];
    const identity = known.get(id);
    if (identity === undefined || identity.secret !== secret) throw new Refused(20, 'Authentication failure');
    const csr = new x509.Pkcs10CertificateRequest(pem);
    if (!(await csr.verify()) || csr.subject !== `CN=${id}`) throw new Refused(9, 'Bad request for a certificate');
    const attrs = Object.fromEntries(
      identity.attrs.filter(({ ecert }) => ecert).map((attr) => [attr.name, attr.value]),
    );
    const names = csr.extensions.find(({ type }) => type === ALTERNATIVE_NAMES_OID);
    const certificate = await lowS(() =>
      x509.X509CertificateGenerator.create({
        subject: `CN=${id}, OU=${identity.type}${affiliation === undefined ? '' : `, OU=${affiliation}`}`,
        issuer: issuer.subjectName,
        publicKey: csr.publicKey,
        signingKey,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        serialNumber: randomBytes(16).toString('hex'),
        extensions: [
          new x509.Extension(ATTRIBUTES_OID, false, Buffer.from(JSON.stringify({ attrs }))),
          ...(names === undefined ? [] : [names]),
          ...(profile === 'tls' ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth])] : []),
        ],
      }),
    );
    return {
      Cert: Buffer.from(certificate.toString('pem')).toString('base64'),
      ServerInfo: { CAChain: Buffer.from(chain(root.certPem)).toString('base64') },
    };
  };

  const register = (request: IncomingMessage, body: string, { id, secret, type, attrs }: Content) => {
    requireToken(request, body, new X509Certificate(root.certPem));
    const again = request.method === 'PUT';
    if (!again && known.has(id)) throw new Refused(74, `Identity '${id}' is already registered`);
    if (again && request.url !== `/api/v1/identities/${encodeURIComponent(id)}`) throw new Refused(63, 'Unknown');
    known.set(id, { secret, type, attrs });
    return {};
  };

  const server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const content = JSON.parse(body) as Content;
      requests.push(`${request.method} ${request.url}`);
      try {
        const enrolls = request.url === '/api/v1/enroll';
        const result = enrolls ? await enrol(request, content) : register(request, body, content);
        response.end(JSON.stringify({ success: true, result, errors: [] }));
      } catch (error) {
        const { code, message } = error as Refused;
        response.writeHead(401).end(JSON.stringify({ success: false, result: '', errors: [{ code, message }] }));
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** The header of one whom this authority has enrolled: certificate and signature over what was sent. */
function requireToken(request: IncomingMessage, body: string, root: X509Certificate): void {
  const [certificate = '', signature = ''] = (request.headers.authorization ?? '').split('.');
  const caller = new X509Certificate(Buffer.from(certificate, 'base64'));
  const base64 = (part = '') => Buffer.from(part).toString('base64');
  const signed = Buffer.from([request.method, base64(request.url), base64(body), certificate].join('.'));
  const der = Buffer.from(signature, 'base64');
  const isTheirs =
    isLowS(der) &&
    verify('sha256', signed, createPublicKey(caller.publicKey.export({ type: 'spki', format: 'pem' })), der);
  if (!caller.verify(root.publicKey) || !isTheirs) throw new Refused(20, 'Authentication failure');
}

async function lowS(create: () => Promise<x509.X509Certificate>): Promise<x509.X509Certificate> {
  for (;;) {
    const certificate = await create();
    if (isLowS(new Uint8Array(certificate.signature))) return certificate;
  }
}

function importKey(pem: string): Promise<webcrypto.CryptoKey> {
  const [bytes] = x509.PemConverter.decode(pem);
  return webcrypto.subtle.importKey('pkcs8', bytes!, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
}
