import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescriptionInvalid, readNetworkDescription } from '../../network/description.js';
import { auditors, createTopology, merchants } from '../../network/topology.js';

const folder = mkdtempSync(join(tmpdir(), 'description-'));
afterAll(() => rmSync(folder, { recursive: true }));

const organization = (name: string, kind = 'merchant') => ({
  slug: name.toLowerCase(),
  name,
  mspId: `${name}MSP`,
  kind,
});

test('organisations have a domain in the consortium’s, or one of their own', () => {
  const [harbor, citypark] = topologyOf([
    organization('Harbor'),
    { ...organization('CityPark'), domain: 'ledger.citypark.test' },
  ]).organizations;
  expect(harbor).toMatchObject({ domain: 'harbor.points.test', peer: { hostname: 'peer0.harbor.points.test' } });
  expect(citypark).toMatchObject({ domain: 'ledger.citypark.test' });
});

test('as many organisations as the ports take, each with ports of its own', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => `Shop${name}`);
  const topology = topologyOf([
    ...names.map((name) => organization(name)),
    ...['W1', 'W2'].map((name) => organization(name, 'auditor')),
  ]);
  const ports = topology.organizations.flatMap(({ peer, orderer }) => [
    ...[peer.port, peer.chaincodePort, peer.operationsPort],
    ...[orderer.port, orderer.adminPort, orderer.operationsPort],
  ]);
  ports.push(topology.chaincode.endpoint.port);
  expect(new Set(ports).size).toBe(ports.length);
  expect(Math.max(...ports) - Math.min(...ports)).toBeLessThan(100);
  expect(topology.organizations.map(({ orderer }) => orderer.consenterId)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([merchants(topology).length, auditors(topology).length]).toEqual([7, 2]);
  expect(auditors(topology)[0]?.roles).toEqual(['auditor', 'delegate']);
});

test('the network’s part is read whatever else the file holds: programmes are not its business', () => {
  const path = write({ domain: 'points.test', organizations: two, programs: 'of any kind' });
  expect(readNetworkDescription(path).organizations).toEqual(two);
});

const two = [organization('Harbor'), organization('CityPark')];

function topologyOf(organizations: object[]) {
  return createTopology({ description: readNetworkDescription(write({ domain: 'points.test', organizations })) });
}

function write(content: unknown): string {
  const path = join(folder, 'consortium.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test('a file that is not there is named', () => {
  expect(() => readNetworkDescription(join(folder, 'nowhere.json'))).toThrow(DescriptionInvalid);
});
