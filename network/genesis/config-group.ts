/** Groups of a channel’s configuration, encoded. */
import { common } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy } from './policy-language.js';

/** Anything with a protobuf encoding. */
interface Encodable {
  serializeBinary(): Uint8Array;
}

/** How a policy of a configuration group is written down here; see {@link encodePolicy}. */
export type PolicyText = string | common.SignaturePolicyEnvelope;

/** The parts of a configuration group before encoding. */
export interface GroupParts {
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
  readonly values?: Readonly<Record<string, Encodable>>;
  readonly policies: Readonly<Record<string, PolicyText>>;
}

/** Who may change an element of the configuration: the Admins policy of the group in which it stands. */
const MOD_POLICY = 'Admins';

/** A group of the channel's configuration with its sub-groups, values and policies. */
export function configGroup({ groups = {}, values = {}, policies }: GroupParts): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(MOD_POLICY);
  for (const [name, subgroup] of Object.entries(groups)) {
    group.getGroupsMap().set(name, subgroup);
  }
  for (const [name, message] of Object.entries(values)) {
    const value = new common.ConfigValue();
    value.setModPolicy(MOD_POLICY);
    value.setValue(message.serializeBinary());
    group.getValuesMap().set(name, value);
  }
  for (const [name, text] of Object.entries(policies)) {
    const policy = new common.ConfigPolicy();
    policy.setModPolicy(MOD_POLICY);
    policy.setPolicy(encodePolicy(text));
    group.getPoliciesMap().set(name, policy);
  }
  return group;
}

/** `ANY Readers`, `ALL ...`, `MAJORITY Admins` look at the sub-groups' policies; all else is a signature policy. */
export function encodePolicy(text: PolicyText): common.Policy {
  const policy = new common.Policy();
  const implicit = typeof text === 'string' ? /^(ANY|ALL|MAJORITY) (\w+)$/.exec(text) : null;
  if (implicit !== null) {
    const meta = new common.ImplicitMetaPolicy();
    meta.setRule(common.ImplicitMetaPolicy.Rule[implicit[1] as 'ANY' | 'ALL' | 'MAJORITY']);
    meta.setSubPolicy(implicit[2] ?? '');
    policy.setType(common.Policy.PolicyType.IMPLICIT_META);
    policy.setValue(meta.serializeBinary());
    return policy;
  }
  const envelope = typeof text === 'string' ? parseSignaturePolicy(text) : text;
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(envelope.serializeBinary());
  return policy;
}

/** The capabilities that every node of the channel must have. */
export function capabilities(...names: readonly string[]): common.Capabilities {
  const message = new common.Capabilities();
  for (const name of names) {
    message.getCapabilitiesMap().set(name, new common.Capability());
  }
  return message;
}
