/** The receipts of a programme, in the order in which the ledger has them: each as it stands after all that took it back. */
import { liabilityReport, type LiabilityReport } from './liability-report.js';
import type { RowWrite } from './ledger-rows.js';
import { PointCohorts, type CohortReceipt } from './point-cohorts.js';

export class PostedReceipts {
  /** A row that is written again keeps its place. */
  readonly #receipts = new Map<string, CohortReceipt>();

  constructor(private readonly programId: string) {}

  apply(writes: readonly RowWrite[]): void {
    for (const { key, value } of writes) {
      if (key[0] !== 'op' || value === undefined) continue;
      const receipt = value as CohortReceipt;
      if (receipt.programId === this.programId || receipt.targetProgramId === this.programId)
        this.#receipts.set(key.join(' '), receipt);
    }
  }

  report(asOfBlock: number): LiabilityReport {
    const cohorts = new PointCohorts(this.programId);
    for (const receipt of this.#receipts.values()) cohorts.add(receipt);
    return liabilityReport(this.programId, cohorts, asOfBlock);
  }
}
