/** What a newcomer's file says of its membership: nobody takes part by what is none of its own, or is not as with the others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { msp } from '@hyperledger/fabric-protos';
import { introduceNewcomer, type Newcomer, newcomerIn, topologyWithFile } from '../../consortium/member/newcomer.js';
import { createDockerTopology } from '../../network/docker/topology.js';
import { signingCertPath } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { standingIdentities } from '../support/standing-identities.js';

const standing = createDockerTopology();
const entry = { slug: 'fresh', name: 'Fresh', mspId: 'FreshMSP', kind: 'merchant', domain: 'fresh.example' };
let dataDir: string;
let fresh: Newcomer;
let adminPem: Buffer;
const written = (content: object): string => {
  const path = join(dataDir, 'file.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'newcomer-membership-'));
  const organization = topologyWithFile(standing, written(entry)).organizations.at(-1)!;
  await standingIdentities({ ...standing, organizations: [organization] }, dataDir);
  fresh = await introduceNewcomer(organization, dataDir);
  adminPem = readFileSync(signingCertPath(organizationPaths(dataDir, organization).adminMspDir));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const introducing = (mspConfig: Uint8Array) => () =>
  newcomerIn(
    written({
      ...fresh,
      introduction: { ...fresh.introduction, mspConfig: Buffer.from(mspConfig).toString('base64') },
    }),
  );
const outer = (): msp.MSPConfig => msp.MSPConfig.deserializeBinary(Buffer.from(fresh.introduction.mspConfig, 'base64'));

const idemix = (): msp.MSPConfig => {
  const config = outer();
  config.setType(1);
  return config;
};

test.each<[string, (membership: msp.FabricMSPConfig) => unknown, RegExp]>([
  ['is called as a standing member', (of) => of.setName('HarborMSP'), /its MSP is called 'HarborMSP', not FreshMSP/],
  ['has no authority', (of) => of.clearRootCertsList(), /its MSP cannot be used: expected at least one CA/],
  [
    'has garbage for an authority',
    (of) => of.setRootCertsList([Buffer.from('garbage')]),
    /its MSP cannot be used: could not decode the PEM/,
  ],
  [
    'has a person for an authority',
    (of) => of.setRootCertsList([adminPem]),
    /a certificate in its MSP is none of an authority/,
  ],
  ['has no authority for TLS', (of) => of.clearTlsRootCertsList(), /names no authority for TLS/],
  [
    'has garbage for an authority for TLS',
    (of) => of.setTlsRootCertsList([Buffer.from('garbage')]),
    /a certificate for TLS in its MSP is none of an authority/,
  ],
  ['has no NodeOUs', (of) => of.clearFabricNodeOus(), /by NodeOUs as the members’ do/],
  ['has NodeOUs that are off', (of) => of.getFabricNodeOus()!.setEnable(false), /by NodeOUs as the members’ do/],
  [
    'calls an orderer otherwise',
    (of) => of.getFabricNodeOus()!.getOrdererOuIdentifier()!.setOrganizationalUnitIdentifier('sequencer'),
    /by NodeOUs as the members’ do/,
  ],
  ['has no unit for peers', (of) => of.getFabricNodeOus()!.clearPeerOuIdentifier(), /by NodeOUs as the members’ do/],
  [
    'hashes otherwise',
    (of) => of.getCryptoConfig()!.setSignatureHashFamily('SHA3'),
    /says other things than its authorities and NodeOUs/,
  ],
  ['names administrators', (of) => of.setAdminsList([adminPem]), /says other things than its authorities and NodeOUs/],
])('a newcomer whose MSP %s is none', (_what, change, said) => {
  const config = outer();
  const membership = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  change(membership);
  config.setConfig(membership.serializeBinary());
  expect(introducing(config.serializeBinary())).toThrow(said);
});

test.each<[string, () => Uint8Array, RegExp]>([
  ['nothing', () => new Uint8Array(), /its MSP is called '', not FreshMSP/],
  ['no message', () => Buffer.from('ffffff', 'hex'), /its MSP cannot be read/],
  ['one of another kind', () => idemix().serializeBinary(), /its MSP cannot be read/],
])('a newcomer whose MSP is %s is none', (_what, bytes, said) => {
  expect(introducing(bytes())).toThrow(said);
});

test('a newcomer with several authorities is one', () => {
  const config = outer();
  const membership = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
  membership.addRootCerts(membership.getTlsRootCertsList_asU8()[0]!);
  membership.addTlsIntermediateCerts(membership.getRootCertsList_asU8()[0]!);
  config.setConfig(membership.serializeBinary());
  expect(introducing(config.serializeBinary())).not.toThrow();
});
