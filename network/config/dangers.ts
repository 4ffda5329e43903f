/**
 * Why nobody should sign an update: what Fabric lets through although the network stops or loses somebody by it, and what it
 * would refuse. Checked by every organisation for itself, before it signs.
 */
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { OrganizationMsp } from '../embedded/msp/organization-msp.js';
import { bftOptionDangers } from './bft-option-dangers.js';
import { groupAt, isBft, membershipIn, organizationsIn, valueIn } from './channel-values.js';
import { consenterDangers } from './consenter-dangers.js';
import { parseDurationMs } from './go-duration.js';
import { revocationDangers } from './revocation-dangers.js';

/** A node that does not know a capability of its channel ends at once, and cannot be started again. */
const knownCapabilities: Readonly<Record<string, readonly string[]>> = {
  Channel: ['V2_0', 'V3_0'],
  Orderer: ['V2_0'],
  Application: ['V2_0', 'V2_5'],
};

const rolesOfOrganizations = ['Readers', 'Writers', 'Admins'] as const;

/** The update should not be signed; each line of the message is one reason. */
export class DangerousUpdate extends Error {
  constructor(readonly dangers: readonly string[]) {
    super(`nobody should sign this:\n${dangers.map((danger) => `- ${danger}`).join('\n')}`);
  }
}

/** @throws DangerousUpdate */
export function refuseDangers(present: common.Config, wanted: common.Config, nowMs = Date.now()): void {
  const dangers = dangersOf(present, wanted, nowMs);
  if (dangers.length > 0) throw new DangerousUpdate(dangers);
}

/** In sentences; none if nothing is wrong. */
export function dangersOf(present: common.Config, wanted: common.Config, nowMs: number): string[] {
  return [
    ...consensusDangers(present, wanted),
    ...capabilityDangers(wanted),
    ...batchDangers(wanted),
    ...membershipDangers(wanted),
    ...revocationDangers(present, wanted),
    ...(isBft(wanted) ? consenterDangers(present, wanted, nowMs) : []),
  ];
}

function consensusDangers(present: common.Config, wanted: common.Config): string[] {
  const typeIn = (config: common.Config) => valueIn(groupAt(config, 'Orderer'), 'ConsensusType', orderer.ConsensusType);
  const [before, after] = [typeIn(present), typeIn(wanted)];
  if (after === undefined) return ['it does not say how orderers agree'];
  const dangers: string[] = [];
  if (after.getType() !== before?.getType()) dangers.push('orderers would agree in another way');
  if (after.getState() !== orderer.ConsensusType.State.STATE_NORMAL) dangers.push('ordering would be in maintenance');
  if (after.getType() === 'BFT') {
    const size = valueIn(groupAt(wanted, 'Orderer'), 'BatchSize', orderer.BatchSize);
    dangers.push(...bftOptionDangers(after.getMetadata_asU8(), size));
  }
  for (const name of ['HashingAlgorithm', 'BlockDataHashingStructure']) {
    const valueOf = (config: common.Config) => groupAt(config)?.getValuesMap().get(name)?.getValue_asB64();
    if (valueOf(present) !== valueOf(wanted)) dangers.push(`${name} would be another one`);
  }
  return dangers;
}

function capabilityDangers(wanted: common.Config): string[] {
  return Object.entries(knownCapabilities).flatMap(([name, known]) => {
    const group = name === 'Channel' ? groupAt(wanted) : groupAt(wanted, name);
    const found: string[] = [];
    valueIn(group, 'Capabilities', common.Capabilities)
      ?.getCapabilitiesMap()
      .forEach((_: common.Capability, capability: string) => found.push(capability));
    if (found.length === 0) return [`${name} has no capability`];
    return found
      .filter((each) => !known.includes(each))
      .map((each) => `${name} asks for the capability ${each}, which not all nodes have`);
  });
}

function batchDangers(wanted: common.Config): string[] {
  const dangers: string[] = [];
  const size = valueIn(groupAt(wanted, 'Orderer'), 'BatchSize', orderer.BatchSize);
  if (!size?.getMaxMessageCount() || !size.getAbsoluteMaxBytes() || !size.getPreferredMaxBytes()) {
    dangers.push('BatchSize has a limit of 0');
  } else if (size.getPreferredMaxBytes() > size.getAbsoluteMaxBytes()) {
    dangers.push('BatchSize prefers larger blocks than it allows');
  }
  try {
    const timeout = valueIn(groupAt(wanted, 'Orderer'), 'BatchTimeout', orderer.BatchTimeout)?.getTimeout() ?? '';
    if (parseDurationMs(timeout) <= 0) dangers.push('BatchTimeout is no time at all');
  } catch (error) {
    dangers.push(`BatchTimeout: ${(error as Error).message}`);
  }
  return dangers;
}

/** An organisation has one membership in both groups, and its policies name organisations of the channel. */
function membershipDangers(wanted: common.Config): string[] {
  const dangers: string[] = [];
  const seen = new Map<string, string>();
  const groups = (['Application', 'Orderer'] as const).map((name) => organizationsIn(groupAt(wanted, name)));
  if (groups.some((organizations) => organizations.size === 0)) dangers.push('nobody would be left');
  const names = new Set(
    groups.flatMap((each) => [...each.values()].map((organization) => membershipIn(organization)?.getName())),
  );
  for (const [name, organization] of groups.flatMap((each) => [...each])) {
    const membership = membershipIn(organization);
    if (membership === undefined) {
      dangers.push(`${name} has no MSP`);
      continue;
    }
    const bytes = Buffer.from(membership.serializeBinary()).toString('base64');
    if (seen.has(name) && seen.get(name) !== bytes) dangers.push(`${name} would have two different MSPs`);
    seen.set(name, bytes);
    try {
      new OrganizationMsp(membership);
    } catch (error) {
      dangers.push(`${name}'s MSP cannot be used: ${(error as Error).message}`);
    }
    for (const role of rolesOfOrganizations) {
      for (const named of namesIn(organization.getPoliciesMap().get(role)?.getPolicy())) {
        if (!names.has(named)) dangers.push(`${role} of ${name} asks for ${named}, which is not in the channel`);
      }
      if (!organization.getPoliciesMap().has(role)) dangers.push(`${name} has no policy ${role}`);
    }
  }
  return dangers;
}

/** The organisations whose roles a signature policy asks for. */
function namesIn(policy: common.Policy | undefined): string[] {
  if (policy?.getType() !== common.Policy.PolicyType.SIGNATURE) return [];
  const { ROLE } = msp.MSPPrincipal.Classification;
  return common.SignaturePolicyEnvelope.deserializeBinary(policy.getValue_asU8())
    .getIdentitiesList()
    .filter((principal) => principal.getPrincipalClassification() === ROLE)
    .map((principal) => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()).getMspIdentifier());
}
