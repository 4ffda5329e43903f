/**
 * Operations in bulk that are not recorded one by one: whoever posts them can post them again, as their ids follow from
 * what is done, so that the ledger does each of them once.
 */
import type { Operation, Role } from '@commonpoint/catalogue';
import type { OperationResult } from './results.js';
import type { Submission } from './submission.js';
import type { UnitListener } from './unit.js';

/** Posts up to 500 of them in a transaction of their own, behind what came before `seq`. Resolves when all are final. */
export function postAside(
  submission: Submission,
  role: Role,
  operations: readonly Operation[],
  seq: number,
): Promise<OperationResult[]> {
  return new Promise((resolve) => {
    const results: OperationResult[] = [];
    const listener: UnitListener = {
      progress: () => undefined,
      record: () => undefined,
      concluded(unit, outcomes) {
        results.push(...outcomes);
        if (unit.pending.length === 0) resolve(results);
      },
      undone: () => 'try-again',
    };
    submission.add({ seq, role, kind: 'bulk', pending: operations, attempts: 0, alone: true, listener });
  });
}
