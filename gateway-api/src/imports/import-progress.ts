/** What an import is asked with, and how it is told of. */
import type { ErrorCode } from '@commonpoint/catalogue';
import type { GatewayFailureCode } from '../channel/failures.js';
import type { FileFormat } from './file-format.js';
import type { Warning } from './warnings.js';
import type { ReversalProgress } from './reversal-rows.js';

export interface ImportParameters {
  readonly programId: string;
  /** Points for one whole unit of `amount`: a decimal of up to 6 + 6 digits, e.g. `1` or `0.5`. */
  readonly pointsPerUnit: string;
  readonly rounding: 'floor' | 'half-up' | 'ceiling';
  readonly campaign?: string | undefined;
  /** Which version of the programme’s terms of use the members of accounts that it opens accepted, as the shop says. */
  readonly termsOfUse?: number | undefined;
  /** Which day the points are earned on: their expiry, maturity and limits go by it. */
  readonly earnedOn: 'import' | 'purchase';
  readonly format: FileFormat;
}

/** `spooling` takes the body; `running` posts rows; `completed`, `failed` are final (`failed`: the file or programme). */
export const importStates = ['spooling', 'running', 'completed', 'failed'] as const;

export interface ImportProgress extends ImportParameters {
  readonly importId: string;
  readonly state: (typeof importStates)[number];
  /** SHA-256 of the file. */
  readonly sha256: string;
  readonly bytes: number;
  /** Data rows in the file: posted, rejected, skipped or existing, once it is completed. */
  readonly rowsTotal: number;
  readonly rowsPosted: number;
  readonly rowsRejected: number;
  /** Worth zero points. */
  readonly rowsSkipped: number;
  /** Posted already by an earlier import: of the same file, or of the same `purchase_id`. */
  readonly rowsExisting: number;
  /** For the purchases that are posted. */
  readonly pointsIssued: string;
  /** What returns took off: from the accounts, or as a shortfall where the points were gone. */
  readonly pointsReturned: string;
  /** Of the file as a whole; once all rows are posted. */
  readonly warnings: readonly Warning[];
  readonly createdAt: string;
  readonly completedAt?: string | undefined;
  /** That it is, or was, taken back. */
  readonly reversal?: ReversalProgress | undefined;
  /** Why it failed. */
  readonly code?: ErrorCode | GatewayFailureCode | undefined;
  readonly detail?: string | undefined;
}

export interface RejectedRow {
  /** As in a text editor: the header is line 1. */
  readonly line: number;
  readonly code: string;
  readonly reason: string;
  /** As CSV, delimited as the file is. */
  readonly row: string;
}
