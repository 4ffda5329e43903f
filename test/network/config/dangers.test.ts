/** What nobody signs: most of it Fabric's orderers would take, and stop by it for good. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import {
  consentersIn,
  membershipIn,
  requiredGroup,
  setValueIn,
  valueIn,
} from '../../../network/config/channel-values.js';
import { copyOf } from '../../../network/config/config-elements.js';
import { dangersOf, refuseDangers } from '../../../network/config/dangers.js';
import { planIntent } from '../../../network/config/intents.js';
import { encodePolicy } from '../../../network/genesis/config-group.js';
import { bftBlockValidation } from '../../../network/genesis/consensus.js';
import { createGenesisBlock } from '../../../network/genesis/create-genesis-block.js';
import { readGenesisBlock } from '../../../network/genesis/read-genesis-block.js';
import { createTopology } from '../../../network/topology.js';
import { standingIdentities } from '../../support/standing-identities.js';

let present: common.Config;
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dangers-'));
  const topology = createTopology();
  await standingIdentities(topology, dataDir);
  present = readGenesisBlock(await createGenesisBlock(topology, dataDir, { consensus: 'BFT' }))!.config;
  rmSync(dataDir, { recursive: true, force: true });
});

const dangers = (change: (wanted: common.Config) => void, nowMs = Date.now()): string[] => {
  const wanted = copyOf(common.Config, present);
  change(wanted);
  return dangersOf(present, wanted, nowMs);
};

/** With BlockValidation as it follows, and endpoints as they are. */
const consenters =
  (change: (list: common.Consenter[]) => unknown) =>
  (wanted: common.Config): void => {
    const list = consentersIn(wanted);
    const answer = change(list);
    const changed = Array.isArray(answer) ? (answer as common.Consenter[]) : list;
    const value = new common.Orderers();
    value.setConsenterMappingList(changed);
    const group = requiredGroup(wanted, 'Orderer');
    setValueIn(group, 'Orderers', value);
    group
      .getPoliciesMap()
      .get('BlockValidation')!
      .setPolicy(encodePolicy(bftBlockValidation(changed)));
  };
const options =
  (change: (options: orderer.smartbft.Options) => void) =>
  (wanted: common.Config): void => {
    const type = valueIn(requiredGroup(wanted, 'Orderer'), 'ConsensusType', orderer.ConsensusType)!;
    const read = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
    change(read);
    type.setMetadata(read.serializeBinary());
    setValueIn(requiredGroup(wanted, 'Orderer'), 'ConsensusType', type);
  };
const ordererValue = (name: string, message: { serializeBinary(): Uint8Array }) => (wanted: common.Config) =>
  setValueIn(requiredGroup(wanted, 'Orderer'), name, message);
const membership =
  (group: 'Application' | 'Orderer', change: (config: msp.FabricMSPConfig) => void) =>
  (wanted: common.Config): void => {
    const organization = requiredGroup(wanted, group, 'HarborMSP');
    const config = membershipIn(organization)!;
    change(config);
    const outer = new msp.MSPConfig();
    outer.setConfig(config.serializeBinary());
    setValueIn(organization, 'MSP', outer);
  };
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const built = <T>(message: T, set: (message: T) => void): T => {
  set(message);
  return message;
};

test('nothing is wrong with what members usually want', () => {
  expect(dangers(() => undefined)).toEqual([]);
  expect(dangersOf(present, planIntent({ kind: 'batch-timeout', timeoutMs: 300 }, present), Date.now())).toEqual([]);
  expect(dangersOf(present, planIntent({ kind: 'batch-size', messagesMax: 10 }, present), Date.now())).toEqual([]);
});

test('how long a transaction may wait for more is an option of SmartBFT, and shorter than those wait who would complain', () => {
  const interval = (config: common.Config): string => {
    const type = valueIn(requiredGroup(config, 'Orderer'), 'ConsensusType', orderer.ConsensusType)!;
    return orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8()).getRequestBatchMaxInterval();
  };
  const planned = (timeoutMs: number) => planIntent({ kind: 'batch-timeout', timeoutMs }, present);
  expect([interval(present), interval(planned(300))]).toEqual(['20ms', '300ms']);
  expect(dangersOf(present, planned(1000), Date.now())).toEqual([]);
  expect(dangersOf(present, planned(1001), Date.now())).toEqual([
    'RequestBatchMaxInterval of SmartBFT is longer than RequestForwardTimeout',
  ]);
});

test.each<[string, (wanted: common.Config) => void, RegExp]>([
  ['a consenter with the number 0', consenters(([first]) => first!.setId(0)), /has the number 0/],
  ['a number twice', consenters(([first, second]) => second!.setId(first!.getId())), /two consenters have one number/],
  [
    'an identity that is no PEM',
    consenters(([first]) => first!.setIdentity(Buffer.from('none'))),
    /consenter 1's certificate cannot be read/,
  ],
  [
    'an identity of another consenter',
    consenters(([first, second]) => second!.setIdentity(first!.getIdentity())),
    /two consenters have one certificate/,
  ],
  [
    'an identity of another consenter, written otherwise',
    consenters(([first, second]) => second!.setIdentity(Buffer.from(`\n${text(first!.getIdentity_asU8())}\n`))),
    /two consenters have one certificate/,
  ],
  [
    'a TLS certificate of another consenter, written otherwise',
    consenters(([first, second]) => second!.setServerTlsCert(Buffer.from(`${text(first!.getServerTlsCert_asU8())}\n`))),
    /two consenters have one TLS certificate/,
  ],
  [
    'an identity of another organisation',
    consenters(([first, second]) => first!.setIdentity(second!.getIdentity())),
    /consenter 1's certificate is none of HarborMSP/,
  ],
  [
    'an identity with a role that is no orderer’s',
    consenters(([first]) => first!.setIdentity(first!.getServerTlsCert())),
    /consenter 1's certificate is none of HarborMSP/,
  ],
  [
    'a TLS certificate that is no PEM',
    consenters(([first]) => first!.setServerTlsCert(Buffer.from('none'))),
    /TLS certificate as a server cannot be read/,
  ],
  [
    'a TLS certificate of another authority',
    consenters(([first, second]) => first!.setClientTlsCert(second!.getClientTlsCert())),
    /TLS certificate as a client is issued by no TLS authority/,
  ],
  [
    'an organisation that orders nothing',
    consenters(([first]) => first!.setMspId('UnknownMSP')),
    /is of UnknownMSP, which orders nothing/,
  ],
  [
    'another address of one consenter',
    consenters(([first]) => first!.setPort(1)),
    /gets another address or organisation/,
  ],
  [
    'an address that nobody lists',
    consenters(([first]) => first!.setHost('elsewhere')),
    /elsewhere:\d+, which is no address of its organisation/,
  ],
  ['no address', consenters(([first]) => first!.setHost('')), /has no address/],
  ['two that go at once', consenters((list) => list.slice(2)), /2 consenters change at once/],
  [
    'a number that is used again',
    consenters((list) => [...list.slice(1), built(list[3]!.clone(), (again) => again.setId(1))]),
    /two consenters|change at once/,
  ],
  [
    'BlockValidation that does not follow',
    (wanted) =>
      requiredGroup(wanted, 'Orderer').getPoliciesMap().get('BlockValidation')!.setPolicy(encodePolicy('ANY Writers')),
    /BlockValidation is not what follows/,
  ],
  [
    'consenters without BlockValidation',
    (wanted) => requiredGroup(wanted, 'Orderer').getPoliciesMap().del('BlockValidation'),
    /BlockValidation is not what follows/,
  ],
  [
    'an option that does not parse',
    options((some) => some.setRequestComplainTimeout('soon')),
    /RequestComplainTimeout of SmartBFT: 'soon' is no duration/,
  ],
  [
    'options that contradict each other',
    options((some) => some.setRequestForwardTimeout('9s')),
    /RequestForwardTimeout of SmartBFT is longer than RequestComplainTimeout/,
  ],
  ['an option of 0', options((some) => some.setRequestBatchMaxCount(0)), /RequestBatchMaxCount of SmartBFT is 0/],
  ['a duration of 0', options((some) => some.setCollectTimeout('0s')), /CollectTimeout of SmartBFT is no time at all/],
  ['leaders that rotate', options((some) => some.setLeaderRotation(2)), /LeaderRotation of SmartBFT is on/],
  [
    'another way to agree',
    ordererValue(
      'ConsensusType',
      built(new orderer.ConsensusType(), (type) => type.setType('etcdraft')),
    ),
    /would agree in another way/,
  ],
  [
    'maintenance',
    (wanted) =>
      ordererValue(
        'ConsensusType',
        built(valueIn(requiredGroup(wanted, 'Orderer'), 'ConsensusType', orderer.ConsensusType)!, (type) =>
          type.setState(1),
        ),
      )(wanted),
    /in maintenance/,
  ],
  [
    'an unknown capability',
    ordererValue(
      'Capabilities',
      built(new common.Capabilities(), (all) => all.getCapabilitiesMap().set('V9_0', new common.Capability())),
    ),
    /capability V9_0, which not all nodes have/,
  ],
  [
    'blocks smaller than requests may be',
    ordererValue(
      'BatchSize',
      built(new orderer.BatchSize(), (size) => {
        size.setMaxMessageCount(77);
        size.setPreferredMaxBytes(1_000_000);
        size.setAbsoluteMaxBytes(2_000_000);
      }),
    ),
    /RequestMaxBytes of SmartBFT is more than the AbsoluteMaxBytes of a block/,
  ],
  ['blocks without transactions', ordererValue('BatchSize', new orderer.BatchSize()), /BatchSize has a limit of 0/],
  [
    'a time that is none',
    ordererValue(
      'BatchTimeout',
      built(new orderer.BatchTimeout(), (some) => some.setTimeout('200')),
    ),
    /BatchTimeout: '200' is no duration/,
  ],
  [
    'an MSP in one of the two groups only',
    membership('Application', (config) => config.clearRootCertsList()),
    /HarborMSP would have two different MSPs/,
  ],
  [
    'an MSP without roots',
    membership('Orderer', (config) => config.clearRootCertsList()),
    /HarborMSP's MSP cannot be used/,
  ],
  [
    'an organisation without an orderer’s address',
    (wanted) => setValueIn(requiredGroup(wanted, 'Orderer', 'HarborMSP'), 'Endpoints', new common.OrdererAddresses()),
    /HarborMSP orders, and no address of an orderer is named/,
  ],
  [
    'an address without a consenter',
    (wanted) =>
      requiredGroup(wanted, 'Orderer', 'HarborMSP')
        .getValuesMap()
        .set('Endpoints', requiredGroup(wanted, 'Orderer', 'CityParkMSP').getValuesMap().get('Endpoints')!),
    /is an address of HarborMSP, and no consenter of it is there/,
  ],
  [
    'administrators of an organisation that does not exist',
    (wanted) =>
      requiredGroup(wanted, 'Orderer', 'HarborMSP')
        .getPoliciesMap()
        .get('Admins')!
        .setPolicy(encodePolicy("OR('NobodyMSP.admin')")),
    /Admins of HarborMSP asks for NobodyMSP/,
  ],
  [
    'an organisation’s policies gone',
    (wanted) => requiredGroup(wanted, 'Application', 'HarborMSP').getPoliciesMap().del('Admins'),
    /HarborMSP has no policy Admins/,
  ],
  [
    'an orderer’s organisation gone while its consenter stays',
    (wanted) => requiredGroup(wanted, 'Orderer').getGroupsMap().del('HarborMSP'),
    /consenter 1 is of HarborMSP, which orders nothing/,
  ],
  [
    'another hash',
    (wanted) =>
      setValueIn(
        wanted.getChannelGroup()!,
        'HashingAlgorithm',
        built(new common.HashingAlgorithm(), (hash) => hash.setName('SHA1')),
      ),
    /HashingAlgorithm would be another one/,
  ],
])('nobody signs %s', (_what, change, expected) => {
  expect(dangers(change).join('\n')).toMatch(expected);
  const wanted = copyOf(common.Config, present);
  change(wanted);
  expect(() => refuseDangers(present, wanted)).toThrow('nobody should sign this');
});

test('nobody signs certificates that have expired', () => {
  const inAHundredYears = Date.now() + 100 * 365 * 24 * 3_600_000;
  expect(text(Buffer.from(dangers(() => undefined, inAHundredYears).join('\n')))).toMatch(
    /consenter 1's certificate is not valid now\n.*has expired/,
  );
});
