/** Policies that are not what they have to be since members changed, and giving rows those. */
import { type NamedRow, type OwnPolicyRow } from '@commonpoint/catalogue';
import { keyParts, rowKey, rowsOf } from '../core/keys.js';
import { programKey } from '../programs/keys.js';
import { loadOrganizations } from '../core/load.js';
import { policyFor } from '../core/member-policies.js';
import type { LedgerState } from '../core/state.js';

/** Of a page of the rows of one kind. */
export async function listDue(
  state: LedgerState,
  kind: OwnPolicyRow,
  { pageSize, bookmark }: { pageSize: number; bookmark?: string | undefined },
): Promise<{ rows: NamedRow[]; bookmark: string }> {
  const page = await state.page(rowsOf(kind), pageSize, bookmark);
  const named = page.rows.map(({ key }): NamedRow => ({ kind, parts: keyParts(key) }));
  const due = await loadDue(state, named);
  return { rows: due.map(({ row }) => row), bookmark: page.bookmark };
}

/** @returns of how many rows the policy changed */
export async function renew(state: LedgerState, rows: readonly NamedRow[]): Promise<number> {
  const there = await state.getMany(rows.map(rowKey));
  const due = await loadDue(
    state,
    rows.filter((row) => there.has(rowKey(row))),
  );
  for (const { row, policy } of due) state.putPolicy(rowKey(row), policy);
  return due.length;
}

/** A row that has none was written when there was nobody else to ask. */
async function loadDue(
  state: LedgerState,
  rows: readonly NamedRow[],
): Promise<{ row: NamedRow; policy: Uint8Array }[]> {
  const organizations = await loadOrganizations(state);
  const ofPrograms = rows.filter(({ kind }) => kind === 'program' || kind === 'quota');
  const programs = await state.getMany(ofPrograms.map(({ parts }) => programKey(parts[0] ?? '')));
  const due: { row: NamedRow; policy: Uint8Array }[] = [];
  for (const row of rows) {
    const policy = policyFor(row, organizations, programs.get(programKey(row.parts[0] ?? 'none'))?.issuer);
    const has = await state.policyOf(rowKey(row));
    if (policy !== undefined && (has === undefined || !Buffer.from(policy).equals(has))) due.push({ row, policy });
  }
  return due;
}
