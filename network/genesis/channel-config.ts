/** The configuration that a channel begins with. */
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import { capabilities, configGroup } from './config-group.js';
import {
  batchTimeout,
  BLOCK_CUTTING,
  blockValidationPolicy,
  bftOrderers,
  channelCapability,
  type Consensus,
  consensusType,
} from './consensus.js';
import type { OrganizationMaterial } from './organization-material.js';

/** Configuration width that means "one flat hash"; the only one Fabric accepts. */
const FLAT_HASH_WIDTH = 0xffffffff;

const GROUP_POLICIES = { Readers: 'ANY Readers', Writers: 'ANY Writers', Admins: 'MAJORITY Admins' } as const;

/** The channel's whole configuration: who its members are, who orders, who may do what. */
export function channelGroup(consensus: Consensus, members: readonly OrganizationMaterial[]): common.ConfigGroup {
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(FLAT_HASH_WIDTH);
  return configGroup({
    groups: { Orderer: ordererGroup(consensus, members), Application: applicationGroup(members) },
    values: {
      HashingAlgorithm: hashing,
      BlockDataHashingStructure: structure,
      Capabilities: capabilities(channelCapability(consensus)),
    },
    policies: GROUP_POLICIES,
  });
}

function ordererGroup(consensus: Consensus, members: readonly OrganizationMaterial[]): common.ConfigGroup {
  const batchSize = new orderer.BatchSize();
  batchSize.setMaxMessageCount(BLOCK_CUTTING.messagesMax);
  batchSize.setPreferredMaxBytes(BLOCK_CUTTING.preferredBytesMax);
  batchSize.setAbsoluteMaxBytes(BLOCK_CUTTING.absoluteBytesMax);
  return configGroup({
    groups: byMspId(members, ordererOrganization),
    values: {
      BatchSize: batchSize,
      BatchTimeout: batchTimeout(consensus),
      Capabilities: capabilities('V2_0'),
      ConsensusType: consensusType(consensus, members),
      ...(consensus === 'BFT' && { Orderers: bftOrderers(members) }),
    },
    policies: { ...GROUP_POLICIES, BlockValidation: blockValidationPolicy(consensus, members) },
  });
}

function applicationGroup(members: readonly OrganizationMaterial[]): common.ConfigGroup {
  return configGroup({
    groups: byMspId(members, applicationOrganization),
    values: { Capabilities: capabilities('V2_5') },
    policies: {
      ...GROUP_POLICIES,
      Endorsement: 'MAJORITY Endorsement',
      LifecycleEndorsement: 'MAJORITY Endorsement',
    },
  });
}

/** An organisation that orders. */
export function ordererOrganization({ organization, mspConfig }: OrganizationMaterial): common.ConfigGroup {
  const { mspId, orderer: node } = organization;
  const endpoints = new common.OrdererAddresses();
  endpoints.setAddressesList([`${node.host}:${node.port}`]);
  return configGroup({
    values: { MSP: mspConfig, Endpoints: endpoints },
    policies: {
      Readers: `OR('${mspId}.member')`,
      // Under Raft a block is valid with one writer's signature: that must be an orderer's, not just any member's.
      Writers: `OR('${mspId}.orderer')`,
      Admins: `OR('${mspId}.admin')`,
    },
  });
}

/** An organisation with a peer. */
export function applicationOrganization({ organization, mspConfig }: OrganizationMaterial): common.ConfigGroup {
  const { mspId, peer: first, peers = [first] } = organization;
  const anchors = new peer.AnchorPeers();
  anchors.setAnchorPeersList(
    peers.map(({ host, port }) => {
      const anchor = new peer.AnchorPeer();
      anchor.setHost(host);
      anchor.setPort(port);
      return anchor;
    }),
  );
  return configGroup({
    values: { MSP: mspConfig, AnchorPeers: anchors },
    policies: {
      // Its orderer too: one that joins later follows the channel before it takes part in ordering.
      Readers: `OR('${mspId}.member')`,
      Writers: `OR('${mspId}.admin', '${mspId}.client')`,
      Admins: `OR('${mspId}.admin')`,
      Endorsement: `OR('${mspId}.peer')`,
    },
  });
}

function byMspId(
  members: readonly OrganizationMaterial[],
  encode: (member: OrganizationMaterial) => common.ConfigGroup,
): Record<string, common.ConfigGroup> {
  return Object.fromEntries(members.map((member) => [member.organization.mspId, encode(member)]));
}
