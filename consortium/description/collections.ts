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
import { auditors, everybody, founders, merchants, type Organization, regulators } from '@commonpoint/network/topology';
import { type AgreedTopology, foundingCollectionOf } from './founding.js';

/**
 * One for each merchant's figures, one for each pair's terms, one for what each organisation is shown, one for what all say of
 * proposals; and one that names the founding.
 */
export function collectionsOf(topology: AgreedTopology): CollectionConfig[] {
  const ever = { organizations: everybody(topology) };
  const mspIds = merchants(ever).map(({ mspId }) => mspId);
  const founding = founders(ever).flatMap(({ kind, mspId }) => (kind === 'merchant' ? [mspId] : []));
  const heldBy = afterLeaving(topology, holding(topology));
  /** What one alone holds, and whose purpose is that others write to it. */
  const writtenByOthers = (mspId: string, name: string): CollectionConfig => ({
    ...heldBy([mspId], { name, endorsers: `OR('${mspId}.peer')` }),
    memberOnlyWrite: false,
  });
  const pairs = mspIds.flatMap((one, index) => mspIds.slice(0, index).map((other) => [one, other].sort()));
  return [
    ...mspIds.map((mspId) => heldBy([mspId], { name: figuresCollection(mspId), endorsers: `OR('${mspId}.peer')` })),
    ...pairs.map(([one = '', other = '']) =>
      heldBy([one, other], { name: termsCollection(one, other), endorsers: `AND('${one}.peer', '${other}.peer')` }),
    ),
    ...auditors(ever).map(({ mspId }) => writtenByOthers(mspId, disclosuresCollection(mspId))),
    ...mspIds.map((mspId) => writtenByOthers(mspId, reasonsCollection(mspId))),
    ...regulators(ever).map(({ mspId }) => writtenByOthers(mspId, regulatorCollection(mspId))),
    heldByAll(topology, heldBy),
    // It holds nothing.
    {
      ...heldBy(founding, {
        name: foundingCollectionOf(topology),
        endorsers: `AND(${founding.map((mspId) => `'${mspId}.peer'`).join(', ')})`,
      }),
      requiredPeerCount: 0,
    },
  ];
}

/** What all members hold, and no one of them writes by itself. */
function heldByAll(topology: AgreedTopology, heldBy: Holding): CollectionConfig {
  const mspIds = topology.organizations.map(({ mspId }) => mspId);
  const voters = merchants(topology).map(({ mspId }) => mspId);
  const endorsers = peersOutOf(Math.floor(voters.length / 2) + 1, voters);
  // Whoever endorses has it already; who was away gets it from any of the others.
  const peers = { requiredPeerCount: 0, maxPeerCount: mspIds.length - 1 };
  return { ...heldBy(mspIds, { name: REASONINGS_COLLECTION, endorsers }), ...peers };
}

type Holding = (members: readonly string[], named: { name: string; endorsers: string }) => CollectionConfig;

/**
 * Fabric removes no collection, and takes none that names an organisation out of the channel. One of which a member left is held by
 * those that stay, and where nobody stays by nobody: no peer is a client. Nothing more is written to it but by more than half of all.
 */
function afterLeaving(topology: AgreedTopology, heldBy: Holding): Holding {
  const gone = new Set((topology.left ?? []).map(({ mspId }) => mspId));
  const present = topology.organizations.map(({ mspId }) => mspId);
  const endorsers = peersOutOf(Math.floor(present.length / 2) + 1, present);
  return (members, named) => {
    if (!members.some((mspId) => gone.has(mspId))) return heldBy(members, named);
    const staying = members.filter((mspId) => !gone.has(mspId));
    const held = { ...heldBy(staying, { name: named.name, endorsers }), requiredPeerCount: 0 };
    return staying.length > 0 ? held : { ...held, policy: `OR('${present[0]}.client')` };
  };
}

const holding =
  ({ organizations }: AgreedTopology): Holding =>
  (members, { name, endorsers }) => ({
    name,
    policy: `OR(${members.map((mspId) => `'${mspId}.member'`).join(', ')})`,
    // Of two that hold it, the other has it before anything is endorsed; of two peers of one that holds it, the other one.
    requiredPeerCount: members.length === 1 ? sparesOf(organizations, members[0]!) : members.length - 1,
    maxPeerCount: 1,
    blockToLive: 0,
    memberOnlyRead: true,
    memberOnlyWrite: true,
    endorsementPolicy: { signaturePolicy: endorsers },
  });

/** How many peers it has besides the one that endorses. */
function sparesOf(organizations: readonly Organization[], mspId: string): number {
  return (organizations.find((each) => each.mspId === mspId)?.peers.length ?? 1) - 1;
}
