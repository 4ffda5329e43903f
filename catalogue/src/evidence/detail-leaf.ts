/**
 * What a leaf of an organisation's details is of: an operation's detail with a salt of 128 random bits, so that nobody finds the
 * detail by trying, and the leaf tells nothing once both are erased. Built for browsers too; it imports nothing but its spelling.
 */
import { canonicalJson } from '../core/canonical-json.js';

export interface DetailLeaf {
  readonly mspId: string;
  readonly operationId: string;
  /** What the detail is, as its organisation says. */
  readonly schema: string;
  readonly detail: object;
  /** Hex. */
  readonly salt: string;
}

/** The leaf's input, behind its prefix. */
export const detailLeafText = ({ mspId, operationId, schema, detail, salt }: DetailLeaf): string =>
  canonicalJson({ mspId, operationId, schema, detail, salt });
