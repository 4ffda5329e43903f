/** What an import of a file would be, without one: how it is written, its first rows as they are understood, and what is odd. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { knowsPurchases } from './columns.js';
import type { Delimiter, FileFormat, StatedFormat } from './file-format.js';
import type { ImportParameters } from './import-progress.js';
import type { EarlierImport, ImportRow } from './import-rows.js';
import { warning, type Warning } from './warnings.js';
import { HEAD_BYTES, proposeFormat, type OpenQuestion } from './propose-format.js';
import { latestDay } from './purchase-day.js';
import { PurchaseFile } from './purchase-file.js';
import { PurchaseReader, rowErrors, type PurchaseRow, type RowError } from './purchase-rows.js';
import { purchaseOperationId, rememberLast, returnOperationId, SeenRows, type RowIdentity } from './stretches.js';

export interface Preview {
  readonly format: FileFormat & { readonly delimiter: Delimiter };
  readonly questions: readonly OpenQuestion[];
  readonly columns: readonly string[];
  /** The first ones. */
  readonly rows: readonly PurchaseRow[];
  readonly rowsTotal: number;
  readonly rowsPosting: number;
  readonly rowsRejected: number;
  readonly rowsSkipped: number;
  readonly rowsExisting: number;
  readonly pointsIssued: bigint;
  readonly rejections: readonly {
    readonly code: RowError;
    readonly reason: string;
    readonly rows: number;
    readonly line: number;
  }[];
  readonly warnings: readonly Warning[];
}

export interface PreviewKnows {
  readonly identity: RowIdentity;
  readonly isPosted: (operationId: string) => boolean;
  readonly earlier: readonly EarlierImport[];
}

const ROWS_SHOWN = 20;

/** @throws Failure CSV_INVALID */
export async function previewFile(
  body: Readable,
  asked: Omit<ImportParameters, 'format'>,
  said: StatedFormat,
  { identity, isPosted, earlier }: PreviewKnows,
): Promise<Preview> {
  const hash = createHash('sha256');
  const { head, all } = await withHead(body);
  const { format, questions } = proposeFormat(head, said);
  const file = new PurchaseFile(hashed(all, hash), { ...format, delimiter: said.delimiter ?? format.delimiter });
  const seen = new SeenRows();
  const accountIdOf = rememberLast(identity.accountIdOf);
  const tally = new PreviewTally(
    (row) => row.purchaseId !== undefined && isPosted(idOf(row, asked.programId, identity)),
  );
  let reader: PurchaseReader | undefined;
  for await (const records of file.records()) {
    reader ??= new PurchaseReader(file.head, { ...asked, format }, latestDay(new Date()));
    for (const record of records) {
      const row = reader.read(record);
      tally.add(row);
      seen.add(row, accountIdOf);
    }
  }
  const view = { programId: asked.programId, sha256: hash.digest('hex') };
  return {
    format,
    questions,
    columns: file.head.header,
    ...tally.result(),
    warnings: warningsOf(seen, { view, head: file.head }, earlier),
  };
}

type Posting = Exclude<PurchaseRow, { kind: 'rejected' }>;

function idOf(row: Posting, programId: string, identity: RowIdentity): string {
  return row.kind === 'return'
    ? returnOperationId(identity, programId, row.purchaseId!, row.returnOf)
    : purchaseOperationId(identity, programId, row.purchaseId!);
}

class PreviewTally {
  readonly #rows: PurchaseRow[] = [];
  readonly #rejections = new Map<RowError, { rows: number; readonly line: number }>();
  #total = 0;
  #posting = 0;
  #skipped = 0;
  #existing = 0;
  #points = 0n;

  constructor(private readonly isPosted: (row: Posting) => boolean) {}

  add(row: PurchaseRow): void {
    this.#total++;
    if (this.#rows.length < ROWS_SHOWN) this.#rows.push(row);
    if (row.kind === 'rejected') {
      const before = this.#rejections.get(row.code);
      if (before) before.rows++;
      else this.#rejections.set(row.code, { rows: 1, line: row.line });
    } else if (row.points === 0n) this.#skipped++;
    else if (this.isPosted(row)) this.#existing++;
    else {
      this.#posting++;
      if (row.kind === 'purchase') this.#points += row.points;
    }
  }

  result() {
    const rejections = [...this.#rejections].map(([code, where]) => ({ code, reason: rowErrors[code], ...where }));
    return {
      rows: this.#rows,
      rowsTotal: this.#total,
      rowsPosting: this.#posting,
      rowsRejected: rejections.reduce((sum, { rows }) => sum + rows, 0),
      rowsSkipped: this.#skipped,
      rowsExisting: this.#existing,
      pointsIssued: this.#points,
      rejections,
    };
  }
}

/** What is odd about a file, and what it has in common with earlier ones where rows are not known by their `purchase_id`. */
export function warningsOf(
  { sketch, oddities }: SeenRows,
  { view, head }: { readonly view: { readonly sha256: string }; readonly head: ImportRow['head'] },
  earlier: readonly EarlierImport[],
): Warning[] {
  const same = earlier.find(({ sha256 }) => sha256 === view.sha256);
  if (same) return [warning('FILE_SEEN_BEFORE', { importId: same.importId }), ...oddities.warnings()];
  if (knowsPurchases(head.header)) return oddities.warnings();
  const alike = earlier
    .map(({ importId, rows, sketch: other }) => ({ importId, rows: Math.round(other.shareIn(sketch) * rows) }))
    .filter(({ rows }) => rows > 0)
    .toSorted((a, b) => b.rows - a.rows);
  return [...alike.slice(0, 5).map((where) => warning('ROWS_SEEN_BEFORE', where)), ...oddities.warnings()];
}

/** The beginning of a file, and all of it. */
async function withHead(body: Readable): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let bytes = 0;
  while (bytes < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    bytes += next.value.length;
  }
  async function* all(): AsyncGenerator<Buffer> {
    yield* first;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  return { head: Buffer.concat(first).subarray(0, HEAD_BYTES), all: all() };
}

async function* hashed(
  chunks: AsyncIterable<Buffer>,
  hash: { update(bytes: Buffer): unknown },
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
