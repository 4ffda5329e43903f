/**
 * Whether a configuration that an update leads to can be used, in Fabric's words.
 *
 * Fabric: orderers make a bundle of it before it is ordered, and compare it with the one in force. Reference:
 * `common/channelconfig/{channel,orderer,application,bundle,msp_util,standardvalues}.go`,
 * `orderer/common/multichannel/chainsupport.go` (ProposeConfigUpdate), `orderer/common/msgprocessor/maintenancefilter.go`.
 * Left out: consortiums, and changing the kind of consensus, which is refused.
 */
import { common, orderer } from '@hyperledger/fabric-protos';
import { UpdateRefused } from '../../config/apply-update.js';
import { consentersIn, groupAt, isBft, membershipIn, organizationsIn, valueIn } from '../../config/channel-values.js';
import { parseDurationMs } from '../../config/go-duration.js';
import { bftBlockValidation } from '../../genesis/consensus.js';
import { encodePolicy } from '../../genesis/config-group.js';
import { OrganizationMsp } from './organization-msp.js';

/** SmartBFT's orderers do not take it; to clients that looks as if they were not there. */
export class ConsensusRefused extends Error {}

const FLAT_HASH_WIDTH = 0xffffffff;
const GROUPS = ['Application', 'Orderer', 'Consortiums'];
const capabilitiesOf: Readonly<Record<string, readonly string[]>> = {
  Orderer: ['V1_1', 'V1_4_2', 'V2_0'],
  Application: ['V1_1', 'V1_2', 'V1_3', 'V1_4_2', 'V2_0', 'V2_5'],
  Channel: ['V1_1', 'V1_3', 'V1_4_2', 'V1_4_3', 'V2_0', 'V3_0'],
};
const valuesOfOrganizations: Readonly<Record<string, readonly string[]>> = {
  Application: ['MSP', 'AnchorPeers', 'ACLs', 'Capabilities'],
  Orderer: ['MSP', 'Endpoints'],
};
const policyTypes: readonly number[] = [common.Policy.PolicyType.SIGNATURE, common.Policy.PolicyType.IMPLICIT_META];

/** What orderers check while they make the next configuration. @throws UpdateRefused */
export function refuseUnusable(present: common.Config, next: common.Config): void {
  refuseIf(bundleProblem(next), 'initializing channelconfig failed');
  refuseIf(policyProblem(groupAt(next)!, 'Channel'), 'initializing policymanager failed');
  refuseIf(incompatibility(next), 'config update is not compatible');
  refuseIf(changedNames(present, next));
}

/** That ordering goes on as it did is looked at apart from everything else. @throws UpdateRefused */
export function refuseMigration(present: common.Config, next: common.Config): void {
  const typeIn = (config: common.Config) =>
    valueIn(groupAt(config, 'Orderer'), 'ConsensusType', orderer.ConsensusType)?.getType() ?? '';
  if (typeIn(next) === typeIn(present)) return;
  throw new UpdateRefused(
    'config transaction inspection failed: attempted to change consensus type from ' +
      `${typeIn(present)} to ${typeIn(next)}, but current config ConsensusType.State is not in maintenance mode`,
  );
}

/** What SmartBFT's orderers check once they have it. @throws ConsensusRefused */
export function refuseOtherQuorum(next: common.Config): void {
  if (!isBft(next)) return;
  const found = groupAt(next, 'Orderer')?.getPoliciesMap().get('BlockValidation')?.getPolicy();
  if (found === undefined) {
    throw new ConsensusRefused("block validation policy is not found in the policies of 'Orderer' group");
  }
  const expected = encodePolicy(bftBlockValidation(consentersIn(next)));
  const isEqual = Buffer.compare(found.serializeBinary(), expected.serializeBinary()) === 0;
  if (!isEqual) throw new ConsensusRefused('block validation policy should be a signature policy of the consenters');
  const metadata = valueIn(groupAt(next, 'Orderer'), 'ConsensusType', orderer.ConsensusType)?.getMetadata_asU8();
  const options = orderer.smartbft.Options.deserializeBinary(metadata ?? new Uint8Array());
  if (options.getLeaderRotation() === orderer.smartbft.Options.Rotation.ROTATION_ON) {
    throw new ConsensusRefused('leader rotation must be turned off for this version or be unspecified');
  }
}

function refuseIf(problem: string | undefined, where?: string): void {
  if (problem !== undefined) throw new UpdateRefused(where === undefined ? problem : `${where}: ${problem}`);
}

function bundleProblem(next: common.Config): string | undefined {
  const root = groupAt(next);
  const hash = valueIn(root, 'HashingAlgorithm', common.HashingAlgorithm)?.getName() ?? '';
  if (hash !== 'SHA256' && hash !== 'SHA3_256') return `Unknown hashing algorithm type: ${hash}`;
  const width = valueIn(root, 'BlockDataHashingStructure', common.BlockDataHashingStructure)?.getWidth();
  if (width !== FLAT_HASH_WIDTH) return 'BlockDataHashStructure width only supported at MaxUint32 in this version';
  for (const [name, group] of organizationsIn(root)) {
    if (!GROUPS.includes(name)) return `Disallowed channel group: mod_policy:"${group.getModPolicy()}"`;
  }
  const inGroup = (name: string, problem: string | undefined) =>
    problem && `could not create channel ${name} sub-group config: ${problem}`;
  return (
    inGroup('Application', unexpectedValue(next, 'Application') ?? membershipProblem(next, 'Application')) ??
    inGroup('Orderer', unexpectedValue(next, 'Orderer') ?? orderingProblem(next) ?? membershipProblem(next, 'Orderer'))
  );
}

function unexpectedValue(config: common.Config, name: string): string | undefined {
  for (const organization of organizationsIn(groupAt(config, name)).values()) {
    const values: string[] = [];
    organization.getValuesMap().forEach((_: common.ConfigValue, value: string) => values.push(value));
    const unexpected = values.find((value) => valuesOfOrganizations[name]?.includes(value) !== true);
    if (unexpected !== undefined) return `failed to deserialize values: Unexpected key ${unexpected}`;
  }
  return undefined;
}

/** Certificates and lists are read when the bundle is made of it. */
function membershipProblem(config: common.Config, name: 'Application' | 'Orderer'): string | undefined {
  for (const [msp, organization] of organizationsIn(groupAt(config, name))) {
    const membership = membershipIn(organization);
    if (membership === undefined) return 'setting up the MSP manager failed: expected at least one CA certificate';
    try {
      new OrganizationMsp(membership);
    } catch (error) {
      return `setting up the MSP manager failed: ${(error as Error).message}`;
    }
    const other = name === 'Orderer' ? membershipIn(groupAt(config, 'Application', msp)) : undefined;
    if (other !== undefined && Buffer.compare(other.serializeBinary(), membership.serializeBinary()) !== 0) {
      return `Attempted to define two different versions of MSP: ${membership.getName()}`;
    }
  }
  return undefined;
}

function orderingProblem(config: common.Config): string | undefined {
  const group = groupAt(config, 'Orderer');
  if (group === undefined) return undefined;
  const size = valueIn(group, 'BatchSize', orderer.BatchSize) ?? new orderer.BatchSize();
  const [messages, absolute, preferred] = [
    size.getMaxMessageCount(),
    size.getAbsoluteMaxBytes(),
    size.getPreferredMaxBytes(),
  ];
  const invalid = (what: string) => `Attempted to set the batch size ${what} to an invalid value: 0`;
  if (messages === 0) return invalid('max message count');
  if (absolute === 0) return invalid('absolute max bytes');
  if (preferred === 0) return invalid('preferred max bytes');
  if (preferred > absolute) {
    return `Attempted to set the batch size preferred max bytes (${preferred}) greater than the absolute max bytes (${absolute}).`;
  }
  const timeout = valueIn(group, 'BatchTimeout', orderer.BatchTimeout)?.getTimeout() ?? '';
  try {
    if (parseDurationMs(timeout) <= 0) return `Attempted to set the batch timeout to a non-positive value: ${timeout}`;
  } catch {
    return `Attempted to set the batch timeout to a invalid value: time: invalid duration "${timeout}"`;
  }
  const without = [...organizationsIn(group)]
    .filter(([, each]) => (valueIn(each, 'Endpoints', common.OrdererAddresses)?.getAddressesList() ?? []).length === 0)
    .map(([name]) => name);
  return isBft(config) && without.length > 0
    ? `some orderer organizations endpoints are empty: [${without.join(' ')}]`
    : undefined;
}

function policyProblem(group: common.ConfigGroup, path: string): string | undefined {
  let problem: string | undefined;
  group.getPoliciesMap().forEach((configured: common.ConfigPolicy, name: string) => {
    const type = configured.getPolicy()?.getType() ?? 0;
    if (!policyTypes.includes(type)) problem ??= `policy ${name} at path ${path} has unknown policy type: ${type}`;
    else if (!isReadable(configured.getPolicy()!)) problem ??= `policy ${name} at path ${path} did not compile`;
  });
  for (const [name, each] of organizationsIn(group)) problem ??= policyProblem(each, `${path}/${name}`);
  return problem;
}

function isReadable(policy: common.Policy): boolean {
  const type =
    policy.getType() === common.Policy.PolicyType.SIGNATURE
      ? common.SignaturePolicyEnvelope
      : common.ImplicitMetaPolicy;
  try {
    type.deserializeBinary(policy.getValue_asU8());
    return true;
  } catch {
    return false;
  }
}

function incompatibility(next: common.Config): string | undefined {
  if (groupAt(next, 'Orderer') === undefined) return 'config does not contain orderer config';
  for (const [name, known] of Object.entries(capabilitiesOf)) {
    const group = name === 'Channel' ? groupAt(next) : groupAt(next, name);
    const asked: string[] = [];
    valueIn(group, 'Capabilities', common.Capabilities)
      ?.getCapabilitiesMap()
      .forEach((_: common.Capability, capability: string) => asked.push(capability));
    const unknown = asked.find((capability) => !known.includes(capability));
    if (unknown === undefined) continue;
    const text = `${name} capability ${unknown} is required but not supported`;
    return `config requires unsupported ${name.toLowerCase()} capabilities: ${text}: ${text}`;
  }
  return undefined;
}

function changedNames(present: common.Config, next: common.Config): string | undefined {
  if (groupAt(next, 'Application') === undefined)
    return 'current config has application section, but new config does not';
  for (const name of ['Orderer', 'Application'] as const) {
    for (const [organization, group] of organizationsIn(groupAt(next, name))) {
      const before = membershipIn(groupAt(present, name, organization))?.getName();
      const after = membershipIn(group)?.getName();
      if (before === undefined || after === before) continue;
      return `${name.toLowerCase()} org ${organization} attempted to change MSP ID from ${before} to ${after}`;
    }
  }
  return undefined;
}
