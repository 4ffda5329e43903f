/**
 * Which peers together satisfy the policies of a transaction.
 *
 * Fabric: the first endorser tells which chaincodes and key-level policies the transaction touches, and discovery
 * computes layouts: groups of peers, so many of each. Reference: `core/endorser/endorser.go` (buildChaincodeInterest),
 * `discovery/endorsement/endorsement.go`. Different here: sets of peers are tried against the policies themselves, the
 * smallest first; with one peer per organisation that is the same. Left out: collections' policies, chaincode calling
 * chaincode.
 */
import { approvingOrganization, LIFECYCLE_NAMESPACE } from '../lifecycle-keys.js';
import type { Policy } from '../msp/signature-policy.js';
import type { PeerChannel } from '../peer/peer-channel.js';
import type { PeerNode } from '../peer/peer-node.js';
import { decodeReadWriteSet, type NamespaceReadWriteSet } from '../wire/read-write-set.js';

/** More peers than this are not combined: the sets would be too many. */
const PEERS_MAX = 12;
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** The policies that a transaction with these results must satisfy. */
export async function policiesOf(channel: PeerChannel, chaincode: string, results: Uint8Array): Promise<Policy[]> {
  const policies = new Set<Policy>();
  const { namespaces } = decodeReadWriteSet(results);
  const written = namespaces.filter((set) => set.namespace === chaincode || writtenKeys(set).length > 0);
  for (const set of written) {
    const chaincodePolicy = await policyOfChaincode(channel, set.namespace);
    const keys = writtenKeys(set);
    if (keys.length === 0) policies.add(chaincodePolicy);
    for (const key of keys) policies.add((await policyOfKey(channel, set.namespace, key)) ?? chaincodePolicy);
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

function writtenKeys(set: NamespaceReadWriteSet): string[] {
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
