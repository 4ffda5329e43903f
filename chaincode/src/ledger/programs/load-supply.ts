/** A programme's supply: the folded total and the rows that are not folded yet. */
import { noSupply, type Supply } from '@commonpoint/catalogue';
import { addSupplyRow, type SupplyRow } from '../../domain/programs/supply.js';
import { type Key } from '../core/keys.js';
import { supplyRows, supplyTotalKey } from './keys.js';
import type { LedgerState } from '../core/state.js';

export async function loadSupply(state: LedgerState, programId: string): Promise<Supply> {
  const total = await state.get(supplyTotalKey(programId));
  let sum = total === undefined ? noSupply() : addSupplyRow(noSupply(), total);
  for await (const { value } of state.range(supplyRows(programId))) sum = addSupplyRow(sum, value);
  return sum;
}

/** The first rows of a day, at most so many, and whether there are more. */
export async function loadSupplyRows(
  state: LedgerState,
  programId: string,
  day: string,
  rowsMax: number,
): Promise<{ keys: Key<SupplyRow>[]; rows: SupplyRow[]; more: boolean }> {
  const keys: Key<SupplyRow>[] = [];
  const rows: SupplyRow[] = [];
  for await (const { key, value } of state.range(supplyRows(programId, day))) {
    if (rows.length === rowsMax) return { keys, rows, more: true };
    keys.push(key);
    rows.push(value);
  }
  return { keys, rows, more: false };
}
