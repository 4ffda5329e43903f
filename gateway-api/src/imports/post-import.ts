/**
 * Posts the rows of a file: several transactions of 500 issuances in flight, accounts opened on the way.
 *
 * Every row's operation has an id made of the programme and either the row's `purchase_id` or the file's hash and the line, so
 * that a row that is posted again, after a restart or from a file sent once more, is known to the ledger. What is done is marked
 * in file order: the mark in the database never stands behind a row that is not counted.
 */
import { errorCodes, type Role } from '@commonpoint/catalogue';
import { Failure } from '../channel/failures.js';
import type { DetailStore } from '../store/detail-store.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { Submission } from '../writes/submission.js';
import { differs, forgetDetails, keepDetails } from './kept-details.js';
import { followReferences } from './followed-references.js';
import type { ImportProgress, RejectedRow } from './import-progress.js';
import type { ImportRow, ImportRows, Progress } from './import-rows.js';
import type { AccountToOpen } from '../writes/open-accounts.js';
import { openMissing, type OpeningParts } from './open-missing.js';
import { OrderedMarks } from './ordered-marks.js';
import { planReturns } from './plan-returns.js';
import { knowsPurchases, type FileHead } from './columns.js';
import { postUntilFinal, type FinalResult, type Posting } from './post-until-final.js';
import { rejectedRow } from './rejected-rows.js';
import { SeenRows, stretches, type Return, type Row, type RowIdentity, type Stretch } from './stretches.js';
import { ownOnes, type RunOfImport } from './whose-posting.js';

/** Stretches of the file under way at the same time; more than lanes are of no use. */
const STRETCHES_MAX = 8;

export interface PostImportParts extends OpeningParts {
  readonly mspId: string;
  readonly rows: ImportRows;
  readonly commits: GroupCommit;
  readonly submission: Submission;
  readonly identity: RowIdentity;
  readonly details: DetailStore;
}

/** What all stretches of an import share. */
interface Journey {
  readonly parts: PostImportParts;
  readonly role: Role;
  readonly head: FileHead;
  readonly run: RunOfImport;
  readonly termsOfUse: AccountToOpen['termsOfUse'];
  readonly signal: AbortSignal;
}

/** Posts what is left of the import. Resolves when all of it is posted and marked, or when `signal` says stop. */
export async function postImport(
  parts: PostImportParts,
  row: ImportRow,
  file: AsyncIterable<Buffer>,
  { resumedAfter, signal }: { readonly resumedAfter: number; readonly signal: AbortSignal },
): Promise<SeenRows> {
  const seen = new SeenRows();
  const { seq, role, view, head, begunAfter = resumedAfter } = row;
  const byPurchase = knowsPurchases(head.header);
  const { programId, termsOfUse: version } = view;
  const termsOfUse = version === undefined ? undefined : [{ programId, version }];
  const journey = { parts, role, head, signal, termsOfUse, run: { seq, begunAfter, resumedAfter, byPurchase } };
  const done = new OrderedMarks(parts, seq);
  const underWay = new Set<Promise<boolean>>();
  let earlier: Promise<boolean> = Promise.resolve(true);
  let failure: Error | undefined;
  let begun = 0;
  for await (const stretch of stretches(file, row, parts.identity, rowsDone(view), seen)) {
    while (underWay.size >= STRETCHES_MAX && !failure && !signal.aborted) await Promise.race(underWay);
    if (failure || signal.aborted) break;
    const mark = done.next();
    const posted = postStretch(journey, stretch, { earlier, isEarly: begun++ < STRETCHES_MAX })
      .then((progress) => mark(progress))
      .then(() => true)
      .catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
        return false;
      })
      .finally(() => underWay.delete(posted));
    underWay.add(posted);
    earlier = Promise.all([earlier, posted]).then((all) => !all.includes(false));
  }
  // After a failure the others are not waited for: their marks wait for the one that is missing.
  while (underWay.size > 0 && !failure) await Promise.race(underWay);
  if (failure) throw failure;
  return seen;
}

/** Without the expectation that stands in for it while the import runs. */
export function rowsDone({ rowsPosted, rowsRejected, rowsSkipped, rowsExisting }: ImportProgress): number {
  return rowsPosted + rowsRejected + rowsSkipped + rowsExisting;
}

interface Place {
  /** Whether the stretches before this one are posted, all of them. */
  readonly earlier: Promise<boolean>;
  /** As many come first as may have been under way when the import was interrupted. */
  readonly isEarly: boolean;
}

async function postStretch(journey: Journey, stretch: Stretch, { earlier, isEarly }: Place): Promise<Progress> {
  const tally = new Tally(journey, stretch, isEarly);
  await postIssuances(journey, stretch, tally);
  if (stretch.returns.length > 0) {
    // They may be of purchases further up in the file.
    if (!(await earlier)) throw new Error('an earlier stretch was not posted');
    await postReturns(journey, stretch.returns, tally);
  }
  return tally.progress();
}

async function postIssuances(
  { parts, role, signal, termsOfUse }: Journey,
  stretch: Stretch,
  tally: Tally,
): Promise<void> {
  const { issuances: known, misled } = followReferences(parts.projection, stretch.issuances);
  const detail = errorCodes.REFERENCE_REMOVED;
  for (const issuance of misled) tally.reject(issuance, { code: 'REFERENCE_REMOVED', detail });
  const { differing, own } = await keepDetails(parts, known, ({ operation }) => operation.id, signal, tally.isEarly);
  for (const issuance of known) if (differing.has(issuance.operation.id)) tally.reject(issuance, differs);
  const issuances = known.filter(({ operation }) => !differing.has(operation.id));
  if (issuances.length === 0) return;
  const accountIds = new Set(issuances.map(({ operation }) => operation.accountId));
  const closed = await openMissing(parts, role, accountIds, termsOfUse, signal);
  const postable = issuances.map(({ operation }) => operation).filter(({ accountId }) => !closed.has(accountId));
  const posting: Posting = { role, signal, seq: issuances[0]!.line };
  const results = await postUntilFinal(parts.submission, postable, posting);
  for (const issuance of issuances) {
    const { accountId } = issuance.operation;
    const refused = closed.get(accountId);
    if (refused) tally.reject(issuance, refused);
  }
  const outcomes = issuances.flatMap((of) => {
    const result = results.get(of.operation.id);
    return result ? { of, result } : [];
  });
  tally.count(outcomes, ({ operation }) => tally.issued(operation));
  await forgetDetails(parts, own, results, signal);
}

async function postReturns({ parts, role, signal }: Journey, all: readonly Return[], tally: Tally): Promise<void> {
  const { projection, mspId } = parts;
  const { differing, own } = await keepDetails(parts, all, ({ operationId }) => operationId, signal, tally.isEarly);
  for (const each of all) if (differing.has(each.operationId)) tally.reject(each, differs);
  const returns = all.filter(({ operationId }) => !differing.has(operationId));
  const planned = planReturns(returns, {
    receiptOf: (id) => projection.receipt(mspId, id)?.receipt,
    leadsTo: (accountId) => projection.leadsTo(accountId)?.accountId,
  });
  const asked = planned.filter((each) => 'operation' in each);
  const posting: Posting = { role, signal, seq: all[0]!.line };
  const operations = asked.map(({ operation }) => operation);
  const results = await postUntilFinal(parts.submission, operations, posting);
  for (const each of planned) if ('code' in each) tally.reject(each.of, { code: each.code, detail: each.reason });
  const outcomes = asked.map(({ of, operation }) => ({
    of: { ...of, amount: BigInt(operation.amount ?? '0') },
    result: results.get(operation.id)!,
  }));
  tally.count(outcomes, ({ amount }) => void (tally.returned += amount));
  await forgetDetails(parts, own, results, signal);
}

/** What a stretch came to, row by row. */
class Tally {
  #posted = 0;
  #existing = 0;
  #points = 0n;
  returned = 0n;
  readonly #issued: string[] = [];
  readonly #rejected: RejectedRow[];

  constructor(
    private readonly journey: Journey,
    private readonly stretch: Stretch,
    readonly isEarly: boolean,
  ) {
    this.#rejected = [...stretch.rejected];
  }

  /** Rows that the ledger gave an outcome; `own` is told of each that this import posted. */
  count<R extends Row>(outcomes: readonly { of: R; result: FinalResult }[], own: (of: R) => void): void {
    const { parts, run } = this.journey;
    const committed = outcomes.filter(({ result }) => result.state === 'committed');
    const results = committed.map(({ result }) => result);
    const ownIds = ownOnes(parts, run, results, this.isEarly);
    for (const { of, result } of outcomes) {
      if (result.state !== 'committed') this.reject(of, result);
      else if (ownIds.has(result.operationId)) {
        this.#posted++;
        own(of);
      } else this.#existing++;
    }
  }

  issued({ id, amount }: { readonly id: string; readonly amount: string }): void {
    this.#points += BigInt(amount);
    this.#issued.push(id);
  }

  reject(
    { line, fields }: Row,
    {
      code = 'ROW_MALFORMED',
      detail = '',
    }: { readonly code?: string | undefined; readonly detail?: string | undefined },
  ): void {
    this.#rejected.push({ line, code, reason: detail, row: rejectedRow(this.journey.head, fields) });
  }

  progress(): Progress {
    const { rows, skipped } = this.stretch;
    return {
      rows,
      posted: this.#posted,
      skipped,
      existing: this.#existing,
      points: this.#points,
      returned: this.returned,
      issued: this.#issued,
      rejected: this.#rejected.toSorted((a, b) => a.line - b.line),
    };
  }
}

/** @throws Failure IMPORT_FILE_DAMAGED unless every row that was counted when the file came in has been accounted for */
export function refuseUnlessWhole({ rowsExpected, view }: ImportRow): void {
  const done = rowsDone(view);
  if (done === rowsExpected) return;
  throw new Failure('IMPORT_FILE_DAMAGED', `${rowsExpected} rows were sent, and ${done} are accounted for.`);
}
