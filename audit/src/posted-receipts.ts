/**
 * The receipts of a programme, in the order in which the ledger has them: each as it stands after all that took it back; and
 * the days that orders gave back between them.
 */
import { daysGivenBackBy, type DaysGivenBack } from './days-given-back.js';
import { liabilityReport, type LiabilityReport } from './liability-report.js';
import type { OrderRow, RowWrite } from './ledger-rows.js';
import { PointCohorts, type CohortReceipt } from './point-cohorts.js';

export class PostedReceipts {
  /** A row that is written again keeps its place. */
  readonly #receipts = new Map<string, CohortReceipt | DaysGivenBack>();

  constructor(private readonly programId: string) {}

  apply(writes: readonly RowWrite[]): void {
    for (const { key, value } of writes) {
      const given = key[0] === 'order' && value !== undefined ? daysGivenBackBy(value as OrderRow) : undefined;
      if (given !== undefined) this.#receipts.set(key.join(' '), given);
      if (key[0] !== 'op' || value === undefined) continue;
      const receipt = value as CohortReceipt;
      if (receipt.programId === this.programId || receipt.targetProgramId === this.programId)
        this.#receipts.set(key.join(' '), receipt);
    }
  }

  report(asOfBlock: number): LiabilityReport {
    const cohorts = new PointCohorts(this.programId);
    for (const each of this.#receipts.values()) {
      if ('days' in each) cohorts.giveBack(each);
      else cohorts.add(each);
    }
    return liabilityReport(this.programId, cohorts, asOfBlock);
  }
}
