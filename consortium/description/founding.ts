/** Who founds a consortium, and by which constitution: what the chaincode's definition names by its hash. */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type Charter,
  charterOtherwise,
  clearingOtherwise,
  type ClearingRules,
  type Founding,
  foundingCollection,
} from '@commonpoint/catalogue';
import { everybody, founders, type Topology } from '@commonpoint/network/topology';

/** What is off in a constitution that does not say otherwise. */
export const switches = ['credit', 'collateral', 'otherAssets'] as const satisfies readonly (keyof Charter)[];

/** All that organisations agree on before the first start. */
export interface AgreedTopology extends Topology {
  /** How members decide together, if not as is usual. */
  readonly charter?: Omit<Charter, 'clearing'> | undefined;
  /** In which money they pay each other, and what is set against what, if not as is usual. */
  readonly clearing?: ClearingRules | undefined;
  /** What is on from the beginning. */
  readonly switchedOn?: readonly (typeof switches)[number][] | undefined;
}

/** What of a description organisations agree on besides who they are. */
export function agreedIn({
  charter,
  clearing,
  switchedOn,
}: Pick<AgreedTopology, 'charter' | 'clearing' | 'switchedOn'>) {
  return { charter, clearing, switchedOn };
}

/** By those who were there at the beginning. */
export function foundingOf(topology: AgreedTopology): Founding {
  const { charter = charterOtherwise, clearing, switchedOn = [] } = topology;
  return {
    members: founders({ organizations: everybody(topology) }).map(({ mspId, name, kind }) => ({ mspId, name, kind })),
    charter: {
      ...charter,
      clearing: clearing ?? clearingOtherwise,
      ...Object.fromEntries(switchedOn.map((name) => [name, true])),
    },
  };
}

/** The collection that says so. */
export function foundingCollectionOf(topology: AgreedTopology): string {
  return foundingCollection(
    createHash('sha256')
      .update(canonicalJson(foundingOf(topology)))
      .digest('hex'),
  );
}
