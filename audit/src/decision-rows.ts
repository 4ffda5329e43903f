/** Rows of members and of what they decide together. */
import type { MemberRow } from './ledger-rows.js';

export interface RuleRow {
  readonly moreThan: string;
  readonly quorum: string;
  readonly votingSeconds: number;
  readonly timeLockSeconds: number;
  readonly executionSeconds: number;
  readonly stoppedBy: string;
}

export interface CharterRow {
  readonly voters: readonly MemberRow['kind'][];
  readonly rules: Readonly<Record<string, RuleRow>>;
  readonly regulatorPowers: readonly PowerRow[];
  readonly capRaise: { readonly percent: number; readonly days: number };
  readonly noticeDays: number;
  readonly notes?: boolean;
  readonly clearing?: { readonly currency: string; readonly netting: 'pairs' | 'all' };
}

/** What a regulator orders by itself. */
export interface PowerRow {
  readonly effect: string;
  readonly scopes: readonly string[];
  readonly daysMax?: number;
  readonly amountMax?: string;
}

export interface ConstitutionRow extends CharterRow {
  readonly version: number;
  readonly earlierNetting?: readonly { readonly before: string; readonly netting: string }[];
}

export interface EpochRow {
  readonly number: number;
}

export interface AgreementRow {
  readonly version: number;
  readonly hash: string;
  readonly acceptBy: string;
}

export interface ActionRow {
  readonly kind: string;
  readonly mspId?: string;
  readonly memberKind?: MemberRow['kind'];
  readonly successor?: string;
  readonly charter?: CharterRow;
  readonly version?: number;
  readonly hash?: string;
  readonly programId?: string;
  readonly spendableUntil?: string;
  readonly cap?: string;
}

export interface TallyRow {
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

export interface ProposalRow {
  readonly proposalId: string;
  readonly proposer: string;
  readonly actions: readonly ActionRow[];
  readonly reasonHash?: string;
  readonly digest: string;
  readonly proposedAt: string;
  readonly constitutionVersion: number;
  readonly epoch: number;
  readonly rule: RuleRow;
  readonly voters: readonly string[];
  readonly consents: readonly string[];
  readonly endsWithEpoch: boolean;
  readonly votingEnds: string;
  readonly status: 'open' | 'passed' | 'failed' | 'stopped' | 'withdrawn' | 'dropped' | 'expired' | 'executed';
  readonly tally?: TallyRow;
  readonly decidedAt?: string;
  readonly executableFrom?: string;
  readonly expiresAt?: string;
  readonly endedAt?: string;
}

export interface VoteRow {
  readonly mspId: string;
  readonly vote: keyof TallyRow;
  readonly votedAt: string;
}

export interface ObjectionRow {
  readonly mspId: string;
  readonly objectedAt: string;
}
