/** Rows of operations: the parts of their keys, behind the type, and what they hold. */
import { importedRows } from './imported-rows.js';
import { receipt } from './receipt.js';

export const pointRows = {
  op: { key: ['mspId', 'id'], holds: receipt },
  /** Issuances of an imported file's lines, a hundred lines in a row. */
  imported: { key: ['mspId', 'file', 'stretch'], holds: importedRows },
} as const;
