/**
 * What Fabric makes of an update, or why it does not take it: each element that was read has to have the version that it has,
 * each that is written the next one, and who signed has to be enough for each one's own policy.
 *
 * Reference: common/configtx/{update,validator,configmap}.go in hyperledger/fabric. Sentences of refusals are Fabric's.
 */
import { common } from '@hyperledger/fabric-protos';
import {
  type ConfigElement,
  type ConfigElements,
  configElements,
  copyOf,
  elementName,
  groupOf,
} from './config-elements.js';

/** Fabric would not take the update; the message says why, in its words. */
export class UpdateRefused extends Error {}

/** What those who signed are enough for. */
export interface Authority {
  /** Whether the configuration has this policy, such as `/Channel/Orderer/Admins`. */
  hasPolicy(path: string): boolean;
  /** Why the policy is not satisfied; undefined if it is. */
  whyUnsatisfied(path: string): string | undefined;
}

/**
 * The configuration that follows; its sequence is the next one.
 * @throws UpdateRefused
 */
export function applyUpdate(
  channel: string,
  config: common.Config,
  update: common.ConfigUpdate,
  authority: Authority,
): common.Config {
  if (update.getChannelId() !== channel) {
    throw new UpdateRefused(
      `ConfigUpdate for channel '${update.getChannelId()}' but envelope for channel '${channel}'`,
    );
  }
  const current = configElements(config.getChannelGroup());
  const read = configElements(update.getReadSet());
  checkRead(current, read);
  const written = configElements(update.getWriteSet());
  refuseNames(written);
  const changed = new Map([...written].filter(([name, { version }]) => read.get(name)?.version !== version));
  checkChanged(current, changed, authority);
  const next = new Map([...current, ...changed]);
  for (const name of written.keys()) {
    if (next.has(name)) continue;
    const text = `full config did not verify: writeset contained key ${name} which did not appear in proposed config`;
    throw new UpdateRefused(text);
  }
  const applied = copyOf(common.Config, config);
  applied.setSequence(config.getSequence() + 1);
  applied.setChannelGroup(wholeGroup(next));
  return applied;
}

function wholeGroup(elements: ConfigElements): common.ConfigGroup {
  try {
    return groupOf(elements);
  } catch (error) {
    throw new UpdateRefused(`could not turn configMap back to channelGroup: ${(error as Error).message}`);
  }
}

function refuseNames(written: ConfigElements): void {
  for (const { kind, name } of written.values()) {
    if (isConfigId(name)) continue;
    const text = `illegal characters in key: ${elementName(kind, '')}: config ID '${name}' contains illegal characters`;
    throw new UpdateRefused(`error mapping WriteSet: ${text}`);
  }
}

function isConfigId(name: string): boolean {
  return /^[a-zA-Z0-9.-]{1,249}$/.test(name) && name !== '.' && name !== '..';
}

function checkRead(current: ConfigElements, read: ConfigElements): void {
  const refuse = (text: string): never => {
    throw new UpdateRefused(`error validating ReadSet: ${text}`);
  };
  for (const [name, { version }] of read) {
    const existing = current.get(name);
    if (existing === undefined) refuse(`existing config does not contain element for ${name} but was in the read set`);
    else if (existing.version !== version) {
      refuse(
        `proposed update requires that key ${name} be at version ${version}, ` +
          `but it is currently at version ${existing.version}`,
      );
    }
  }
}

function checkChanged(current: ConfigElements, changed: ConfigElements, authority: Authority): void {
  const refuse = (text: string): never => {
    throw new UpdateRefused(`error validating DeltaSet: ${text}`);
  };
  if (changed.size === 0) refuse('delta set was empty -- update would have no effect');
  for (const [name, { version, modPolicy }] of changed) {
    if (modPolicy === '') refuse(`invalid mod_policy for element ${name}: mod_policy not set`);
    const existing = current.get(name);
    if (existing === undefined) {
      if (version !== 0) refuse(`attempted to set key ${name} to version ${version}, but key does not exist`);
      continue;
    }
    if (version !== existing.version + 1) {
      refuse(`attempt to set key ${name} to version ${version}, but key is at version ${existing.version}`);
    }
    const policy = policyOf(existing);
    if (!authority.hasPolicy(policy)) refuse(`unexpected missing policy ${existing.modPolicy} for item ${name}`);
    const why = authority.whyUnsatisfied(policy);
    if (why !== undefined) refuse(`policy for ${name} not satisfied: ${why}`);
  }
}

/** A group's policy is one of its own; a value's or policy's is one of the group in which it stands. */
function policyOf({ kind, path, modPolicy }: ConfigElement): string {
  if (modPolicy.startsWith('/')) return modPolicy;
  const group = kind === 'Group' ? path : path.slice(0, path.lastIndexOf('/'));
  return `${group}/${modPolicy}`;
}
