/**
 * Posts the rows of a file: several transactions of 500 issuances in flight, accounts opened on the way.
 *
 * Every row's operation has an id made of the programme, the file's hash and the line, so that a row that is posted
 * again, after a restart or from the same file sent once more, is known to the ledger. What is done is marked in file order:
 * the mark in the database never stands behind a row that is not counted.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { custodianOf, type Operation, type Role } from '@commonpoint/catalogue';
import { Failure, gatewayFailureCodes } from '../channel/failures.js';
import { followReferences } from './followed-references.js';
import type { ImportProgress, RejectedRow } from './import-progress.js';
import type { Log } from '../log.js';
import type { OperationResult } from '../writes/results.js';
import type { PointsLedger } from '../writes/points-ledger.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { AccountOpening } from '../writes/open-accounts.js';
import { postAside } from '../writes/post-aside.js';
import type { Submission } from '../writes/submission.js';
import type { ImportRow, ImportRows, Progress } from './import-rows.js';
import { OrderedMarks } from './ordered-marks.js';
import { stretches, type Issuance, type Stretch } from './stretches.js';

/** Stretches of the file under way at the same time; more than lanes are of no use. */
const STRETCHES_MAX = 8;
/** Rows that were not posted because the peer is away or busy are tried again after this. */
const PATIENCE_MS = 1_000;

export interface PostImportParts {
  readonly rows: ImportRows;
  readonly commits: GroupCommit;
  readonly projection: PointsLedger;
  readonly accounts: AccountOpening;
  readonly submission: Submission;
  readonly accountIdOf: (memberRef: string) => string;
  readonly log: Log;
}

/** Posts what is left of the import. Resolves when all of it is posted and marked, or when `signal` says stop. */
export async function postImport(
  parts: PostImportParts,
  { seq, role, view }: ImportRow,
  file: AsyncIterable<Buffer>,
  signal: AbortSignal,
): Promise<void> {
  const done = new OrderedMarks(parts, seq);
  const underWay = new Set<Promise<void>>();
  let failure: Error | undefined;
  for await (const stretch of stretches(file, view, parts.accountIdOf, rowsDone(view))) {
    while (underWay.size >= STRETCHES_MAX && !failure && !signal.aborted) await Promise.race(underWay);
    if (failure || signal.aborted) break;
    const mark = done.next();
    const posted = postStretch(parts, role, stretch, signal)
      .then((progress) => mark(progress))
      .catch((error: unknown) => {
        failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => underWay.delete(posted));
    underWay.add(posted);
  }
  // After a failure the others are not waited for: their marks wait for the one that is missing.
  while (underWay.size > 0 && !failure) await Promise.race(underWay);
  if (failure) throw failure;
}

/** Without the expectation that stands in for it while the import runs. */
function rowsDone(view: ImportProgress): number {
  return view.rowsPosted + view.rowsRejected + view.rowsSkipped;
}

async function postStretch(
  parts: PostImportParts,
  role: Role,
  stretch: Stretch,
  signal: AbortSignal,
): Promise<Progress> {
  const { rows, skipped } = stretch;
  const { issuances, rejected: misled } = followReferences(parts.projection, stretch.issuances);
  const rejected = [...stretch.rejected, ...misled];
  if (issuances.length === 0) return { rows, posted: 0, skipped, existing: 0, points: 0n, rejected: inOrder(rejected) };
  const closed = await openMissing(parts, role, issuances, signal);
  const postable = issuances.filter(({ operation }) => !closed.has(operation.accountId));
  const results = await postAll(parts, role, postable, signal);
  let [posted, existing, points] = [0, 0, 0n];
  const refused: RejectedRow[] = [];
  for (const { line, operation } of issuances) {
    const { state, existed, code, detail } = closed.get(operation.accountId) ?? results.get(operation.id)!;
    if (state === 'committed') {
      posted++;
      points += BigInt(operation.amount);
      if (existed) existing++;
    } else refused.push({ line, code: code ?? 'ROW_MALFORMED', reason: detail ?? '' });
  }
  return {
    rows,
    posted,
    skipped,
    existing,
    points,
    rejected: inOrder([...rejected, ...refused]),
  };
}

function inOrder(rows: readonly RejectedRow[]): RejectedRow[] {
  return rows.toSorted((a, b) => a.line - b.line);
}

/** Why rows of an account are not posted. */
type Closed = Pick<OperationResult, 'code' | 'detail'> & { readonly state: 'rejected'; readonly existed?: undefined };

/**
 * Opens the accounts that are not there, and says of those that are not this organisation's what they are refused with:
 * nothing is issued to them.
 */
async function openMissing(
  { projection, accounts, log }: PostImportParts,
  role: Role,
  issuances: readonly Issuance[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Closed>> {
  const closed = new Map<string, Closed>();
  const refuse = (accountId: string, code: Closed['code'], detail: string): void => {
    closed.set(accountId, { state: 'rejected', code, detail });
  };
  const open = async (accountId: string): Promise<void> => {
    for (;;) {
      const account = projection.account(accountId);
      // The ledger opens no account under another's name; this is for a ledger whose peers conspired.
      if (account && account.custodian !== custodianOf(accountId))
        return refuse(accountId, 'NOT_CUSTODIAN', `${accountId} is in the custody of ${account.custodian}`);
      if (account) return;
      try {
        await accounts.open(role, { accountId, kind: 'member' });
        return;
      } catch (error) {
        if (error instanceof Failure && ofAccount.has(error.code))
          return refuse(accountId, error.code, `${accountId}: ${error.message}`);
        if (!isPassing(error) || signal.aborted) throw error;
        log.warn({ err: error }, 'Accounts of an import could not be opened yet');
        await pause(PATIENCE_MS, undefined, { signal });
      }
    }
  };
  await Promise.all([...new Set(issuances.map(({ operation }) => operation.accountId))].map(open));
  return closed;
}

/** What an account that stands in the way is refused with: a matter of the rows that name it. */
const ofAccount: ReadonlySet<string> = new Set([
  'ACCOUNT_EXISTS',
  'NOT_CUSTODIAN',
  'REFERENCE_REMOVED',
  'REFERENCE_ELSEWHERE',
]);

/** Posts the issuances until each has an outcome that the ledger gave. */
async function postAll(
  { submission }: PostImportParts,
  role: Role,
  issuances: readonly Issuance[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, OperationResult>> {
  const results = new Map<string, OperationResult>();
  let open: readonly Operation[] = issuances.map(({ operation }) => operation);
  while (open.length > 0) {
    for (const result of await postAside(submission, role, open, issuances[0]!.line)) {
      if (!isGatewayFailure(result.code)) results.set(result.operationId, result);
    }
    open = open.filter(({ id }) => !results.has(id));
    if (open.length > 0) await pause(PATIENCE_MS, undefined, { signal });
  }
  return results;
}

function isGatewayFailure(code: string | undefined): boolean {
  return code !== undefined && Object.hasOwn(gatewayFailureCodes, code);
}

function isPassing(error: unknown): boolean {
  return error instanceof Failure && isGatewayFailure(error.code);
}
