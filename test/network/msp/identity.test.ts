/** Which certificates belong to an organisation, and which signatures count. */
import 'reflect-metadata';
import { sign, verify, webcrypto } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import * as x509 from '@peculiar/x509';
import { isWithinValidity, readIdentity, serializeIdentity } from '../../../network/embedded/msp/identity.js';
import { MspManager } from '../../../network/embedded/msp/msp-manager.js';
import { OrganizationMsp } from '../../../network/embedded/msp/organization-msp.js';
import { verifySignature } from '../../../network/embedded/msp/signature.js';
import { isLowS } from '../../../network/identities/index.js';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const year = (value: number): Date => new Date(Date.UTC(value, 0, 1));

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

async function issue(options: {
  readonly name: string;
  readonly issuer?: Issued;
  readonly isCa?: boolean;
  /** Without key usages, a certificate does not say that it may not sign others. */
  readonly hasNoUsages?: boolean;
  readonly notAfter?: Date;
}): Promise<Issued> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: options.name,
    issuer: options.issuer?.certificate.subject ?? options.name,
    serialNumber: String(Math.floor(Math.random() * 1e9)),
    notBefore: year(2020),
    notAfter: options.notAfter ?? year(2050),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: (options.issuer?.keys ?? keys).privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(options.isCa ?? false, undefined, true),
      ...(options.hasNoUsages
        ? []
        : [
            new x509.KeyUsagesExtension(
              options.isCa ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature,
              true,
            ),
          ]),
    ],
  });
  return { certificate, keys };
}

let root: Issued;
let intermediate: Issued;
let otherRoot: Issued;
let organization: OrganizationMsp;

beforeAll(async () => {
  x509.cryptoProvider.set(webcrypto as never);
  root = await issue({ name: 'CN=ca.example', isCa: true });
  intermediate = await issue({ name: 'CN=intermediate.example', isCa: true, issuer: root });
  otherRoot = await issue({ name: 'CN=ca.example', isCa: true });
  organization = new OrganizationMsp(mspConfig(root, intermediate));
});

function mspConfig(root_: Issued, ...intermediates: Issued[]): msp.FabricMSPConfig {
  const unit = (name: string): msp.FabricOUIdentifier => {
    const identifier = new msp.FabricOUIdentifier();
    identifier.setOrganizationalUnitIdentifier(name);
    return identifier;
  };
  const units = new msp.FabricNodeOUs();
  units.setEnable(true);
  units.setClientOuIdentifier(unit('client'));
  units.setPeerOuIdentifier(unit('peer'));
  units.setAdminOuIdentifier(unit('admin'));
  units.setOrdererOuIdentifier(unit('orderer'));
  const config = new msp.FabricMSPConfig();
  config.setName('ExampleMSP');
  config.setRootCertsList([pem(root_)]);
  config.setIntermediateCertsList(intermediates.map(pem));
  config.setFabricNodeOus(units);
  return config;
}

const pem = ({ certificate }: Issued): Uint8Array => Buffer.from(certificate.toString('pem'));
const identityOf = (issued: Issued, mspId = 'ExampleMSP'): Uint8Array =>
  serializeIdentity(mspId, issued.certificate.toString('pem'));

describe('an identity', () => {
  const cases: { name: string; make: () => Promise<Issued>; reason: string | undefined }[] = [
    {
      name: 'with one unit, issued by the root',
      make: () => issue({ name: 'CN=a, OU=peer', issuer: root }),
      reason: undefined,
    },
    {
      name: 'issued by an intermediate',
      make: () => issue({ name: 'CN=a, OU=client', issuer: intermediate }),
      reason: undefined,
    },
    {
      name: 'past its date (replay must agree)',
      make: () => issue({ name: 'CN=a, OU=client', issuer: root, notAfter: year(2021) }),
      reason: undefined,
    },
    {
      name: 'issued by another root of the same name',
      make: () => issue({ name: 'CN=a, OU=peer', issuer: otherRoot }),
      reason: 'the certificate does not chain to a root of ExampleMSP',
    },
    {
      name: 'issued by itself',
      make: () => issue({ name: 'CN=a, OU=peer' }),
      reason: 'the certificate does not chain to a root of ExampleMSP',
    },
    {
      name: 'issued by a certificate that is no CA',
      make: async () => issue({ name: 'CN=b, OU=peer', issuer: await issue({ name: 'CN=a, OU=peer', issuer: root }) }),
      reason: 'the certificate does not chain to a root of ExampleMSP',
    },
    {
      name: 'issued by a certificate that is no CA and has no usages',
      make: async () => {
        const issuer = await issue({ name: 'CN=a, OU=peer', issuer: root, hasNoUsages: true });
        organization = new OrganizationMsp(mspConfig(root, intermediate, issuer));
        return issue({ name: 'CN=b, OU=peer', issuer });
      },
      reason: 'the certificate does not chain to a root of ExampleMSP',
    },
    {
      name: 'that is a CA',
      make: () => issue({ name: 'CN=a, OU=peer', issuer: root, isCa: true }),
      reason: 'a CA certificate cannot be used as an identity',
    },
    {
      name: 'without a unit',
      make: () => issue({ name: 'CN=a', issuer: root }),
      reason: 'the identity must have exactly one node unit and has 0',
    },
    {
      name: 'with two units',
      make: () => issue({ name: 'CN=a, OU=peer, OU=admin', issuer: root }),
      reason: 'the identity must have exactly one node unit and has 2',
    },
    {
      name: 'with a unit and one that means nothing',
      make: () => issue({ name: 'CN=a, OU=peer, OU=sales', issuer: root }),
      reason: undefined,
    },
    {
      name: 'that writes a unit into its name',
      make: () => issue({ name: 'CN=a\\+OU\\=admin, OU=client', issuer: root }),
      reason: undefined,
    },
  ];
  afterEach(() => {
    organization = new OrganizationMsp(mspConfig(root, intermediate));
  });
  it.each(cases)('$name: $reason', async ({ make, reason }) => {
    const made = await make();
    expect(organization.whyInvalid(readIdentity(identityOf(made)))).toBe(reason);
  });

  it('has only the role of its unit', async () => {
    const identity = readIdentity(identityOf(await issue({ name: 'CN=admin\\,OU\\=admin, OU=client', issuer: root })));
    const roles = (['client', 'peer', 'admin', 'orderer'] as const).filter((role) =>
      organization.hasRole(identity, role),
    );
    expect(roles).toEqual(['client']);
  });

  it('is an administrator if the configuration names its certificate', async () => {
    const named = await issue({ name: 'CN=a, OU=client', issuer: root });
    const config = mspConfig(root);
    config.setAdminsList([pem(named)]);
    expect(new OrganizationMsp(config).hasRole(readIdentity(identityOf(named)), 'admin')).toBe(true);
    expect(organization.hasRole(readIdentity(identityOf(named)), 'admin')).toBe(false);
  });

  it('knows its dates', async () => {
    const expired = readIdentity(identityOf(await issue({ name: 'CN=a', issuer: root, notAfter: year(2021) })));
    expect(isWithinValidity(expired, year(2020).getTime() + 1)).toBe(true);
    expect(isWithinValidity(expired, year(2022).getTime())).toBe(false);
    expect(isWithinValidity(expired, year(2019).getTime())).toBe(false);
  });

  it('of an unknown organisation, or none at all, is no member', async () => {
    const manager = new MspManager([organization]);
    const issued = await issue({ name: 'CN=a, OU=peer', issuer: root });
    expect(() => manager.member(identityOf(issued, 'OtherMSP'))).toThrow('MSP OtherMSP is unknown');
    expect(manager.findMember(Buffer.from('nonsense'))).toBeUndefined();
    expect(manager.findMember(serializeIdentity('ExampleMSP', 'no certificate'))).toBeUndefined();
    expect(manager.findMember(identityOf(issued))?.mspId).toBe('ExampleMSP');
  });
});

describe('a signature', () => {
  const data = Buffer.from('signed');

  async function signature(): Promise<{
    identity: ReturnType<typeof readIdentity>;
    low: Uint8Array;
    high: Uint8Array;
  }> {
    const issued = await issue({ name: 'CN=a, OU=peer', issuer: root });
    const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', issued.keys.privateKey));
    const make = (wanted: boolean): Uint8Array => {
      for (;;) {
        const made = sign('sha256', data, { key, format: 'der', type: 'pkcs8' });
        if (isLowS(made) === wanted) return made;
      }
    };
    return { identity: readIdentity(identityOf(issued)), low: make(true), high: make(false) };
  }

  it('in its low form is accepted, in its high form refused, though both are mathematically right', async () => {
    const { identity, low, high } = await signature();
    const signed = (bytes: Uint8Array) => ({ data, identity: identity.bytes, signature: bytes });
    expect(verify('sha256', data, identity.publicKey, high)).toBe(true);
    expect(await verifySignature(identity.publicKey, signed(low))).toBe(true);
    expect(await verifySignature(identity.publicKey, signed(high))).toBe(false);
  });

  it('over other bytes, or that is none, is refused', async () => {
    const { identity, low } = await signature();
    const check = (bytes: Uint8Array, over: Uint8Array) =>
      verifySignature(identity.publicKey, { data: over, identity: identity.bytes, signature: bytes });
    expect(await check(low, Buffer.from('other'))).toBe(false);
    expect(await check(Buffer.from('nonsense'), data)).toBe(false);
    expect(await check(new Uint8Array(), data)).toBe(false);
  });

  it('is not taken from one key for another', async () => {
    const first = await signature();
    const second = await signature();
    const signed = { data, identity: first.identity.bytes, signature: first.low };
    expect(await verifySignature(first.identity.publicKey, signed)).toBe(true);
    expect(await verifySignature(second.identity.publicKey, signed)).toBe(false);
    expect(await verifySignature(first.identity.publicKey, signed)).toBe(true);
  });
});
