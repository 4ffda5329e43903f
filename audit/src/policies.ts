/** Who has to have signed, in Fabric's terms: signature policies, and those that ask for the policies below them. */
import { common, msp, peer } from './fabric-messages.js';
import { readIdentity } from './block-contents.js';
import type { Member, NodeRole } from './membership.js';
import { walked, walkedShapes } from './walked-messages.js';

/** Says whether these distinct members are enough. */
export type Policy = (signers: readonly Member[]) => boolean;

export const nobodyIsEnough: Policy = () => false;

/** What policies were read from, in the way Fabric's own programs write it: `OutOf(2, HarborMSP.peer, CityParkMSP.peer)`. */
const written = new WeakMap<Policy, () => string>();
export const textOfPolicy = (policy: Policy): string => written.get(policy)?.() ?? 'nobody';

function writtenAs(policy: Policy, text: () => string): Policy {
  written.set(policy, text);
  return policy;
}

const { MEMBER, ADMIN, CLIENT, PEER, ORDERER } = msp.MSPRole.MSPRoleType;
const roleNames: Readonly<Record<number, NodeRole>> = {
  [ADMIN]: 'admin',
  [CLIENT]: 'client',
  [PEER]: 'peer',
  [ORDERER]: 'orderer',
};

/** All policies of a configuration by their paths, such as `/Channel/Application/Writers`. */
export function configuredPolicies(channelGroup: common.ConfigGroup): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  addGroup(policies, '/Channel', channelGroup);
  return policies;
}

/** What `peer.ApplicationPolicy` bytes say: a policy, or the path of a configured one. */
export function applicationPolicy(bytes: Uint8Array, configured: ReadonlyMap<string, Policy>): Policy {
  const policy = walked(peer.ApplicationPolicy, bytes, walkedShapes.applicationPolicy);
  const signature = policy.getSignaturePolicy();
  if (signature !== undefined) return signaturePolicy(signature);
  return configured.get(policy.getChannelConfigPolicyReference()) ?? nobodyIsEnough;
}

/** A signer counts once; branches are tried in their order, and one that fails gives its signers back. */
export function signaturePolicy(envelope: common.SignaturePolicyEnvelope): Policy {
  const rule = envelope.getRule();
  if (rule === undefined) return nobodyIsEnough;
  const principals = envelope.getIdentitiesList().map(isPrincipal);
  return writtenAs(
    (signers) => leftAfter(rule, principals, signers) !== undefined,
    () => textOfRule(rule, envelope.getIdentitiesList()),
  );
}

function textOfRule(rule: common.SignaturePolicy, principals: readonly msp.MSPPrincipal[]): string {
  const several = rule.getNOutOf();
  if (several === undefined) return textOfPrincipal(principals[rule.getSignedBy()]);
  const rules = several.getRulesList();
  const parts = rules.map((part) => textOfRule(part, principals));
  return rules.length === 1 && several.getN() === 1 ? parts[0]! : `OutOf(${[several.getN(), ...parts].join(', ')})`;
}

function textOfPrincipal(principal: msp.MSPPrincipal | undefined): string {
  const bytes = principal?.getPrincipal_asU8() ?? new Uint8Array();
  switch (principal?.getPrincipalClassification()) {
    case msp.MSPPrincipal.Classification.ROLE: {
      const role = walked(msp.MSPRole, bytes, walkedShapes.flat);
      return `${role.getMspIdentifier()}.${roleNames[role.getRole()] ?? 'member'}`;
    }
    case msp.MSPPrincipal.Classification.IDENTITY:
      return `${readIdentity(bytes).mspId}, one certificate`;
    default:
      return 'nobody';
  }
}

/** The signers that a rule leaves for others; undefined if it is not satisfied. */
function leftAfter(
  rule: common.SignaturePolicy,
  principals: readonly ((member: Member) => boolean)[],
  signers: readonly Member[],
): readonly Member[] | undefined {
  const several = rule.getNOutOf();
  if (several === undefined) {
    const found = signers.findIndex((signer) => principals[rule.getSignedBy()]?.(signer));
    return found < 0 ? undefined : signers.toSpliced(found, 1);
  }
  let left = signers;
  let satisfied = 0;
  for (const part of several.getRulesList()) {
    const after = leftAfter(part, principals, left);
    if (after === undefined) continue;
    satisfied += 1;
    left = after;
  }
  return satisfied >= several.getN() ? left : undefined;
}

function isPrincipal(principal: msp.MSPPrincipal): (member: Member) => boolean {
  const bytes = principal.getPrincipal_asU8();
  switch (principal.getPrincipalClassification()) {
    case msp.MSPPrincipal.Classification.ROLE: {
      const role = walked(msp.MSPRole, bytes, walkedShapes.flat);
      const mspId = role.getMspIdentifier();
      const needed = roleNames[role.getRole()];
      if (role.getRole() === MEMBER) return (member) => member.mspId === mspId;
      return (member) => member.mspId === mspId && needed !== undefined && member.roles.has(needed);
    }
    case msp.MSPPrincipal.Classification.IDENTITY: {
      const { mspId, certPem } = readIdentity(bytes);
      const wanted = withoutSpace(certPem);
      return (member) => member.mspId === mspId && withoutSpace(member.certificate.toString()) === wanted;
    }
    default:
      return () => false;
  }
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');

function addGroup(policies: Map<string, Policy>, path: string, group: common.ConfigGroup): void {
  const below: string[] = [];
  group.getGroupsMap().forEach((child: common.ConfigGroup, name: string) => {
    below.push(`${path}/${name}`);
    addGroup(policies, `${path}/${name}`, child);
  });
  group.getPoliciesMap().forEach((configured: common.ConfigPolicy, name: string) => {
    const policy = configured.getPolicy();
    policies.set(`${path}/${name}`, policy === undefined ? nobodyIsEnough : compile(policy, below, policies));
  });
}

function compile(policy: common.Policy, below: readonly string[], policies: ReadonlyMap<string, Policy>): Policy {
  const bytes = policy.getValue_asU8();
  if (policy.getType() === common.Policy.PolicyType.SIGNATURE) {
    return signaturePolicy(walked(common.SignaturePolicyEnvelope, bytes, walkedShapes.signaturePolicy));
  }
  if (policy.getType() !== common.Policy.PolicyType.IMPLICIT_META) return nobodyIsEnough;
  const meta = walked(common.ImplicitMetaPolicy, bytes, walkedShapes.flat);
  const parts = below.map((path) => policies.get(`${path}/${meta.getSubPolicy()}`) ?? nobodyIsEnough);
  const needed = {
    [common.ImplicitMetaPolicy.Rule.ANY]: Math.min(1, parts.length),
    [common.ImplicitMetaPolicy.Rule.ALL]: parts.length,
    [common.ImplicitMetaPolicy.Rule.MAJORITY]: parts.length === 0 ? 0 : Math.floor(parts.length / 2) + 1,
  }[meta.getRule()];
  const [rule = ''] =
    Object.entries(common.ImplicitMetaPolicy.Rule).find(([, number]) => number === meta.getRule()) ?? [];
  return writtenAs(
    (signers) => parts.filter((part) => part(signers)).length >= needed,
    () => `${rule} ${meta.getSubPolicy()}`,
  );
}
