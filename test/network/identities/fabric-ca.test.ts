/** An organisation whose authority is a Fabric CA: a stand-in always, Fabric's own server where it is installed. */
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate as ParsedCertificate } from '@peculiar/x509';
import { createIdentities } from '../../../network/identities/create-identities.js';
import { connectFabricCa, type FabricCaServer } from '../../../network/identities/fabric-ca.js';
import { signingMspFiles } from '../../../network/identities/load-identity.js';
import { isLowS } from '../../../network/identities/low-s.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { createTopology } from '../../../network/topology.js';
import { type FabricCaStandIn, startFabricCaStandIn } from '../../support/fabric-ca-stand-in.js';
import { fabricCaProgram, startFabricCa } from '../../support/installed-fabric-ca.js';
import { roleAttributeOf } from '../../support/role-attribute.js';

jest.setTimeout(60_000);

const registrar = { id: 'registrar', secret: 'a secret: of the registrar' };
const topology = createTopology();
const harbor = topology.organizations[0]!;
const paths = (dataDir: string) => organizationPaths(dataDir, harbor);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-fabric-ca-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface RunningServers {
  readonly ca: FabricCaServer;
  readonly tlsCa: FabricCaServer;
  readonly stop: () => Promise<unknown>;
}

function enrolHarbor({ ca, tlsCa }: RunningServers, dataDir: string): Promise<void> {
  return createIdentities({ ...topology, organizations: [harbor] }, dataDir, async () => ({
    ca: await connectFabricCa(ca),
    tlsCa: await connectFabricCa(tlsCa),
  }));
}

async function startStandIns(): Promise<RunningServers> {
  const [ca, tlsCa] = await Promise.all(['ca', 'tlsca'].map((name) => startFabricCaStandIn(name, registrar)));
  return {
    ca: { url: ca!.url, registrar },
    tlsCa: { url: tlsCa!.url, registrar },
    stop: () => Promise.all([ca!.close(), tlsCa!.close()]),
  };
}

async function startReal(program: string): Promise<RunningServers> {
  const start = (name: string) => startFabricCa(program, name, join(folder, `server-${name}`));
  const [ca, tlsCa] = [await start('ca'), await start('tlsca')];
  return { ca: ca.server, tlsCa: tlsCa.server, stop: () => Promise.all([ca.stop(), tlsCa.stop()]) };
}

function describeIdentitiesFrom(kind: string, start: () => Promise<RunningServers>): void {
  describe(`an organisation’s identities from ${kind}`, () => {
    let servers: RunningServers;
    let dataDir: string;
    const certificate = (path: string) => new X509Certificate(readFileSync(path));

    beforeAll(async () => {
      servers = await start();
      dataDir = mkdtempSync(join(folder, 'enrolled-'));
      await enrolHarbor(servers, dataDir);
    });
    afterAll(() => servers.stop());

    it('lie where those of an own authority do, but for the authority’s keys', async () => {
      const other = mkdtempSync(join(folder, 'own-'));
      await createIdentities({ ...topology, organizations: [harbor] }, other);
      const files = async (root: string) => (await readdir(root, { recursive: true })).sort();
      const expected = (await files(paths(other).root)).filter((path) => !/^(tls)?ca\/priv_sk$/.test(path));
      expect(await files(paths(dataDir).root)).toEqual(expected);
    });

    it('have one unit, are issued by the authority, and have signatures of the low form', () => {
      const { caCertPath, peerMspDir, ordererMspDir, adminMspDir, userMspDir } = paths(dataDir);
      const ca = certificate(caCertPath);
      const units = [
        [peerMspDir, 'peer'],
        [ordererMspDir, 'orderer'],
        [adminMspDir, 'admin'],
        [userMspDir('cashier'), 'client'],
      ] as const;
      for (const [mspDir, unit] of units) {
        const { certPath } = signingMspFiles(mspDir);
        const pem = readFileSync(certPath, 'utf8');
        expect(certificate(certPath).subject.match(/^OU=.*$/gm)).toEqual([`OU=${unit}`]);
        expect(certificate(certPath).verify(ca.publicKey)).toBe(true);
        expect(isLowS(new Uint8Array(new ParsedCertificate(pem).signature))).toBe(true);
      }
    });

    it('carry the role where the chaincode looks for it', () => {
      expect(roleAttributeOf(paths(dataDir).userMspDir('operator'))).toBe('operator');
    });

    it('have TLS certificates for the names by which nodes are reached', () => {
      const { peerTlsDir, ordererTlsDir, tlsCaCertPath } = paths(dataDir);
      for (const [tlsDir, { hostname }] of [
        [peerTlsDir, harbor.peer],
        [ordererTlsDir, harbor.orderer],
      ] as const) {
        const tls = certificate(join(tlsDir, 'server.crt'));
        expect([tls.checkHost(hostname), tls.checkIP('127.0.0.1')]).toEqual([hostname, '127.0.0.1']);
        expect(tls.verify(certificate(tlsCaCertPath).publicKey)).toBe(true);
      }
    });

    it('can be had again, where they got lost: what is registered is enrolled with another secret', async () => {
      const again = mkdtempSync(join(folder, 'again-'));
      await enrolHarbor(servers, again);
      const cert = (dir: string) => certificate(signingMspFiles(paths(dir).userMspDir('operator')).certPath);
      expect(cert(again).subject).toBe(cert(dataDir).subject);
      expect(cert(again).serialNumber).not.toBe(cert(dataDir).serialNumber);
    });

    it('are refused without the registrar’s secret, which is not repeated, and nothing is left behind', async () => {
      const elsewhere = mkdtempSync(join(folder, 'refused-'));
      const wrong = { ...servers.ca, registrar: { ...servers.ca.registrar, secret: 'not-the-secret' } };
      const refused = enrolHarbor({ ...servers, ca: wrong }, elsewhere);
      await expect(refused).rejects.toThrow(/^The Fabric CA at http\S+ refused POST \/api\/v1\/enroll: Authentication/);
      await expect(refused).rejects.not.toThrow(/not-the-secret/);
      expect(existsSync(paths(elsewhere).root)).toBe(false);
    });
  });
}

describeIdentitiesFrom('a stand-in for Fabric CA', startStandIns);

if (fabricCaProgram === undefined) {
  // The tests inside have names and no life.
  describe.skip('(`fabric-ca-server` is neither in FABRIC_BIN nor on PATH)', () =>
    describeIdentitiesFrom('Fabric CA itself', () => startReal('')));
} else {
  describeIdentitiesFrom('Fabric CA itself', () => startReal(fabricCaProgram!));

  test('a server that does not lead back to the given root is not talked to', async () => {
    const { server, stop } = await startFabricCa(fabricCaProgram!, 'other', join(folder, 'server-other'));
    const { tlsRootCertPem, ...unknown } = server;
    expect(tlsRootCertPem).toContain('CERTIFICATE');
    await expect(connectFabricCa(unknown)).rejects.toThrow(/does not answer: .*certificate/);
    await stop();
  });
}

describe('a server that cannot be used', () => {
  let standIn: FabricCaStandIn;
  afterEach(() => standIn.close());

  it('is an intermediate authority', async () => {
    standIn = await startFabricCaStandIn('ca', registrar, { chain: (root) => root + root });
    await expect(connectFabricCa({ url: standIn.url, registrar })).rejects.toThrow(/is an intermediate authority/);
    expect(standIn.requests).toEqual(['POST /api/v1/enroll']);
  });

  it('passes on the registrar’s affiliation', async () => {
    standIn = await startFabricCaStandIn('ca', registrar, { affiliation: 'department1' });
    const ca = await connectFabricCa({ url: standIn.url, registrar });
    await expect(ca.issueSigning({ commonName: 'orderer0', unit: 'orderer' })).rejects.toThrow(
      /issued a certificate for “CN=orderer0, OU=orderer, OU=department1”, whose only unit should be orderer/,
    );
  });

  it('is not there', async () => {
    standIn = await startFabricCaStandIn('ca', registrar);
    await standIn.close();
    await expect(connectFabricCa({ url: standIn.url, registrar })).rejects.toThrow(
      `The Fabric CA at ${standIn.url} does not answer: connect ECONNREFUSED`,
    );
    standIn = await startFabricCaStandIn('ca', registrar);
  });
});
