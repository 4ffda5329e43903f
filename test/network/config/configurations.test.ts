/**
 * The same updates on the embedded network and, where it is installed, on real Fabric: what is taken, what comes of it, and what is
 * refused in which words.
 */
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos';
import { connectPeer } from '../../../network/admin/peer-connection.js';
import { retry } from '../../../network/admin/retry.js';
import { callSystemChaincode } from '../../../network/admin/system-chaincode.js';
import { applyUpdate } from '../../../network/config/apply-update.js';
import { introductionOf } from '../../../network/config/introduction.js';
import { groupAt, membershipIn, requiredGroup, setValueIn, valueIn } from '../../../network/config/channel-values.js';
import {
  changeBetween,
  type Configuration,
  ConfigurationHistory,
} from '../../../network/config/configuration-history.js';
import { copyOf } from '../../../network/config/config-elements.js';
import { type Intent, planIntent } from '../../../network/config/intents.js';
import { requireWellOrderers } from '../../../network/config/preflight.js';
import { encodePolicy } from '../../../network/genesis/config-group.js';
import { loadOrganizationMaterial } from '../../../network/genesis/organization-material.js';
import { loadIdentity } from '../../../network/identities/load-identity.js';
import { organizationPaths } from '../../../network/identities/organization-paths.js';
import { ConfiguredNetwork, type StartedKind } from '../../support/configured-network.js';
import { fabricMajor } from '../../support/installed-fabric.js';
import { revocationList } from '../../support/revocation-list.js';

jest.setTimeout(120_000);
const { BAD_REQUEST, SERVICE_UNAVAILABLE, SUCCESS } = common.Status;
const kinds: readonly StartedKind[] =
  fabricMajor === undefined || fabricMajor < 3 ? ['embedded'] : ['embedded', 'native'];

type Change = (wanted: common.Config) => unknown;
const built = <T>(message: T, set: (message: T) => unknown): T => {
  set(message);
  return message;
};
const emptyGroup = (): common.ConfigGroup => built(new common.ConfigGroup(), (group) => group.setModPolicy('Admins'));
const inOrdering =
  (name: string, message: { serializeBinary(): Uint8Array }): Change =>
  (wanted) =>
    setValueIn(requiredGroup(wanted, 'Orderer'), name, message);
const size = (messages: number, preferred: number, absolute: number): Change =>
  inOrdering(
    'BatchSize',
    built(new orderer.BatchSize(), (each) => {
      each.setMaxMessageCount(messages);
      each.setPreferredMaxBytes(preferred);
      each.setAbsoluteMaxBytes(absolute);
    }),
  );
const timeout = (text: string): Change =>
  inOrdering(
    'BatchTimeout',
    built(new orderer.BatchTimeout(), (each) => each.setTimeout(text)),
  );
const consensus = (type: string): Change =>
  inOrdering(
    'ConsensusType',
    built(new orderer.ConsensusType(), (each) => each.setType(type)),
  );
const membership =
  (groups: readonly ('Application' | 'Orderer')[], change: (config: msp.FabricMSPConfig) => unknown): Change =>
  (wanted) => {
    for (const group of groups) {
      const organization = requiredGroup(wanted, group, 'HarborMSP');
      const config = built(membershipIn(organization)!, change);
      setValueIn(
        organization,
        'MSP',
        built(new msp.MSPConfig(), (outer) => outer.setConfig(config.serializeBinary())),
      );
    }
  };
const readers =
  (change: (policy: common.ConfigPolicy) => unknown): Change =>
  (wanted) =>
    change(requiredGroup(wanted, 'Application').getPoliciesMap().get('Readers')!);
const rotation: Change = (wanted) => {
  const type = valueIn(requiredGroup(wanted, 'Orderer'), 'ConsensusType', orderer.ConsensusType)!;
  const options = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
  options.setLeaderRotation(2);
  type.setMetadata(options.serializeBinary());
  inOrdering('ConsensusType', type)(wanted);
};
const validation =
  (policy: string | undefined): Change =>
  (wanted) => {
    const policies = requiredGroup(wanted, 'Orderer').getPoliciesMap();
    if (policy === undefined) policies.del('BlockValidation');
    else policies.get('BlockValidation')!.setPolicy(encodePolicy(policy));
  };
const channelValue =
  (name: string, message: { serializeBinary(): Uint8Array }): Change =>
  (wanted) =>
    setValueIn(wanted.getChannelGroup()!, name, message);
const both = ['Application', 'Orderer'] as const;
const applying = "error applying config update to existing channel 'points': ";
const bundle = `${applying}initializing channelconfig failed: `;
const ordering = `${bundle}could not create channel Orderer sub-group config: `;
const members = `${bundle}could not create channel Application sub-group config: `;
const maintenance =
  'config update for existing channel did not pass maintenance checks: config transaction inspection failed: ';

const refused: readonly [what: string, change: Change, status: number, text: string][] = [
  [
    'no transactions in a block',
    size(0, 1, 1),
    BAD_REQUEST,
    `${ordering}Attempted to set the batch size max message count to an invalid value: 0`,
  ],
  [
    'no bytes',
    size(1, 1, 0),
    BAD_REQUEST,
    `${ordering}Attempted to set the batch size absolute max bytes to an invalid value: 0`,
  ],
  [
    'preferred blocks larger than any',
    size(1, 9, 5),
    BAD_REQUEST,
    `${ordering}Attempted to set the batch size preferred max bytes (9) greater than the absolute max bytes (5).`,
  ],
  [
    'a time that is none',
    timeout('soon'),
    BAD_REQUEST,
    `${ordering}Attempted to set the batch timeout to a invalid value: time: invalid duration "soon"`,
  ],
  ['no time', timeout('0s'), BAD_REQUEST, `${ordering}Attempted to set the batch timeout to a non-positive value: 0s`],
  [
    'no address',
    (wanted) => setValueIn(requiredGroup(wanted, 'Orderer', 'HarborMSP'), 'Endpoints', new common.OrdererAddresses()),
    BAD_REQUEST,
    `${ordering}some orderer organizations endpoints are empty: [HarborMSP]`,
  ],
  [
    'an MSP without roots',
    membership(both, (config) => config.clearRootCertsList()),
    BAD_REQUEST,
    'setting up the MSP manager failed: expected at least one CA certificate',
  ],
  [
    'a revocation list that is none',
    membership(both, (config) => config.setRevocationListList([Buffer.from('none')])),
    BAD_REQUEST,
    'setting up the MSP manager failed: could not parse RevocationList: ',
  ],
  [
    'two MSPs of one name',
    membership(['Application'], (config) => config.setIntermediateCertsList(config.getRootCertsList())),
    BAD_REQUEST,
    'Attempted to define two different versions of MSP: HarborMSP',
  ],
  [
    'another name of an MSP',
    membership(both, (config) => config.setName('OtherMSP')),
    BAD_REQUEST,
    'org HarborMSP attempted to change MSP ID from HarborMSP to OtherMSP',
  ],
  [
    'an organisation without an MSP',
    (wanted) => requiredGroup(wanted, 'Application').getGroupsMap().set('FreshMSP', emptyGroup()),
    BAD_REQUEST,
    `${members}setting up the MSP manager failed: expected at least one CA certificate`,
  ],
  [
    'a value that nobody knows',
    (wanted) => setValueIn(requiredGroup(wanted, 'Application', 'HarborMSP'), 'Nonsense', new peer.AnchorPeers()),
    BAD_REQUEST,
    `${members}failed to deserialize values: Unexpected key Nonsense`,
  ],
  [
    'a group that nobody knows',
    (wanted) => requiredGroup(wanted).getGroupsMap().set('Nonsense', emptyGroup()),
    BAD_REQUEST,
    `${bundle}Disallowed channel group: mod_policy:"Admins"`,
  ],
  [
    'another hash',
    channelValue(
      'HashingAlgorithm',
      built(new common.HashingAlgorithm(), (hash) => hash.setName('MD5')),
    ),
    BAD_REQUEST,
    `${bundle}Unknown hashing algorithm type: MD5`,
  ],
  [
    'another width',
    channelValue(
      'BlockDataHashingStructure',
      built(new common.BlockDataHashingStructure(), (each) => each.setWidth(2)),
    ),
    BAD_REQUEST,
    `${bundle}BlockDataHashStructure width only supported at MaxUint32 in this version`,
  ],
  [
    'nobody who orders',
    (wanted) => requiredGroup(wanted).getGroupsMap().del('Orderer'),
    BAD_REQUEST,
    `${applying}config update is not compatible: config does not contain orderer config`,
  ],
  [
    'nobody who takes part',
    (wanted) => requiredGroup(wanted).getGroupsMap().del('Application'),
    BAD_REQUEST,
    `${applying}current config has application section, but new config does not`,
  ],
  [
    'a capability that nobody has',
    inOrdering(
      'Capabilities',
      built(new common.Capabilities(), (all) => all.getCapabilitiesMap().set('V9_9', new common.Capability())),
    ),
    BAD_REQUEST,
    `${applying}config update is not compatible: config requires unsupported orderer capabilities: Orderer capability V9_9 is required but not supported`,
  ],
  [
    'a policy that cannot be read',
    readers((policy) =>
      policy.setPolicy(built(new common.Policy(), (each) => (each.setType(1), each.setValue(Buffer.from([255]))))),
    ),
    BAD_REQUEST,
    `${applying}initializing policymanager failed: policy Readers at path Channel/Application did not compile`,
  ],
  [
    'a policy of no kind',
    readers((policy) => policy.setPolicy(built(new common.Policy(), (each) => each.setType(9)))),
    BAD_REQUEST,
    `${applying}initializing policymanager failed: policy Readers at path Channel/Application has unknown policy type: 9`,
  ],
  [
    'what nobody may change then',
    readers((policy) => policy.setModPolicy('')),
    BAD_REQUEST,
    `${applying}error authorizing update: error validating DeltaSet: invalid mod_policy for element [Policy] /Channel/Application/Readers: mod_policy not set`,
  ],
  [
    'a name with a slash',
    (wanted) => requiredGroup(wanted, 'Application').getGroupsMap().set('a/b', emptyGroup()),
    BAD_REQUEST,
    `${applying}error authorizing update: error mapping WriteSet: illegal characters in key: [Group]  : config ID 'a/b' contains illegal characters`,
  ],
  [
    'Raft',
    consensus('etcdraft'),
    BAD_REQUEST,
    `${maintenance}attempted to change consensus type from BFT to etcdraft, but current config ConsensusType.State is not in maintenance mode`,
  ],
  [
    'a quorum that is none',
    validation('ANY Writers'),
    SERVICE_UNAVAILABLE,
    'block validation policy should be a signature policy',
  ],
  [
    'no quorum',
    validation(undefined),
    SERVICE_UNAVAILABLE,
    "block validation policy is not found in the policies of 'Orderer' group",
  ],
  [
    'leaders that rotate',
    rotation,
    SERVICE_UNAVAILABLE,
    'leader rotation must be turned off for this version or be unspecified',
  ],
];

describe.each(kinds)('on the %s network', (kind) => {
  let network: ConfiguredNetwork;
  beforeAll(async () => (network = await ConfiguredNetwork.start(kind)));
  afterAll(() => network?.end());

  const changed = async (change: Change): Promise<common.Config> =>
    built(copyOf(common.Config, await network.config()), change);
  const answer = async (wanted: common.Config, options: Parameters<ConfiguredNetwork['send']>[1] = {}) => {
    const [{ status, info } = { status: 0, info: '' }] = await network.send(wanted, { ...options, to: 0 });
    return { status, info };
  };
  /** Ordered, and in force at all peers. */
  const inForce = async (wanted: common.Config, by?: number[], at = [0, 1, 2, 3]): Promise<common.Config> => {
    const { sequence } = (await network.config()).toObject();
    const answers = await network.send(wanted, { ...(by && { by }) });
    const done = await Promise.all(
      at.map((index) =>
        retry(
          { what: `see the update (${answers.map(({ info }) => info).join('; ')})`, timeoutMs: 40_000 },
          async () => {
            const now = await network.config(index);
            if (now.getSequence() <= sequence) throw new Error(`it is still number ${sequence}`);
            return now;
          },
        ),
      ),
    );
    return done[0]!;
  };
  /** Wanted by three of four, and in force at their peers: the fourth is told of nothing once it is out. */
  const wish = async (intent: Intent): Promise<common.Config> =>
    inForce(planIntent(intent, await network.config()), [0, 1, 2], [0, 1, 2]);

  it.each(refused)('%s: refused', async (_what, change, status, text) => {
    const before = await network.config();
    const found = await answer(await changed(change));
    expect(found).toEqual({ status, info: expect.stringContaining(text) });
    expect((await network.config()).getSequence()).toBe(before.getSequence());
  });

  it('counts signatures, versions and what was sent before', async () => {
    const before = await network.config();
    const slower = await changed(timeout('210ms'));
    expect(await answer(slower, { by: [0, 1] })).toEqual({
      status: BAD_REQUEST,
      info: `${applying}error authorizing update: error validating DeltaSet: policy for [Value]  /Channel/Orderer/BatchTimeout not satisfied: implicit policy evaluation failed - 2 sub-policies were satisfied, but this policy requires 3 of the 'Admins' sub-policies to be satisfied`,
    });
    await inForce(slower, [0, 1, 3]);
    expect(await answer(slower, { from: before })).toEqual({
      status: BAD_REQUEST,
      info: `${applying}error authorizing update: error validating DeltaSet: attempt to set key [Value]  /Channel/Orderer/BatchTimeout to version 1, but key is at version 1`,
    });
    // Another value of the same group, made before.
    expect(
      await answer(built(copyOf(common.Config, before), size(77, 4 * 1024 * 1024, 16 * 1024 * 1024)), { from: before }),
    ).toEqual({ status: SUCCESS, info: '' });
    await retry({ what: 'see both' }, async () => {
      const group = groupAt(await network.config(), 'Orderer');
      if (valueIn(group, 'BatchSize', orderer.BatchSize)?.getMaxMessageCount() !== 77)
        throw new Error('it is as it was');
      expect(valueIn(group, 'BatchTimeout', orderer.BatchTimeout)?.getTimeout()).toBe('210ms');
    });
    const stale = await answer(
      built(copyOf(common.Config, before), (wanted) =>
        requiredGroup(wanted, 'Orderer').getGroupsMap().del('AuditorMSP'),
      ),
      { from: before },
    );
    expect(stale.info).toContain(
      'error validating ReadSet: proposed update requires that key [Value]  /Channel/Orderer/Batch',
    );
    await requireWellOrderers(network.connections[0]!, 'points', await network.config());
  });

  it('cuts off a certificate that is revoked, by its own organisation’s word alone, until it is taken back', async () => {
    const [harbor] = network.topology.organizations as [(typeof network.topology.organizations)[number]];
    const paths = organizationPaths(network.dataDir, harbor);
    const client = loadIdentity('HarborMSP', paths.userMspDir('operator'));
    const asked = connectPeer(harbor, network.dataDir, client);
    const ask = () =>
      callSystemChaincode(asked, { channel: 'points', chaincode: 'cscc', args: ['GetChannelConfig', 'points'] });
    await expect(ask()).resolves.toBeDefined();
    const list = await revocationList(paths.caCertPath, [client.certPem]);
    const listed = (lists: Buffer[]): Promise<common.Config> =>
      changed(membership(both, (config) => config.setRevocationListList(lists)));
    // One that another authority signed counts for nothing.
    const other = organizationPaths(network.dataDir, network.topology.organizations[1]!).caCertPath;
    const forged = await revocationList(paths.caCertPath, [client.certPem], other.replace(/[^/]+$/, 'priv_sk'));
    await inForce(await listed([forged]), [0]);
    await expect(ask()).resolves.toBeDefined();
    await inForce(await listed([list]), [0]);
    await expect(ask()).rejects.toThrow(/access denied/);
    await inForce(await listed([]), [0]);
    await expect(ask()).resolves.toBeDefined();
    asked.close();
  });

  it('lets an organisation in and out, and its orderer', async () => {
    const gone = network.topology.organizations[3]!;
    const material = await loadOrganizationMaterial(gone, network.dataDir);
    const introduced = introductionOf(material);
    await wish({ kind: 'remove-orderer', consenterId: 4 });
    await wish({ kind: 'remove-organization', mspId: gone.mspId });
    const without = await network.config();
    expect(groupAt(without, 'Application', gone.mspId)).toBeUndefined();
    await wish({ kind: 'admit-organization', introduction: introduced });
    const back = await wish({
      kind: 'admit-orderer',
      introduction: { ...introduced, orderer: { ...introduced.orderer, consenterId: 5 } },
    });
    expect(groupAt(back, 'Application', gone.mspId)).toBeDefined();
  });

  it('holds exactly what the updates in its blocks lead to', async () => {
    const history = new ConfigurationHistory(network.connections[0]!, 'points');
    const known = (await history.changes()).length;
    await wish({ kind: 'batch-timeout', timeoutMs: 270 });
    const configs = await configurations();
    expect(configs.length).toBeGreaterThan(5);
    const expectedChanges = configs
      .slice(1)
      .map(({ config, block }, index) => changeBetween('points', configs[index]!.config, { block, config }));
    expect(await history.changes()).toEqual(expectedChanges);
    expect(expectedChanges).toHaveLength(known + 1);
    expect(await new ConfigurationHistory(network.connections[0]!, 'points').changes()).toEqual(expectedChanges);
    const everybody = { hasPolicy: () => true, whyUnsatisfied: () => undefined };
    for (const [index, { config, update }] of configs.entries()) {
      const before = configs[index - 1]?.config;
      if (before === undefined || update === undefined) continue;
      const expected = applyUpdate('points', before, update, everybody);
      expect(Buffer.from(expected.serializeBinary()).equals(config.serializeBinary())).toBe(true);
    }
  });

  async function configurations(): Promise<(Configuration & { update: common.ConfigUpdate | undefined })[]> {
    const found: (Configuration & { update: common.ConfigUpdate | undefined })[] = [];
    for (let number = 0; ; number += 1) {
      const args = ['GetBlockByNumber', 'points', String(number)];
      const bytes = await callSystemChaincode(network.connections[0]!, {
        channel: 'points',
        chaincode: 'qscc',
        args,
      }).catch(() => undefined);
      if (bytes === undefined) return found;
      const [envelope] = common.Block.deserializeBinary(bytes).getData()!.getDataList_asU8();
      const content = common.ConfigEnvelope.deserializeBinary(dataOf(common.Envelope.deserializeBinary(envelope!)));
      const last = content.getLastUpdate();
      const update = last && common.ConfigUpdateEnvelope.deserializeBinary(dataOf(last)).getConfigUpdate_asU8();
      found.push({
        block: number,
        config: content.getConfig()!,
        update: update && common.ConfigUpdate.deserializeBinary(update),
      });
    }
  }
});

function dataOf(envelope: common.Envelope): Uint8Array {
  return common.Payload.deserializeBinary(envelope.getPayload_asU8()).getData_asU8();
}
