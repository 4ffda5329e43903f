/** `If-Match` and `ETag` (RFC 9110): which revision of a row a change is meant for. A tag is the revision in quotation marks. */
import { revisionOf } from '@commonpoint/catalogue';
import { Problem } from './problem.js';
import type { Route } from './route.js';
import { requestInvalid } from './validation.js';

const tagPattern = /^"([1-9][0-9]{0,14})"$/;

export const etagOf = (row: { readonly revision?: number | undefined }): string => `"${revisionOf(row)}"`;

/**
 * The revision; undefined for `*`, and where none has to be named. One tag is taken: of several it would not be said which
 * one a change was meant for.
 *
 * @throws Problem PRECONDITION_REQUIRED, REQUEST_INVALID, PRECONDITION_FAILED
 */
export function ifMatchOf(header: string | undefined, condition: Route['condition']): number | undefined {
  const invalid = (detail: string) => requestInvalid([{ pointer: '/header/if-match', detail }]);
  if (header === undefined) {
    if (condition === 'must') throw new Problem('PRECONDITION_REQUIRED');
    return undefined;
  }
  // A condition that nobody looks at must not pass for one that holds.
  if (condition === undefined) throw invalid('is not a condition that this resource knows');
  if (header === '*') return undefined;
  const [, digits] = tagPattern.exec(header) ?? [];
  if (digits !== undefined) return Number(digits);
  // Weak tags, and those that no row here has, never match.
  if (/^(W\/)?"[^"]*"$/.test(header)) throw new Problem('PRECONDITION_FAILED');
  throw invalid('must be one entity tag, such as "3", or *');
}
