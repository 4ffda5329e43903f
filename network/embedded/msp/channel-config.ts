/**
 * What a channel's configuration block says.
 *
 * Fabric: the first block, and each later configuration block, carries one envelope of type CONFIG with the whole
 * configuration. Peers keep its "bundle": MSPs, policies, orderers. Reference: `common/channelconfig/bundle.go`,
 * `common/channelconfig/standardvalues.go`. Left out: capabilities (those of Fabric 2.5 and 3 are taken for granted),
 * ACL overrides, and checking a configuration update against the rules of the one before (`common/configtx`).
 */
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { plainBytes, sha256, toHex } from '../wire/bytes.js';
import { parseBlock } from '../wire/block.js';
import { parseEnvelope } from '../wire/envelope.js';
import { decodeAs, MalformedError } from '../wire/malformed-error.js';
import { ChannelPolicies } from './channel-policies.js';
import { MspManager } from './msp-manager.js';
import { OrganizationMsp } from './organization-msp.js';

export interface Consenter {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly mspId: string;
  /** Signing certificate, PEM. */
  readonly identity: Uint8Array;
}

export interface ChannelConfig {
  readonly channelId: string;
  readonly msps: MspManager;
  readonly policies: ChannelPolicies;
  /** MSP ids of the organisations with peers. */
  readonly applicationOrganizations: readonly string[];
  /** BFT orderers; empty under Raft. */
  readonly consenters: readonly Consenter[];
  readonly isBft: boolean;
  readonly batchSize: orderer.BatchSize | undefined;
  /** As configured, such as `200ms`. */
  readonly batchTimeout: string;
  /** The configuration itself, as cscc hands it out. */
  readonly config: common.Config;
}

/** The configuration in a configuration block. Throws MalformedError. */
export function readChannelConfig(blockBytes: Uint8Array): ChannelConfig {
  const envelope = parseBlock(blockBytes).data[0];
  if (!envelope) throw new MalformedError('block', 'configuration block is empty');
  return readConfigEnvelope(envelope);
}

/**
 * The configuration in an envelope of type CONFIG. Throws MalformedError. Equal bytes give the same object, so that the
 * peers of this process share one set of identities and compiled policies.
 */
export function readConfigEnvelope(envelopeBytes: Uint8Array): ChannelConfig {
  const key = toHex(sha256(envelopeBytes));
  let known = configs.get(key);
  if (!known) {
    known = decodeAs('transaction', () => decodeConfigEnvelope(envelopeBytes));
    if (configs.size >= CONFIGS_KEPT_MAX) configs.clear();
    configs.set(key, known);
  }
  return known;
}

const CONFIGS_KEPT_MAX = 32;
const configs = new Map<string, ChannelConfig>();

function decodeConfigEnvelope(envelopeBytes: Uint8Array): ChannelConfig {
  const envelope = parseEnvelope(envelopeBytes);
  if (envelope.header.type !== common.HeaderType.CONFIG) {
    throw new MalformedError('transaction', `header type ${envelope.header.type} is no configuration`);
  }
  const config = common.ConfigEnvelope.deserializeBinary(envelope.data).getConfig();
  const root = config?.getChannelGroup();
  if (!config || !root) throw new MalformedError('transaction', 'configuration is empty');
  return channelConfig(envelope.header.channelId, config, root);
}

function channelConfig(channelId: string, config: common.Config, root: common.ConfigGroup): ChannelConfig {
  const application = subgroup(root, 'Application');
  const ordering = subgroup(root, 'Orderer');
  const msps = new MspManager([
    ...organizationMsps(application).values(),
    ...[...organizationMsps(ordering)].filter(([name]) => !application?.getGroupsMap().has(name)).map(([, it]) => it),
  ]);
  const consensus = value(ordering, 'ConsensusType', orderer.ConsensusType.deserializeBinary);
  return {
    channelId,
    msps,
    policies: new ChannelPolicies(root, msps),
    applicationOrganizations: [...organizationMsps(application).values()].map((organization) => organization.mspId),
    consenters: (value(ordering, 'Orderers', common.Orderers.deserializeBinary)?.getConsenterMappingList() ?? []).map(
      (consenter) => ({
        id: consenter.getId(),
        host: consenter.getHost(),
        port: consenter.getPort(),
        mspId: consenter.getMspId(),
        identity: plainBytes(consenter.getIdentity_asU8()),
      }),
    ),
    isBft: consensus?.getType() === 'BFT',
    batchSize: value(ordering, 'BatchSize', orderer.BatchSize.deserializeBinary),
    batchTimeout: value(ordering, 'BatchTimeout', orderer.BatchTimeout.deserializeBinary)?.getTimeout() ?? '2s',
    config,
  };
}

function organizationMsps(group: common.ConfigGroup | undefined): Map<string, OrganizationMsp> {
  const found = new Map<string, OrganizationMsp>();
  group?.getGroupsMap().forEach((organization: common.ConfigGroup, name: string) => {
    const config = value(organization, 'MSP', msp.MSPConfig.deserializeBinary);
    if (!config) throw new MalformedError('transaction', `organisation ${name} has no MSP`);
    found.set(name, new OrganizationMsp(msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8())));
  });
  return found;
}

function subgroup(group: common.ConfigGroup, name: string): common.ConfigGroup | undefined {
  return group.getGroupsMap().get(name);
}

function value<T>(
  group: common.ConfigGroup | undefined,
  name: string,
  decode: (bytes: Uint8Array) => T,
): T | undefined {
  const found = group?.getValuesMap().get(name);
  return found && decode(found.getValue_asU8());
}
