/**
 * Rows of the ledger in which a hundred lines of an imported file, or claims of a migration, stand, read as the receipts that they are short for: by this
 * code alone, for everything that recomputes from receipts.
 */
import type { OperationRow, RowWrite } from './ledger-rows.js';

/** Of a file, in one row. */
export const LINES = 100;
const ID = /^(im-[0-9a-f]{40}|mg-[a-z0-9][a-z0-9-]{0,31})-(0|[1-9]\d{0,8})$/;
const ENTRY =
  /^(0|[1-9]\d{0,8}) ([!-~]{1,200}) ([1-9]\d{0,17}) (\d{1,5})(?: (\d{4}-\d{2}-\d{2}))?(?: (\d{4}-\d{2}-\d{2}))?$/;

/** Most are looked at twice, the second time right after the first. */
const read: { of: readonly unknown[]; entries: readonly (RegExpExecArray | null)[] } = { of: [], entries: [] };

/** Null for what is no entry. */
function entriesOf(rows: readonly unknown[]): readonly (RegExpExecArray | null)[] {
  if (read.of === rows) return read.entries;
  read.entries = rows.map((entry) => (typeof entry === 'string' ? ENTRY.exec(entry) : null));
  read.of = rows;
  return read.entries;
}

export interface ImportedRow {
  readonly programId: string;
  readonly campaign?: string;
  readonly expiry: string;
  readonly maturesOn?: string;
  readonly lane: number;
  readonly rows: readonly unknown[];
  readonly txId: string;
  readonly txTime: string;
}

/** The name of the row that an operation stands in if it was imported: of its organisation, file and hundred. */
export function importedNameOf(mspId: string, operationId: string): string | undefined {
  if (!operationId.startsWith('im-') && !operationId.startsWith('mg-')) return undefined;
  const [, file, line] = ID.exec(operationId) ?? [];
  return file === undefined ? undefined : `${mspId} ${file} ${Math.floor(Number(line) / LINES)}`;
}

/** What is wrong with a row's key or entries; undefined where they make sense. */
export function nonsenseInImported(
  [, , file = '', stretch = '']: readonly string[],
  value: unknown,
): string | undefined {
  if (importedNameOf('', `${file}-0`) === undefined || !/^(0|[1-9]\d{0,6})$/.test(stretch))
    return 'its key names no lines of a file';
  if (value === undefined) return undefined;
  let before = Number(stretch) * LINES - 1;
  const end = before + LINES;
  const { rows } = value as ImportedRow;
  for (const [at, entry] of entriesOf(rows).entries()) {
    const line = Number(entry?.[1]);
    if (entry === null || line <= before || line > end) return `its entry ${String(rows[at])} makes no sense`;
    before = line;
  }
  return undefined;
}

/** The receipts that a row is short for, each as if it stood in a row of its own. */
export function receiptsIn({ key: [, mspId = '', file = ''], value }: RowWrite): RowWrite[] {
  if (value === undefined) return [];
  const { rows, lane, expiry: common, programId, campaign, maturesOn, txId, txTime } = value as ImportedRow;
  const migrationId = file.startsWith('mg-') ? file.slice(3) : undefined;
  return entriesOf(rows).map((entry) => {
    const [, line = '', accountId = '', amount = '', lot = '', expiry = common, earnedOn] = entry ?? [];
    const id = `${file}-${line}`;
    // All with the same fields, whatever they hold: so they are made in a tenth of the time.
    const row = {
      accountId,
      amount,
      campaign,
      created: [{ amount, lotId: `${expiry}.${txId}.${lot.padStart(5, '0')}` }],
      earnedOn,
      expiry,
      id,
      kind: 'issue',
      lanes: [{ amount, lane }],
      maturesOn,
      migrationId,
      mspId,
      programId,
      txId,
      txTime,
    };
    return { key: ['op', mspId, id], value: row, isImported: true };
  });
}

/** The receipt of one operation in its row. */
export function receiptOf(name: string, row: ImportedRow): OperationRow | undefined {
  const [mspId = '', id = ''] = name.split(' ');
  const [, file = '', line = ''] = ID.exec(id) ?? [];
  const entry = row.rows.find((each) => typeof each === 'string' && each.startsWith(`${line} `));
  if (entry === undefined) return undefined;
  const [found] = receiptsIn({ key: ['imported', mspId, file], value: { ...row, rows: [entry] } });
  return found?.value as OperationRow | undefined;
}

/** The leaves of the log that a row stands for, as texts: itself with each of its entries alone. Undefined where it has none. */
export function importedLeaves(text: string): string[] | undefined {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null) return undefined;
  const { rows } = row as { rows?: unknown };
  if (!Array.isArray(rows) || rows.length === 0) return undefined;
  const members = Object.entries(row).map(([name, value]) =>
    name === 'rows' ? undefined : `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  const at = members.indexOf(undefined);
  const before = `{${members
    .slice(0, at)
    .map((text) => `${text},`)
    .join('')}"rows":[`;
  const behind = `]${members
    .slice(at + 1)
    .map((text) => `,${text}`)
    .join('')}}`;
  return rows.map((entry) => `${before}${JSON.stringify(entry)}${behind}`);
}
