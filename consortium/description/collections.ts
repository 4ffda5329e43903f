/**
 * The private collections of a consortium. `collections_config.json` at the top of the repository is what this makes of the
 * default one, for all who read or approve it by Fabric's own tools; a test holds the two together.
 */
import {
  REASONINGS_COLLECTION,
  disclosuresCollection,
  figuresCollection,
  reasonsCollection,
  regulatorCollection,
  termsCollection,
} from '@commonpoint/catalogue';
import type { CollectionConfig } from '@commonpoint/network/admin/collections';
import { peersOutOf } from '@commonpoint/network/genesis/policy-language';
import { auditors, merchants, regulators } from '@commonpoint/network/topology';
import { type AgreedTopology, foundingCollectionOf } from './founding.js';

/**
 * One for each merchant's figures, one for each pair's terms, one for what each organisation is shown, one for what all say of
 * proposals; and one that names the founding.
 */
export function collectionsOf(topology: AgreedTopology): CollectionConfig[] {
  const mspIds = merchants(topology).map(({ mspId }) => mspId);
  const pairs = mspIds.flatMap((one, index) => mspIds.slice(0, index).map((other) => [one, other].sort()));
  return [
    ...mspIds.map((mspId) => heldBy([mspId], { name: figuresCollection(mspId), endorsers: `OR('${mspId}.peer')` })),
    ...pairs.map(([one = '', other = '']) =>
      heldBy([one, other], { name: termsCollection(one, other), endorsers: `AND('${one}.peer', '${other}.peer')` }),
    ),
    ...auditors(topology).map(({ mspId }) => writtenByOthers(mspId, disclosuresCollection(mspId))),
    ...mspIds.map((mspId) => writtenByOthers(mspId, reasonsCollection(mspId))),
    ...regulators(topology).map(({ mspId }) => writtenByOthers(mspId, regulatorCollection(mspId))),
    heldByAll(topology),
    // It holds nothing.
    {
      ...heldBy(mspIds, {
        name: foundingCollectionOf(topology),
        endorsers: `AND(${mspIds.map((mspId) => `'${mspId}.peer'`).join(', ')})`,
      }),
      requiredPeerCount: 0,
    },
  ];
}

/** What all members hold, and no one of them writes by itself. */
function heldByAll(topology: AgreedTopology): CollectionConfig {
  const mspIds = topology.organizations.map(({ mspId }) => mspId);
  const voters = merchants(topology).map(({ mspId }) => mspId);
  const endorsers = peersOutOf(Math.floor(voters.length / 2) + 1, voters);
  // Whoever endorses has it already; who was away gets it from any of the others.
  const peers = { requiredPeerCount: 0, maxPeerCount: mspIds.length - 1 };
  return { ...heldBy(mspIds, { name: REASONINGS_COLLECTION, endorsers }), ...peers };
}

/** What one alone holds, and whose purpose is that others write to it. */
function writtenByOthers(mspId: string, name: string): CollectionConfig {
  return { ...heldBy([mspId], { name, endorsers: `OR('${mspId}.peer')` }), memberOnlyWrite: false };
}

function heldBy(
  members: readonly string[],
  { name, endorsers }: { name: string; endorsers: string },
): CollectionConfig {
  return {
    name,
    policy: `OR(${members.map((mspId) => `'${mspId}.member'`).join(', ')})`,
    // Of two that hold it, the other has it before anything is endorsed.
    requiredPeerCount: members.length - 1,
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: endorsers },
  };
}
