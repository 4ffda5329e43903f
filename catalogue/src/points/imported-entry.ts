/**
 * What the rows of an imported file issued, and the claims of a migration. A hundred lines of the one, or leaves of the other, stand in
 * one row of the ledger, and of each no more than is its own. Ids say where: `im-`, 40 hexadecimal digits that name file and
 * programme, and the line; `mg-`, the migration and the leaf's index. So an operation is found by its id.
 */

/** Lines of a file, or leaves of a migration, that stand in one row. */
export const IMPORTED_LINES = 100;
/** `line account amount lot [expiry [earned on]]`, where the lot is its number in the transaction. */
export const ENTRY = /^(0|[1-9]\d{0,8}) [!-~]{1,200} [1-9]\d{0,17} \d{1,5}( \d{4}-\d{2}-\d{2}){0,2}$/;
const ID = /^(im-[0-9a-f]{40}|mg-[a-z0-9][a-z0-9-]{0,31})-(0|[1-9]\d{0,8})$/;
const MIGRATION = 'mg-';

/** Where an imported operation, or a claim, stands. */
export interface ImportedId {
  /** What its id begins with: the file, or the migration. */
  readonly file: string;
  readonly line: number;
  /** Which hundred of lines. */
  readonly stretch: number;
}

/** Undefined for the id of any other operation. */
export function importedIdOf(operationId: string): ImportedId | undefined {
  if (!operationId.startsWith('im-') && !operationId.startsWith(MIGRATION)) return undefined;
  if (!ID.test(operationId)) return undefined;
  // A line has no dash.
  const dash = operationId.lastIndexOf('-');
  const line = Number.parseInt(operationId.slice(dash + 1), 10);
  return { file: operationId.slice(0, dash), line, stretch: Math.floor(line / IMPORTED_LINES) };
}

/** The id of the issuance that claims a leaf of a migration: so that each is claimed once. */
export const claimId = (ofMigration: string, index: number): string => `${MIGRATION}${ofMigration}-${index}`;

/** The migration that a row has leaves of; undefined for the lines of a file. */
export const migrationOf = ({ file }: Pick<ImportedId, 'file'>): string | undefined =>
  file.startsWith(MIGRATION) ? file.slice(MIGRATION.length) : undefined;

/** A row: what all of its entries have in common, and the entries. */
export interface ImportedRow {
  readonly programId: string;
  readonly campaign?: string | undefined;
  /** Of entries that name no other one. */
  readonly expiry: string;
  readonly maturesOn?: string | undefined;
  /** The quota lane that was drawn on. */
  readonly lane: number;
  /** As {@link ENTRY}, in the order of their lines. */
  readonly rows: readonly string[];
  readonly txId: string;
  readonly txTime: string;
}

/** An entry as the receipt of an issuance, its members in order. */
export interface ImportedReceipt {
  readonly accountId: string;
  readonly amount: string;
  readonly campaign?: string;
  readonly created: [{ readonly amount: string; readonly lotId: string }];
  readonly earnedOn?: string;
  readonly expiry: string;
  readonly id: string;
  readonly kind: 'issue';
  readonly lanes: [{ readonly amount: string; readonly lane: number }];
  readonly maturesOn?: string;
  readonly migrationId?: string;
  readonly mspId: string;
  readonly programId: string;
  readonly txId: string;
  readonly txTime: string;
}

export function importedReceipt(
  { mspId, file }: { readonly mspId: string; readonly file: string },
  { programId, campaign, expiry: common, maturesOn, lane, txId, txTime }: ImportedRow,
  entry: string,
): ImportedReceipt {
  const migrationId = migrationOf({ file });
  const [line = '', accountId = '', amount = '', lot = '', expiry = common, earnedOn] = entry.split(' ');
  return {
    accountId,
    amount,
    ...(campaign !== undefined && { campaign }),
    created: [{ amount, lotId: `${expiry}.${txId}.${lot.padStart(5, '0')}` }],
    ...(earnedOn !== undefined && { earnedOn }),
    expiry,
    id: `${file}-${line}`,
    kind: 'issue',
    lanes: [{ amount, lane }],
    ...(maturesOn !== undefined && { maturesOn }),
    ...(migrationId !== undefined && { migrationId }),
    mspId,
    programId,
    txId,
    txTime,
  };
}

/** The entry of a line; undefined where the row has none. */
export function entryOfLine({ rows }: Pick<ImportedRow, 'rows'>, line: number): string | undefined {
  const beginning = `${line} `;
  return rows.find((entry) => entry.startsWith(beginning));
}

/** The line of an entry. */
export const lineOf = (entry: string): number => Number.parseInt(entry.slice(0, entry.indexOf(' ')), 10);
