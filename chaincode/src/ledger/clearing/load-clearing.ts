/** The rows of a clearing cycle, and the programmes that they are about. */
import { isActiveMerchant, type Acceptance, type Program } from '@commonpoint/catalogue';
import { entryOf, sumEntries, type ClearingEntry, type ClearingRow } from '../../domain/clearing/clearing.js';
import type { PaymentRules } from '../../domain/clearing/close-cycle.js';
import type { CutOffRows } from '../../domain/clearing/cut-off.js';
import { acceptanceName } from '../../domain/points/row-names.js';
import { keyParts, type Key } from '../core/keys.js';
import { clearingRows, currentCycleKey, cutOffs, cycleKey, remaindersKey } from './keys.js';
import { constitutionKey } from '../governance/keys.js';
import { organizations } from '../organizations/keys.js';
import { acceptanceKey, programKey } from '../programs/keys.js';
import { loadOrganizations } from '../core/load.js';
import type { LedgerState } from '../core/state.js';

/** The first rows of a cycle, at most so many, and whether there are more. */
export async function loadClearingRows(
  state: LedgerState,
  cycle: string,
  rowsMax: number,
): Promise<{ keys: Key<ClearingRow>[]; rows: ClearingEntry[]; more: boolean }> {
  const keys: Key<ClearingRow>[] = [];
  const rows: ClearingEntry[] = [];
  for await (const row of state.range(clearingRows(cycle))) {
    if (rows.length === rowsMax) return { keys, rows, more: true };
    keys.push(row.key);
    rows.push(toEntry(row));
  }
  return { keys, rows, more: false };
}

function toEntry({ key, value }: { key: string; value: ClearingRow }): ClearingEntry {
  const [, debtor = '', creditor = '', programId = ''] = keyParts(key);
  return entryOf({ debtor, creditor, programId }, value);
}

/** How many rows are summed at a time. */
const SUM_ROWS = 1000;

/** What a cycle's rows come to: no more entries than positions, however many rows; of the first ones if they are too many. */
export async function loadClearingSums(
  state: LedgerState,
  cycle: string,
  rowsMax = Infinity,
): Promise<{ sums: ClearingEntry[]; count: number; partial: boolean }> {
  let sums: ClearingEntry[] = [];
  let page: ClearingEntry[] = [];
  let count = 0;
  for await (const row of state.range(clearingRows(cycle))) {
    if (count === rowsMax) return { sums, count, partial: true };
    count += 1;
    page.push(toEntry(row));
    if (page.length < SUM_ROWS) continue;
    sums = sumEntries([...sums, ...page]);
    page = [];
  }
  return { sums: sumEntries([...sums, ...page]), count, partial: false };
}

/** The programmes of positions, by id. */
export async function loadProgramsOf(state: LedgerState, positions: readonly ClearingEntry[]): Promise<Program[]> {
  const ids = [...new Set(positions.map(({ programId }) => programId))].sort();
  const programs = await state.getMany(ids.map(programKey));
  return [...programs.values()];
}

/** Whether creditors accept the programmes of positions, by {@link acceptanceName}. */
export async function loadAcceptancesOf(
  state: LedgerState,
  positions: readonly ClearingEntry[],
): Promise<Map<string, Acceptance>> {
  const rows = await state.getMany(positions.map(({ programId, creditor }) => acceptanceKey(programId, creditor)));
  return new Map([...rows.values()].map((row) => [acceptanceName(row.programId, row.mspId), row]));
}

/** The merchants that agreed to end a cycle before its month does. */
export async function loadAgreed(state: LedgerState, cycle: string): Promise<string[]> {
  const agreed: string[] = [];
  for await (const { key } of state.range(cutOffs(cycle))) agreed.push(keyParts(key)[1] ?? '');
  return agreed;
}

/** What says what is paid for a cycle. */
export async function loadPaymentRules(state: LedgerState): Promise<PaymentRules> {
  const constitution = await state.get(constitutionKey);
  const remaindersBefore = (await state.get(remaindersKey))?.remainders ?? [];
  return { constitution, organizations: await loadOrganizations(state), remaindersBefore };
}

/** The part that a month has come to. */
export async function loadCurrentCycle(state: LedgerState, month: string): Promise<string> {
  return (await state.get(currentCycleKey(month)))?.cycle ?? month;
}

/** What decides on ending a cycle in a month. Agreements that come in before commit are a conflict. */
export async function loadCutOff(state: LedgerState, cycle: string, month: string): Promise<CutOffRows> {
  const merchants: string[] = [];
  for await (const { value } of state.range(organizations())) {
    if (isActiveMerchant(value)) merchants.push(value.mspId);
  }
  const current = await loadCurrentCycle(state, month);
  return { row: await state.get(cycleKey(cycle)), current, merchants, agreed: await loadAgreed(state, cycle) };
}
