/**
 * Whatever stands in a configuration, reading it comes to an end. A slice of it runs with every test; the whole by
 * `npm run test:fuzz`.
 */
import { common } from '@hyperledger/fabric-protos';
import { ChannelConfiguration } from '../../audit/src/channel-configuration.js';
import { goldenChain } from '../support/golden-chain.js';
import { type Random, randomBy, spoilt } from '../support/malformed-bytes.js';

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000_000);
const rounds = Number(process.env['ROUNDS'] ?? 200);
const envelope = common.Block.deserializeBinary(goldenChain('points').bytes[0]!).getData()!.getDataList_asU8()[0]!;

/** What has bytes of its own in a configuration. */
type Leaf = common.ConfigValue | common.Policy;

function leavesOf(group: common.ConfigGroup, within = 'Channel'): [string, Leaf][] {
  const leaves: [string, Leaf][] = [];
  group.getValuesMap().forEach((value: common.ConfigValue, name: string) => leaves.push([`${within} ${name}`, value]));
  group.getPoliciesMap().forEach((policy: common.ConfigPolicy, name: string) => {
    leaves.push([`${within} policy ${name}`, policy.getPolicy()!]);
  });
  group.getGroupsMap().forEach((child: common.ConfigGroup, name: string) => {
    leaves.push(...leavesOf(child, `${within}/${name}`));
  });
  return leaves;
}

/** The configuration after a change of its groups. */
function withGroups(change: (root: common.ConfigGroup) => void): Uint8Array {
  const whole = common.Envelope.deserializeBinary(envelope);
  const payload = common.Payload.deserializeBinary(whole.getPayload_asU8());
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8());
  change(config.getConfig()!.getChannelGroup()!);
  payload.setData(config.serializeBinary());
  whole.setPayload(payload.serializeBinary());
  return whole.serializeBinary();
}

const withLeaf = (index: number, change: (bytes: Uint8Array) => Uint8Array): Uint8Array =>
  withGroups((root) => {
    const [, leaf] = leavesOf(root)[index]!;
    leaf.setValue(change(leaf.getValue_asU8()));
  });

/** Undefined if it is refused, in whatever words. */
function read(bytes: Uint8Array): ChannelConfiguration | undefined {
  try {
    return ChannelConfiguration.read(bytes);
  } catch (error) {
    expect((error as Error).message).toEqual(expect.any(String));
    return undefined;
  }
}

const names: string[] = [];
withGroups((root) => names.push(...leavesOf(root).map(([name]) => name)));
/** A field that says it is longer than 31 bits can say. */
const tooLong = Buffer.from([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]);
/** What is read at all: others say nothing that an audit needs. */
const isRead = (name: string): boolean => / (MSP|ConsensusType|Orderers|policy \w+)$/.test(name);

it.each(names.map((name, index) => [name, index] as const))('%s with a length beyond 31 bits', (name, index) => {
  const given = withLeaf(index, (bytes) => Buffer.concat([bytes, tooLong]));
  expect(read(given) === undefined).toBe(isRead(name));
});

it('is read where it was changed before, its policies too', () => {
  const changed = withGroups((root) => {
    const change = (group: common.ConfigGroup): void => {
      group.setVersion(1);
      group.getValuesMap().forEach((value: common.ConfigValue) => value.setVersion(1));
      group.getPoliciesMap().forEach((policy: common.ConfigPolicy) => policy.setVersion(2));
      group.getGroupsMap().forEach(change);
    };
    change(root);
  });
  expect(read(changed)?.policies.size).toBe(read(envelope)!.policies.size);
});

it(`${rounds} malformed ones, SEED=${seed}`, () => {
  for (let round = 0; round < rounds; round += 1) {
    const random: Random = randomBy(seed + round);
    read(random(4) === 0 ? spoilt(envelope, random) : withLeaf(random(names.length), (bytes) => spoilt(bytes, random)));
  }
});
