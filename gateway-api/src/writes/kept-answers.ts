/**
 * The answer to a write that is no operation, kept together with its transaction: a repeat of the request is answered it
 * and does nothing again, whenever the outcome became known, also by another run of the gateway.
 */
import type { EndorsedTransaction } from '../channel/channel.js';
import type { GroupCommit } from '../store/group-commit.js';
import type { IdempotencyRows, KeptAnswer } from '../store/idempotency.js';
import { validationCodes, type Fate } from './fates.js';
import type { OperationRows } from './operation-rows.js';

export class KeptAnswers {
  constructor(
    private readonly rows: Pick<OperationRows, 'recordTransaction' | 'settleTransaction'>,
    private readonly keys: Pick<IdempotencyRows, 'claim' | 'complete' | 'end'>,
    private readonly commits: GroupCommit,
  ) {}

  /** Durable when it resolves; before the transaction is handed over. */
  record(transaction: EndorsedTransaction, answer: KeptAnswer): Promise<void> {
    return this.commits.keep(() => this.rows.recordTransaction({ ...transaction, operationIds: [], answer }));
  }

  /** An earlier run left it: nobody does the same under its key meanwhile. */
  hold({ claim }: KeptAnswer): void {
    this.keys.claim(claim);
  }

  /** Inside the SQLite transaction of the block. */
  settle(txId: string, { claim, reply }: KeptAnswer, { validationCode }: Fate): void {
    this.rows.settleTransaction(txId);
    if (validationCode === validationCodes.valid) this.keys.complete(claim, reply);
  }

  /** What an earlier run left had no effect: the key may do it now. */
  free({ claim }: KeptAnswer): void {
    this.keys.end(claim);
  }
}
