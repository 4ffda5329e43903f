/**
 * In which versions rows of the ledger are read here, and how those of an earlier one become what the rest of the audit knows. Written down a second
 * time, as all formats are. Blocks are read from the first one on, so what an earlier version wrote is read as long as there are ledgers with it.
 */
import { object } from './row-checks.js';

/** Both, and those between. */
export const rowsRead = { oldest: 8, newest: 9 } as const;

/** By type: from version 9 on the row leaves out what the first part of its key says. */
const saidByKey: Readonly<Record<string, string>> = { account: 'accountId' };

/** What is no row, or in the present shape, comes back as it is. @param key its parts, the type first */
export function presentRow(key: readonly string[], stored: unknown): unknown {
  const [kind = '', first] = key;
  if (!Object.hasOwn(saidByKey, kind) || first === undefined || !object(stored)) return stored;
  const field = saidByKey[kind]!;
  return Object.hasOwn(stored as object, field) ? stored : { ...(stored as object), [field]: first };
}
