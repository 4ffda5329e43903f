/** The credit lines that a batch pledges points for, or releases and takes pledges of. */
import type { Constitution, CreditLine, Hold, Operation } from '@commonpoint/catalogue';
import { lineName } from '../../domain/points/row-names.js';
import type { PostRows } from '../../domain/points/post-rows.js';
import { creditLineKey } from '../collateral/keys.js';
import { constitutionKey } from '../governance/keys.js';
import type { PendingReads } from '../core/pending-reads.js';

export class LoadedLines {
  readonly #lines = new Map<string, CreditLine>();
  #constitution: Constitution | undefined;

  constructor(private readonly reads: PendingReads) {}

  wantPledge({ beneficiary, lineId }: Extract<Operation, { kind: 'hold' | 'pledge-note' }>): void {
    if (lineId === undefined) return;
    this.reads.want(constitutionKey, (row) => (this.#constitution = row));
    this.#want(beneficiary, lineId);
  }

  wantLineOf({ beneficiary, lineId }: Hold): void {
    this.#want(beneficiary, lineId);
  }

  /** With the constitution, if anything else of the batch has asked for it. */
  rows(constitution: Constitution | undefined): Pick<PostRows, 'lines' | 'constitution'> {
    return { lines: this.#lines, constitution: constitution ?? this.#constitution };
  }

  #want(mspId = '', lineId = ''): void {
    this.reads.want(creditLineKey(mspId, lineId), (row) => this.#lines.set(lineName(mspId, lineId), row));
  }
}
