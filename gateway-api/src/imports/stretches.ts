/** A file of purchases as consecutive stretches of rows, each worth one transaction. */
import { createHash } from 'node:crypto';
import { POST_OPERATIONS_MAX, type Operation } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { RejectedRow } from './import-progress.js';
import type { ImportRow } from './import-rows.js';
import { Oddities } from './oddities.js';
import { purchaseRows } from './purchase-file.js';
import { latestDay } from './purchase-day.js';
import { rowErrors, type PurchaseRow } from './purchase-rows.js';
import { rejectedRow } from './rejected-rows.js';
import { RowSketch } from './row-sketch.js';

/** Rows of a stretch, counting those that post nothing. */
const STRETCH_ROWS_MAX = 4 * POST_OPERATIONS_MAX;

export interface Row {
  readonly line: number;
  /** As it came. */
  readonly fields: readonly string[];
}
export interface Issuance extends Row {
  readonly operation: Operation & { readonly kind: 'issue' };
}
/** Goods that came back: what they were worth is taken back from what the purchase had earned. */
export interface Return extends Row {
  readonly operationId: string;
  readonly purchaseOperationId: string;
  readonly accountId: string;
  readonly points: bigint;
}

/** Consecutive rows that go together. */
export interface Stretch {
  rows: number;
  skipped: number;
  readonly issuances: Issuance[];
  readonly returns: Return[];
  readonly rejected: RejectedRow[];
}

export interface RowIdentity {
  readonly accountIdOf: (memberRef: string) => string;
  /** A keyed digest of the merchant's own reference of a purchase, which no one else can try values against. */
  readonly purchaseDigest: (programId: string, purchaseId: string) => string;
}

/** What operations of a file begin with where rows are known by their line: the same for the same file and programme. */
function filePrefix(programId: string, sha256: string): string {
  return `im-${createHash('sha256').update(`${programId}\n${sha256}`).digest('hex').slice(0, 40)}`;
}

/** The id of what a purchase earned. */
export const purchaseOperationId = (identity: RowIdentity, programId: string, purchaseId: string): string =>
  `pu-${identity.purchaseDigest(programId, purchaseId)}`;

/** The id of what a return took back. */
export const returnOperationId = (identity: RowIdentity, programId: string, purchaseId: string): string =>
  `re-${identity.purchaseDigest(programId, purchaseId)}`;

/** The file's stretches, beginning after the rows that are done. */
export async function* stretches(
  file: AsyncIterable<Buffer>,
  { view, head }: Pick<ImportRow, 'view' | 'head'>,
  identity: RowIdentity,
  rowsBehind: number,
  seen: SeenRows = new SeenRows(),
): AsyncGenerator<Stretch> {
  const builder = new StretchBuilder(view, identity);
  let left = rowsBehind;
  let stretch = emptyStretch();
  for await (const rows of purchaseRows(file, view, latestDay(new Date(view.createdAt)))) {
    for (const row of rows) {
      seen.add(row, builder.accountIdOf);
      if (left > 0) {
        left--;
        continue;
      }
      // A purchase that comes twice must not meet itself in one transaction: each is told of by its id.
      if (!builder.isNew(row)) {
        yield stretch;
        stretch = emptyStretch();
        builder.forget();
        builder.isNew(row);
      }
      stretch.rows++;
      if (row.kind === 'rejected') {
        const { line, code, fields } = row;
        stretch.rejected.push({ line, code, reason: rowErrors[code], row: rejectedRow(head, fields) });
      } else if (row.points === 0n) stretch.skipped++;
      else if (row.kind === 'return') stretch.returns.push(builder.return(row));
      else stretch.issuances.push(builder.issuance(row));
      const posting = stretch.issuances.length + stretch.returns.length;
      if (posting < POST_OPERATIONS_MAX && stretch.rows < STRETCH_ROWS_MAX) continue;
      yield stretch;
      stretch = emptyStretch();
      builder.forget();
    }
  }
  if (left > 0) throw new Failure('IMPORT_FILE_DAMAGED', `${left} rows that were posted are not in the file any more.`);
  if (stretch.rows > 0) yield stretch;
}

const emptyStretch = (): Stretch => ({ rows: 0, skipped: 0, issuances: [], returns: [], rejected: [] });

class StretchBuilder {
  readonly #prefix: string;
  readonly #purchaseIds = new Set<string>();
  readonly accountIdOf: RowIdentity['accountIdOf'];

  constructor(
    private readonly view: ImportRow['view'],
    private readonly identity: RowIdentity,
  ) {
    this.#prefix = filePrefix(view.programId, view.sha256);
    this.accountIdOf = rememberLast(identity.accountIdOf);
  }

  /** Whether no other row of the stretch has its `purchase_id`. */
  isNew(row: PurchaseRow): boolean {
    if (row.kind === 'rejected' || row.purchaseId === undefined) return true;
    const { size } = this.#purchaseIds;
    return this.#purchaseIds.add(row.purchaseId).size > size;
  }

  forget(): void {
    this.#purchaseIds.clear();
  }

  issuance({ line, fields, customerId, purchaseId, points }: PurchaseRow & { kind: 'purchase' }): Issuance {
    const { programId, campaign } = this.view;
    const operation = {
      id:
        purchaseId === undefined
          ? `${this.#prefix}-${line}`
          : purchaseOperationId(this.identity, programId, purchaseId),
      kind: 'issue' as const,
      programId,
      accountId: this.accountIdOf(customerId),
      amount: String(points),
      ...(campaign !== undefined && { campaign }),
    };
    return { line, fields, operation };
  }

  return({ line, fields, customerId, purchaseId, points, returnOf }: PurchaseRow & { kind: 'return' }): Return {
    const { programId } = this.view;
    return {
      line,
      fields,
      operationId: returnOperationId(this.identity, programId, purchaseId!),
      purchaseOperationId: purchaseOperationId(this.identity, programId, returnOf),
      accountId: this.accountIdOf(customerId),
      points,
    };
  }
}

/** What is remembered of all rows of a file, those that are done too. */
export class SeenRows {
  readonly sketch = new RowSketch();
  readonly oddities = new Oddities();

  add(row: PurchaseRow, accountIdOf: RowIdentity['accountIdOf']): void {
    this.oddities.add(row);
    if (row.kind === 'purchase' && row.points > 0n) this.sketch.add(accountIdOf(row.customerId), row.day, row.amount);
  }
}

/** Files are often sorted by customer; a pseudonym costs a hash. */
export function rememberLast(accountIdOf: (memberRef: string) => string): (memberRef: string) => string {
  let last: { memberRef: string; accountId: string } | undefined;
  return (memberRef) => {
    if (last?.memberRef !== memberRef) last = { memberRef, accountId: accountIdOf(memberRef) };
    return last.accountId;
  };
}
