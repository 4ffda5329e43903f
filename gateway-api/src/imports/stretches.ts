/** A file of purchases as consecutive stretches of rows, each worth one transaction. */
import { createHash } from 'node:crypto';
import { IMPORTED_LINES, POST_OPERATIONS_MAX, type Operation } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import { knowsPurchases } from './columns.js';
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
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
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
  /** How often the purchase whose operation has this id the first time was taken back with its import. */
  readonly timesTakenBack: (operationId: string) => number;
}

/** What operations of a file begin with where rows are known by their line: the same for the same file and programme, until its import is taken back. */
function filePrefix(programId: string, sha256: string, timesTakenBack: number): string {
  const again = timesTakenBack === 0 ? '' : `\n${timesTakenBack}`;
  return `im-${createHash('sha256').update(`${programId}\n${sha256}${again}`).digest('hex').slice(0, 40)}`;
}

/** The id of what a purchase earned: another one each time after its import was taken back. */
export function purchaseOperationId(identity: RowIdentity, programId: string, purchaseId: string): string {
  const first = `pu-${identity.purchaseDigest(programId, purchaseId)}`;
  const times = identity.timesTakenBack(first);
  return times === 0 ? first : `${first}.${times}`;
}

/** The id of what a return took back, which ends as that of its purchase does. */
export function returnOperationId(
  identity: RowIdentity,
  programId: string,
  purchaseId: string,
  returnOf: string,
): string {
  const [, times] = purchaseOperationId(identity, programId, returnOf).split('.');
  return `re-${identity.purchaseDigest(programId, purchaseId)}${times === undefined ? '' : `.${times}`}`;
}

/** The file's stretches, beginning after the rows that are done. */
export async function* stretches(
  file: AsyncIterable<Buffer>,
  { view, head, timesTakenBack }: Pick<ImportRow, 'view' | 'head' | 'timesTakenBack'>,
  identity: RowIdentity,
  rowsBehind: number,
  seen: SeenRows = new SeenRows(),
): AsyncGenerator<Stretch> {
  const builder = new StretchBuilder(view, identity, timesTakenBack);
  let left = rowsBehind;
  let stretch = emptyStretch();
  const byLine = !knowsPurchases(head.header);
  let hundred = -1;
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
      // Lines that stand in one row on the ledger go together, so that the row is written once.
      const begins = byLine && hundredOf(row.line) !== hundred;
      hundred = hundredOf(row.line);
      if (begins && !hasRoomForHundred(stretch)) {
        yield stretch;
        stretch = emptyStretch();
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

const hundredOf = (line: number): number => Math.floor(line / IMPORTED_LINES);
const hasRoomForHundred = ({ rows, issuances }: Stretch): boolean =>
  issuances.length + IMPORTED_LINES <= POST_OPERATIONS_MAX && rows + IMPORTED_LINES <= STRETCH_ROWS_MAX;
const emptyStretch = (): Stretch => ({ rows: 0, skipped: 0, issuances: [], returns: [], rejected: [] });

class StretchBuilder {
  readonly #prefix: string;
  /** On the ledger, which goes by UTC; somewhere it may be tomorrow. */
  readonly #today: string;
  readonly #purchaseIds = new Set<string>();
  readonly accountIdOf: RowIdentity['accountIdOf'];

  constructor(
    private readonly view: ImportRow['view'],
    private readonly identity: RowIdentity,
    timesTakenBack: number,
  ) {
    this.#today = view.createdAt.slice(0, 10);
    this.#prefix = filePrefix(view.programId, view.sha256, timesTakenBack);
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

  issuance(row: PurchaseRow & { kind: 'purchase' }): Issuance {
    const { line, fields, customerId, purchaseId, day, points, detail } = row;
    const { programId, campaign, earnedOn } = this.view;
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
      ...(earnedOn === 'purchase' && { earnedOn: day < this.#today ? day : this.#today }),
    };
    return { line, fields, detail, operation };
  }

  return(row: PurchaseRow & { kind: 'return' }): Return {
    const { line, fields, customerId, purchaseId, points, returnOf, detail } = row;
    const { programId } = this.view;
    return {
      line,
      fields,
      detail,
      operationId: returnOperationId(this.identity, programId, purchaseId!, returnOf),
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
