import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { tmpdir } from 'node:os';
import {
  connectionDescriptionPath,
  readConnectionDescription,
  writeConnectionDescription,
} from '../../../network/admin/connection-description.js';
import { createTopology } from '../../../network/topology.js';
import { standingIdentities } from '../../support/standing-identities.js';

let dataDir: string;
const topology = createTopology();

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'description-'));
  await standingIdentities(topology, dataDir);
  await writeConnectionDescription(topology, dataDir, 'native');
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const read = () => readConnectionDescription(dataDir);

test('network.json tells kind, channel, chaincode and how to reach every peer', () => {
  const { kind, channel, chaincode, organizations } = read();
  expect([kind, channel, chaincode]).toEqual(['native', 'points', 'points']);
  expect(Object.values(organizations).map(({ slug, peerEndpoint }) => `${slug} ${peerEndpoint}`)).toEqual([
    'harbor 127.0.0.1:17050',
    'citypark 127.0.0.1:17060',
    'greenmart 127.0.0.1:17070',
    'auditor 127.0.0.1:17080',
  ]);
  expect(organizations['HarborMSP']?.peerHostname).toBe('peer0.harbor.commonpoint.example');
});

test('every user of every gateway is there, by role, and no Fabric administrator', () => {
  const roles = Object.values(read().organizations).map(({ users }) => Object.keys(users).join(' '));
  expect(roles).toEqual([...Array<string>(3).fill('admin operator cashier delegate bridge'), 'auditor delegate']);
  expect(readFileSync(connectionDescriptionPath(dataDir), 'utf8')).not.toContain('/Admin@');
});

test('paths are relative to the data folder, so that it can be moved, and lead to files', () => {
  const paths = Object.values(read().organizations).flatMap(({ tlsRootCertPath, users }) => [
    tlsRootCertPath,
    ...Object.values(users).flatMap(({ certPath, keyPath }) => [certPath, keyPath]),
  ]);
  expect(paths).toHaveLength(4 + 2 * 17);
  expect(paths.filter((path) => isAbsolute(path) || !existsSync(join(dataDir, path)))).toEqual([]);
});

test('a second writing leaves no partial file behind', async () => {
  await writeConnectionDescription(topology, dataDir, 'embedded');
  expect(read().kind).toBe('embedded');
  expect(existsSync(`${connectionDescriptionPath(dataDir)}.partial`)).toBe(false);
  expect(statSync(connectionDescriptionPath(dataDir)).size).toBeGreaterThan(1000);
});

test('where nothing was started, that is what is said', () => {
  const empty = mkdtempSync(join(tmpdir(), 'description-'));
  expect(() => readConnectionDescription(empty)).toThrow(`no consortium has been started on ${empty}`);
  rmSync(empty, { recursive: true });
});
