import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { X509Certificate as ParsedCertificate } from '@peculiar/x509';
import { createIdentities } from '../../../network/identities/create-identities.js';
import { signingMspFiles } from '../../../network/identities/load-identity.js';
import { isLowS } from '../../../network/identities/low-s.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { createTopology, type Organization } from '../../../network/topology.js';
import { roleAttributeOf } from '../../support/role-attribute.js';

const topology = createTopology();
const [harbor, auditor] = [topology.organizations[0]!, topology.organizations[3]!];
let dataDir: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'identities-'));
  await createIdentities(topology, dataDir);
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function certificateOf(mspDir: string): X509Certificate {
  return new X509Certificate(readFileSync(signingMspFiles(mspDir).certPath));
}

test('each organisation has the folders that cryptogen writes', async () => {
  const domain = 'auditor.commonpoint.example';
  const msp = (folder: string, name: string) => [
    `${folder}/cacerts/ca.${domain}-cert.pem`,
    `${folder}/config.yaml`,
    `${folder}/keystore/priv_sk`,
    `${folder}/signcerts/${name}-cert.pem`,
    `${folder}/tlscacerts/tlsca.${domain}-cert.pem`,
  ];
  const tls = (folder: string, holder: string) =>
    ['ca.crt', `${holder}.crt`, `${holder}.key`].map((f) => `${folder}/${f}`);
  expect(await filesBelow(organizationPaths(dataDir, auditor).root)).toEqual(
    [
      `ca/ca.${domain}-cert.pem`,
      'ca/priv_sk',
      `msp/cacerts/ca.${domain}-cert.pem`,
      'msp/config.yaml',
      `msp/tlscacerts/tlsca.${domain}-cert.pem`,
      ...msp(`orderers/orderer0.${domain}/msp`, `orderer0.${domain}`),
      ...tls(`orderers/orderer0.${domain}/tls`, 'server'),
      ...msp(`peers/peer0.${domain}/msp`, `peer0.${domain}`),
      ...tls(`peers/peer0.${domain}/tls`, 'server'),
      'tlsca/priv_sk',
      `tlsca/tlsca.${domain}-cert.pem`,
      ...msp(`users/Admin@${domain}/msp`, `Admin@${domain}`),
      ...tls(`users/Admin@${domain}/tls`, 'client'),
      ...msp(`users/PointsAuditor@${domain}/msp`, `PointsAuditor@${domain}`),
      ...msp(`users/PointsDelegate@${domain}/msp`, `PointsDelegate@${domain}`),
    ].sort(),
  );
});

test('only the owner may read a key', async () => {
  const root = join(dataDir, 'organizations');
  const keys = (await filesBelow(root)).filter((path) => /priv_sk$|\.key$/.test(path));
  expect(keys).toHaveLength(4 * 8 + 3 * 5 + 2);
  expect(keys.filter((path) => (statSync(join(root, path)).mode & 0o777) !== 0o600)).toEqual([]);
});

test('a second call keeps every file', async () => {
  const snapshot = async () =>
    (await filesBelow(dataDir)).map((path) => [
      path,
      readFileSync(join(dataDir, path), 'hex'),
      statSync(join(dataDir, path)).mtimeMs,
    ]);
  const before = await snapshot();
  await createIdentities(topology, dataDir);
  expect(await snapshot()).toEqual(before);
});

test('an organisation that a crash left half written is written anew', async () => {
  const other = mkdtempSync(join(tmpdir(), 'identities-'));
  const one = { ...topology, organizations: [auditor] };
  const { root, adminMspDir } = organizationPaths(other, auditor);
  mkdirSync(`${root}.partial/ca`, { recursive: true });
  writeFileSync(`${root}.partial/ca/junk`, 'half');
  await createIdentities(one, other);
  expect(certificateOf(adminMspDir).subject).toContain('OU=admin');
  expect((await filesBelow(other)).filter((path) => /junk|partial/.test(path))).toEqual([]);
  rmSync(other, { recursive: true });
});

describe('certificates', () => {
  const holders: [string, (organization: Organization) => string, string][] = [
    ['peer', (organization) => organizationPaths(dataDir, organization).peerMspDir, 'peer'],
    ['orderer', (organization) => organizationPaths(dataDir, organization).ordererMspDir, 'orderer'],
    ['administrator', (organization) => organizationPaths(dataDir, organization).adminMspDir, 'admin'],
    ['points administrator', (organization) => organizationPaths(dataDir, organization).userMspDir('admin'), 'client'],
    ['cashier', (organization) => organizationPaths(dataDir, organization).userMspDir('cashier'), 'client'],
  ];
  test.each(holders)('the %s carries exactly one unit', (_, mspDir, unit) => {
    expect(
      certificateOf(mspDir(harbor))
        .subject.split('\n')
        .filter((part) => part.startsWith('OU=')),
    ).toEqual([`OU=${unit}`]);
  });

  test.each(holders)("the %s's certificate is issued by its organisation's CA, and by no other", (_, mspDir) => {
    const ca = (organization: Organization) =>
      new X509Certificate(readFileSync(organizationPaths(dataDir, organization).caCertPath));
    const certificate = certificateOf(mspDir(harbor));
    expect(certificate.verify(ca(harbor).publicKey)).toBe(true);
    expect(certificate.checkIssued(ca(harbor))).toBe(true);
    expect(certificate.verify(ca(auditor).publicKey)).toBe(false);
    expect(certificate.ca).toBe(false);
  });

  test('every signature has the low form and every key is P-256', async () => {
    const root = join(dataDir, 'organizations');
    const files = (await filesBelow(root)).filter((path) => /\.pem$|\.crt$/.test(path));
    for (const path of files) {
      const pem = readFileSync(join(root, path), 'utf8');
      expect(isLowS(new Uint8Array(new ParsedCertificate(pem).signature))).toBe(true);
      expect(new X509Certificate(pem).publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    }
    expect(files.length).toBeGreaterThan(100);
  });

  test('authorities have a subject key identifier, which the membership provider asks for', () => {
    const { caCertPath, tlsCaCertPath } = organizationPaths(dataDir, harbor);
    for (const path of [caCertPath, tlsCaCertPath]) {
      const pem = readFileSync(path, 'utf8');
      expect(new X509Certificate(pem).ca).toBe(true);
      expect(new ParsedCertificate(pem).getExtension('2.5.29.14')).not.toBeNull();
    }
  });

  test('TLS certificates serve the host name, localhost and the loopback address', () => {
    const certificate = new X509Certificate(
      readFileSync(join(organizationPaths(dataDir, harbor).peerTlsDir, 'server.crt')),
    );
    expect(certificate.checkHost('peer0.harbor.commonpoint.example')).toBeDefined();
    expect(certificate.checkHost('localhost')).toBeDefined();
    expect(certificate.checkIP('127.0.0.1')).toBeDefined();
    expect(certificate.checkHost('peer0.citypark.commonpoint.example')).toBeUndefined();
  });
});

describe('the role attribute, as fabric-shim reads it', () => {
  test.each(['admin', 'operator', 'cashier'])('%s', (role) => {
    expect(roleAttributeOf(organizationPaths(dataDir, harbor).userMspDir(role))).toBe(role);
  });
  test("the organisation's administrator has none: it can do nothing with points", () => {
    expect(roleAttributeOf(organizationPaths(dataDir, harbor).adminMspDir)).toBeNull();
  });
});
