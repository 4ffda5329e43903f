/** What a replay of all blocks comes to. */
import type { SupplySums } from './ledger-rows.js';

/** The accounts, programmes and debts at the height that was replayed. */
export interface ReplayedLedger {
  /** `account programme` to points, from lots; accounts without points are left out. */
  readonly balances: ReadonlyMap<string, bigint>;
  /** `account programme` to points that are set aside, from holds and notes. */
  readonly heldBalances: ReadonlyMap<string, bigint>;
  /** All that there are. */
  readonly programs: ReadonlySet<string>;
  /** By programme, from receipts. */
  readonly supply: ReadonlyMap<string, Omit<SupplySums, 'drawn' | 'unused'>>;
  /** `cycle debtor creditor programme` to points, from receipts. */
  readonly clearing: ReadonlyMap<string, bigint>;
  readonly operations: number;
  readonly findings: readonly string[];
}

export interface ReplayOptions {
  /**
   * Compares what each block moved, instead of what there is in the end: what is wrong is found with its block, and nothing
   * has to be remembered of accounts. There is nothing to finish then.
   */
  readonly byBlock?: boolean;
}
