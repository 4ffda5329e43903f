/**
 * What a member's own authority makes, and how its clients write their signatures, is the member's affair as long as Fabric takes it:
 * Fabric 3.1 takes all of these, and finds none of the others valid.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { certificateNames } from '../../audit/src/certificate-names.js';
import { ChannelConfiguration } from '../../audit/src/channel-configuration.js';
import { senderOf, signedEnvelope } from '../../network/config/signed-envelope.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { type LoadedIdentity, loadIdentity, loadIdentityFiles } from '../../network/identities/load-identity.js';
import { organizationPaths } from '../../network/identities/organization-paths.js';
import { createTopology } from '../../network/topology.js';
import { type Minted, mintIdentity } from '../support/mint-identity.js';
import { standingIdentities } from '../support/standing-identities.js';

const topology = createTopology();
const message = Buffer.from('what is signed');
let dataDir: string;
let operator: LoadedIdentity;
let configuration: ChannelConfiguration;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'odd-signatures-'));
  await standingIdentities(topology, dataDir);
  const { config } = readGenesisBlock(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }))!;
  operator = loadIdentity('HarborMSP', organizationPaths(dataDir, topology.organizations[0]!).userMspDir('operator'));
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  configuration = ChannelConfiguration.read(
    signedEnvelope(senderOf(operator), common.HeaderType.CONFIG, 'points', content).serializeBinary(),
  );
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Whether it counts what somebody signed, whose signature is then written otherwise. */
function counts(who: LoadedIdentity, written = (signature: Buffer): Uint8Array => signature): boolean {
  const sender = senderOf(who);
  const signature = written(Buffer.from(sender.sign(message)));
  return configuration.signersOf([{ identity: sender.identity, message, signature }]).length === 1;
}

async function minted(mspId: string, otherwise: Minted): Promise<LoadedIdentity> {
  await mintIdentity(topology, dataDir, 'HarborMSP', 'operator', otherwise);
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(dataDir, 'minted', name)) as [string, string];
  return loadIdentityFiles(mspId, cert, key);
}

const within = (more: readonly number[]) => (signature: Buffer) => {
  const longer = Buffer.concat([signature, Buffer.from(more)]);
  longer[1]! += more.length;
  return longer;
};
test.each<[string, (signature: Buffer) => Uint8Array]>([
  ['with bytes behind it', (signature) => Buffer.concat([signature, Buffer.from([0xff, 0x01, 0x02])])],
  ['with a number behind its two', within([2, 1, 1])],
])('a signature %s counts', (_how, written) => {
  expect(counts(operator, written)).toBe(true);
});

test('one over something else does not, however it is written', () => {
  const signature = Buffer.from(senderOf(operator).sign(Buffer.from('something else')));
  expect(counts(operator, () => signature)).toBe(false);
  expect(counts(operator, () => within([2, 1, 1])(signature))).toBe(false);
  for (const bytes of [[], [0x30], [0x30, 0x80], [0x30, 2, 2, 0], [0x30, 0], [2, 1, 1]])
    expect(counts(operator, () => Uint8Array.from(bytes))).toBe(false);
});

const unit = [{ O: ['Harbor'] }, { CN: ['minted'], OU: ['client'] }];
test.each<[string, Minted]>([
  ['that names another key of its authority', { authorityKey: '00'.repeat(20) }],
  ['whose unit stands beside its name', { subject: unit }],
  [
    'with a unit’s name within another one',
    { subject: [{ OU: ['client'] }, { CN: ['x\nOU=peer'] }, { O: ['+OU=peer'] }] },
  ],
])('a certificate %s is its organisation’s', async (_which, otherwise) => {
  expect(counts(await minted('HarborMSP', otherwise))).toBe(true);
});

test('a certificate of two kinds, of none, or of another organisation’s authority, is nobody’s', async () => {
  expect(counts(await minted('HarborMSP', { subject: [{ CN: ['minted'], OU: ['client', 'peer'] }] }))).toBe(false);
  expect(counts(await minted('HarborMSP', { subject: [{ CN: ['minted'] }] }))).toBe(false);
  expect(counts(await minted('CityParkMSP', {}))).toBe(false);
});

test('a certificate’s units are read as text', async () => {
  const { certPem } = await minted('HarborMSP', { subject: [{ OU: ['a', 'ü'] }, { CN: ['b'] }] });
  const raw = Buffer.from(certPem.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64');
  expect(certificateNames(raw).units).toEqual(['a', 'ü']);
});
