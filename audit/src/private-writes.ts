/**
 * Who has to have endorsed a write to a private collection. The audit cannot see what was written; that the members
 * themselves signed it, it can: without them, a row in their collection would be somebody else's invention.
 */

/** `HarborMSP` is `harbor` in the names of collections. */
const slugOf = (mspId: string): string => mspId.replace(/MSP$/, '').toLowerCase();

/** What is wrong with the endorsements of a write to a collection, in a sentence; undefined if nothing is. */
export function findForeignWrite(collection: string, endorsers: ReadonlySet<string>): string | undefined {
  return isTheirs(collection, [...endorsers])
    ? undefined
    : `wrote to ${collection} and was endorsed by ${[...endorsers].join(', ') || 'nobody'}`;
}

function isTheirs(collection: string, endorsers: readonly string[]): boolean {
  const slugs = endorsers.map(slugOf).sort();
  if (slugs.some((slug) => [`figures-${slug}`, `disclosures-${slug}`].includes(collection))) return true;
  const pairs = slugs.flatMap((one, index) => slugs.slice(index + 1).map((other) => `terms-${one}-${other}`));
  return pairs.includes(collection);
}
