/** The rows of a clearing cycle, and the programmes that they are about. */
import type { Program } from '../catalogue/programs.js';
import type { ClearingEntry } from '../domain/clearing.js';
import { clearingRows, keyParts, programKey, type ClearingRow, type Key } from './keys.js';
import type { LedgerState } from './state.js';

/** The first rows of a cycle, at most so many, and whether there are more. */
export async function loadClearingRows(
  state: LedgerState,
  cycle: string,
  rowsMax = Infinity,
): Promise<{ keys: Key<ClearingRow>[]; rows: ClearingEntry[]; more: boolean }> {
  const keys: Key<ClearingRow>[] = [];
  const rows: ClearingEntry[] = [];
  for await (const { key, value } of state.range(clearingRows(cycle))) {
    if (rows.length === rowsMax) return { keys, rows, more: true };
    const [, debtor = '', creditor = '', programId = ''] = keyParts(key);
    keys.push(key);
    rows.push({ debtor, creditor, programId, amount: value.amount });
  }
  return { keys, rows, more: false };
}

/** The programmes of positions, by id. */
export async function loadProgramsOf(state: LedgerState, positions: readonly ClearingEntry[]): Promise<Program[]> {
  const ids = [...new Set(positions.map(({ programId }) => programId))].sort();
  const programs = await state.getMany(ids.map(programKey));
  return [...programs.values()];
}
