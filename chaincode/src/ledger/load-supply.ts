/** A programme's supply: the folded total and every row that is not folded yet. */
import { addSupplyRow, noSupply, type Supply } from '../domain/supply.js';
import { supplyRows, supplyTotalKey } from './keys.js';
import type { LedgerState } from './state.js';

export async function loadSupply(state: LedgerState, programId: string): Promise<Supply> {
  const total = await state.get(supplyTotalKey(programId));
  let sum = total === undefined ? noSupply() : addSupplyRow(noSupply(), total);
  for await (const { value } of state.range(supplyRows(programId))) sum = addSupplyRow(sum, value);
  return sum;
}
