/** What becomes of units with doubtful rejections, once the projection has caught up. */
import type { Operation } from '@commonpoint/catalogue';
import type { OperationRows } from './operation-rows.js';
import type { CreditsUnderWay } from './credits-under-way.js';
import { debited, subjectOf } from './lock-keys.js';
import type { Foretold } from './foretold.js';
import type { Source } from './lot-sources.js';
import type { Unit } from './unit.js';
import { contradictedOf, type Knowledge } from './doubts.js';

export interface DoubtsParts extends Knowledge {
  /** What the transaction named. */
  readonly named: readonly Source[];
  readonly credits: Pick<CreditsUnderWay, 'hasEarlier'>;
  readonly rows: Pick<OperationRows, 'find'>;
  readonly mayTryAgain: (unit: Unit) => boolean;
}

export interface SortedDoubts {
  /** What they wait for is under way. */
  readonly early: ReadonlySet<Unit>;
  /** The projection says otherwise than the ledger did. */
  readonly again: ReadonlySet<Unit>;
  /** Rejected for good. */
  readonly answered: readonly Foretold[];
}

export function sortDoubts(
  foretold: readonly Foretold[],
  doubtful: readonly Foretold[],
  parts: DoubtsParts,
): SortedDoubts {
  const { lookup, credits } = parts;
  const units = new Set(doubtful.map(({ unit }) => unit));
  // Points that an earlier operation is about to credit are worth waiting for, and so is what the operation is about.
  const isEarly = ({ unit, operation }: Foretold): boolean =>
    credits.hasEarlier(debited(operation, lookup), unit) || isAboutOneUnderWay(operation, parts);
  const early = new Set(doubtful.filter(isEarly).map(({ unit }) => unit));
  const contradicted = contradictedOf(foretold, parts.named, parts);
  const again = new Set(contradicted.map(({ unit }) => unit).filter((unit) => parts.mayTryAgain(unit)));
  for (const unit of early) again.delete(unit);
  const answered = foretold.filter(({ unit }) => units.has(unit) && !again.has(unit) && !early.has(unit));
  return { early, again, answered };
}

/** Also one that an earlier run accepted and that is not taken up yet. */
function isAboutOneUnderWay(operation: Operation, { lookup, rows }: DoubtsParts): boolean {
  const subject = subjectOf(operation, lookup);
  return subject !== undefined && rows.find(subject)?.state === 'accepted';
}
