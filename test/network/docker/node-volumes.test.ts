import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planContainerGateways } from '../../../consortium/member/plan-gateways.js';
import { writeGatewayFiles } from '../../../consortium/launcher/gateway-files.js';
import { parseConfig } from '../../../gateway-api/src/config.js';
import { ForeignVolume, requireEmptyVolumes, writeNodeVolumes } from '../../../network/docker/node-volumes.js';
import { createDockerTopology } from '../../../network/docker/topology.js';
import { createIdentities } from '../../../network/identities/create-identities.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { standingIdentities } from '../../support/standing-identities.js';

const topology = createDockerTopology();
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
// Certificates of eight organisations take a while on a busy machine.
jest.setTimeout(60_000);

let folder: string;
let dataDir: string;
let volumesDir: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'commonpoint-volumes-'));
  dataDir = join(folder, 'data');
  volumesDir = join(folder, 'volumes');
  await standingIdentities(topology, dataDir);
  await writeNodeVolumes(topology, dataDir, volumesDir, owner);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = (directory: string) =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it('gives each peer and orderer the key it signs with and the key of its TLS certificate, and no other', () => {
  for (const organization of topology.organizations) {
    const paths = organizationPaths(dataDir, organization);
    for (const [volume, mspDir, tlsDir] of [
      [`peer-${organization.slug}`, paths.peerMspDir, paths.peerTlsDir],
      [`orderer-${organization.slug}`, paths.ordererMspDir, paths.ordererTlsDir],
    ] as const) {
      const keys = files(join(volumesDir, volume)).filter((path) => readFileSync(path, 'utf8').includes('PRIVATE KEY'));
      expect(keys.map((path) => readFileSync(path, 'utf8')).sort()).toEqual(
        [join(mspDir, 'keystore', 'priv_sk'), join(tlsDir, 'server.key')]
          .map((path) => readFileSync(path, 'utf8'))
          .sort(),
      );
      for (const path of keys) {
        expect(statSync(path).mode & 0o777).toBe(0o600);
      }
      expect(statSync(join(volumesDir, volume)).mode & 0o777).toBe(0o700);
    }
  }
});

it('changes nothing the second time', async () => {
  const before = files(volumesDir).map((path) => [path, statSync(path).mtimeMs]);
  await writeNodeVolumes(topology, dataDir, volumesDir, owner);
  expect(files(volumesDir).map((path) => [path, statSync(path).mtimeMs])).toEqual(before);
});

it.each(['peer-harbor', 'orderer-citypark', 'gateway-auditor'])(
  'without keys and first block, but with the volume %s, nothing is made: it would be a second first block',
  async (volume) => {
    const others = join(folder, `left-${volume}`);
    mkdirSync(others);
    const empty = join(folder, `empty-${volume}`);
    expect(() => requireEmptyVolumes(topology, empty, others)).not.toThrow();
    mkdirSync(join(others, volume, 'identity'), { recursive: true });
    writeFileSync(join(others, volume, 'pseudonym.key'), 'k');
    expect(() => requireEmptyVolumes(topology, empty, others)).toThrow(
      new RegExp(`Volume consortium.*is empty, and ${volume} is not`),
    );
    mkdirSync(join(empty, 'channel'), { recursive: true });
    writeFileSync(join(empty, 'channel', 'points.block'), 'b');
    expect(() => requireEmptyVolumes(topology, empty, others)).not.toThrow();
  },
);

it('refuses a volume of another consortium, and leaves it as it is', async () => {
  const otherDataDir = join(folder, 'other');
  await createIdentities(topology, otherDataDir);
  const before = files(volumesDir).map((path) => readFileSync(path, 'utf8'));
  await expect(writeNodeVolumes(topology, otherDataDir, volumesDir, owner)).rejects.toThrow(ForeignVolume);
  expect(files(volumesDir).map((path) => readFileSync(path, 'utf8'))).toEqual(before);
});

it('tells clients the ports on which gateways are published: those of the compose file, or the ones that were set', () => {
  const urls = (environment: NodeJS.ProcessEnv) =>
    planContainerGateways(topology, volumesDir, environment).map(({ url }) => url);
  expect(urls({})).toEqual([8081, 8082, 8083, 8084].map((port) => `http://127.0.0.1:${port}`));
  expect(urls({ CITYPARK_PORT: '9002' })[1]).toBe('http://127.0.0.1:9002');
});

it('writes a configuration that the gateway takes, with paths inside its container', async () => {
  const gateways = planContainerGateways(topology, volumesDir);
  await writeGatewayFiles(topology, dataDir, gateways);
  for (const { configPath, organization, folder: gatewayFolder } of gateways) {
    const text = readFileSync(configPath, 'utf8');
    expect(text).not.toContain(folder);
    const config = parseConfig(text, configPath);
    expect(config).toMatchObject({ mspId: organization.mspId, host: '0.0.0.0', port: 8080 });
    const inVolume = (path: string) => path.replace('/var/lib/commonpoint', gatewayFolder);
    expect(readFileSync(inVolume(config.peer.tlsRootCertPath))).toEqual(
      readFileSync(organizationPaths(dataDir, organization).tlsCaCertPath),
    );
    for (const path of [config.apiKeysPath, config.pseudonymKeyPath, config.spendingCodeKeyPath, config.walletPath]) {
      expect(statSync(inVolume(path)).isFile() || statSync(inVolume(path)).isDirectory()).toBe(true);
    }
  }
});
