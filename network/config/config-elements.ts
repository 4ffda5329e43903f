/**
 * A channel's configuration as Fabric compares it: by the path of each group, value and policy, with its version and the name
 * of the policy that says who may change it.
 *
 * Reference: common/configtx/{compare,configmap}.go in hyperledger/fabric.
 */
import { common } from '@hyperledger/fabric-protos';

/** Channel's part of every path. */
const ROOT = 'Channel';

export type ElementKind = 'Group' | 'Value' | 'Policy';

export interface ConfigElement {
  readonly kind: ElementKind;
  /** `/Channel/Orderer/BatchTimeout` */
  readonly path: string;
  /** The last part of the path, which a name with a slash in it would be more of. */
  readonly name: string;
  readonly version: number;
  readonly modPolicy: string;
  readonly message: common.ConfigGroup | common.ConfigValue | common.ConfigPolicy;
}

/** By Fabric's own names, such as `[Value]  /Channel/Orderer/BatchTimeout`. */
export type ConfigElements = ReadonlyMap<string, ConfigElement>;

/** Fabric pads the kinds to one length. */
export function elementName(kind: ElementKind, path: string): string {
  return `${`[${kind}]`.padEnd(9)}${path}`;
}

/** All elements of the channel's group. */
export function configElements(channelGroup: common.ConfigGroup | undefined): ConfigElements {
  const elements = new Map<string, ConfigElement>();
  if (channelGroup !== undefined) addGroup(elements, '', ROOT, channelGroup);
  return elements;
}

/** The group that the elements make; versions and who may change it are those of the elements. */
export function groupOf(elements: ConfigElements, path = `/${ROOT}`): common.ConfigGroup {
  const known = found<common.ConfigGroup>(elements, 'Group', path);
  const group = new common.ConfigGroup();
  group.setVersion(known.getVersion());
  group.setModPolicy(modPolicyOf(known));
  known.getGroupsMap().forEach((_: common.ConfigGroup, name: string) => {
    group.getGroupsMap().set(name, groupOf(elements, `${path}/${name}`));
  });
  known.getValuesMap().forEach((_: common.ConfigValue, name: string) => {
    const value = copyOf(common.ConfigValue, found<common.ConfigValue>(elements, 'Value', `${path}/${name}`));
    value.setModPolicy(modPolicyOf(value));
    group.getValuesMap().set(name, value);
  });
  known.getPoliciesMap().forEach((_: common.ConfigPolicy, name: string) => {
    const policy = copyOf(common.ConfigPolicy, found<common.ConfigPolicy>(elements, 'Policy', `${path}/${name}`));
    policy.setModPolicy(modPolicyOf(policy));
    group.getPoliciesMap().set(name, policy);
  });
  return group;
}

/** A copy that shares nothing, maps included. */
export function copyOf<T extends { serializeBinary(): Uint8Array }>(
  type: { deserializeBinary(bytes: Uint8Array): T },
  message: T,
): T {
  return type.deserializeBinary(message.serializeBinary());
}

/** Fabric gives what has none its usual one, as channels of its first version had such elements. */
function modPolicyOf(message: { getModPolicy(): string }): string {
  return message.getModPolicy() || 'Admins';
}

function found<T extends ConfigElement['message']>(elements: ConfigElements, kind: ElementKind, path: string): T {
  const element = elements.get(elementName(kind, path));
  if (element === undefined) {
    throw new Error(`missing ${kind.toLowerCase()} at path: ${elementName(kind, path)}`);
  }
  return element.message as T;
}

function addGroup(elements: Map<string, ConfigElement>, within: string, name: string, group: common.ConfigGroup): void {
  const path = `${within}/${name}`;
  add(elements, 'Group', within, name, group);
  group.getGroupsMap().forEach((each: common.ConfigGroup, child: string) => addGroup(elements, path, child, each));
  group.getValuesMap().forEach((each: common.ConfigValue, child: string) => add(elements, 'Value', path, child, each));
  group
    .getPoliciesMap()
    .forEach((each: common.ConfigPolicy, child: string) => add(elements, 'Policy', path, child, each));
}

function add(
  elements: Map<string, ConfigElement>,
  kind: ElementKind,
  within: string,
  name: string,
  message: ConfigElement['message'],
): void {
  const path = `${within}/${name}`;
  const [version, modPolicy] = [message.getVersion(), message.getModPolicy()];
  elements.set(elementName(kind, path), { kind, path, name, version, modPolicy, message });
}
