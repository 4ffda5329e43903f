/** A file of purchases as consecutive stretches of rows, each worth one transaction. */
import { createHash } from 'node:crypto';
import { POST_OPERATIONS_MAX, type Operation } from '@commonpoint/catalogue';
import type { ImportProgress, RejectedRow } from './import-progress.js';
import { purchaseRows, rowErrors, type PurchaseRow } from './purchase-rows.js';

/** Rows of a stretch, counting those that post nothing. */
const STRETCH_ROWS_MAX = 4 * POST_OPERATIONS_MAX;
export interface Issuance {
  readonly line: number;
  readonly operation: Operation & { readonly kind: 'issue' };
}

/** Consecutive rows that go together. */
export interface Stretch {
  rows: number;
  skipped: number;
  readonly issuances: Issuance[];
  readonly rejected: RejectedRow[];
}

/** All rows of the same file and programme have ids that begin alike. */
function importIdPrefix({ programId, sha256 }: ImportProgress): string {
  return `im-${createHash('sha256').update(`${programId}\n${sha256}`).digest('hex').slice(0, 40)}`;
}

/** The file's stretches, beginning after the rows that are done. */
export async function* stretches(
  file: AsyncIterable<Buffer>,
  view: ImportProgress,
  accountIdOf: (memberRef: string) => string,
  rowsBehind: number,
): AsyncGenerator<Stretch> {
  const idPrefix = importIdPrefix(view);
  const pseudonym = rememberLast(accountIdOf);
  const { programId, campaign } = view;
  let left = rowsBehind;
  let stretch = emptyStretch();
  for await (const rows of purchaseRows(file, view)) {
    for (const row of rows) {
      if (left > 0) {
        left--;
        continue;
      }
      addRow(stretch, row, (customerId, points, line) => ({
        id: `${idPrefix}-${line}`,
        kind: 'issue',
        programId,
        accountId: pseudonym(customerId),
        amount: String(points),
        ...(campaign !== undefined && { campaign }),
      }));
      if (stretch.issuances.length < POST_OPERATIONS_MAX && stretch.rows < STRETCH_ROWS_MAX) continue;
      yield stretch;
      stretch = emptyStretch();
    }
  }
  if (stretch.rows > 0) yield stretch;
}

function emptyStretch(): Stretch {
  return { rows: 0, skipped: 0, issuances: [], rejected: [] };
}

function addRow(
  stretch: Stretch,
  row: PurchaseRow,
  issue: (customerId: string, points: bigint, line: number) => Issuance['operation'],
): void {
  stretch.rows++;
  switch (row.kind) {
    case 'points':
      stretch.issuances.push({ line: row.line, operation: issue(row.customerId, row.points, row.line) });
      return;
    case 'nothing':
      stretch.skipped++;
      return;
    case 'rejected':
      stretch.rejected.push({ line: row.line, code: row.code, reason: rowErrors[row.code] });
  }
}

/** Files are often sorted by customer; a pseudonym costs a hash. */
function rememberLast(accountIdOf: (memberRef: string) => string): (memberRef: string) => string {
  let last: { memberRef: string; accountId: string } | undefined;
  return (memberRef) => {
    if (last?.memberRef !== memberRef) last = { memberRef, accountId: accountIdOf(memberRef) };
    return last.accountId;
  };
}
