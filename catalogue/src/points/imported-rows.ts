/** The row in which a hundred lines of an imported file stand, or a hundred leaves of a migration that were claimed. */
import { z } from 'zod';
import { day, displayName, lane, operationId, programId, timestamp } from '../core/values.js';
import { ENTRY, IMPORTED_LINES, importedIdOf, lineOf } from './imported-entry.js';

/** The id of an imported line, or of a claim, says where it stands, and nothing but an issuance stands there. */
export const unimportedId = operationId.refine(
  (id) => importedIdOf(id) === undefined,
  'is for imported lines and claims',
);

/** Whether entries are written as they should be, and stand in the order of their lines. */
export function areEntries(rows: readonly unknown[]): rows is readonly string[] {
  let before = -1;
  return rows.every((entry) => {
    if (typeof entry !== 'string' || !ENTRY.test(entry)) return false;
    const line = lineOf(entry);
    const isNext = line > before;
    before = line;
    return isNext;
  });
}

/** It is written once. What was issued under another account's debt, from several lanes, or later, stands in an `op` row as any operation. */
export const importedRows = z.strictObject({
  programId,
  campaign: displayName.optional(),
  expiry: day,
  maturesOn: day.optional(),
  lane,
  rows: z
    .array(z.string())
    .max(IMPORTED_LINES)
    .refine((rows) => areEntries(rows), 'must be entries, in the order of their lines'),
  txId: z.string(),
  txTime: timestamp,
});
