/**
 * Imported rows as they stand on the ledger: a hundred lines of a file in one row, which is written once; claims of a migration are
 * the same, a hundred leaves in a row. Whatever of these lines is posted later, or says more than an entry can, stands in a row of its own, and who looks for it looks in both. So whoever posts a
 * line reads the row of its hundred, and none can be posted twice.
 */
import {
  importedIdOf,
  type ImportedId,
  type ImportedRow,
  lineOf,
  migrationOf,
  type Operation,
  type Receipt,
} from '@commonpoint/catalogue';
import type { WorkingSet } from './working-set.js';

export interface ImportedStretch extends Pick<ImportedId, 'file' | 'stretch'> {
  readonly mspId: string;
  readonly row: ImportedRow;
}

/** The row of an imported operation, whether it is there or not. */
export function importedName(mspId: string, { file, stretch }: Pick<ImportedId, 'file' | 'stretch'>): string {
  return `${mspId} ${file} ${stretch}`;
}

const ofEntries: ReadonlySet<string> = new Set([
  ...['id', 'kind', 'programId', 'accountId', 'amount', 'lanes', 'campaign', 'earnedOn'],
]);

/** A claim is a leaf of its migration’s tree, by its place, and what has the same place is the same leaf. */
const ofClaims: ReadonlySet<string> = new Set([
  ...['id', 'kind', 'programId', 'accountId', 'amount', 'lanes', 'earnedOn', 'expiresOn', 'maturesOn', 'migration'],
]);

const ofReceipts: ReadonlySet<string> = new Set([
  ...['id', 'mspId', 'kind', 'programId', 'accountId', 'amount', 'campaign', 'created', 'lanes'],
  ...['expiry', 'maturesOn', 'earnedOn', 'migrationId', 'txId', 'txTime'],
]);

/** Whether all that an operation says can be told from its entry, so that no digest of it has to be kept. */
export function isToldByEntry(operation: Operation): boolean {
  const imported = operation.kind === 'issue' ? importedIdOf(operation.id) : undefined;
  if (imported === undefined) return false;
  const told = migrationOf(imported) === undefined ? ofEntries : ofClaims;
  for (const field in operation) if (!told.has(field)) return false;
  return true;
}

/** The operation that an entry is of, without its hints. */
export function operationOfEntry({ id, programId, accountId, amount, campaign, earnedOn }: Receipt): Operation {
  return {
    id,
    kind: 'issue',
    programId,
    accountId,
    amount,
    ...(campaign !== undefined && { campaign }),
    ...(earnedOn !== undefined && { earnedOn }),
  };
}

/** Receipts that are new or changed, as they are to be written. */
export function gatherImported(set: WorkingSet): { stretches: readonly ImportedStretch[]; apart: readonly Receipt[] } {
  const stretches = new Map<string, ImportedStretch & { readonly row: { readonly rows: string[] } }>();
  const apart: Receipt[] = [];
  for (const name of set.changedReceipts) {
    const receipt = set.receipts.get(name);
    if (receipt === undefined) continue;
    const imported = set.rows.receipts.has(name) ? undefined : importedIdOf(receipt.id);
    const row = imported && importedName(receipt.mspId, imported);
    if (imported === undefined || row === undefined || set.rows.importedRows.has(row)) {
      apart.push(receipt);
      continue;
    }
    const { file, line, stretch } = imported;
    const within = stretches.get(row) ?? { mspId: receipt.mspId, file, stretch, row: beginningWith(receipt) };
    stretches.set(row, within);
    const entry = entryOf(within.row, line, receipt);
    if (entry === undefined) apart.push(receipt);
    else within.row.rows.push(entry);
  }
  for (const { row } of stretches.values()) row.rows.sort((a, b) => lineOf(a) - lineOf(b));
  return { stretches: [...stretches.values()], apart };
}

function beginningWith(receipt: Receipt): ImportedRow & { readonly rows: string[] } {
  const { programId, campaign, expiry = '', maturesOn, lanes: [first] = [], txId, txTime } = receipt;
  return {
    programId,
    ...(campaign !== undefined && { campaign }),
    expiry,
    ...(maturesOn !== undefined && { maturesOn }),
    lane: first?.lane ?? 0,
    rows: [],
    txId,
    txTime,
  };
}

/** Undefined of a receipt that says more, or other things, than an entry of this row can. */
function entryOf(row: ImportedRow, line: number, receipt: Receipt): string | undefined {
  const { accountId, amount, created: [lot, ...otherLots] = [], lanes: [lane, ...otherLanes] = [], expiry } = receipt;
  const isAlike =
    receipt.programId === row.programId &&
    receipt.campaign === row.campaign &&
    receipt.maturesOn === row.maturesOn &&
    lane?.lane === row.lane &&
    otherLanes.length === 0 &&
    otherLots.length === 0;
  if (!isAlike || lot?.amount !== amount) return undefined;
  for (const field in receipt) if (!ofReceipts.has(field)) return undefined;
  const { earnedOn } = receipt;
  const days = earnedOn === undefined ? (expiry === row.expiry ? '' : ` ${expiry}`) : ` ${expiry} ${earnedOn}`;
  return `${line} ${accountId} ${amount} ${Number.parseInt(lot.lotId.slice(lot.lotId.lastIndexOf('.') + 1), 10)}${days}`;
}
