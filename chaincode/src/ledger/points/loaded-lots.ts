/** Lots as a batch names them, one by one, and as it finds them, a whole range at a time. */
import { expiryOf, type Lot, type PointsOfAccount, SOURCE_LOTS_MAX } from '@commonpoint/catalogue';
import { refuse } from '../../domain/core/refusal.js';
import type { PostRows } from '../../domain/points/post-rows.js';
import { lotIdOf, lotKey, lots } from '../accounts/keys.js';
import { LedgerError } from '../core/ledger-error.js';
import type { PendingReads } from '../core/pending-reads.js';
import type { LedgerState } from '../core/state.js';
import { nameOf } from './post-needs.js';

export class LoadedLots {
  /** The holdings of which all lots were read. */
  readonly whole = new Set<string>();
  readonly #lots = new Map<string, PostRows['lots'][number]>();
  #found = 0;

  constructor(
    private readonly state: LedgerState,
    private readonly reads: PendingReads,
  ) {}

  want({ accountId, programId }: PointsOfAccount, lotId: string, open: boolean): void {
    const key = lotKey(accountId, programId, lotId);
    const lot = { accountId, programId, lotId, row: undefined, open: open || (this.#lots.get(key)?.open ?? false) };
    this.#lots.set(key, lot);
    this.reads.want(key, (row: Lot) => this.#lots.set(key, { ...lot, row }));
  }

  /**
   * Reads a whole range, once: a lot that comes in before commit makes the transaction a phantom conflict. As many lots
   * as a batch may name are the most that it looks for by itself. Errors: SOURCES_NEEDED.
   */
  async find({ accountId, programId }: PointsOfAccount, wanted: 'all' | 'as many as may be' = 'all'): Promise<void> {
    if (this.whole.has(nameOf({ accountId, programId }))) return;
    this.whole.add(nameOf({ accountId, programId }));
    for await (const { key, value } of this.state.range(lots(accountId, programId))) {
      this.#found += 1;
      if (this.#found > SOURCE_LOTS_MAX && wanted !== 'all') {
        this.whole.delete(nameOf({ accountId, programId }));
        return;
      }
      if (this.#found > SOURCE_LOTS_MAX)
        throw new LedgerError(
          refuse('SOURCES_NEEDED', `with ${accountId} there are more than ${SOURCE_LOTS_MAX} lots`),
        );
      this.#lots.set(key, { accountId, programId, lotId: lotIdOf(key), row: value, open: true });
    }
  }

  /** What is there of the lots that were named for a holding. */
  of({ accountId, programId }: PointsOfAccount): { expiry: string; amount: bigint }[] {
    return [...this.#lots.values()].flatMap(({ lotId, row, open, ...of }) =>
      open && row !== undefined && of.accountId === accountId && of.programId === programId
        ? [{ expiry: expiryOf(lotId), amount: BigInt(row.amount) }]
        : [],
    );
  }

  rows(): PostRows['lots'] {
    return [...this.#lots.values()];
  }
}
