import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos';
import { bftQuorum, type Consensus } from '../../../network/genesis/consensus.js';
import { createGenesisBlock, genesisBlockPath } from '../../../network/genesis/create-genesis-block.js';
import { consensusOfChannel } from '../../../network/genesis/read-genesis-block.js';
import { createTopology } from '../../../network/topology.js';
import { standingIdentities } from '../../support/standing-identities.js';

const topology = createTopology();
const mspIds = topology.organizations.map(({ mspId }) => mspId);
let dataDir: string;
const blocks = {} as Record<Consensus, Uint8Array>;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'genesis-'));
  await standingIdentities(topology, dataDir);
  for (const consensus of ['BFT', 'etcdraft'] as const) {
    blocks[consensus] = await createGenesisBlock(topology, dataDir, { consensus });
    rmSync(genesisBlockPath(topology, dataDir));
  }
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

function decode(consensus: Consensus) {
  const block = common.Block.deserializeBinary(blocks[consensus]);
  const envelopeBytes = block.getData()!.getDataList_asU8()[0]!;
  const envelope = common.Envelope.deserializeBinary(envelopeBytes);
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig()!;
  return { block, envelope, envelopeBytes, payload, channel: config.getChannelGroup()! };
}

const group = (parent: common.ConfigGroup, name: string) => parent.getGroupsMap().get(name)!;
const value = (parent: common.ConfigGroup, name: string) => parent.getValuesMap().get(name)!.getValue_asU8();
const names = (map: { keys(): { next(): { done: boolean; value: string } } }) => {
  const found: string[] = [];
  const keys = map.keys();
  for (let entry = keys.next(); !entry.done; entry = keys.next()) found.push(entry.value);
  return found.sort();
};

describe.each(['BFT', 'etcdraft'] as const)('the configuration block for %s', (consensus) => {
  test('is block 0, with its data hash and five metadata entries', () => {
    const { block, envelopeBytes } = decode(consensus);
    expect(block.getHeader()!.getNumber()).toBe(0);
    expect(block.getHeader()!.getPreviousHash_asU8()).toHaveLength(0);
    expect(Buffer.from(block.getHeader()!.getDataHash_asU8())).toEqual(
      createHash('sha256').update(envelopeBytes).digest(),
    );
    expect(block.getMetadata()!.getMetadataList()).toHaveLength(5);
  });

  test('says how the orderers agree', () => {
    expect(consensusOfChannel(blocks[consensus])).toBe(consensus);
  });

  test('holds one unsigned configuration envelope of the channel', () => {
    const { envelope, payload } = decode(consensus);
    const header = common.ChannelHeader.deserializeBinary(payload.getHeader()!.getChannelHeader_asU8());
    expect(envelope.getSignature_asU8()).toHaveLength(0);
    expect({ type: header.getType(), version: header.getVersion(), channel: header.getChannelId() }).toEqual({
      type: common.HeaderType.CONFIG,
      version: 1,
      channel: 'points',
    });
  });

  test('makes every organisation a member of both groups, with the same definition', () => {
    const { channel } = decode(consensus);
    for (const name of ['Orderer', 'Application']) {
      expect(names(group(channel, name).getGroupsMap())).toEqual([...mspIds].sort());
    }
    for (const mspId of mspIds) {
      const definition = (name: string) =>
        Buffer.from(value(group(group(channel, name), mspId), 'MSP')).toString('hex');
      expect(definition('Orderer')).toBe(definition('Application'));
    }
  });

  test('has everything without which orderers refuse it or nothing is delivered', () => {
    const { channel } = decode(consensus);
    expect(names(channel.getValuesMap())).toEqual(['BlockDataHashingStructure', 'Capabilities', 'HashingAlgorithm']);
    expect(names(channel.getPoliciesMap())).toEqual(['Admins', 'Readers', 'Writers']);
    const orderers = group(channel, 'Orderer');
    expect(names(orderers.getPoliciesMap())).toEqual(['Admins', 'BlockValidation', 'Readers', 'Writers']);
    expect(names(orderers.getValuesMap())).toEqual(
      [
        'BatchSize',
        'BatchTimeout',
        'Capabilities',
        'ConsensusType',
        ...(consensus === 'BFT' ? ['Orderers'] : []),
      ].sort(),
    );
    const application = group(channel, 'Application');
    expect(names(application.getPoliciesMap())).toEqual([
      'Admins',
      'Endorsement',
      'LifecycleEndorsement',
      'Readers',
      'Writers',
    ]);
    for (const mspId of mspIds) {
      expect(names(group(orderers, mspId).getValuesMap())).toEqual(['Endpoints', 'MSP']);
      expect(names(group(application, mspId).getValuesMap())).toEqual(['AnchorPeers', 'MSP']);
    }
  });

  test('leaves room for what joins later: another authority, and an orderer that only follows', () => {
    const { channel } = decode(consensus);
    const harbor = group(group(channel, 'Application'), 'HarborMSP');
    const config = msp.FabricMSPConfig.deserializeBinary(
      msp.MSPConfig.deserializeBinary(value(harbor, 'MSP')).getConfig_asU8(),
    );
    const units = config.getFabricNodeOus()!;
    for (const unit of [units.getOrdererOuIdentifier()!, units.getAdminOuIdentifier()!]) {
      expect(unit.getCertificate_asU8()).toHaveLength(0);
    }
    const readers = harbor.getPoliciesMap().get('Readers')!.getPolicy()!;
    const policy = common.SignaturePolicyEnvelope.deserializeBinary(readers.getValue_asU8());
    const [principal] = policy.getIdentitiesList();
    expect(policy.getIdentitiesList()).toHaveLength(1);
    expect(msp.MSPRole.deserializeBinary(principal!.getPrincipal_asU8()).toObject()).toEqual({
      mspIdentifier: 'HarborMSP',
      role: msp.MSPRole.MSPRoleType.MEMBER,
    });
  });

  test('says where peers and orderers are reached', () => {
    const { channel } = decode(consensus);
    const [harbor] = topology.organizations;
    const anchors = peer.AnchorPeers.deserializeBinary(
      value(group(group(channel, 'Application'), 'HarborMSP'), 'AnchorPeers'),
    );
    expect(anchors.toObject().anchorPeersList).toEqual([{ host: '127.0.0.1', port: harbor!.peer.port }]);
    const endpoints = common.OrdererAddresses.deserializeBinary(
      value(group(group(channel, 'Orderer'), 'HarborMSP'), 'Endpoints'),
    );
    expect(endpoints.getAddressesList()).toEqual([`127.0.0.1:${harbor!.orderer.port}`]);
  });

  test('holds no private key', () => {
    expect(Buffer.from(blocks[consensus]).toString('latin1')).not.toContain('PRIVATE KEY');
  });

  test("decodes with Fabric's own configtxlator, where that is installed", () => {
    const program = join(process.env['FABRIC_BIN'] ?? '/nowhere', 'configtxlator');
    if (!existsSync(program)) {
      console.info('configtxlator is not in FABRIC_BIN: the configuration block was not decoded with it');
      return;
    }
    const [input, output] = [join(dataDir, `${consensus}.block`), join(dataDir, `${consensus}.json`)];
    writeFileSync(input, blocks[consensus]);
    execFileSync(program, ['proto_decode', '--type', 'common.Block', '--input', input, '--output', output]);
    const json = readFileSync(output, 'utf8');
    const decoded = JSON.parse(json) as { data: { data: { payload: { data: { config: object } } }[] } };
    expect(decoded.data.data[0]?.payload.data.config).toMatchObject({
      channel_group: { groups: { Orderer: { values: { ConsensusType: { value: { type: consensus } } } } } },
    });
  });
});

describe('SmartBFT', () => {
  const consenters = () =>
    common.Orderers.deserializeBinary(
      value(group(decode('BFT').channel, 'Orderer'), 'Orderers'),
    ).getConsenterMappingList();

  test('lists every orderer with its identity and TLS certificate', () => {
    expect(consenters().map((consenter) => [consenter.getId(), consenter.getMspId(), consenter.getPort()])).toEqual(
      topology.organizations.map(({ orderer: node, mspId }) => [node.consenterId, mspId, node.port]),
    );
    for (const consenter of consenters()) {
      expect(Buffer.from(consenter.getIdentity_asU8()).toString()).toContain('BEGIN CERTIFICATE');
      expect(consenter.getClientTlsCert_asB64()).toBe(consenter.getServerTlsCert_asB64());
    }
  });

  test('a block is valid with the signatures of a quorum of exactly these orderers, not of any one writer', () => {
    const policy = group(decode('BFT').channel, 'Orderer').getPoliciesMap().get('BlockValidation')!.getPolicy()!;
    expect(policy.getType()).toBe(common.Policy.PolicyType.SIGNATURE);
    const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8());
    expect(envelope.getRule()!.getNOutOf()!.getN()).toBe(3);
    const identities = envelope.getIdentitiesList().map((principal) => {
      expect(principal.getPrincipalClassification()).toBe(msp.MSPPrincipal.Classification.IDENTITY);
      return msp.SerializedIdentity.deserializeBinary(principal.getPrincipal_asU8()).getIdBytes_asB64();
    });
    expect(identities).toEqual(consenters().map((consenter) => consenter.getIdentity_asB64()));
  });

  test('takes transactions as large as a block', () => {
    const type = orderer.ConsensusType.deserializeBinary(
      value(group(decode('BFT').channel, 'Orderer'), 'ConsensusType'),
    );
    const options = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
    const batch = orderer.BatchSize.deserializeBinary(value(group(decode('BFT').channel, 'Orderer'), 'BatchSize'));
    expect(options.getRequestMaxBytes()).toBe(batch.getAbsoluteMaxBytes());
  });

  test.each([
    [1, 1],
    [4, 3],
    [5, 4],
    [6, 4],
    [7, 5],
    [10, 7],
  ])('a quorum of %i orderers is %i', (nodes, quorum) => {
    expect(bftQuorum(nodes)).toBe(quorum);
  });
});

test('Raft: a block is valid with the signature of one orderer, and only orderers are writers there', () => {
  const orderers = group(decode('etcdraft').channel, 'Orderer');
  const policy = orderers.getPoliciesMap().get('BlockValidation')!.getPolicy()!;
  const meta = common.ImplicitMetaPolicy.deserializeBinary(policy.getValue_asU8());
  expect([meta.getRule(), meta.getSubPolicy()]).toEqual([common.ImplicitMetaPolicy.Rule.ANY, 'Writers']);
  const writers = group(orderers, 'HarborMSP').getPoliciesMap().get('Writers')!.getPolicy()!;
  const [principal] = common.SignaturePolicyEnvelope.deserializeBinary(writers.getValue_asU8()).getIdentitiesList();
  expect(msp.MSPRole.deserializeBinary(principal!.getPrincipal_asU8()).getRole()).toBe(msp.MSPRole.MSPRoleType.ORDERER);
});

test('real orderers of either kind close a block 20 ms after its first transaction', () => {
  const [bft, raft] = (['BFT', 'etcdraft'] as const).map((kind) => group(decode(kind).channel, 'Orderer'));
  const type = orderer.ConsensusType.deserializeBinary(value(bft!, 'ConsensusType'));
  const options = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
  expect(options.getRequestBatchMaxInterval()).toBe('20ms');
  expect(orderer.BatchTimeout.deserializeBinary(value(raft!, 'BatchTimeout')).getTimeout()).toBe('20ms');
});

test('the block is made once: later calls give the bytes of the file, whatever they ask for', async () => {
  const first = await createGenesisBlock(topology, dataDir, { consensus: 'BFT' });
  const second = await createGenesisBlock(topology, dataDir, { consensus: 'etcdraft' });
  expect(Buffer.compare(first, second)).toBe(0);
  expect(Buffer.compare(first, readFileSync(genesisBlockPath(topology, dataDir)))).toBe(0);
});
