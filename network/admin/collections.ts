/** Private data collections: as a file names them, and as a definition has them. */
import { readFileSync } from 'node:fs';
import { peer } from '@hyperledger/fabric-protos';
import { parseSignaturePolicy } from '../genesis/policy-language.js';

/** One private data collection, in the form that `peer lifecycle chaincode --collections-config` reads. */
export interface CollectionConfig {
  readonly name: string;
  /** Whose peers keep the data. */
  readonly policy: string;
  readonly requiredPeerCount: number;
  readonly maxPeerCount: number;
  readonly blockToLive: number;
  readonly memberOnlyRead: boolean;
  readonly memberOnlyWrite: boolean;
  /** Without it, a write that a non-member endorsed would be valid. */
  readonly endorsementPolicy: { readonly signaturePolicy: string };
}

/** Reads a file such as `collections_config.json`. Throws when a collection lacks an endorsement policy. */
export function readCollections(path: string): CollectionConfig[] {
  const collections = JSON.parse(readFileSync(path, 'utf8')) as CollectionConfig[];
  for (const { name, endorsementPolicy } of collections) {
    if (typeof endorsementPolicy?.signaturePolicy !== 'string') {
      throw new Error(`Collection ${name} has no endorsement policy: non-members could write to it`);
    }
  }
  return collections;
}

/** The collections as they stand in a chaincode definition. */
export function encodeCollections(collections: readonly CollectionConfig[]): peer.CollectionConfigPackage {
  const result = new peer.CollectionConfigPackage();
  result.setConfigList(collections.map(encodeCollection));
  return result;
}

function encodeCollection(collection: CollectionConfig): peer.CollectionConfig {
  const members = new peer.CollectionPolicyConfig();
  members.setSignaturePolicy(parseSignaturePolicy(collection.policy));
  const endorsement = new peer.ApplicationPolicy();
  endorsement.setSignaturePolicy(parseSignaturePolicy(collection.endorsementPolicy.signaturePolicy));
  const config = new peer.StaticCollectionConfig();
  config.setName(collection.name);
  config.setMemberOrgsPolicy(members);
  config.setRequiredPeerCount(collection.requiredPeerCount);
  config.setMaximumPeerCount(collection.maxPeerCount);
  config.setBlockToLive(collection.blockToLive);
  config.setMemberOnlyRead(collection.memberOnlyRead);
  config.setMemberOnlyWrite(collection.memberOnlyWrite);
  config.setEndorsementPolicy(endorsement);
  const result = new peer.CollectionConfig();
  result.setStaticCollectionConfig(config);
  return result;
}
