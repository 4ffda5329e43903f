/** What is grouped: operations that go into the same transaction, and who is told about them. */
import type { Operation, Outcome, Role } from '@commonpoint/catalogue';
import type { GatewayFailureCode } from '../channel/failures.js';
import type { OperationResult } from './results.js';

export interface Unit {
  /** Order of arrival; also the order within a transaction. */
  readonly seq: number;
  readonly role: Role;
  /**
   * - `single`: one operation
   * - `chain`: linked operations, done wholly or not at all
   * - `bulk`: independent operations of an import, which are not recorded one by one
   */
  readonly kind: 'single' | 'chain' | 'bulk';
  /** Operations without a final outcome; shrinks. */
  pending: readonly Operation[];
  /** Conflicts so far. */
  attempts: number;
  /** When the first of them was, by `performance.now()`. */
  conflictingSince?: number;
  /** Goes into a transaction of its own: an import's rows, or a unit that may have spoilt the others. */
  alone: boolean;
  /** Does not go along with these, but waits until they are over: they were refused a debit of the same account. */
  after?: readonly Unit[];
  readonly listener: UnitListener;
}

export interface UnitListener {
  /** The transaction that carries the unit has been handed over, or contact was lost while doing so. */
  progress(unit: Unit, state: 'submitted' | 'unknown', txId: string): void;
  /** Inside a SQLite transaction, before {@link UnitListener.concluded}. */
  record(results: readonly OperationResult[]): void;
  /** These operations are final. */
  concluded(unit: Unit, results: readonly OperationResult[]): void;
  /**
   * Nothing was handed over and it makes no sense to go on: the peer or the orderers are not there. Answers whether to try again later
   * nevertheless, because somebody was promised that it will be done.
   */
  undone(unit: Unit, code: GatewayFailureCode, detail: string): 'concluded' | 'try-again';
}

/** The result of an operation that has a final outcome. */
export function toResult(operation: Operation, outcome: Outcome, where: Partial<OperationResult>): OperationResult {
  const { id, kind } = operation;
  switch (outcome.state) {
    case 'POSTED':
      return { operationId: id, kind, state: 'committed', receipt: outcome.receipt, ...where };
    case 'EXISTS':
      // It took effect in another transaction, which its receipt names.
      return {
        operationId: id,
        kind,
        state: 'committed',
        receipt: outcome.receipt,
        existed: true,
        txId: outcome.receipt?.txId,
      };
    case 'REJECTED':
      return {
        operationId: id,
        kind,
        state: 'rejected',
        code: outcome.code,
        detail: outcome.detail,
        field: outcome.field,
      };
  }
}
