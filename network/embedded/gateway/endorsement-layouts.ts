/**
 * Which peers together satisfy the policies of a transaction.
 *
 * Fabric: the first endorser tells which chaincodes and key-level policies the transaction touches, and discovery
 * computes layouts: groups of peers, so many of each. Reference: `core/endorser/endorser.go` (buildChaincodeInterest),
 * `discovery/endorsement/endorsement.go`. Different here: sets of peers are tried against the policies themselves, the
 * smallest first; with one peer per organisation that is the same. Left out: chaincode calling chaincode.
 */
import { approvingOrganization, LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import { isMember } from '../ledger/collections.js';
import type { Policy } from '../msp/signature-policy.js';
import type { PeerChannel } from '../peer/peer-channel.js';
import type { PrivateRead } from '../peer/endorser.js';
import type { PeerNode } from '../peer/peer-node.js';
import { collectionOf } from '../peer/private-data-exchange.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../wire/read-write-set.js';

/** More peers than this are not combined: the sets would be too many. */
const PEERS_MAX = 12;
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** The policies that a transaction with these results must satisfy. */
export async function policiesOf(channel: PeerChannel, chaincode: string, results: Uint8Array): Promise<Policy[]> {
  const policies = new Set<Policy>();
  const { namespaces } = decodeReadWriteSet(results);
  const written = namespaces.filter(
    (set) => set.namespace === chaincode || writtenKeys(set).length + writtenCollections(set).length > 0,
  );
  for (const set of written) {
    const chaincodePolicy = await policyOfChaincode(channel, set.namespace);
    const keys = writtenKeys(set);
    const collections = writtenCollections(set);
    if (keys.length === 0 && collections.length === 0) policies.add(chaincodePolicy);
    for (const key of keys) policies.add((await policyOfKey(channel, set.namespace, key)) ?? chaincodePolicy);
    for (const hashes of collections) {
      const collection = await collectionOf(channel, { namespace: set.namespace, collection: hashes.collection });
      const policy = collection?.endorsementPolicy ?? chaincodePolicy;
      for (const key of writtenKeys(hashes)) {
        policies.add((await policyOfKey(channel, hashes.hashedNamespace, key)) ?? policy);
      }
    }
  }
  if (policies.size === 0) policies.add(await policyOfChaincode(channel, chaincode));
  return [...policies];
}

/** Sets of peers that satisfy all policies and contain `first`, the smallest first. */
export function endorsementLayouts(
  channel: PeerChannel,
  peers: readonly PeerNode[],
  first: PeerNode,
  policies: readonly Policy[],
): PeerNode[][] {
  const others = peers.filter((node) => node !== first).slice(0, PEERS_MAX - 1);
  const { msps } = channel.config;
  const layouts: PeerNode[][] = [];
  for (let mask = 0; mask < 2 ** others.length; mask += 1) {
    const layout = [first, ...others.filter((_, index) => (mask & (1 << index)) !== 0)];
    const members = layout.flatMap((node) => msps.findMember(node.identity) ?? []);
    if (policies.every((policy) => policy.isSatisfiedBy(members))) layouts.push(layout);
  }
  const sorted = layouts.sort((a, b) => a.length - b.length);
  // A set that contains a smaller one asks for more than is needed.
  return sorted.filter(
    (layout, index) => !sorted.slice(0, index).some((smaller) => smaller.every((node) => layout.includes(node))),
  );
}

/** The collections that a transaction with these results writes to. */
export function collectionsWritten(results: Uint8Array): PrivateRead[] {
  return decodeReadWriteSet(results).namespaces.flatMap((set) =>
    writtenCollections(set).map(({ collection }) => ({ namespace: set.namespace, collection })),
  );
}

/** Those of the peers that are members of all these collections. */
export async function membersOfAll(
  channel: PeerChannel,
  peers: readonly PeerNode[],
  wanted: readonly PrivateRead[],
): Promise<PeerNode[]> {
  const collections = await Promise.all(wanted.map((collection) => collectionOf(channel, collection)));
  return peers.filter((node) => {
    const member = channel.config.msps.findMember(node.identity);
    return collections.every((collection) => collection !== undefined && isMember(collection, member));
  });
}

function writtenCollections({ collections }: NamespaceReadWriteSet) {
  return collections.filter((hashes) => writtenKeys(hashes).length > 0);
}

function writtenKeys(set: Pick<NamespaceReadWriteSet, 'writes' | 'metadataWrites'>): string[] {
  return [...set.writes, ...set.metadataWrites].map(({ key }) => key);
}

async function policyOfChaincode(channel: PeerChannel, name: string): Promise<Policy> {
  const { policies } = channel.config;
  if (name === LIFECYCLE_NAMESPACE) return policies.policy('/Channel/Application/LifecycleEndorsement');
  const deployed = await channel.chaincodes.find(name);
  return policies.applicationPolicy(deployed?.definition.validationParameter ?? new Uint8Array());
}

async function policyOfKey(channel: PeerChannel, namespace: string, key: string): Promise<Policy | undefined> {
  const { policies } = channel.config;
  if (namespace === LIFECYCLE_NAMESPACE) {
    const organization = approvingOrganization(key);
    return organization === undefined ? undefined : policies.policy(`/Channel/Application/${organization}/Endorsement`);
  }
  const parameter = (await channel.ledger.getState(namespace, key))?.metadata?.get(VALIDATION_PARAMETER);
  return parameter && parameter.length > 0 ? policies.keyPolicy(parameter) : undefined;
}
