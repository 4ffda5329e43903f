/** How often a row was written: so that a change which comes late does not take the place of a newer one. */
import { revisionOf } from '@commonpoint/catalogue';
import { refuse, type Refusal } from './refusal.js';

interface Revised {
  readonly revision?: number | undefined;
}

/** Errors: PRECONDITION_FAILED. */
export function refuseUnlessRevision(row: Revised, meantFor: number | undefined): Refusal | undefined {
  const now = revisionOf(row);
  if (meantFor === undefined || meantFor === now) return undefined;
  return refuse('PRECONDITION_FAILED', `it has the revision ${now}, and the change was meant for ${meantFor}`);
}

/** The row as it is written anew. */
export function revised<Row extends Revised>(row: Row): Row & { revision: number } {
  return { ...row, revision: revisionOf(row) + 1 };
}
