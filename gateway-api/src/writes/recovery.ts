/**
 * What an earlier run left behind.
 *
 * First the fate of every transaction that was signed: the same bytes are sent again, unless the block stream has
 * shown it meanwhile. Only then are operations without an outcome posted anew, all in the order in which they came; the
 * ledger answers `EXISTS` for those that had taken effect.
 */
import type { Log } from '../log.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { OperationRows, PendingTransaction } from './operation-rows.js';
import type { Fates } from './fates.js';
import type { Freshness } from '../projection/freshness.js';
import type { KeptAnswers } from './kept-answers.js';
import type { PostOperations } from './post-operations.js';
import type { Sender } from './sender.js';
import { setTimeout as pause } from 'node:timers/promises';

export interface RecoveryParts {
  readonly rows: OperationRows;
  readonly commits: GroupCommit;
  readonly fates: Fates;
  readonly sender: Sender;
  readonly freshness: Freshness;
  readonly posts: PostOperations;
  readonly answers: KeptAnswers;
  readonly log: Log;
}

/** Must be called before the block stream is followed. Resolves when nothing of an earlier run is left. */
export async function recover(parts: RecoveryParts, signal: AbortSignal): Promise<void> {
  const transactions = parts.rows.pendingTransactions();
  for (const { answer } of transactions) if (answer) parts.answers.hold(answer);
  await Promise.all(transactions.map((transaction) => resolveFate(parts, transaction, signal)));
  if (signal.aborted) return;
  const resumed = parts.posts.resume();
  if (transactions.length + resumed > 0) {
    parts.log.info({ transactions: transactions.length, resumed }, 'Work of an earlier run is taken up');
  }
}

async function resolveFate(parts: RecoveryParts, transaction: PendingTransaction, signal: AbortSignal): Promise<void> {
  const { txId, answer } = transaction;
  const { answers } = parts;
  const fate = parts.fates.expect(txId, {
    // The outcomes foretold by the endorsement are gone; what took effect the ledger tells.
    durability: 'rebuildable',
    record: (known) => (answer ? answers.settle(txId, answer, known) : parts.rows.settleTransaction(txId)),
  });
  let seen = false;
  void fate.then(() => {
    seen = true;
    if (answer) answers.free(answer);
  });
  // Often the block is there and only has to be read.
  while (!signal.aborted && !seen) {
    try {
      await Promise.race([fate, parts.freshness.catchUp()]);
      break;
    } catch {
      await pause(500, undefined, { signal }).catch(() => undefined);
    }
  }
  if (seen || signal.aborted) return;
  const done = await parts.sender.send(transaction, fate, { submitted: () => undefined, unknown: () => undefined });
  parts.log.info({ txId, ...done }, 'The fate of an earlier transaction is known');
}
