/**
 * Takes back what an import issued: each purchase by an operation whose id follows from the purchase's own, so that it may be
 * interrupted and begun again as often as need be.
 */
import type { Role } from '@commonpoint/catalogue';
import type { GroupCommit } from '../store/group-commit.js';
import type { PointsLedger } from '../writes/points-ledger.js';
import type { Submission } from '../writes/submission.js';
import type { ImportRows, IssuedStretch } from './import-rows.js';
import { postUntilFinal } from './post-until-final.js';
import type { ReversalRows, TakenBack } from './reversal-rows.js';

/** Stretches that are taken back at the same time. */
const STRETCHES_MAX = 4;

export interface TakeBackParts {
  readonly mspId: string;
  readonly rows: ImportRows;
  readonly reversals: ReversalRows;
  readonly commits: GroupCommit;
  readonly projection: PointsLedger;
  readonly submission: Submission;
}

export async function takeBackImport(parts: TakeBackParts, seq: number, signal: AbortSignal): Promise<void> {
  const { rows, reversals, commits } = parts;
  const { role, rowDone } = reversals.find(seq)!;
  let together: IssuedStretch[] = [];
  const takeBackThese = async (): Promise<void> => {
    const done = await Promise.all(together.map((stretch) => takeBack(parts, role, stretch, signal)));
    together = [];
    await commits.keep(() => {
      for (const taken of done) reversals.advance(seq, taken);
    });
  };
  for (const stretch of rows.issued(seq, rowDone)) {
    if (signal.aborted) return;
    together.push(stretch);
    if (together.length === STRETCHES_MAX) await takeBackThese();
  }
  if (together.length > 0 && !signal.aborted) await takeBackThese();
}

async function takeBack(
  { mspId, projection, submission }: TakeBackParts,
  role: Role,
  { firstRow, ids }: IssuedStretch,
  signal: AbortSignal,
): Promise<TakenBack> {
  const idOf = (operationId: string): string => `rv:${operationId}`;
  const operations = ids.map((operationId) => ({ kind: 'reverse' as const, id: idOf(operationId), operationId }));
  const results = await postUntilFinal(submission, operations, { role, seq: firstRow, signal });
  const refusals: string[] = [];
  const operationIds: string[] = [];
  let [points, shortfall] = [0n, 0n];
  for (const id of ids) {
    const { state, code = '' } = results.get(idOf(id))!;
    // Nothing is left of what was returned already.
    if (state !== 'committed' && code !== 'ALREADY_REVERSED') {
      refusals.push(code);
      continue;
    }
    operationIds.push(id);
    const receipt = state === 'committed' ? projection.receipt(mspId, idOf(id))?.receipt : undefined;
    points += BigInt(receipt?.amount ?? '0');
    shortfall += BigInt(receipt?.shortfall ?? '0');
  }
  return { lastRow: firstRow, points, shortfall, operationIds, refusals };
}
