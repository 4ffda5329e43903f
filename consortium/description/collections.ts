/**
 * The private collections of a consortium. `collections_config.json` at the top of the repository is what this makes of the
 * default one, for all who read or approve it by Fabric's own tools; a test holds the two together.
 */
import { disclosuresCollection, figuresCollection, regulatorCollection, termsCollection } from '@commonpoint/catalogue';
import type { CollectionConfig } from '@commonpoint/network/admin/collections';
import { auditors, merchants, regulators } from '@commonpoint/network/topology';
import { type AgreedTopology, foundingCollectionOf } from './founding.js';

/**
 * One for each merchant's figures, one for each pair's terms, one for what each auditor and each regulator is shown; and one
 * that names the founding.
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
    ...regulators(topology).map(({ mspId }) => writtenByOthers(mspId, regulatorCollection(mspId))),
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
