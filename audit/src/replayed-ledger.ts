/** What a replay of all blocks comes to. */
import type { ProgramRow, SupplySums } from './ledger-rows.js';
import type { Kept } from './store.js';

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

/** What is left of sums in the end. */
export function ledgerOf(
  programs: Kept<ProgramRow>,
  supply: Kept<SupplySums>,
  balances: Kept<bigint>,
  clearing: Kept<bigint>,
): Omit<ReplayedLedger, 'heldBalances' | 'operations' | 'findings'> {
  return {
    balances: leftOf(balances),
    programs: new Set([...programs].map(([programId]) => programId)),
    supply: new Map([...supply].map(([programId, { drawn: _drawn, unused: _unused, ...sums }]) => [programId, sums])),
    clearing: leftOf(clearing),
  };
}

function leftOf(sums: Kept<bigint>): Map<string, bigint> {
  const left = new Map<string, bigint>();
  for (const [name, points] of sums) if (points !== 0n) left.set(name, points);
  return left;
}
