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

/** A block's configuration envelope, with the update that led to it. */
function configured(update: string): Uint8Array {
  const inPayload = (data: Uint8Array): common.Envelope => {
    const payload = new common.Payload();
    payload.setData(data);
    const envelope = new common.Envelope();
    envelope.setPayload(payload.serializeBinary());
    return envelope;
  };
  const updateEnvelope = new common.ConfigUpdateEnvelope();
  updateEnvelope.setConfigUpdate(Buffer.from(update));
  const config = new common.ConfigEnvelope();
  config.setLastUpdate(inPayload(updateEnvelope.serializeBinary()));
  return inPayload(config.serializeBinary()).serializeBinary();
}

let changes: NetworkChanges;
const found = { key: ['constitution'], value: { version: 1 } };
const decided = (kind: string, planHash: string, status = 'executed') => ({
  key: ['proposal', 'HarborMSP:one'],
  value: { status, actions: [{ kind, planHash }] },
});
beforeEach(() => {
  changes = new NetworkChanges(inMemory());
  expect(changes.define([written(1)])).toEqual([]);
  expect(changes.configure(configured('before'))).toEqual([]);
  changes.decide([found]);
});

test('a definition that was decided on, whichever of its fields change', () => {
  changes.decide([decided('chaincode-definition', sha256(definitionPlan(definition(2))))]);
  expect(changes.define([written(2, ['Sequence'])])).toEqual([]);
  changes.decide([decided('chaincode-definition', sha256(definitionPlan(definition(3))))]);
  expect(changes.define([written(3)])).toEqual([]);
});

test.each([
  ['nobody decided on', []],
  ['was decided for another sequence', [decided('chaincode-definition', sha256(definitionPlan(definition(3))))]],
  ['passed, and was not executed', [decided('chaincode-definition', sha256(definitionPlan(definition(2))), 'passed')]],
  ['was decided on as a configuration', [decided('channel-configuration', sha256(definitionPlan(definition(2))))]],
])('a definition that %s is found', (_what, decisions) => {
  changes.decide(decisions);
  const plan = sha256(definitionPlan(definition(2)));
  expect(changes.define([written(2)])).toEqual([
    `it defines the chaincode points by the plan ${plan}, which members did not decide on`,
  ]);
});

test('so are one of another chaincode, and one that is taken away', () => {
  const other = { ...written(1), writes: [{ key: 'namespaces/metadata/other', value: Buffer.from('x') }] };
  expect(changes.define([other])).toEqual([expect.stringMatching(/defines the chaincode other/)]);
  const removed = { ...written(1), writes: [{ key: 'namespaces/fields/points/Collections', value: undefined }] };
  expect(changes.define([removed])).toEqual([expect.stringMatching(/defines the chaincode points/)]);
});

test('approvals and other chaincodes’ rows are no definitions', () => {
  const approval = { ...written(2), collection: '_implicit_org_HarborMSP' };
  const publicApproval = {
    ...written(2),
    writes: [{ key: '_implicit_org_HarborMSP/namespaces/fields/points#2/Sequence', value: Buffer.from('x') }],
  };
  expect(changes.define([approval, publicApproval, { ...written(2), namespace: 'points' }])).toEqual([]);
});

test('a configuration is what its update’s hash was decided on', () => {
  changes.decide([decided('channel-configuration', sha256('planned'))]);
  expect(changes.configure(configured('planned'))).toEqual([]);
  expect(changes.configure(configured('another'))).toEqual([
    `it configures the channel by the plan ${sha256('another')}, which members did not decide on`,
  ]);
});
