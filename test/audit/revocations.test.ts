/** Certificates that an organisation took back: nobody decides on that, and from then on they are nobody's. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { common } from '@hyperledger/fabric-protos';
import { ChannelConfiguration } from '../../audit/src/channel-configuration.js';
import { Configurations } from '../../audit/src/configurations.js';
import { NetworkChanges } from '../../audit/src/network-changes.js';
import { readRevocationList } from '../../audit/src/revocations.js';
import { inMemory } from '../../audit/src/store.js';
import {
  membershipIn,
  requiredGroup,
  setMembershipIn,
  setValueIn,
  valueIn,
} from '../../network/config/channel-values.js';
import { copyOf } from '../../network/config/config-elements.js';
import { planIntent } from '../../network/config/intents.js';
import { signUpdate } from '../../network/config/sign-update.js';
import { senderOf, signedEnvelope } from '../../network/config/signed-envelope.js';
import { createGenesisBlock } from '../../network/genesis/create-genesis-block.js';
import { readGenesisBlock } from '../../network/genesis/read-genesis-block.js';
import { type LoadedIdentity, loadIdentity } from '../../network/identities/load-identity.js';
import { PRIVATE_KEY_FILE } from '../../network/identities/msp-folder.js';
import { type OrganizationPaths, organizationPaths } from '../../network/identities/organization-paths.js';
import { createTopology } from '../../network/topology.js';
import { msp } from '@hyperledger/fabric-protos';
import { revocationList } from '../support/revocation-list.js';
import { standingIdentities } from '../support/standing-identities.js';

let dataDir: string;
let present: common.Config;
let harbor: OrganizationPaths;
let citypark: OrganizationPaths;
let operator: LoadedIdentity;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'revocations-'));
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  present = readGenesisBlock(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }))!.config;
  [harbor, citypark] = topology.organizations.map((each) => organizationPaths(dataDir, each)) as [
    OrganizationPaths,
    OrganizationPaths,
  ];
  operator = loadIdentity('HarborMSP', harbor.userMspDir('operator'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** As it stands in a block. */
function envelopeOf(config: common.Config): Uint8Array {
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  return signedEnvelope(senderOf(operator), common.HeaderType.CONFIG, 'points', content).serializeBinary();
}
const listed = (list: Buffer, mspId = 'HarborMSP', from = present): common.Config =>
  planIntent({ kind: 'revoke-certificates', mspId, list: list.toString('base64') }, from);
const changed = (change: (config: common.Config) => unknown): common.Config => {
  const config = copyOf(common.Config, present);
  change(config);
  return config;
};
function found(before: common.Config, after: common.Config): string[] {
  const changes = new NetworkChanges(inMemory());
  changes.decide([{ key: ['constitution'], value: { version: 1 } }]);
  return changes.configure(envelopeOf(before), envelopeOf(after), 9);
}
/** Whether the configuration counts a signature of this identity. */
function counts(config: common.Config, who: LoadedIdentity): boolean {
  const sender = senderOf(who);
  const message = Buffer.from('what is signed');
  const signed = { identity: sender.identity, message, signature: sender.sign(message) };
  return ChannelConfiguration.read(envelopeOf(config)).signersOf([signed]).length === 1;
}

it('a list beside those that there were is no finding, and any other change of a membership is one', async () => {
  const list = await revocationList(harbor.caCertPath, [operator.certPem]);
  const once = listed(list);
  expect(found(present, once)).toEqual([]);
  expect(found(once, listed(list, 'HarborMSP', once))).toEqual([]);
  const others = await revocationList(citypark.caCertPath, [operator.certPem]);
  const undecided = [expect.stringMatching(/which members did not decide on/)];
  expect(found(once, present)).toEqual(undecided);
  expect(found(present, listed(others, 'CityParkMSP', once))).toEqual(undecided);
  expect(found(present, planIntent({ kind: 'batch-timeout', timeoutMs: 300 }, once))).toEqual(undecided);
  const inBoth = (change: (membership: msp.FabricMSPConfig) => unknown) => (config: common.Config) => {
    for (const name of ['Application', 'Orderer']) {
      const group = requiredGroup(config, name, 'HarborMSP');
      const membership = membershipIn(group)!;
      change(membership);
      setMembershipIn(group, membership);
    }
  };
  const withRoot = inBoth((membership) => {
    membership.addRevocationList(list);
    membership.addRootCerts(Buffer.from(operator.certPem));
  });
  expect(found(present, changed(withRoot))).toEqual(undecided);
  expect(
    found(once, changed(inBoth((membership) => membership.setRevocationListList([Buffer.from('another'), list])))),
  ).toEqual(undecided);
  const ofAnotherKind = changed((config) => {
    inBoth((membership) => membership.addRevocationList(list))(config);
    const group = requiredGroup(config, 'Application', 'HarborMSP');
    const value = valueIn(group, 'MSP', msp.MSPConfig)!;
    value.setType(1);
    setValueIn(group, 'MSP', value);
  });
  expect(found(present, ofAnotherKind)).toEqual(undecided);
});

it('what a revoked certificate signs counts for nothing, that of others as before', async () => {
  const cashier = loadIdentity('HarborMSP', harbor.userMspDir('cashier'));
  const config = listed(await revocationList(harbor.caCertPath, [operator.certPem]));
  expect([counts(present, operator), counts(config, operator), counts(config, cashier)]).toEqual([true, false, true]);
});

it('a list that another authority made, or signed, takes nothing back', async () => {
  const key = join(dirname(citypark.caCertPath), PRIVATE_KEY_FILE);
  for (const list of [
    await revocationList(citypark.caCertPath, [operator.certPem]),
    await revocationList(harbor.caCertPath, [operator.certPem], key),
  ]) {
    expect(counts(listed(list), operator)).toBe(true);
  }
});

it('each configuration is told with who signed its update by a certificate that held then, and what it changed', async () => {
  const admin = loadIdentity('HarborMSP', harbor.adminMspDir);
  const revoked = listed(await revocationList(harbor.caCertPath, [operator.certPem]));
  const bytes = Buffer.from('an update');
  const update = new common.ConfigUpdateEnvelope();
  update.setConfigUpdate(bytes);
  const altered = signUpdate(senderOf(operator), bytes);
  altered.setSignature(signUpdate(senderOf(operator), Buffer.from('another')).getSignature_asU8());
  update.setSignaturesList([signUpdate(senderOf(admin), bytes), altered]);
  const content = new common.ConfigEnvelope();
  content.setConfig(revoked);
  content.setLastUpdate(signedEnvelope(senderOf(admin), common.HeaderType.CONFIG_UPDATE, 'points', update));
  const envelope = signedEnvelope(senderOf(operator), common.HeaderType.CONFIG, 'points', content).serializeBinary();
  const configurations = new Configurations(inMemory());
  const before = envelopeOf(present);
  configurations.note(9, ChannelConfiguration.read(before), before, envelope);
  expect(configurations.all()).toEqual([
    {
      block: 9,
      sequence: 1,
      signedBy: [{ mspId: 'HarborMSP', name: expect.stringMatching(/^Admin@harbor/) }],
      changed: ['[Value]  /Channel/Application/HarborMSP/MSP', '[Value]  /Channel/Orderer/HarborMSP/MSP'],
      revocationBy: 'HarborMSP',
    },
  ]);
});

it('what is no list is said to be none', () => {
  for (const bytes of ['', '3003020100', '30800000', '3084ffffffff', 'ff'.repeat(40)]) {
    expect(() => readRevocationList(Buffer.from(bytes, 'hex'))).toThrow(/no DER|no list/);
  }
});
