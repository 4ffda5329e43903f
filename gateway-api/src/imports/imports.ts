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
import { holdsDetails, knowsPurchases, type FileHead } from './columns.js';
import type { StatedFormat } from './file-format.js';
import { postImport, refuseUnlessWhole, type PostImportParts } from './post-import.js';
import { PurchaseFile } from './purchase-file.js';
import { JobLanes } from './job-lanes.js';
import type { ReversalRows } from './reversal-rows.js';
import { takeBackImport } from './take-back-import.js';
import { rejectedRowsFile } from './rejected-rows.js';
import type { Spool, Spooled } from './spool.js';
import { previewFile, warningsOf, type Preview } from './preview.js';

/** Imports at work at the same time; the others wait their turn. */
const AT_WORK_MAX = 2;
/** Imports that may be unfinished at the same time. */
const UNFINISHED_MAX = 32;
const REJECTIONS_AT_ONCE = 500;
/** After a fault that is neither the file's nor the ledger's. */
const RETRY_MS = 5_000;

export interface ImportsParts extends PostImportParts {
  readonly keys: IdempotencyRows;
  readonly spool: Spool;
  readonly reversals: ReversalRows;
  /** The last block that the own peer has, once the projection has it too. */
  readonly ledgerBlock: () => Promise<number>;
  readonly isClosing: () => boolean;
  /** Whether details that came with rows could not be anchored. */
  readonly areDetailsBehind: () => boolean;
}

export class PurchaseImports {
  readonly #stopping = new AbortController();
  readonly #jobs = new JobLanes(AT_WORK_MAX);

  constructor(private readonly parts: ImportsParts) {}

  async start(
    body: Readable,
    parameters: ImportParameters,
    caller: Caller,
    claim: Omit<IdempotencyClaim, 'fingerprint'>,
  ): Promise<Claimed<{ readonly import: ImportProgress }>> {
    const { rows, spool, keys, commits } = this.parts;
    this.#mayIssue(parameters.programId);
    this.#requireTermsOfUse(parameters);
    if (this.parts.isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
    if (rows.running().length >= UNFINISHED_MAX) throw new Failure('QUEUE_FULL', undefined, { retryAfterS: 10 });
    const importId = `imp-${randomBytes(10).toString('hex')}`;
    const spooled = await spool.write(importId, body, (chunks) => countRows(chunks, parameters));
    try {
      if (holdsDetails(spooled.read.head.header) && this.parts.areDetailsBehind()) throw new Failure('DETAILS_BEHIND');
      const fingerprint = fingerprintOf(parameters, spooled);
      const outcome = await commits.run((): Claimed<{ importId: string }> => {
        const claimed = keys.claim({ ...claim, fingerprint });
        if (claimed.kind === 'conflict' || claimed.kind === 'in-flight') return { kind: claimed.kind };
        if (claimed.kind === 'replay' && claimed.reply) return { kind: 'replay', importId: String(claimed.reply.body) };
        rows.insert({
          importId,
          role: caller.role,
          parameters,
          sha256: spooled.sha256,
          bytes: spooled.bytes,
          ...spooled.read,
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

  /** Forgets rejected rows that say of which of these accounts they are. */
  forgetAccounts(accountIds: readonly string[]): Promise<void> {
    return this.parts.commits.run(() => accountIds.forEach((accountId) => this.parts.rows.forgetAccount(accountId)));
  }

  /** Reads a file as an import would, and issues nothing. @throws Failure CSV_INVALID */
  async preview(body: Readable, parameters: Omit<ImportParameters, 'format'>, format: StatedFormat): Promise<Preview> {
    const { rows, projection, mspId, identity } = this.parts;
    this.#mayIssue(parameters.programId);
    return previewFile(body, parameters, format, {
      identity,
      isPosted: (operationId) => projection.receipt(mspId, operationId) !== undefined,
      earlier: rows.earlier(parameters.programId, Number.MAX_SAFE_INTEGER),
    });
  }

  /**
   * Takes a whole import back, or goes on where it was refused before.
   *
   * @throws Failure IMPORT_UNKNOWN, IMPORT_RUNNING
   */
  async reverse(
    importId: string,
    caller: Caller,
    claim: Omit<IdempotencyClaim, 'fingerprint'>,
  ): Promise<Claimed<{ readonly import: ImportProgress }>> {
    const { keys, commits, reversals, isClosing } = this.parts;
    if (isClosing()) throw new Failure('SHUTTING_DOWN', undefined, { retryAfterS: 5 });
    const { seq, view } = this.#find(importId);
    if (view.state === 'running') throw new Failure('IMPORT_RUNNING', `${importId} is still posting its rows.`);
    const fingerprint = createHash('sha256').update(`reversal\n${importId}`).digest('hex');
    const begun = await commits.run((): Claimed<{ begins: boolean }> => {
      const claimed = keys.claim({ ...claim, fingerprint });
      if (claimed.kind === 'conflict' || claimed.kind === 'in-flight') return { kind: claimed.kind };
      if (claimed.kind === 'replay' && claimed.reply) return { kind: 'replay', begins: false };
      const before = reversals.find(seq)?.progress;
      const begins = !before || (before.state === 'completed' && before.rowsRefused > 0);
      if (begins) reversals.begin(seq, caller.role);
      keys.complete({ ...claim, fingerprint }, { status: 202, headers: {}, body: importId });
      return { kind: 'new', begins };
    });
    if (begun.kind === 'conflict' || begun.kind === 'in-flight') return { kind: begun.kind };
    if (begun.begins) this.#enqueueReversal(this.#find(importId));
    return { kind: begun.kind, import: await this.get(importId) };
  }

  get(importId: string): Promise<ImportProgress> {
    return Promise.resolve(this.#view(this.#find(importId)));
  }

  list({ limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }) {
    const before = decodeCursor(cursor, z.int(), Number.MAX_SAFE_INTEGER);
    const found = this.parts.rows.page(before, limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? { next: encodeCursor(shown.at(-1)!.seq) } : {};
    return Promise.resolve({ items: shown.map((row) => this.#view(row)), ...next });
  }

  /** The rows themselves, as a file that can be sent again. @throws Failure IMPORT_UNKNOWN */
  rejectedRows(importId: string): AsyncIterable<string> {
    const { seq, head } = this.#find(importId);
    return rejectedRowsFile(head, this.#rejectedRows(seq));
  }

  async *#rejectedRows(seq: number): AsyncIterable<RejectedRow> {
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
    for (const importId of this.parts.reversals.running()) this.#enqueueReversal(this.#find(importId));
  }

  /** Begins nothing any more and waits for what is in flight; the rest is done by the next run. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#jobs.stop();
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

  #requireTermsOfUse({ programId, termsOfUse = 0 }: ImportParameters): void {
    const { termsOfUse: newest, termsHash } = this.parts.projection.program(programId)!;
    if (termsOfUse > (newest?.version ?? (termsHash === undefined ? 0 : 1)))
      throw new Failure('TERMS_OF_USE_UNKNOWN', `${programId} has no terms of use of version ${termsOfUse}.`);
  }

  #view({ seq, view }: ImportRow): ImportProgress {
    return { ...view, reversal: this.parts.reversals.find(seq)?.progress };
  }

  #enqueue(row: ImportRow): void {
    this.#jobs.add(laneOf(row), () => this.#run(row));
  }

  #enqueueReversal(row: ImportRow): void {
    this.#jobs.add(laneOf(row), () => this.#runReversal(row));
  }

  async #runReversal(row: ImportRow): Promise<void> {
    const { importId, seq } = row;
    const { commits, reversals, log } = this.parts;
    const { signal } = this.#stopping;
    try {
      await takeBackImport(this.parts, seq, signal);
      if (signal.aborted) return;
      await commits.keep(() => reversals.finish(seq));
      log.info({ importId }, 'An import is taken back');
    } catch (error) {
      if (signal.aborted) return;
      log.error({ err: error, importId }, 'The reversal of an import broke off and is tried again');
      setTimeout(() => this.#enqueueReversal(row), RETRY_MS).unref();
    }
  }

  async #run(row: ImportRow): Promise<void> {
    const { importId, seq } = row;
    const { parts } = this;
    const { rows, commits, spool, log } = parts;
    const { signal } = this.#stopping;
    try {
      const resumedAfter = await parts.ledgerBlock();
      await commits.keep(() => rows.begin(seq, resumedAfter));
      const seen = await postImport(parts, rows.find(importId)!, spool.read(importId), { resumedAfter, signal });
      if (signal.aborted) return;
      refuseUnlessWhole(rows.find(importId)!);
      const warnings = warningsOf(seen, row, rows.earlier(row.view.programId, seq));
      await commits.keep(() => {
        rows.describe(seq, seen.sketch, warnings);
        rows.finish(seq, 'completed');
      });
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

/** Imports that may hold the same purchases go one after the other: so the later one is told what the earlier one posted. */
function laneOf({ view, head }: ImportRow): string {
  return `${view.programId} ${knowsPurchases(head.header) ? 'purchases' : view.sha256}`;
}

/** Reads the file as it comes in: its header, and how many rows it has. @throws Failure CSV_INVALID */
async function countRows(
  chunks: AsyncIterable<Buffer>,
  { format }: ImportParameters,
): Promise<{ readonly head: FileHead; readonly rowsExpected: number }> {
  const file = new PurchaseFile(chunks, format);
  let rowsExpected = 0;
  for await (const records of file.records()) rowsExpected += records.length;
  return { head: file.head, rowsExpected };
}

/** What the import cannot go on after; anything else may pass. */
function toFinalFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  const isLost = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return isLost ? new Failure('IMPORT_FILE_DAMAGED', 'The file is not on the gateway’s disk any more.') : undefined;
}

function fingerprintOf(parameters: ImportParameters, { sha256 }: Spooled): string {
  const { programId, pointsPerUnit, rounding, campaign, earnedOn, termsOfUse, format } = parameters;
  const { encoding, delimiter, decimalMark, groupMark, decimals, dateFormat } = format;
  const accepted = termsOfUse === undefined ? [] : [termsOfUse];
  const written = [encoding, delimiter ?? null, decimalMark, groupMark, decimals, dateFormat];
  return createHash('sha256')
    .update(
      JSON.stringify([programId, pointsPerUnit, rounding, campaign ?? null, earnedOn, written, sha256, ...accepted]),
    )
    .digest('hex');
}
