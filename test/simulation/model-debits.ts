/** Which points a debit takes, and what the ledger's receipt says of it. */
import type { Model } from './model.js';
import { hasAll, only, pointsOf, same, some, sum, type Points } from './points-by-expiry.js';

interface Lots {
  readonly consumed?: readonly { readonly lotId: string; readonly amount: string }[] | undefined;
  readonly created?: readonly { readonly lotId: string; readonly amount: string }[] | undefined;
}

/** A receipt of the ledger, of which the model takes nothing but the choice between points; it checks that it was free. */
export class Receipted {
  constructor(
    readonly receipt: Lots,
    /** Nothing else was under way, so that no choice was free. */
    private readonly quiet: boolean,
  ) {}

  chosen(expected: Points): Points {
    const points = pointsOf(this.receipt.consumed);
    if (sum(points) !== sum(expected)) throw new Error(`it took ${sum(points)} points, not ${sum(expected)}`);
    if (this.quiet && !same(points, expected))
      throw new Error(
        `it took ${JSON.stringify([...points].map(String))}, not ${JSON.stringify([...expected].map(String))}`,
      );
    return points;
  }

  /** All that there was when the gateway named it, which is now all if nothing else was under way. */
  replaced(there: Points): Points {
    const points = this.taken(there);
    if (this.quiet && !same(points, there)) throw new Error(`it took ${sum(points)} points of ${sum(there)}`);
    return points;
  }

  /** Some of what there was. */
  taken(there: Points): Points {
    const points = pointsOf(this.receipt.consumed);
    if (!hasAll(there, points)) throw new Error('it took points that were not there, or had not ended');
    return points;
  }

  returned(expected: Points): void {
    const points = pointsOf(this.receipt.created);
    if (!same(points, expected))
      throw new Error(
        `it gave back ${JSON.stringify([...points].map(String))}, not ${JSON.stringify([...expected].map(String))}`,
      );
  }
}

/** Takes points that are not expired, the soonest to expire first; nothing if there are too few. */
export function settle(model: Model, accountId: string, programId: string, amount: bigint, receipt?: Receipted) {
  const spendable = only(
    model.balance(accountId, programId),
    (expiry) => !model.isExpired(expiry) && model.isRipe(expiry),
  );
  if (sum(spendable) < amount) return undefined;
  const expected = some(spendable, amount, 'soonest');
  const points = receipt?.chosen(expected) ?? expected;
  if (!hasAll(spendable, points)) throw new Error('it took points that were not there, ended or not ripe');
  model.credit(accountId, programId, points, -1n);
  return points;
}
