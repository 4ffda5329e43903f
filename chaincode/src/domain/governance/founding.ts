/** How a consortium begins: with the members and the constitution that the chaincode's definition names by their hash. */
import {
  canonicalJson,
  type Constitution,
  type Epoch,
  type Founding,
  foundingCollection,
  type Organization,
} from '@commonpoint/catalogue';
import { sha256Of } from '../core/digest.js';
import { refuse, type Refusal } from '../core/refusal.js';

/** The collection whose existence in the definition says that a majority of the organisations agreed on this. */
export function collectionOf(founding: Founding): string {
  return foundingCollection(sha256Of(canonicalJson(founding)));
}

export interface Founded {
  readonly constitution: Constitution;
  readonly epoch: Epoch;
  /** Those that are to be written. */
  readonly organizations: readonly Organization[];
}

/** Errors: FOUNDING_NOT_AGREED. */
export function decideFound(
  { members, charter }: Founding,
  registered: readonly Organization[],
  isAgreed: boolean,
  at: string,
): Founded | Refusal {
  if (!isAgreed) {
    return refuse('FOUNDING_NOT_AGREED', 'the chaincode’s definition names other members or another constitution');
  }
  const there = new Set(registered.map(({ mspId }) => mspId));
  return {
    constitution: { version: 1, ...charter, since: at },
    epoch: { number: 1, since: at },
    organizations: members
      .filter(({ mspId }) => !there.has(mspId))
      .map((member) => ({ ...member, status: 'active', registeredAt: at })),
  };
}
