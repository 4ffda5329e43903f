/** Configurations and definitions that members did not decide on are found, and those that they did are not. */
import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { NetworkChanges } from '../../audit/src/network-changes.js';
import { inMemory } from '../../audit/src/store.js';
import type { WriteSet } from '../../audit/src/write-sets.js';
import { chaincodeDefinition, definitionPlan } from '../../network/admin/chaincode-definition.js';
import { readCollections } from '../../network/admin/collections.js';
import { repositoryFile } from '../../network/repository-file.js';
import { createTopology } from '../../network/topology.js';

const { ChaincodeEndorsementInfo, ChaincodeValidationInfo, StateData } = peer.lifecycle;
const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const definition = (sequence: number) =>
  chaincodeDefinition(createTopology(), readCollections(repositoryFile('collections_config.json')), sequence);
const state = (set: (data: InstanceType<typeof StateData>) => void): Uint8Array => {
  const data = new StateData();
  set(data);
  return data.serializeBinary();
};

/** What peers write of a definition, or of some of its fields: those that change. */
function written(
  sequence: number,
  fields = ['EndorsementInfo', 'ValidationInfo', 'Collections', 'Sequence'],
): WriteSet {
  const { version, endorsementPolicy, collections } = definition(sequence);
  const endorsement = new ChaincodeEndorsementInfo();
  endorsement.setVersion(version);
  endorsement.setEndorsementPlugin('escc');
  const validation = new ChaincodeValidationInfo();
  validation.setValidationPlugin('vscc');
  validation.setValidationParameter(endorsementPolicy);
  const values: Record<string, Uint8Array> = {
    EndorsementInfo: state((data) => data.setBytes(endorsement.serializeBinary())),
    ValidationInfo: state((data) => data.setBytes(validation.serializeBinary())),
    Collections: state((data) => data.setBytes(collections)),
    Sequence: state((data) => data.setInt64(sequence)),
  };
  const writes = fields.map((field) => ({ key: `namespaces/fields/points/${field}`, value: values[field] }));
  return { namespace: '_lifecycle', collection: '', writes, policies: [] };
}

/** A block's configuration envelope, of a channel with this one value. */
function configured(timeout: string, sequence = 0): Uint8Array {
  const value = new common.ConfigValue();
  value.setModPolicy('Admins');
  value.setValue(Buffer.from(timeout));
  const group = new common.ConfigGroup();
  group.getValuesMap().set('BatchTimeout', value);
  const config = new common.Config();
  config.setChannelGroup(group);
  config.setSequence(sequence);
  const content = new common.ConfigEnvelope();
  content.setConfig(config);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setChannelId('points');
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(content.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

/** The hash that members decide on, of a change of that value. */
const planOf = (timeout: string): string =>
  sha256(
    JSON.stringify({
      changes: [{ element: '[Value]  /Channel/BatchTimeout', modPolicy: 'Admins', sha256: sha256(timeout) }],
      channel: 'points',
    }),
  );

const TX = 'ef'.repeat(32);
let changes: NetworkChanges;
const found = { key: ['constitution'], value: { version: 1 } };
const decided = (kind: string, planHash: string, status = 'executed') => ({
  key: ['proposal', 'HarborMSP:one'],
  value: { status, actions: [{ kind, planHash }] },
});
beforeEach(() => {
  changes = new NetworkChanges(inMemory());
  expect(changes.define([written(1)], 1, TX)).toEqual([]);
  expect(changes.configure(configured('before'), configured('other'), 8)).toEqual([]);
  changes.decide([found]);
});

test('a definition that was decided on, whichever of its fields change', () => {
  changes.decide([decided('chaincode-definition', sha256(definitionPlan(definition(2))))]);
  expect(changes.define([written(2, ['Sequence'])], 7, TX)).toEqual([]);
  changes.decide([decided('chaincode-definition', sha256(definitionPlan(definition(3))))]);
  expect(changes.define([written(3)], 7, TX)).toEqual([]);
});

test.each([
  ['nobody decided on', []],
  ['was decided for another sequence', [decided('chaincode-definition', sha256(definitionPlan(definition(3))))]],
  ['passed, and was not executed', [decided('chaincode-definition', sha256(definitionPlan(definition(2))), 'passed')]],
  ['was decided on as a configuration', [decided('channel-configuration', sha256(definitionPlan(definition(2))))]],
])('a definition that %s is found', (_what, decisions) => {
  changes.decide(decisions);
  const plan = sha256(definitionPlan(definition(2)));
  expect(changes.define([written(2)], 7, TX)).toEqual([
    `it defines the chaincode points by the plan ${plan}, which members did not decide on`,
  ]);
});

test('so are one of another chaincode, and one that is taken away', () => {
  const other = { ...written(1), writes: [{ key: 'namespaces/metadata/other', value: Buffer.from('x') }] };
  expect(changes.define([other], 7, TX)).toEqual([expect.stringMatching(/defines the chaincode other/)]);
  const removed = { ...written(1), writes: [{ key: 'namespaces/fields/points/Collections', value: undefined }] };
  expect(changes.define([removed], 7, TX)).toEqual([expect.stringMatching(/defines the chaincode points/)]);
});

test('approvals and other chaincodes’ rows are no definitions', () => {
  const approval = { ...written(2), collection: '_implicit_org_HarborMSP' };
  const publicApproval = {
    ...written(2),
    writes: [{ key: '_implicit_org_HarborMSP/namespaces/fields/points#2/Sequence', value: Buffer.from('x') }],
  };
  expect(changes.define([approval, publicApproval, { ...written(2), namespace: 'points' }], 7, TX)).toEqual([]);
});

test('a configuration is what was decided on to change of the one before, and once only', () => {
  const [before, planned, another] = ['1s', '2s', '3s'].map(configured) as [Uint8Array, Uint8Array, Uint8Array];
  changes.decide([decided('channel-configuration', planOf('2s'))]);
  expect(changes.configure(before, another, 8)).toEqual([
    `it configures the channel by the plan ${planOf('3s')}, which members did not decide on`,
  ]);
  expect(changes.configure(before, planned, 8)).toEqual([]);
  // The proposal's row is written again by nobody; if it were, it would be no further decision.
  changes.decide([decided('channel-configuration', planOf('2s'))]);
  expect(changes.configure(another, planned, 8)).toEqual([expect.stringMatching(/did not decide on/)]);
});

const PROPOSAL = 'HarborMSP:one';
const word = (value: object, planHash = planOf('2s'), proposalId = PROPOSAL) => ({
  key: ['plan-execution', planHash, proposalId, 'HarborMSP'],
  value: { planHash, proposalId, mspId: 'HarborMSP', ...value },
});
const recording = (recorded: object, ...of: [string?, string?]) => word({ recorded }, ...of);

test('what is recorded of a plan is where it was carried out, by the word of each', () => {
  changes.decide([decided('channel-configuration', planOf('2s'))]);
  const plan = `it records that ${PROPOSAL} carried out the plan ${planOf('2s')} in`;
  expect(changes.decide([recording({ block: 8, sequence: 5 })])).toEqual([`${plan} block 8 as sequence 5: it was not`]);
  expect(changes.configure(configured('1s'), configured('2s', 5), 8)).toEqual([]);
  for (const [wrong, told] of [
    [{ block: 9, sequence: 5 }, 'block 9 as sequence 5'],
    [{ block: 8, sequence: 4 }, 'block 8 as sequence 4'],
    [{ block: 8, sequence: 5, txId: TX }, `block 8 as sequence 5 by ${TX}`],
  ] as const)
    expect(changes.decide([recording(wrong)])).toEqual([`${plan} ${told}: it was in block 8 as sequence 5`]);
  const other = recording({ block: 8, sequence: 5 }, planOf('2s'), 'CityParkMSP:other');
  expect(changes.decide([other])).toEqual([
    expect.stringMatching(/^it records that CityParkMSP:other .*: it was not$/),
  ]);
  for (let members = 0; members < 3; members += 1)
    expect(changes.decide([recording({ block: 8, sequence: 5 })])).toEqual([]);
});

test('writes wait for a configuration that members decided on, and for nothing else', () => {
  const waiting = word({ pause: { times: 1 } });
  const wrong = [`it has writes wait for the plan ${planOf('2s')} of ${PROPOSAL}, which members did not decide on`];
  expect(changes.decide([waiting])).toEqual(wrong);
  changes.decide([decided('channel-configuration', planOf('2s'), 'passed')]);
  expect(changes.decide([waiting])).toEqual(wrong);
  changes.decide([decided('channel-configuration', planOf('2s'))]);
  expect(changes.decide([waiting])).toEqual([]);
  const another = word({ pause: { times: 1 } }, planOf('2s'), 'CityParkMSP:other');
  expect(changes.decide([another])).toEqual([expect.stringMatching(/CityParkMSP:other, which members did not decide/)]);
});

test('so it is with a definition', () => {
  const planHash = sha256(definitionPlan(definition(2)));
  changes.decide([decided('chaincode-definition', planHash)]);
  expect(changes.define([written(2)], 11, TX)).toEqual([]);
  const place = { block: 11, sequence: 2, txId: TX };
  expect(changes.decide([recording(place, planHash)])).toEqual([]);
  for (const wrong of [{ block: 12 }, { sequence: 1 }, { txId: 'ab'.repeat(32) }, { txId: undefined }])
    expect(changes.decide([recording({ ...place, ...wrong }, planHash)])).toHaveLength(1);
});
