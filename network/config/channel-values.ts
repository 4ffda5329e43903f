/** What stands in a channel's configuration, read and written by name. */
import { X509Certificate } from 'node:crypto';
import { common, msp, orderer, peer } from '@hyperledger/fabric-protos';

/** Anything with a protobuf encoding. */
export interface MessageType<T> {
  deserializeBinary(bytes: Uint8Array): T;
}

/** A group by its path below the channel's own: `['Orderer', 'HarborMSP']`. */
export function groupAt(config: common.Config, ...path: readonly string[]): common.ConfigGroup | undefined {
  let group = config.getChannelGroup();
  for (const name of path) group = group?.getGroupsMap().get(name);
  return group;
}

/** @throws Error when the configuration has no such group */
export function requiredGroup(config: common.Config, ...path: readonly string[]): common.ConfigGroup {
  const group = groupAt(config, ...path);
  if (group === undefined) throw new Error(`the configuration has no group /Channel/${path.join('/')}`);
  return group;
}

export function valueIn<T>(group: common.ConfigGroup | undefined, name: string, type: MessageType<T>): T | undefined {
  const value = group?.getValuesMap().get(name);
  return value === undefined ? undefined : type.deserializeBinary(value.getValue_asU8());
}

/** Keeps the version and who may change it; a value that is new may be changed by the group's administrators. */
export function setValueIn(group: common.ConfigGroup, name: string, message: { serializeBinary(): Uint8Array }): void {
  const value = group.getValuesMap().get(name) ?? new common.ConfigValue();
  if (value.getModPolicy() === '') value.setModPolicy('Admins');
  value.setValue(message.serializeBinary());
  group.getValuesMap().set(name, value);
}

/** The organisations of a group, by the names of theirs. */
export function organizationsIn(group: common.ConfigGroup | undefined): Map<string, common.ConfigGroup> {
  const found = new Map<string, common.ConfigGroup>();
  group?.getGroupsMap().forEach((each: common.ConfigGroup, name: string) => found.set(name, each));
  return found;
}

/** An organisation's membership, as Fabric has it. */
export function membershipIn(organization: common.ConfigGroup | undefined): msp.FabricMSPConfig | undefined {
  const config = valueIn(organization, 'MSP', msp.MSPConfig);
  return config === undefined ? undefined : msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
}

/** The keys of those who issue an organisation's certificates, each in one form; what is no certificate is left out. */
export function authoritiesIn(membership: msp.FabricMSPConfig | undefined): string[] {
  const all = [...(membership?.getRootCertsList_asU8() ?? []), ...(membership?.getIntermediateCertsList_asU8() ?? [])];
  return all.flatMap((pem) => {
    try {
      return [new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' }).toString('base64')];
    } catch {
      return [];
    }
  });
}

/** The rest of its `MSP` stays as it is. */
export function setMembershipIn(organization: common.ConfigGroup, membership: msp.FabricMSPConfig): void {
  const config = valueIn(organization, 'MSP', msp.MSPConfig) ?? new msp.MSPConfig();
  config.setConfig(membership.serializeBinary());
  setValueIn(organization, 'MSP', config);
}

/** Who takes part in ordering; empty under Raft, which names them elsewhere. */
export function consentersIn(config: common.Config): common.Consenter[] {
  return valueIn(groupAt(config, 'Orderer'), 'Orderers', common.Orderers)?.getConsenterMappingList() ?? [];
}

/** Where nodes are, as far as a configuration says so: consenters, and peers that others are told of. */
export function addressesIn(config: common.Config): { mspId: string; host: string; port: number }[] {
  const of = (mspId: string) => (each: { getHost(): string; getPort(): number }) => ({
    mspId,
    host: each.getHost(),
    port: each.getPort(),
  });
  const peers = [...organizationsIn(groupAt(config, 'Application'))].flatMap(([mspId, organization]) =>
    (valueIn(organization, 'AnchorPeers', peer.AnchorPeers)?.getAnchorPeersList() ?? []).map(of(mspId)),
  );
  return [...consentersIn(config).map((each) => of(each.getMspId())(each)), ...peers];
}

/** Whether other orderers agree with each other afterwards, or the same ones by other certificates. */
export function changesConsenters(before: common.Config, after: common.Config): boolean {
  const bytes = (config: common.Config): string =>
    consentersIn(config)
      .map((each) => Buffer.from(each.serializeBinary()).toString('hex'))
      .join();
  return bytes(before) !== bytes(after);
}

export function isBft(config: common.Config): boolean {
  return valueIn(groupAt(config, 'Orderer'), 'ConsensusType', orderer.ConsensusType)?.getType() === 'BFT';
}
