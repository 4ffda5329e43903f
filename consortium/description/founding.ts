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
import type { Topology } from '@commonpoint/network/topology';

/** All that organisations agree on before the first start. */
export interface AgreedTopology extends Topology {
  /** How members decide together, if not as is usual. */
  readonly charter?: Omit<Charter, 'clearing'> | undefined;
  /** In which money they pay each other, and what is set against what, if not as is usual. */
  readonly clearing?: ClearingRules | undefined;
}

/** What of a description organisations agree on besides who they are. */
export function agreedIn({ charter, clearing }: Pick<AgreedTopology, 'charter' | 'clearing'>) {
  return { charter, clearing };
}

export function foundingOf({ organizations, charter = charterOtherwise, clearing }: AgreedTopology): Founding {
  return {
    members: organizations.map(({ mspId, name, kind }) => ({ mspId, name, kind })),
    charter: { ...charter, clearing: clearing ?? clearingOtherwise },
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
