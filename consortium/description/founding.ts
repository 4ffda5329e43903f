/** Who founds a consortium, and by which constitution: what the chaincode's definition names by its hash. */
import { createHash } from 'node:crypto';
import {
  canonicalJson,
  type Charter,
  charterOtherwise,
  type Founding,
  foundingCollection,
} from '@commonpoint/catalogue';
import type { Topology } from '@commonpoint/network/topology';

/** All that organisations agree on before the first start. */
export interface AgreedTopology extends Topology {
  /** How members decide together, if not as is usual. */
  readonly charter?: Charter | undefined;
}

export function foundingOf({ organizations, charter = charterOtherwise }: AgreedTopology): Founding {
  return { members: organizations.map(({ mspId, name, kind }) => ({ mspId, name, kind })), charter };
}

/** The collection that says so. */
export function foundingCollectionOf(topology: AgreedTopology): string {
  return foundingCollection(
    createHash('sha256')
      .update(canonicalJson(foundingOf(topology)))
      .digest('hex'),
  );
}
