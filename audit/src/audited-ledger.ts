/** What an audit is asked, and what it comes to. */
import type { AskedAbout, Subject } from './asked-about.js';
import type { AuditedBridge } from './bridges.js';
import type { AuditedConfiguration } from './configurations.js';
import type { Finding } from './findings.js';
import type { LiabilityReport } from './liability-report.js';
import type { AuditedMigration } from './migrations.js';
import type { ReplayedLedger } from './replayed-ledger.js';
import type { Store } from './store.js';

/** The ledger as it was recomputed, and everything that is wrong with it. */
export interface AuditedLedger extends Omit<ReplayedLedger, 'findings'> {
  readonly findings: readonly Finding[];
  /** Of the programme that it was asked of. */
  readonly liability?: LiabilityReport;
  /** What it was asked about. */
  readonly about?: AskedAbout;
  readonly migrations?: readonly AuditedMigration[];
  readonly bridges?: readonly AuditedBridge[];
  readonly configurations?: readonly AuditedConfiguration[];
}

export interface BlockAuditOptions {
  readonly chaincode: string;
  /** What is known from elsewhere: the channel's first block by its hash, in hexadecimal. */
  readonly firstBlock?: string | undefined;
  /**
   * Whether the peer is the auditor's own, so that what it has checked itself (orderers, endorsements, commit hashes) need
   * not be checked again: a merchant's gateway watches what was written, at a third of the cost. What is wrong is then found
   * with its block, and there is nothing to `BlockAudit.finish`.
   */
  readonly trustsPeer?: boolean;
  /** A programme of which the liability is reported; it needs all blocks from the first one on. */
  readonly liabilityOf?: string | undefined;
  /** What is reported by itself; it needs all blocks as well. */
  readonly about?: Subject | undefined;
  readonly store?: Store;
}
