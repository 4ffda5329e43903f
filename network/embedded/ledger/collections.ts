/**
 * Private data collections: who has the values, who may read and write them, who must endorse.
 *
 * Fabric: those of the chaincode's definition, and one implicit collection per organisation, `_implicit_org_<MSP id>`,
 * whose member and endorser is that organisation alone. Reference:
 * `core/chaincode/lifecycle/deployedcc_infoprovider.go` (CollectionInfo, CollectionValidationInfo),
 * `core/common/privdata/simplecollection.go`. Left out: dissemination counts for implicit collections (one peer per
 * organisation has nobody to send to).
 */
import { common, peer } from '@hyperledger/fabric-protos';
import type { ChannelConfig } from '../msp/channel-config.js';
import type { Member } from '../msp/msp-manager.js';
import type { Policy } from '../msp/signature-policy.js';
import { memoByBytes } from '../wire/memo.js';

export interface Collection {
  readonly name: string;
  /** Satisfied by one member: a peer that keeps the values, a client that may see them. */
  readonly members: Policy;
  /** Undefined: the chaincode's. */
  readonly endorsementPolicy: Policy | undefined;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  /** How many other peers must have a value before it is endorsed, and how many get it then. */
  readonly requiredPeerCount: number;
  readonly maximumPeerCount: number;
  /** Number of blocks after which values and their hashes are gone from the state; 0 for never. */
  readonly blockToLive: number;
}

const IMPLICIT_PREFIX = '_implicit_org_';

/** The collection of this name, undefined if there is none. */
export function findCollection(
  channel: ChannelConfig,
  definition: { readonly collections?: Uint8Array } | undefined,
  name: string,
): Collection | undefined {
  if (name.startsWith(IMPLICIT_PREFIX)) return implicitCollection(channel, name);
  const config = definition?.collections && readCollections(definition.collections).get(name);
  return config && explicitCollection(channel, config);
}

/** Whether this is a peer that keeps the values, or a client that may see them. */
export function isMember(collection: Collection, member: Member | undefined): boolean {
  return member !== undefined && collection.members.isSatisfiedBy([member]);
}

const readCollections = memoByBytes(
  (bytes) =>
    new Map(
      peer.CollectionConfigPackage.deserializeBinary(bytes)
        .getConfigList()
        .flatMap((entry) => {
          const config = entry.getStaticCollectionConfig();
          return config ? [[config.getName(), config] as const] : [];
        }),
    ),
);

function explicitCollection(channel: ChannelConfig, config: peer.StaticCollectionConfig): Collection {
  const members = config.getMemberOrgsPolicy()?.getSignaturePolicy() ?? new common.SignaturePolicyEnvelope();
  const endorsement = config.getEndorsementPolicy();
  return {
    name: config.getName(),
    members: channel.policies.keyPolicy(members.serializeBinary()),
    endorsementPolicy: endorsement && channel.policies.applicationPolicy(endorsement.serializeBinary()),
    memberOnlyRead: config.getMemberOnlyRead(),
    memberOnlyWrite: config.getMemberOnlyWrite(),
    requiredPeerCount: config.getRequiredPeerCount(),
    maximumPeerCount: config.getMaximumPeerCount(),
    blockToLive: config.getBlockToLive(),
  };
}

function implicitCollection(channel: ChannelConfig, name: string): Collection | undefined {
  const mspId = name.slice(IMPLICIT_PREFIX.length);
  if (!channel.applicationOrganizations.includes(mspId)) return undefined;
  return {
    name,
    members: { isSatisfiedBy: (signers) => signers.some((signer) => signer.mspId === mspId) },
    endorsementPolicy: channel.policies.policy(`/Channel/Application/${mspId}/Endorsement`),
    memberOnlyRead: false,
    memberOnlyWrite: false,
    requiredPeerCount: 0,
    maximumPeerCount: 0,
    blockToLive: 0,
  };
}
