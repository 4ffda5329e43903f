/** An operation of a group with the outcome that the endorsement foretold. */
import type { Operation, Outcome } from '@commonpoint/catalogue';
import type { Unit } from './unit.js';

export interface Foretold {
  readonly unit: Unit;
  readonly operation: Operation;
  readonly outcome: Outcome;
}
