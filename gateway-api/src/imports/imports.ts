/** Imports of purchases, as HTTP sees them, and the jobs behind them. */
import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { Failure } from '../channel/failures.js';
import type { Caller } from '../caller.js';
import type { Claimed, IdempotencyClaim, IdempotencyRows } from '../store/idempotency.js';
import type { ImportParameters, ImportProgress, RejectedRow } from './import-progress.js';
import { decodeCursor, encodeCursor } from '../channel/pages.js';
import type { ImportRow } from './import-rows.js';
import { postImport, type PostImportParts } from './post-import.js';
import { purchaseRows } from './purchase-rows.js';
import type { Spool, Spooled } from './spool.js';

/** Imports at work at the same time; the others wait their turn. */
const AT_WORK_MAX = 2;
/** Imports that may be unfinished at the same time. */
const UNFINISHED_MAX = 32;
const REJECTIONS_AT_ONCE = 500;
/** After a fault that is neither the file's nor the ledger's. */
const RETRY_MS = 5_000;

export interface ImportsParts extends PostImportParts {
  readonly mspId: string;
  readonly keys: IdempotencyRows;
  readonly spool: Spool;
  readonly isClosing: () => boolean;
}

export class PurchaseImports {
  readonly #stopping = new AbortController();
  readonly #jobs = new Map<string, Promise<void>>();
  #waiting: ImportRow[] = [];

  constructor(private readonly parts: ImportsParts) {}

  async start(
    body: Readable,
    parameters: ImportParameters,
    caller: Caller,
    claim: Omit<IdempotencyClaim, 'fingerprint'>,
  ): Promise<Claimed<{ readonly import: ImportProgress }>> {
    const { rows, spool, keys, commits } = this.parts;
    this.#mayIssue(parameters.programId);
    if (this.parts.isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
    if (rows.running().length >= UNFINISHED_MAX) throw new Failure('QUEUE_FULL', undefined, { retryAfterS: 10 });
    const importId = `imp-${randomBytes(10).toString('hex')}`;
    const spooled = await spool.write(importId, body);
    try {
      await checkHeader(spool.read(importId), parameters);
      const fingerprint = fingerprintOf(parameters, spooled);
      const outcome = await commits.run((): Claimed<{ importId: string }> => {
        const claimed = keys.claim({ ...claim, fingerprint });
        if (claimed.kind === 'conflict' || claimed.kind === 'in-flight') return { kind: claimed.kind };
        if (claimed.kind === 'replay' && claimed.reply) return { kind: 'replay', importId: String(claimed.reply.body) };
        rows.insert({
          importId,
          role: caller.role,
          parameters,
          rowsExpected: Math.max(0, spooled.lines - 1),
          ...spooled,
        });
        keys.complete({ ...claim, fingerprint }, { status: 202, headers: {}, body: importId });
        return { kind: 'new', importId };
      });
      if (outcome.kind !== 'new') await spool.remove(importId);
      if (outcome.kind === 'conflict' || outcome.kind === 'in-flight') return { kind: outcome.kind };
      if (outcome.kind === 'new') this.#enqueue(rows.find(importId)!);
      return { kind: outcome.kind, import: await this.get(outcome.importId) };
    } catch (error) {
      if (!rows.find(importId)) await spool.remove(importId);
      throw error;
    }
  }

  get(importId: string): Promise<ImportProgress> {
    return Promise.resolve(this.#find(importId).view);
  }

  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) {
    const before = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
    const found = this.parts.rows.page(before, limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? { next: encodeCursor(shown.at(-1)!.seq) } : {};
    return Promise.resolve({ items: shown.map(({ view }) => view), ...next });
  }

  async *rejectedRows(importId: string): AsyncIterable<RejectedRow> {
    const { seq } = this.#find(importId);
    let line = 0;
    for (;;) {
      const page = this.parts.rows.rejections(seq, line, REJECTIONS_AT_ONCE);
      yield* page;
      if (page.length < REJECTIONS_AT_ONCE) return;
      line = page.at(-1)!.line;
    }
  }

  /** Goes on with what an earlier run did not finish. */
  async resume(): Promise<void> {
    const running = this.parts.rows.running();
    await this.parts.spool.keepOnly(running.map(({ importId }) => importId));
    for (const row of running) this.#enqueue(row);
  }

  /** Begins nothing any more and waits for what is in flight; the rest is done by the next run. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#waiting = [];
    await Promise.all(this.#jobs.values());
  }

  #find(importId: string): ImportRow {
    const row = this.parts.rows.find(importId);
    if (!row) throw new Failure('IMPORT_UNKNOWN', `There is no import with the id ${importId}.`);
    return row;
  }

  #mayIssue(programId: string): void {
    const program = this.parts.projection.program(programId);
    if (!program) throw new Failure('PROGRAM_UNKNOWN', `No programme has the id ${programId}.`);
    if (program.issuer !== this.parts.mspId)
      throw new Failure('NOT_ISSUER', `${programId} is issued by ${program.issuer}.`);
  }

  #enqueue(row: ImportRow): void {
    this.#waiting.push(row);
    this.#next();
  }

  #next(): void {
    while (this.#jobs.size < AT_WORK_MAX && !this.#stopping.signal.aborted) {
      const row = this.#waiting.shift();
      if (!row) return;
      const job = this.#run(row).finally(() => {
        this.#jobs.delete(row.importId);
        this.#next();
      });
      this.#jobs.set(row.importId, job);
    }
  }

  async #run(row: ImportRow): Promise<void> {
    const { importId, seq } = row;
    const { parts } = this;
    const { rows, commits, spool, log } = parts;
    const { signal } = this.#stopping;
    try {
      await postImport(parts, rows.find(importId)!, spool.read(importId), signal);
      if (signal.aborted) return;
      await commits.keep(() => rows.finish(seq, 'completed'));
      log.info({ importId }, 'An import is completed');
    } catch (error) {
      if (signal.aborted) return;
      const failure = toFinalFailure(error);
      if (!failure) {
        log.error({ err: error, importId }, 'An import broke off and is tried again');
        setTimeout(() => this.#enqueue(row), RETRY_MS).unref();
        return;
      }
      log.warn({ err: error, importId }, 'An import failed');
      await commits.keep(() => rows.finish(seq, 'failed', failure.code, failure.message));
    }
    await spool.remove(importId).catch((error: unknown) => log.warn({ err: error, importId }, 'A spooled file stays'));
  }
}

/** Reads as far as the header. @throws Failure CSV_INVALID */
async function checkHeader(file: AsyncIterable<Buffer>, parameters: ImportParameters): Promise<void> {
  for await (const rows of purchaseRows(file, parameters)) if (rows.length > 0) return;
}

/** What the import cannot go on after; anything else may pass. */
function toFinalFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  const isLost = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isLost ? new Failure('CSV_INVALID', 'The file is not on the gateway’s disk any more.') : undefined;
}

function fingerprintOf(parameters: ImportParameters, { sha256 }: Spooled): string {
  const { programId, pointsPerUnit, rounding, campaign } = parameters;
  return createHash('sha256')
    .update(JSON.stringify([programId, pointsPerUnit, rounding, campaign ?? null, sha256]))
    .digest('hex');
}
