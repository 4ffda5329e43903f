/**
 * Which rows the projection takes. Two merchants' peers can endorse whatever they like under a key that is new: what makes no
 * sense by its row's schema is passed over, so that no row stops what follows, or a later read.
 */
import { areEntries, IMPORTED_LINES, rowKeys, rows, type RowType } from '@commonpoint/catalogue';

/** Thousands come in a second: of these, what their appliers do not look at is looked at here by hand. */
const hot: Readonly<Partial<Record<RowType, (row: Readonly<Record<string, unknown>>) => boolean>>> = {
  lot: (row) => isAmount(row['amount']) && areTexts(row, ['originMspId', 'originId']),
  op: (row) => isAmount(row['amount']) && areTexts(row, ['kind', 'programId', 'accountId', 'txId', 'txTime']),
  imported: (row) =>
    areTexts(row, ['programId', 'expiry', 'txId', 'txTime']) &&
    Number.isInteger(row['lane']) &&
    Array.isArray(row['rows']) &&
    row['rows'].length <= IMPORTED_LINES &&
    areEntries(row['rows']),
  supply: (row) => Object.values(row).every(isAmount),
  clearing: (row) => isAmount(row['amount']),
  account: (row) => areTexts(row, ['accountId', 'custodian', 'status']),
  reference: (row) => areTexts(row, ['accountId']),
  quota: (row) => isAmount(row['granted']) && isAmount(row['used']),
};

/** Of lots there is a short form in the file, so that each has one spelling: another one's would be taken for it. */
const keyed: Readonly<Partial<Record<RowType, (key: readonly string[]) => boolean>>> = {
  lot: ([, , , expiry, txId, n]) => /^\d{4}-\d{2}-\d{2}$/.test(expiry!) && isTransaction(txId!) && /^\d{5}$/.test(n!),
};

/** Rows of one transaction come together. */
let lastTransaction: string | undefined;

function isTransaction(txId: string): boolean {
  if (txId === lastTransaction) return true;
  const isOne = /^[0-9a-f]{64}$/.test(txId);
  if (isOne) lastTransaction = txId;
  return isOne;
}

/** Why a row that was written (or deleted) under a key is passed over; undefined for one that makes sense, or is not known here. */
export function nonsenseOf(key: readonly string[], row: unknown): string | undefined {
  const type = key[0] as RowType;
  if (!Object.hasOwn(rowKeys, type)) return undefined;
  const parts: readonly string[] = rowKeys[type];
  if (key.length !== parts.length + 1) return `its key has ${key.length - 1} parts, not ${parts.length}`;
  if (keyed[type]?.(key) === false) return 'its key makes no sense';
  if (row === undefined) return undefined;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return 'it is no object';
  const fields = row as Readonly<Record<string, unknown>>;
  const other = parts.find((part, index) => !isSame(fields[part], key[index + 1]!));
  if (other !== undefined) return `its ${other} is another one than its key’s`;
  const isSensible = hot[type];
  if (isSensible !== undefined) return isSensible(fields) ? undefined : 'its fields make no sense';
  // What a later version of the chaincode adds is no nonsense.
  const issue = rows[type].safeParse(row).error?.issues.find(({ code }) => code !== 'unrecognized_keys');
  return issue && `${issue.path.join('.') || 'it'}: ${issue.message}`;
}

/** Numbers stand in keys with zeros before them. */
function isSame(field: unknown, part: string): boolean {
  return field === undefined || (typeof field === 'number' ? field === Number(part) : field === part);
}

const isAmount = (value: unknown): boolean => typeof value === 'string' && /^-?\d{1,18}$/.test(value);
const areTexts = (row: Readonly<Record<string, unknown>>, fields: readonly string[]): boolean =>
  fields.every((field) => typeof row[field] === 'string');
