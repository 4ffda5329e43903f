/** Made of the gateway's routes by test/repository/client-routes.test.ts, which also holds it equal to them. */

export type Account = {
  readonly accountId: string;
  readonly custodian: string;
  readonly kind: 'member' | 'merchant';
  readonly status: 'active' | 'closed' | 'frozen';
  readonly reasonHash?: string;
  readonly openedAt: string;
  readonly mergedInto?: string;
  readonly publicKey?: {
    readonly kty: 'EC';
    readonly crv: 'P-256';
    readonly x: string;
    readonly y: string;
  } | {
    readonly kty: 'OKP';
    readonly crv: 'Ed25519';
    readonly x: string;
  };
  readonly recoveryHours?: number;
  readonly recovery?: {
    readonly publicKey: {
      readonly kty: 'EC';
      readonly crv: 'P-256';
      readonly x: string;
      readonly y: string;
    } | {
      readonly kty: 'OKP';
      readonly crv: 'Ed25519';
      readonly x: string;
    };
    readonly announcedAt: string;
    readonly inForceAt: string;
  };
  readonly locks?: {
    readonly member?: {
      readonly since: string;
      readonly delayHours: number;
      readonly unlocksAt?: string;
    };
    readonly custodian?: {
      readonly since: string;
      readonly delayHours: number;
      readonly unlocksAt?: string;
    };
  };
  readonly clawbacks?: readonly ({
    readonly programId: string;
    readonly amount: string;
  })[];
  readonly references?: readonly ({
    readonly referenceId: string;
    readonly since: string;
  })[];
  readonly signedChanges?: number;
  readonly standing?: {
    readonly orders: readonly ({
      readonly orderId: string;
      readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
      readonly programId?: string;
      readonly amount?: string;
      readonly from: string;
      readonly until?: string;
      readonly waits?: true;
      readonly emergency?: true;
      readonly lifted?: true;
    })[];
  };
  readonly revision?: number;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type BatchOperation = {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'issue';
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly campaign?: string | undefined;
  readonly earnedOn?: string | undefined;
  readonly expiresOn?: string | undefined;
  readonly maturesOn?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'transfer';
  readonly programId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly amount: string;
  readonly inputs?: readonly (string)[] | undefined;
  readonly authorization?: {
    readonly nonce: string;
    readonly expiresAt: string;
    readonly signature: string;
  } | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'redeem';
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly acceptor?: string | undefined;
  readonly inputs?: readonly (string)[] | undefined;
  readonly authorization?: {
    readonly nonce: string;
    readonly expiresAt: string;
    readonly signature: string;
  } | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'reverse';
  readonly operationMspId?: string | undefined;
  readonly operationId: string;
  readonly amount?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'expire';
  readonly programId: string;
  readonly accountId: string;
  readonly inputs?: readonly (string)[] | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'hold';
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly beneficiary?: string | undefined;
  readonly hashLock?: string | undefined;
  readonly expiresAt: string;
  readonly inputs?: readonly (string)[] | undefined;
  readonly authorization?: {
    readonly nonce: string;
    readonly expiresAt: string;
    readonly signature: string;
  } | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'capture';
  readonly holdMspId?: string | undefined;
  readonly holdId: string;
  readonly amount?: string | undefined;
  readonly preimage?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'void';
  readonly holdMspId?: string | undefined;
  readonly holdId: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'exchange';
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly targetProgramId: string;
  readonly rateVersion: number;
  readonly minReceived?: string | undefined;
  readonly inputs?: readonly (string)[] | undefined;
  readonly authorization?: {
    readonly nonce: string;
    readonly expiresAt: string;
    readonly signature: string;
  } | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'extend';
  readonly programId: string;
  readonly accountId: string;
  readonly endingBy: string;
  readonly expiresOn: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
} | {
  readonly id: string;
  readonly linked?: boolean | undefined;
  readonly kind: 'consolidate';
  readonly programId: string;
  readonly accountId: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
};

export type BatchOutcomes = {
  readonly outcomes: readonly ({
    readonly id: string;
    readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
    readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CLOCK_WRONG' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINKED_FAILED' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_ISSUER' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS';
    readonly detail?: string;
    readonly field?: string;
    readonly txId?: string;
    /** It took effect earlier; nothing happened now. */
    readonly existed?: boolean;
  })[];
  readonly counts: {
    readonly accepted: number;
    readonly submitted: number;
    readonly committed: number;
    readonly rejected: number;
    readonly unknown: number;
  };
};

export type CheckedDisclosure = {
  readonly id: string;
  readonly figure: Figure;
  readonly source: 'history' | 'state';
  readonly disclosedAt: string;
  readonly txId: string;
  readonly verdict: 'altered' | 'current' | 'removed' | 'superseded' | 'unknown';
  /** What exactly matches, or does not. */
  readonly finding: string;
  /** What the disclosed figure hashes to. */
  readonly hash: string;
  /** What the ledger’s state has now. */
  readonly ledgerHash?: string;
  /** Where this very hash was written. */
  readonly written?: {
    readonly blockNumber: number;
    readonly txId: string;
  };
  /** Where it was replaced or removed. */
  readonly ended?: {
    readonly blockNumber: number;
    readonly txId: string;
  };
  readonly differs?: 'name' | 'period' | 'revision';
};

export type Clearing = {
  readonly cycle: string;
  readonly positions: readonly ({
    readonly debtor: string;
    readonly creditor: string;
    readonly programId: string;
    readonly amount: string;
  })[];
  readonly net: readonly ({
    readonly mspId: string;
    readonly amount: string;
  })[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Cycle = {
  readonly cycle: string;
  readonly status: 'closed' | 'closing' | 'open';
  readonly folded: number;
  readonly positions: readonly ({
    readonly debtor: string;
    readonly creditor: string;
    readonly programId: string;
    readonly amount: string;
    readonly worth: string;
    readonly unvalued?: string;
  })[];
  readonly carried?: readonly ({
    readonly debtor: string;
    readonly creditor: string;
    readonly programId: string;
    readonly amount: string;
  })[];
  readonly carriedTo?: string;
  readonly values: readonly ({
    readonly programId: string;
    readonly clearingValue: string;
  })[];
  readonly privatePairs: readonly ({
    readonly parties: readonly [string, string];
    readonly termsVersion: number;
  })[];
  /** In points, over all programmes; the sum is zero. */
  readonly net: readonly ({
    readonly mspId: string;
    readonly amount: string;
  })[];
  readonly unvalued: readonly (string)[];
  readonly agreed?: readonly (string)[];
  readonly cutAt?: string;
  readonly next?: string;
  readonly partial?: true;
  readonly closedAt?: string;
  /** On the clearing values, in millionths of the smallest currency unit; the sum is zero. */
  readonly moneyNet: readonly ({
    readonly mspId: string;
    readonly amount: string;
  })[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Expiring = {
  readonly programId: string;
  readonly months: readonly ({
    readonly month: string;
    readonly amount: string;
  })[];
  /** What never ends. */
  readonly never: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Figure = {
  readonly name: string;
  readonly value: string;
  readonly label?: string;
  readonly salt: string;
  readonly owner: string;
  readonly period: string;
  readonly revision: number;
};

export type FiguresOfMonth = {
  readonly owner: string;
  readonly period: string;
  readonly revision: number;
  readonly names: readonly (string)[];
  readonly figures: readonly (Figure)[];
};

export type Hold = {
  readonly mspId: string;
  readonly holdId: string;
  readonly programId: string;
  readonly accountId: string;
  readonly amount: string;
  readonly beneficiary?: string;
  readonly hashLock?: string;
  readonly issuer?: string;
  readonly clearingValue?: string;
  readonly expiresAt: string;
  readonly status: 'captured' | 'open' | 'voided';
  readonly lots?: readonly ({
    readonly lotId: string;
    readonly amount: string;
  })[];
  readonly captured?: string;
  readonly resolvedBy?: {
    readonly mspId: string;
    readonly operationId: string;
  };
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type HoldMade = {
  readonly operationId: string;
  readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
  readonly kind?: 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'redeem' | 'reverse' | 'seize' | 'transfer' | 'void';
  readonly programId?: string;
  readonly accountId?: string;
  readonly fromAccountId?: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly amount?: string;
  readonly shortfall?: string;
  /** Of a reversed issuance: what the account owes back from now on. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent all the same. */
  readonly grace?: readonly ({
    readonly expiry: string;
    readonly until: string;
    readonly amount: string;
  })[];
  readonly reverses?: string;
  /** Of a reversal: who had posted the operation, if others had. */
  readonly reversesMspId?: string;
  readonly expiry?: string;
  /** Of an issuance: from when on its points can be spent, if not at once. */
  readonly maturesOn?: string;
  readonly earnedOn?: string;
  /** Of an extension: up to which expiry lots got another one. */
  readonly endingBy?: string;
  /** Of a capture or a void: whose hold it resolved. */
  readonly holdMspId?: string;
  readonly holdId?: string;
  readonly beneficiary?: string;
  readonly expiresAt?: string;
  readonly targetProgramId?: string;
  readonly rateVersion?: number;
  /** Of an exchange: points of the source that were retired. */
  readonly taken?: string;
  /** Of an exchange: points of the target that were issued. */
  readonly received?: string;
  /** Of an exchange: what stayed with the member. */
  readonly remainder?: string;
  readonly txId?: string;
  readonly txTime?: string;
  readonly blockNumber?: number;
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CLOCK_WRONG' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINKED_FAILED' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_ISSUER' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS';
  readonly detail?: string;
  readonly field?: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Whose API key asked for it, such as a till, of what this gateway recorded. */
  readonly client?: string;
  /** The id of the API key that asked for it. */
  readonly keyId?: string;
  /** When this gateway recorded it. */
  readonly recordedAt?: string;
  readonly receipt?: Receipt;
  /** What the member shows at the beneficiary’s till. Stored nowhere: only this request gives it. */
  readonly spendingCode?: string;
};

export type Import = {
  readonly importId: string;
  readonly state: 'completed' | 'failed' | 'running' | 'spooling';
  readonly programId: string;
  readonly pointsPerUnit: string;
  readonly rounding: 'ceiling' | 'floor' | 'half-up';
  readonly campaign?: string;
  readonly format: {
    readonly encoding: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8';
    readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'tab';
    readonly decimalMark: 'comma' | 'point';
    readonly groupMark: 'apostrophe' | 'comma' | 'none' | 'point' | 'space';
    readonly decimals: number;
    readonly dateFormat: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd';
  };
  readonly sha256: string;
  readonly bytes: number;
  /** Once it is completed: posted, rejected, skipped and existing ones. */
  readonly rowsTotal: number;
  readonly rowsPosted: number;
  readonly rowsRejected: number;
  /** Worth zero points. */
  readonly rowsSkipped: number;
  /** Posted already by an earlier import: of the same file, or of the same purchase_id. */
  readonly rowsExisting: number;
  /** For the purchases that were posted. */
  readonly pointsIssued: string;
  /** What returns took off, as far as it was there. */
  readonly pointsReturned: string;
  /** Of the file as a whole; once it is completed. */
  readonly warnings: readonly (ImportWarning)[];
  readonly createdAt: string;
  readonly completedAt?: string;
  readonly reversal?: {
    readonly state: 'completed' | 'running';
    /** Purchases of which nothing is left. */
    readonly rowsReversed: number;
    readonly rowsRefused: number;
    readonly pointsReversed: string;
    /** Points that were not there any more. */
    readonly shortfall: string;
    /** How many rows were refused, by code. */
    readonly refusals: Readonly<Record<string, number>>;
    readonly createdAt: string;
    readonly completedAt?: string;
  };
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CLOCK_WRONG' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINKED_FAILED' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_ISSUER' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS';
  readonly detail?: string;
};

export type ImportPreview = {
  readonly format: {
    readonly encoding: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8';
    readonly delimiter: 'comma' | 'pipe' | 'semicolon' | 'tab';
    readonly decimalMark: 'comma' | 'point';
    readonly groupMark: 'apostrophe' | 'comma' | 'none' | 'point' | 'space';
    readonly decimals: number;
    readonly dateFormat: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd';
  };
  /** The same as the query of an import. */
  readonly query: string;
  /** What the file leaves open; the first value is the one that is proposed. */
  readonly questions: readonly ({
    readonly parameter: string;
    readonly values: readonly (string)[];
    readonly detail: string;
  })[];
  readonly columns: readonly (string)[];
  /** The first ones, as they are understood. */
  readonly rows: readonly ({
    readonly kind: 'purchase' | 'return';
    readonly line: number;
    readonly customerId: string;
    readonly date: string;
    /** A plain decimal; of a return what was given back. */
    readonly amount: string;
    readonly points: string;
    readonly purchaseId?: string;
    readonly returnOf?: string;
  } | {
    readonly kind: 'rejected';
    readonly line: number;
    readonly code: 'AMOUNT_INVALID' | 'AMOUNT_TOO_FINE' | 'COLUMN_COUNT_WRONG' | 'CUSTOMER_ID_INVALID' | 'CUSTOMER_ID_MANGLED' | 'CUSTOMER_ID_PLACEHOLDER' | 'DATE_INVALID' | 'DATE_IN_FUTURE' | 'POINTS_TOO_MANY' | 'PURCHASE_ID_INVALID' | 'RETURN_POSITIVE' | 'RETURN_UNNAMED' | 'ROWS_IN_QUOTES' | 'ROW_MALFORMED';
    readonly fields: readonly (string)[];
  })[];
  readonly rowsTotal: number;
  readonly rowsPosting: number;
  readonly rowsRejected: number;
  readonly rowsSkipped: number;
  /** Posted already, by their purchase_id. */
  readonly rowsExisting: number;
  readonly pointsIssued: string;
  readonly rejections: readonly ({
    readonly code: 'AMOUNT_INVALID' | 'AMOUNT_TOO_FINE' | 'COLUMN_COUNT_WRONG' | 'CUSTOMER_ID_INVALID' | 'CUSTOMER_ID_MANGLED' | 'CUSTOMER_ID_PLACEHOLDER' | 'DATE_INVALID' | 'DATE_IN_FUTURE' | 'POINTS_TOO_MANY' | 'PURCHASE_ID_INVALID' | 'RETURN_POSITIVE' | 'RETURN_UNNAMED' | 'ROWS_IN_QUOTES' | 'ROW_MALFORMED';
    readonly reason: string;
    readonly rows: number;
    /** The first one’s. */
    readonly line: number;
  })[];
  readonly warnings: readonly (ImportWarning)[];
};

export type ImportWarning = {
  readonly code: 'DAYS_UNKNOWN' | 'FILE_SEEN_BEFORE' | 'IDS_ROUNDED' | 'LAST_ROW_IS_SUM' | 'ROWS_SEEN_BEFORE';
  readonly detail: string;
  readonly line?: number;
  /** How many rows, about. */
  readonly rows?: number;
  /** The earlier import. */
  readonly importId?: string;
};

export type MoneyStatement = {
  readonly cycle: string;
  readonly parties: readonly [string, string];
  readonly hash: string;
  readonly madeBy: string;
  readonly madeAt: string;
  readonly statement: {
    readonly cycle: string;
    readonly parties: readonly [string, string];
    readonly termsVersion?: number;
    readonly lines: readonly ({
      readonly debtor: string;
      readonly creditor: string;
      readonly programId: string;
      readonly points: string;
      readonly price?: string;
      readonly pointsAtPrice: string;
      readonly clearingValue?: string;
      readonly pointsAtClearingValue: string;
      readonly pointsUnvalued: string;
      readonly amount: string;
    })[];
    readonly fees: readonly ({
      readonly payer: string;
      readonly payee: string;
      readonly basisPoints: number;
      readonly base: string;
      readonly perCycle: string;
      readonly amount: string;
    })[];
    readonly total?: {
      readonly debtor: string;
      readonly creditor: string;
      readonly amount: string;
    };
    readonly salt: string;
  };
  /** What the two said of the payment; absent if nobody owes anything. */
  readonly settlement?: {
    readonly cycle: string;
    readonly debtor: string;
    readonly creditor: string;
    readonly amount: string;
    readonly status: 'confirmed' | 'disputed' | 'due' | 'instructed';
    readonly dueSince: string;
    readonly reference?: string;
    readonly instructedAt?: string;
    readonly confirmedAt?: string;
    readonly dispute?: {
      readonly by: string;
      readonly reason: string;
      readonly raisedAt: string;
    };
    readonly resolution?: {
      readonly by: string;
      readonly note: string;
      readonly resolvedAt: string;
    };
  };
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Operation = {
  readonly operationId: string;
  readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
  readonly kind?: 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'redeem' | 'reverse' | 'seize' | 'transfer' | 'void';
  readonly programId?: string;
  readonly accountId?: string;
  readonly fromAccountId?: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly amount?: string;
  readonly shortfall?: string;
  /** Of a reversed issuance: what the account owes back from now on. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent all the same. */
  readonly grace?: readonly ({
    readonly expiry: string;
    readonly until: string;
    readonly amount: string;
  })[];
  readonly reverses?: string;
  /** Of a reversal: who had posted the operation, if others had. */
  readonly reversesMspId?: string;
  readonly expiry?: string;
  /** Of an issuance: from when on its points can be spent, if not at once. */
  readonly maturesOn?: string;
  readonly earnedOn?: string;
  /** Of an extension: up to which expiry lots got another one. */
  readonly endingBy?: string;
  /** Of a capture or a void: whose hold it resolved. */
  readonly holdMspId?: string;
  readonly holdId?: string;
  readonly beneficiary?: string;
  readonly expiresAt?: string;
  readonly targetProgramId?: string;
  readonly rateVersion?: number;
  /** Of an exchange: points of the source that were retired. */
  readonly taken?: string;
  /** Of an exchange: points of the target that were issued. */
  readonly received?: string;
  /** Of an exchange: what stayed with the member. */
  readonly remainder?: string;
  readonly txId?: string;
  readonly txTime?: string;
  readonly blockNumber?: number;
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CLOCK_WRONG' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINKED_FAILED' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_ISSUER' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS';
  readonly detail?: string;
  readonly field?: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Whose API key asked for it, such as a till, of what this gateway recorded. */
  readonly client?: string;
  /** The id of the API key that asked for it. */
  readonly keyId?: string;
  /** When this gateway recorded it. */
  readonly recordedAt?: string;
  readonly receipt?: Receipt;
};

export type Operations = {
  readonly operations: readonly (Operation)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Order = {
  readonly orderId: string;
  readonly scope: {
    readonly kind: 'account';
    readonly accountId: string;
    readonly programId?: string;
  } | {
    readonly kind: 'program';
    readonly programId: string;
  } | {
    readonly kind: 'organization';
    readonly mspId: string;
  };
  readonly effect: {
    readonly kind: 'stop-debits';
  } | {
    readonly kind: 'stop-credits';
  } | {
    readonly kind: 'reserve';
    readonly amount: string;
  } | {
    readonly kind: 'seize';
    readonly amount: string;
    readonly toAccountId: string;
  };
  readonly reasonHash: string;
  readonly until?: string;
  readonly expiry?: 'runs' | 'waits';
  readonly from: string;
  readonly basis: 'emergency' | 'regulator' | 'vote';
  readonly issuedBy?: string;
  readonly issuedAt: string;
  readonly status: 'issued' | 'lifted';
  readonly ratifiedAt?: string;
  readonly ratifiedBy?: string;
  readonly liftedAt?: string;
  readonly liftedBy?: string;
  readonly seized?: string;
  readonly daysGivenBack?: number;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CLOCK_WRONG' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINKED_FAILED' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_ISSUER' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS';
  readonly traceId: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly txId?: string;
  readonly operationId?: string;
  readonly field?: string;
  readonly errors?: readonly ({
    readonly pointer: string;
    readonly detail: string;
  })[];
};

export type Program = {
  readonly programId: string;
  readonly name: string;
  readonly unit: string;
  readonly cap: string;
  readonly capOn: 'issued' | 'outstanding';
  readonly expiryMonths: number;
  readonly rules: {
    readonly transferable: boolean;
    readonly maturityDays?: number;
    readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
    readonly expiryBounds?: {
      readonly minDays: number;
      readonly maxDays: number;
    };
    readonly earnedDaysMax?: number;
    readonly reinstatementDays?: number;
    readonly returnGraceDays?: number;
    readonly shortfall?: 'clawback' | 'forgiven';
  };
  readonly termsHash?: string;
  readonly issuer: string;
  readonly status: 'active' | 'suspended';
  readonly lanes: number;
  readonly createdAt: string;
  readonly clearingValues?: readonly ({
    readonly fromCycle: string;
    readonly clearingValue: string;
  })[];
  readonly limits?: {
    readonly operations?: {
      readonly issue?: {
        readonly min?: string;
        readonly max?: string;
      };
      readonly transfer?: {
        readonly min?: string;
        readonly max?: string;
      };
      readonly redeem?: {
        readonly min?: string;
        readonly max?: string;
      };
      readonly hold?: {
        readonly min?: string;
        readonly max?: string;
      };
      readonly exchange?: {
        readonly min?: string;
        readonly max?: string;
      };
    };
    readonly perAccountDay?: {
      readonly debitedMax?: string;
      readonly debitsMax?: number;
      readonly creditedMax?: string;
      readonly creditsMax?: number;
    };
  };
  readonly spendableUntil?: string;
  readonly revision?: number;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Proposal = {
  readonly proposalId: string;
  readonly proposer: string;
  readonly actions: readonly ({
    readonly kind: 'admit';
    readonly mspId: string;
    readonly name: string;
    readonly memberKind: 'auditor' | 'merchant' | 'regulator';
  } | {
    readonly kind: 'suspend';
    readonly mspId: string;
  } | {
    readonly kind: 'readmit';
    readonly mspId: string;
  } | {
    readonly kind: 'remove';
    readonly mspId: string;
  } | {
    readonly kind: 'change-constitution';
    readonly charter: {
      readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
      readonly rules: {
        readonly members: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly constitution: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly agreement: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly programs: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly orders: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly network: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
      };
    };
  } | {
    readonly kind: 'adopt-agreement';
    readonly version: number;
    readonly hash: string;
    readonly address: string;
    readonly acceptWithinDays: number;
  } | {
    readonly kind: 'wind-down';
    readonly programId: string;
    readonly spendableUntil: string;
  } | {
    readonly kind: 'hand-over';
    readonly mspId: string;
    readonly successor: string;
  } | {
    readonly kind: 'raise-cap';
    readonly programId: string;
    readonly cap: string;
  } | {
    readonly kind: 'order';
    readonly order: {
      readonly orderId: string;
      readonly scope: {
        readonly kind: 'account';
        readonly accountId: string;
        readonly programId?: string;
      } | {
        readonly kind: 'program';
        readonly programId: string;
      } | {
        readonly kind: 'organization';
        readonly mspId: string;
      };
      readonly effect: {
        readonly kind: 'stop-debits';
      } | {
        readonly kind: 'stop-credits';
      } | {
        readonly kind: 'reserve';
        readonly amount: string;
      } | {
        readonly kind: 'seize';
        readonly amount: string;
        readonly toAccountId: string;
      };
      readonly reasonHash: string;
      readonly until?: string;
      readonly expiry?: 'runs' | 'waits';
      readonly from?: string;
    };
  } | {
    readonly kind: 'ratify-order';
    readonly orderId: string;
    readonly until?: string;
  } | {
    readonly kind: 'lift-order';
    readonly orderId: string;
  } | {
    readonly kind: 'chaincode-definition';
    readonly planHash: string;
    readonly address?: string;
  } | {
    readonly kind: 'channel-configuration';
    readonly planHash: string;
    readonly address?: string;
  } | {
    readonly kind: 'approve-migration';
    readonly planHash: string;
    readonly address?: string;
  } | {
    readonly kind: 'switch-on';
    readonly feature: string;
  })[];
  readonly textHash?: string;
  readonly digest: string;
  readonly proposedAt: string;
  readonly constitutionVersion: number;
  readonly epoch: number;
  readonly rule: {
    readonly moreThan: string;
    readonly quorum: string;
    readonly votingSeconds: number;
    readonly timeLockSeconds: number;
    readonly executionSeconds: number;
    readonly stoppedBy: string;
  };
  readonly voters: readonly (string)[];
  readonly consents: readonly (string)[];
  readonly endsWithEpoch: boolean;
  readonly votingEnds: string;
  readonly status: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
  readonly tally?: {
    readonly for: number;
    readonly against: number;
    readonly abstain: number;
  };
  readonly decidedAt?: string;
  readonly executableFrom?: string;
  readonly expiresAt?: string;
  readonly endedAt?: string;
  readonly endedBy?: string;
};

export type Quota = {
  readonly programId: string;
  readonly cap: string;
  readonly granted: string;
  readonly used: string;
  readonly lanes: readonly ({
    readonly lane: number;
    readonly granted: string;
    readonly used: string;
  })[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Rate = {
  readonly sourceProgramId: string;
  readonly targetProgramId: string;
  readonly version: number;
  readonly numerator: string;
  readonly denominator: string;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly quota: string;
  readonly lanes: number;
  readonly sourceIssuer: string;
  readonly targetIssuer: string;
  readonly status: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly acceptedAt?: string;
  readonly suspendedBy?: string;
  readonly carved?: readonly ({
    readonly lane: number;
    readonly amount: string;
  })[];
};

export type Receipt = {
  readonly id: string;
  readonly mspId: string;
  readonly kind: 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'redeem' | 'reverse' | 'seize' | 'transfer' | 'void';
  readonly digest: string;
  readonly programId: string;
  readonly accountId: string;
  readonly toAccountId?: string;
  readonly acceptor?: string;
  readonly campaign?: string;
  readonly amount: string;
  readonly shortfall?: string;
  readonly clawback?: string;
  readonly paidOff?: string;
  readonly grace?: readonly ({
    readonly expiry: string;
    readonly until: string;
    readonly amount: string;
  })[];
  readonly consumed?: readonly ({
    readonly lotId: string;
    readonly amount: string;
  })[];
  readonly created?: readonly ({
    readonly lotId: string;
    readonly amount: string;
  })[];
  readonly lanes?: readonly ({
    readonly lane: number;
    readonly amount: string;
  })[];
  readonly reverses?: string;
  readonly reversesMspId?: string;
  readonly reversed?: string;
  readonly reversedBy?: readonly ({
    readonly mspId: string;
    readonly operationId: string;
  })[];
  readonly expiry?: string;
  readonly maturesOn?: string;
  readonly earnedOn?: string;
  readonly endingBy?: string;
  readonly beneficiary?: string;
  readonly hashLock?: string;
  readonly expiresAt?: string;
  readonly holdMspId?: string;
  readonly holdId?: string;
  readonly orderId?: string;
  readonly targetProgramId?: string;
  readonly rateVersion?: number;
  readonly minReceived?: string;
  readonly taken?: string;
  readonly received?: string;
  readonly remainder?: string;
  readonly nonce?: string;
  readonly clearingValue?: string;
  readonly cycle?: string;
  readonly refersToCycle?: string;
  readonly txId: string;
  readonly txTime: string;
};

export type Settlement = {
  readonly cycle: string;
  readonly debtor: string;
  readonly creditor: string;
  readonly amount: string;
  readonly status: 'confirmed' | 'disputed' | 'due' | 'instructed';
  readonly dueSince: string;
  readonly reference?: string;
  readonly instructedAt?: string;
  readonly confirmedAt?: string;
  readonly dispute?: {
    readonly by: string;
    readonly reason: string;
    readonly raisedAt: string;
  };
  readonly resolution?: {
    readonly by: string;
    readonly note: string;
    readonly resolvedAt: string;
  };
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Supply = {
  readonly programId: string;
  readonly cap: string;
  readonly capOn: 'issued' | 'outstanding';
  readonly issued: string;
  readonly outstanding: string;
  readonly held: string;
  readonly redeemed: string;
  readonly expired: string;
  readonly reversed: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Terms = {
  readonly parties: readonly [string, string];
  readonly version: number;
  readonly status: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
  readonly hash: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly acceptedAt?: string;
  readonly withdrawnBy?: string;
  readonly withdrawnAt?: string;
  readonly terms: {
    readonly validFrom: string;
    readonly validUntil?: string;
    readonly prices: readonly ({
      readonly programId: string;
      readonly price: string;
      readonly pointsMax?: string;
    })[];
    readonly fees: readonly ({
      readonly payer: string;
      readonly basisPoints: number;
      readonly perCycle: string;
    })[];
  };
  readonly salt: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type TermsRecord = {
  readonly parties: readonly [string, string];
  readonly version: number;
  readonly status: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
  readonly hash: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly acceptedAt?: string;
  readonly withdrawnBy?: string;
  readonly withdrawnAt?: string;
};

export type ProblemCode = Problem['code'];

/** By path and method: what each takes, and what it replies when it is done. */
export interface Routes {
  readonly '/v1/accounts': {
    /** Opens the account of a member, under a pseudonym. */
    readonly post: {
      readonly body: {
        /** Your own reference of the member, 1 to 200 characters; what looks the same is the same one. It never reaches the ledger, a log or the gateway’s file. */
        readonly memberRef: string;
        readonly kind?: 'member' | 'merchant' | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}': {
    /** One account. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly reply: Account;
    };
    /** Freezes an account, makes it active again, or closes it, if it is still as it was read. */
    readonly patch: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly status: 'active' | 'closed' | 'frozen';
        /** Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt. */
        readonly reason?: string | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/balances': {
    /** What an account holds of each programme. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly reply: {
        readonly accountId: string;
        readonly balances: readonly ({
          readonly programId: string;
          readonly available: string;
          readonly pending: string;
          readonly held: string;
          readonly expired: string;
          readonly clawback: string;
          readonly expiring: readonly ({
            readonly day: string;
            readonly amount: string;
          })[];
          /** The number of the block whose effects are included. */
          readonly asOfBlock: number;
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/balances/as-of': {
    /** What an account held at the end of a block or of a day. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly query: {
        readonly block?: string | number | undefined;
        readonly day?: string | number | undefined;
        readonly programId?: string | number | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly balances: readonly ({
          readonly programId: string;
          readonly balance: string;
          readonly held: string;
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/close': {
    /** Closes an empty account for good. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        /** Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt. */
        readonly reason?: string | undefined;
      } | undefined;
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/freeze': {
    /** Freezes an account: nothing goes in or out. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        /** Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt. */
        readonly reason?: string | undefined;
      } | undefined;
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/history': {
    /** Every version of an account’s row, newest first, from the ledger itself. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly changes: readonly ({
          readonly txId: string;
          readonly txTime: string;
          readonly deleted: boolean;
          readonly value?: {
            readonly accountId: string;
            readonly custodian: string;
            readonly kind: 'member' | 'merchant';
            readonly status: 'active' | 'closed' | 'frozen';
            readonly reasonHash?: string;
            readonly openedAt: string;
            readonly mergedInto?: string;
            readonly publicKey?: {
              readonly kty: 'EC';
              readonly crv: 'P-256';
              readonly x: string;
              readonly y: string;
            } | {
              readonly kty: 'OKP';
              readonly crv: 'Ed25519';
              readonly x: string;
            };
            readonly recoveryHours?: number;
            readonly recovery?: {
              readonly publicKey: {
                readonly kty: 'EC';
                readonly crv: 'P-256';
                readonly x: string;
                readonly y: string;
              } | {
                readonly kty: 'OKP';
                readonly crv: 'Ed25519';
                readonly x: string;
              };
              readonly announcedAt: string;
              readonly inForceAt: string;
            };
            readonly locks?: {
              readonly member?: {
                readonly since: string;
                readonly delayHours: number;
                readonly unlocksAt?: string;
              };
              readonly custodian?: {
                readonly since: string;
                readonly delayHours: number;
                readonly unlocksAt?: string;
              };
            };
            readonly clawbacks?: readonly ({
              readonly programId: string;
              readonly amount: string;
            })[];
            readonly references?: readonly ({
              readonly referenceId: string;
              readonly since: string;
            })[];
            readonly signedChanges?: number;
            readonly standing?: {
              readonly orders: readonly ({
                readonly orderId: string;
                readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
                readonly programId?: string;
                readonly amount?: string;
                readonly from: string;
                readonly until?: string;
                readonly waits?: true;
                readonly emergency?: true;
                readonly lifted?: true;
              })[];
            };
            readonly revision?: number;
          };
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/holds': {
    /** An account’s open holds. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly holds: readonly ({
          readonly mspId: string;
          readonly holdId: string;
          readonly programId: string;
          readonly accountId: string;
          readonly amount: string;
          readonly beneficiary?: string;
          readonly hashLock?: string;
          readonly issuer?: string;
          readonly clearingValue?: string;
          readonly expiresAt: string;
          readonly status: 'captured' | 'open' | 'voided';
          readonly lots?: readonly ({
            readonly lotId: string;
            readonly amount: string;
          })[];
          readonly captured?: string;
          readonly resolvedBy?: {
            readonly mspId: string;
            readonly operationId: string;
          };
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/lock': {
    /** Locks an account at once: it earns, and nothing leaves. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly delayHours?: number | undefined;
        readonly sequence?: number | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
      } | undefined;
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/lots': {
    /** An account’s lots, by programme and soonest expiry. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly programId?: string | number | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly lots: readonly ({
          readonly amount: string;
          readonly originMspId: string;
          readonly originId: string;
          readonly campaign?: string;
          readonly maturesOn?: string;
          readonly lotId: string;
          readonly programId: string;
          readonly expiry: string;
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/merge': {
    /** Merges an account into another one of yours: of a member who has two. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly intoAccountId: string;
        readonly sequence?: number | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/public-key': {
    /** Gives an account its member’s public key, once: from then on debits need the member’s signature. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly publicKey: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/public-key/rotate': {
    /** Puts another key in the place of the member’s, at once, by the old one’s signature. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly publicKey: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number | undefined;
        readonly sequence: number;
        readonly authorization: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        };
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/recovery': {
    /** Announces another key for a member who lost the old one; it is in force after the delay set with that. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly publicKey: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/recovery/withdraw': {
    /** Takes back an announced recovery, by the old key’s signature. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly sequence: number;
        readonly authorization: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        };
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/references': {
    /** Lets another reference of yours lead to the account: a second card, another person of the household. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        /** Your own reference of the member, 1 to 200 characters; what looks the same is the same one. It never reaches the ledger, a log or the gateway’s file. */
        readonly memberRef: string;
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/references/remove': {
    /** Takes a reference off the account, at once and for good: a lost card, for example. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        /** Your own reference of the member, 1 to 200 characters; what looks the same is the same one. It never reaches the ledger, a log or the gateway’s file. */
        readonly memberRef: string;
      };
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/statement': {
    /** What happened to an account, newest first; as CSV all of it, oldest first, with running balances. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly programId?: string | number | undefined;
        readonly from?: string | number | undefined;
        readonly to?: string | number | undefined;
      };
      readonly reply: {
        readonly accountId: string;
        /** Before the first day; of a statement by days. */
        readonly opening?: readonly ({
          readonly programId: string;
          readonly balance: string;
          readonly held: string;
        })[];
        /** After the last day; of a statement by days. */
        readonly closing?: readonly ({
          readonly programId: string;
          readonly balance: string;
          readonly held: string;
        })[];
        readonly entries: readonly ({
          readonly operationId: string;
          readonly mspId: string;
          readonly kind: 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'redeem' | 'reverse' | 'seize' | 'transfer' | 'void';
          readonly programId: string;
          readonly change: string;
          readonly counterpartAccountId?: string;
          readonly acceptor?: string;
          readonly campaign?: string;
          readonly reverses?: string;
          readonly reversesMspId?: string;
          readonly holdMspId?: string;
          readonly holdId?: string;
          /** Of a capture: what was spent; `change` came back. */
          readonly captured?: string;
          readonly beneficiary?: string;
          readonly txId: string;
          readonly txTime: string;
          readonly blockNumber: number;
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/unfreeze': {
    /** Makes a frozen account active again. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        /** Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt. */
        readonly reason?: string | undefined;
      } | undefined;
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/accounts/{accountId}/unlock': {
    /** Lifts a lock after the delay that was chosen with it. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: {
        readonly sequence?: number | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
      } | undefined;
      readonly reply: {
        readonly accountId: string;
        readonly custodian?: string;
        readonly kind?: 'member' | 'merchant';
        readonly status?: 'active' | 'closed' | 'frozen';
        readonly reasonHash?: string;
        readonly openedAt?: string;
        readonly mergedInto?: string;
        readonly publicKey?: {
          readonly kty: 'EC';
          readonly crv: 'P-256';
          readonly x: string;
          readonly y: string;
        } | {
          readonly kty: 'OKP';
          readonly crv: 'Ed25519';
          readonly x: string;
        };
        readonly recoveryHours?: number;
        readonly recovery?: {
          readonly publicKey: {
            readonly kty: 'EC';
            readonly crv: 'P-256';
            readonly x: string;
            readonly y: string;
          } | {
            readonly kty: 'OKP';
            readonly crv: 'Ed25519';
            readonly x: string;
          };
          readonly announcedAt: string;
          readonly inForceAt: string;
        };
        readonly locks?: {
          readonly member?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
          readonly custodian?: {
            readonly since: string;
            readonly delayHours: number;
            readonly unlocksAt?: string;
          };
        };
        readonly clawbacks?: readonly ({
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly references?: readonly ({
          readonly referenceId: string;
          readonly since: string;
        })[];
        readonly signedChanges?: number;
        readonly standing?: {
          readonly orders: readonly ({
            readonly orderId: string;
            readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
            readonly programId?: string;
            readonly amount?: string;
            readonly from: string;
            readonly until?: string;
            readonly waits?: true;
            readonly emergency?: true;
            readonly lifted?: true;
          })[];
        };
        readonly revision?: number;
        /** Of the reason that was given: keep it, nobody else has it. */
        readonly reasonSalt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/agreement/{version}/acceptance': {
    /** Accepts the newest version of the members’ agreement for the own organisation. */
    readonly post: {
      readonly params: {
        readonly version: string | number;
      };
      readonly body: {
        readonly hash: string;
      };
      readonly reply: {
        readonly mspId?: string;
        readonly name?: string;
        readonly kind?: 'auditor' | 'merchant' | 'regulator';
        readonly status?: 'active' | 'candidate' | 'leaving' | 'left' | 'suspended';
        readonly agreementVersion?: number;
        readonly agreementDue?: {
          readonly version: number;
          readonly acceptBy: string;
        };
        readonly successor?: string;
        readonly registeredAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/batches': {
    /** Posts up to 10000 operations and answers one outcome for each, in order. */
    readonly post: {
      readonly body: {
        readonly operations: readonly (BatchOperation)[];
      };
      readonly reply: BatchOutcomes;
    };
  };
  readonly '/v1/captures': {
    /** Captures the hold that a spending code opens, at the merchant that the hold names. */
    readonly post: {
      readonly body: {
        readonly code: string;
        readonly amount?: string | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/clearing/cycles/{cycle}': {
    /** A cycle: its positions in points, the clearing values, and what each merchant is owed or owes. */
    readonly get: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly reply: Cycle;
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/close': {
    /** Closes a cycle that was cut off or ended two minutes ago or earlier; any merchant may, and it is done once. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly cycle: string;
        readonly status?: 'closed' | 'closing' | 'open';
        readonly folded?: number;
        readonly positions?: readonly ({
          readonly debtor: string;
          readonly creditor: string;
          readonly programId: string;
          readonly amount: string;
          readonly worth: string;
          readonly unvalued?: string;
        })[];
        readonly carried?: readonly ({
          readonly debtor: string;
          readonly creditor: string;
          readonly programId: string;
          readonly amount: string;
        })[];
        readonly carriedTo?: string;
        readonly values?: readonly ({
          readonly programId: string;
          readonly clearingValue: string;
        })[];
        readonly privatePairs?: readonly ({
          readonly parties: readonly [string, string];
          readonly termsVersion: number;
        })[];
        /** In points, over all programmes; the sum is zero. */
        readonly net?: readonly ({
          readonly mspId: string;
          readonly amount: string;
        })[];
        readonly unvalued?: readonly (string)[];
        readonly agreed?: readonly (string)[];
        readonly cutAt?: string;
        readonly next?: string;
        readonly partial?: true;
        readonly closedAt?: string;
        /** On the clearing values, in millionths of the smallest currency unit; the sum is zero. */
        readonly moneyNet?: readonly ({
          readonly mspId: string;
          readonly amount: string;
        })[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/cut-off': {
    /** Agrees to end the present cycle before its month does. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly cycle: string;
        readonly agreed?: readonly (string)[];
        readonly cutAt?: string;
        readonly next?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/positions': {
    /** What each merchant owes each other one in a month, in points; positions sum to zero. */
    readonly get: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly reply: Clearing;
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/statements': {
    /** Which money statements exist for a cycle, and their hashes. */
    readonly get: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly statements: readonly ({
          readonly cycle: string;
          readonly parties: readonly [string, string];
          readonly hash: string;
          readonly madeBy: string;
          readonly madeAt: string;
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Makes the money statement of a closed cycle with another merchant; either of the two may, and it is made once. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly body: {
        readonly counterparty: string;
      };
      readonly reply: {
        readonly cycle?: string;
        readonly parties?: readonly [string, string];
        readonly hash?: string;
        readonly madeBy?: string;
        readonly madeAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/statements/{counterparty}': {
    /** The money statement of a cycle between this organisation and another merchant, as the own peer holds it. */
    readonly get: {
      readonly params: {
        readonly cycle: string | number;
        readonly counterparty: string | number;
      };
      readonly reply: MoneyStatement;
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/statements/{counterparty}/settle': {
    /** Says of the payment of a money statement that it is instructed, confirmed, disputed or resolved. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
        readonly counterparty: string | number;
      };
      readonly body: {
        readonly say: 'instructed';
        readonly reference: string;
      } | {
        readonly say: 'confirmed';
      } | {
        readonly say: 'disputed';
        readonly reason: string;
      } | {
        readonly say: 'resolved';
        readonly outcome: 'due' | 'paid';
        readonly note: string;
      };
      readonly reply: {
        readonly cycle?: string;
        readonly parties?: readonly [string, string];
        readonly hash?: string;
        readonly madeBy?: string;
        readonly madeAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/consolidations': {
    /** Makes one lot of an account’s lots that are alike; nobody has more or less by it. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/constitution': {
    /** By what rules members decide, the epoch, and the newest agreement. */
    readonly get: {
      readonly reply: {
        readonly constitution: {
          readonly version: number;
          readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
          readonly rules: {
            readonly members: {
              readonly moreThan: string;
              readonly quorum: string;
              readonly votingSeconds: number;
              readonly timeLockSeconds: number;
              readonly executionSeconds: number;
              readonly stoppedBy: string;
            };
            readonly constitution: {
              readonly moreThan: string;
              readonly quorum: string;
              readonly votingSeconds: number;
              readonly timeLockSeconds: number;
              readonly executionSeconds: number;
              readonly stoppedBy: string;
            };
            readonly agreement: {
              readonly moreThan: string;
              readonly quorum: string;
              readonly votingSeconds: number;
              readonly timeLockSeconds: number;
              readonly executionSeconds: number;
              readonly stoppedBy: string;
            };
            readonly programs: {
              readonly moreThan: string;
              readonly quorum: string;
              readonly votingSeconds: number;
              readonly timeLockSeconds: number;
              readonly executionSeconds: number;
              readonly stoppedBy: string;
            };
            readonly orders: {
              readonly moreThan: string;
              readonly quorum: string;
              readonly votingSeconds: number;
              readonly timeLockSeconds: number;
              readonly executionSeconds: number;
              readonly stoppedBy: string;
            };
            readonly network: {
              readonly moreThan: string;
              readonly quorum: string;
              readonly votingSeconds: number;
              readonly timeLockSeconds: number;
              readonly executionSeconds: number;
              readonly stoppedBy: string;
            };
          };
          readonly since: string;
        };
        readonly epoch: {
          readonly number: number;
          readonly since: string;
        };
        readonly agreement?: {
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly adoptedAt: string;
          readonly acceptBy: string;
        };
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/disclosures': {
    /** What was disclosed to the auditor, each held against the ledger’s state and the blocks. */
    readonly get: {
      readonly query: {
        readonly owner?: string | number | undefined;
        readonly period?: string | number | undefined;
      };
      readonly reply: {
        readonly disclosures: readonly (CheckedDisclosure)[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Shows chosen figures of this organisation to an auditor. */
    readonly post: {
      readonly body: {
        /** To whom; may be left out where one organisation audits. */
        readonly auditor?: string | undefined;
        readonly period: string;
        readonly names: readonly (string)[];
      } | {
        /** To whom; may be left out where one organisation audits. */
        readonly auditor?: string | undefined;
        readonly figures: readonly ({
          readonly name: string;
          readonly value: string;
          readonly label?: string | undefined;
          readonly salt: string;
          readonly owner: string;
          readonly period: string;
          readonly revision: number;
        })[];
      };
      readonly reply: {
        readonly period?: string;
        readonly names?: readonly (string)[];
        readonly auditor?: string;
        readonly source?: 'history' | 'state';
        readonly count?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/disclosures/{owner}/{period}/{name}': {
    /** What was disclosed of one figure, and what exactly of it matches the ledger or does not. */
    readonly get: {
      readonly params: {
        readonly owner: string | number;
        readonly period: string | number;
        readonly name: string | number;
      };
      readonly reply: {
        readonly disclosures: readonly (CheckedDisclosure)[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/exchanges': {
    /** Exchanges points of one programme for points of another one, at an agreed rate. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        readonly amount: string;
        readonly targetProgramId: string;
        readonly minReceived?: string | undefined;
        readonly inputs?: readonly (string)[] | undefined;
        readonly rateVersion?: number | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/expiries': {
    /** Retires an account’s lots that are past their expiry. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        readonly inputs?: readonly (string)[] | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/extensions': {
    /** Gives an account’s points that end soon, or ended a while ago, another expiry. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        readonly endingBy: string;
        readonly expiresOn: string;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/figures': {
    /** This organisation’s figures by month, as its own peer holds them; the last twelve if no months are named. */
    readonly get: {
      readonly query: {
        readonly from?: string | number | undefined;
        readonly to?: string | number | undefined;
      };
      readonly reply: {
        readonly months: readonly (FiguresOfMonth)[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Records this organisation’s figures of a month. */
    readonly post: {
      readonly body: {
        readonly period: string;
        readonly figures: readonly ({
          readonly name: string;
          readonly value: string;
          readonly label?: string | undefined;
        })[];
      };
      readonly reply: {
        readonly owner?: string;
        readonly period: string;
        readonly revision?: number;
        readonly names?: readonly (string)[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/figures/{period}': {
    /** This organisation’s figures of a month, with what it takes to prove them: salt and revision. */
    readonly get: {
      readonly params: {
        readonly period: string | number;
      };
      readonly reply: {
        readonly owner: string;
        readonly period: string;
        readonly revision: number;
        readonly names: readonly (string)[];
        readonly figures: readonly (Figure)[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/figures/{period}/amend': {
    /** Changes or adds figures of a month, if it still has the revision that you have read. */
    readonly post: {
      readonly params: {
        readonly period: string | number;
      };
      readonly body: {
        readonly revision: number;
        readonly figures: readonly ({
          readonly name: string;
          readonly value: string;
          readonly label?: string | undefined;
        })[];
      };
      readonly reply: {
        readonly owner?: string;
        readonly period: string;
        readonly revision?: number;
        readonly names?: readonly (string)[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/figures/{period}/purge': {
    /** Removes figures of a month, with all that they said before, from the own peer; without names, all of them. */
    readonly post: {
      readonly params: {
        readonly period: string | number;
      };
      readonly body: {
        readonly names?: readonly (string)[] | undefined;
      } | undefined;
      readonly reply: {
        readonly owner?: string;
        readonly period: string;
        readonly revision?: number;
        readonly names?: readonly (string)[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/holds': {
    /** Sets points aside, to be captured or to go back. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        readonly amount: string;
        /** The merchant that may capture; the points are spent there. */
        readonly beneficiary?: string | undefined;
        /** The hold’s end. Either this or `ttlSeconds`. */
        readonly expiresAt?: string | undefined;
        readonly ttlSeconds?: number | undefined;
        /** Has the gateway make a code that the member shows at the beneficiary’s till. */
        readonly spendingCode?: true | undefined;
        /** SHA-256 (hex) of your MSP id, a line feed and a preimage of your own, instead of `spendingCode`. */
        readonly hashLock?: string | undefined;
        readonly inputs?: readonly (string)[] | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: HoldMade;
    };
  };
  readonly '/v1/holds/{holdId}': {
    /** One hold. */
    readonly get: {
      readonly params: {
        readonly holdId: string | number;
      };
      readonly query: {
        readonly holdMspId?: string | number | undefined;
      };
      readonly reply: Hold;
    };
  };
  readonly '/v1/holds/{holdId}/capture': {
    /** Takes what is held, or a part of it; the rest goes back. */
    readonly post: {
      readonly params: {
        readonly holdId: string | number;
      };
      readonly body: {
        /** Who posted the hold; this organisation if absent. */
        readonly holdMspId?: string | undefined;
        readonly amount?: string | undefined;
        readonly preimage?: string | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      } | undefined;
      readonly reply: Operation;
    };
  };
  readonly '/v1/holds/{holdId}/void': {
    /** Gives back all that is held. */
    readonly post: {
      readonly params: {
        readonly holdId: string | number;
      };
      readonly body: {
        /** Who posted the hold; this organisation if absent. */
        readonly holdMspId?: string | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      } | undefined;
      readonly reply: Operation;
    };
  };
  readonly '/v1/imports': {
    /** The imports, newest first. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly imports: readonly (Import)[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
      };
    };
    /** Takes a CSV file of purchases and issues points for each row. */
    readonly post: {
      readonly query: {
        readonly program: string | number;
        readonly pointsPerUnit?: string | number | undefined;
        readonly rounding?: 'ceiling' | 'floor' | 'half-up' | undefined;
        readonly campaign?: string | number | undefined;
        readonly encoding?: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8' | undefined;
        readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'tab' | undefined;
        readonly decimalMark?: 'comma' | 'point' | undefined;
        readonly groupMark?: 'apostrophe' | 'comma' | 'none' | 'point' | 'space' | undefined;
        readonly decimals?: string | number | undefined;
        readonly dateFormat?: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd' | undefined;
      };
      readonly body: string | Uint8Array;
      readonly reply: Import;
    };
  };
  readonly '/v1/imports/preview': {
    /** Reads a file of purchases as an import would, and issues nothing. */
    readonly post: {
      readonly query: {
        readonly program: string | number;
        readonly pointsPerUnit?: string | number | undefined;
        readonly rounding?: 'ceiling' | 'floor' | 'half-up' | undefined;
        readonly campaign?: string | number | undefined;
        readonly encoding?: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8' | undefined;
        readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'tab' | undefined;
        readonly decimalMark?: 'comma' | 'point' | undefined;
        readonly groupMark?: 'apostrophe' | 'comma' | 'none' | 'point' | 'space' | undefined;
        readonly decimals?: string | number | undefined;
        readonly dateFormat?: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd' | undefined;
      };
      readonly body: string | Uint8Array;
      readonly reply: ImportPreview;
    };
  };
  readonly '/v1/imports/{importId}': {
    /** How far an import is. */
    readonly get: {
      readonly params: {
        readonly importId: string | number;
      };
      readonly reply: Import;
    };
  };
  readonly '/v1/imports/{importId}/rejected-rows': {
    /** The rows that were rejected, as they came, as CSV. */
    readonly get: {
      readonly params: {
        readonly importId: string | number;
      };
      readonly reply: string;
    };
  };
  readonly '/v1/imports/{importId}/reversal': {
    /** Takes back what an import issued. */
    readonly post: {
      readonly params: {
        readonly importId: string | number;
      };
      readonly body: undefined;
      readonly reply: Import;
    };
  };
  readonly '/v1/issuances': {
    /** Issues points to an account, within the programme’s quota. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        readonly amount: string;
        readonly campaign?: string | undefined;
        readonly earnedOn?: string | undefined;
        readonly expiresOn?: string | undefined;
        readonly maturesOn?: string | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/members': {
    /** The members and those that have left, with what they have accepted of the agreement. */
    readonly get: {
      readonly reply: {
        readonly members: readonly ({
          readonly mspId: string;
          readonly name: string;
          readonly kind: 'auditor' | 'merchant' | 'regulator';
          readonly status: 'active' | 'candidate' | 'leaving' | 'left' | 'suspended';
          readonly agreementVersion?: number;
          readonly agreementDue?: {
            readonly version: number;
            readonly acceptBy: string;
          };
          readonly successor?: string;
          readonly registeredAt: string;
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/operations': {
    /** This organisation’s operations, newest first, by what is known of them; as CSV all that follow. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly from?: string | number | undefined;
        readonly until?: string | number | undefined;
        readonly kind?: 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'redeem' | 'reverse' | 'seize' | 'transfer' | 'void' | undefined;
        readonly programId?: string | number | undefined;
        readonly accountId?: string | number | undefined;
        readonly acceptor?: string | number | undefined;
        readonly reference?: string | number | undefined;
        readonly state?: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown' | undefined;
        readonly client?: string | number | undefined;
      };
      readonly reply: Operations;
    };
  };
  readonly '/v1/operations/{operationId}': {
    /** What became of an operation of this organisation. */
    readonly get: {
      readonly params: {
        readonly operationId: string | number;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/orders': {
    /** All orders by id, lifted ones too. Those on an account stand in the account’s `standing`. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly orders: readonly ({
          readonly orderId: string;
          readonly scope: {
            readonly kind: 'account';
            readonly accountId: string;
            readonly programId?: string;
          } | {
            readonly kind: 'program';
            readonly programId: string;
          } | {
            readonly kind: 'organization';
            readonly mspId: string;
          };
          readonly effect: {
            readonly kind: 'stop-debits';
          } | {
            readonly kind: 'stop-credits';
          } | {
            readonly kind: 'reserve';
            readonly amount: string;
          } | {
            readonly kind: 'seize';
            readonly amount: string;
            readonly toAccountId: string;
          };
          readonly reasonHash: string;
          readonly until?: string;
          readonly expiry?: 'runs' | 'waits';
          readonly from: string;
          readonly basis: 'emergency' | 'regulator' | 'vote';
          readonly issuedBy?: string;
          readonly issuedAt: string;
          readonly status: 'issued' | 'lifted';
          readonly ratifiedAt?: string;
          readonly ratifiedBy?: string;
          readonly liftedAt?: string;
          readonly liftedBy?: string;
          readonly seized?: string;
          readonly daysGivenBack?: number;
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Issues an order: a regulator’s, or a merchant’s as an emergency, which lapses after 72 hours. */
    readonly post: {
      readonly body: {
        readonly scope: {
          readonly kind: 'account';
          readonly accountId: string;
          readonly programId?: string | undefined;
        } | {
          readonly kind: 'program';
          readonly programId: string;
        } | {
          readonly kind: 'organization';
          readonly mspId: string;
        };
        readonly effect: {
          readonly kind: 'stop-debits';
        } | {
          readonly kind: 'stop-credits';
        } | {
          readonly kind: 'reserve';
          readonly amount: string;
        } | {
          readonly kind: 'seize';
          readonly amount: string;
          readonly toAccountId: string;
        };
        /** Its salted hash goes to the ledger; it itself does not. */
        readonly reason: string;
        readonly from?: string | undefined;
        readonly until?: string | undefined;
        readonly expiry?: 'runs' | 'waits' | undefined;
      };
      readonly reply: {
        readonly orderId: string;
        readonly scope?: {
          readonly kind: 'account';
          readonly accountId: string;
          readonly programId?: string;
        } | {
          readonly kind: 'program';
          readonly programId: string;
        } | {
          readonly kind: 'organization';
          readonly mspId: string;
        };
        readonly effect?: {
          readonly kind: 'stop-debits';
        } | {
          readonly kind: 'stop-credits';
        } | {
          readonly kind: 'reserve';
          readonly amount: string;
        } | {
          readonly kind: 'seize';
          readonly amount: string;
          readonly toAccountId: string;
        };
        readonly reasonHash?: string;
        readonly until?: string;
        readonly expiry?: 'runs' | 'waits';
        readonly from?: string;
        readonly basis?: 'emergency' | 'regulator' | 'vote';
        readonly issuedBy?: string;
        readonly issuedAt?: string;
        readonly status?: 'issued' | 'lifted';
        readonly ratifiedAt?: string;
        readonly ratifiedBy?: string;
        readonly liftedAt?: string;
        readonly liftedBy?: string;
        readonly seized?: string;
        readonly daysGivenBack?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/orders/{orderId}': {
    /** One order. */
    readonly get: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly reply: Order;
    };
  };
  readonly '/v1/orders/{orderId}/disclosures': {
    /** Shows the reason of an order to the custodian, the issuer and the auditors, or to one that is named. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: {
        readonly reason: string;
        readonly recipient?: string | undefined;
      };
      readonly reply: {
        readonly orderId: string;
        readonly recipients?: readonly (string)[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/orders/{orderId}/lift': {
    /** Lifts an order; whoever issued it, or ratified it, and nobody else before its time is over. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly orderId: string;
        readonly scope?: {
          readonly kind: 'account';
          readonly accountId: string;
          readonly programId?: string;
        } | {
          readonly kind: 'program';
          readonly programId: string;
        } | {
          readonly kind: 'organization';
          readonly mspId: string;
        };
        readonly effect?: {
          readonly kind: 'stop-debits';
        } | {
          readonly kind: 'stop-credits';
        } | {
          readonly kind: 'reserve';
          readonly amount: string;
        } | {
          readonly kind: 'seize';
          readonly amount: string;
          readonly toAccountId: string;
        };
        readonly reasonHash?: string;
        readonly until?: string;
        readonly expiry?: 'runs' | 'waits';
        readonly from?: string;
        readonly basis?: 'emergency' | 'regulator' | 'vote';
        readonly issuedBy?: string;
        readonly issuedAt?: string;
        readonly status?: 'issued' | 'lifted';
        readonly ratifiedAt?: string;
        readonly ratifiedBy?: string;
        readonly liftedAt?: string;
        readonly liftedBy?: string;
        readonly seized?: string;
        readonly daysGivenBack?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/orders/{orderId}/ratify': {
    /** A regulator takes over a merchant’s emergency order, which then does not lapse. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: {
        readonly until?: string | undefined;
      } | undefined;
      readonly reply: {
        readonly orderId: string;
        readonly scope?: {
          readonly kind: 'account';
          readonly accountId: string;
          readonly programId?: string;
        } | {
          readonly kind: 'program';
          readonly programId: string;
        } | {
          readonly kind: 'organization';
          readonly mspId: string;
        };
        readonly effect?: {
          readonly kind: 'stop-debits';
        } | {
          readonly kind: 'stop-credits';
        } | {
          readonly kind: 'reserve';
          readonly amount: string;
        } | {
          readonly kind: 'seize';
          readonly amount: string;
          readonly toAccountId: string;
        };
        readonly reasonHash?: string;
        readonly until?: string;
        readonly expiry?: 'runs' | 'waits';
        readonly from?: string;
        readonly basis?: 'emergency' | 'regulator' | 'vote';
        readonly issuedBy?: string;
        readonly issuedAt?: string;
        readonly status?: 'issued' | 'lifted';
        readonly ratifiedAt?: string;
        readonly ratifiedBy?: string;
        readonly liftedAt?: string;
        readonly liftedBy?: string;
        readonly seized?: string;
        readonly daysGivenBack?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/orders/{orderId}/reason': {
    /** The reason of an order, as it was disclosed to this organisation; its hash is the order’s `reasonHash`. */
    readonly get: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly reply: {
        readonly orderId: string;
        readonly reason: string;
        readonly salt: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/orders/{orderId}/seize': {
    /** Moves points to the account that an order names; any merchant may, and the custodian cannot stop it. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: {
        readonly amount?: string | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      } | undefined;
      readonly reply: Operation;
    };
  };
  readonly '/v1/organizations': {
    /** The organisations that take part. */
    readonly get: {
      readonly reply: {
        readonly organizations: readonly ({
          readonly mspId: string;
          readonly name: string;
          readonly kind: 'auditor' | 'merchant' | 'regulator';
          readonly status: 'active' | 'candidate' | 'leaving' | 'left' | 'suspended';
          readonly agreementVersion?: number;
          readonly agreementDue?: {
            readonly version: number;
            readonly acceptBy: string;
          };
          readonly successor?: string;
          readonly registeredAt: string;
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/organizations/{mspId}/figures': {
    /** What everybody may know of an organisation’s figures: which exist, since when, and their salted hashes. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
      };
      readonly query: {
        readonly from?: string | number | undefined;
        readonly to?: string | number | undefined;
      };
      readonly reply: {
        readonly owner: string;
        readonly figures: readonly ({
          readonly period: string;
          readonly name: string;
          readonly hash: string;
          /** The month’s revision in which it got this hash. */
          readonly revision?: number;
          readonly written?: {
            readonly blockNumber: number;
            readonly txId: string;
          };
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/programs': {
    /** The programmes, by id. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly programs: readonly ({
          readonly programId: string;
          readonly name: string;
          readonly unit: string;
          readonly cap: string;
          readonly capOn: 'issued' | 'outstanding';
          readonly expiryMonths: number;
          readonly rules: {
            readonly transferable: boolean;
            readonly maturityDays?: number;
            readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
            readonly expiryBounds?: {
              readonly minDays: number;
              readonly maxDays: number;
            };
            readonly earnedDaysMax?: number;
            readonly reinstatementDays?: number;
            readonly returnGraceDays?: number;
            readonly shortfall?: 'clawback' | 'forgiven';
          };
          readonly termsHash?: string;
          readonly issuer: string;
          readonly status: 'active' | 'suspended';
          readonly lanes: number;
          readonly createdAt: string;
          readonly clearingValues?: readonly ({
            readonly fromCycle: string;
            readonly clearingValue: string;
          })[];
          readonly limits?: {
            readonly operations?: {
              readonly issue?: {
                readonly min?: string;
                readonly max?: string;
              };
              readonly transfer?: {
                readonly min?: string;
                readonly max?: string;
              };
              readonly redeem?: {
                readonly min?: string;
                readonly max?: string;
              };
              readonly hold?: {
                readonly min?: string;
                readonly max?: string;
              };
              readonly exchange?: {
                readonly min?: string;
                readonly max?: string;
              };
            };
            readonly perAccountDay?: {
              readonly debitedMax?: string;
              readonly debitsMax?: number;
              readonly creditedMax?: string;
              readonly creditsMax?: number;
            };
          };
          readonly spendableUntil?: string;
          readonly revision?: number;
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Creates a programme issued by this organisation. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly name: string;
        readonly unit?: string | undefined;
        readonly cap: string;
        readonly capOn?: 'issued' | 'outstanding' | undefined;
        readonly expiryMonths?: number | undefined;
        readonly rules?: {
          readonly transferable: boolean;
          readonly maturityDays?: number | undefined;
          readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string | undefined;
          readonly expiryBounds?: {
            readonly minDays: number;
            readonly maxDays: number;
          } | undefined;
          readonly earnedDaysMax?: number | undefined;
          readonly reinstatementDays?: number | undefined;
          readonly returnGraceDays?: number | undefined;
          readonly shortfall?: 'clawback' | 'forgiven' | undefined;
        } | undefined;
        readonly termsHash?: string | undefined;
        readonly lanes?: number | undefined;
        readonly quota?: string | undefined;
        readonly clearingValue?: string | undefined;
      };
      readonly reply: {
        readonly programId: string;
        readonly name?: string;
        readonly unit?: string;
        readonly cap?: string;
        readonly capOn?: 'issued' | 'outstanding';
        readonly expiryMonths?: number;
        readonly rules?: {
          readonly transferable: boolean;
          readonly maturityDays?: number;
          readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
          readonly expiryBounds?: {
            readonly minDays: number;
            readonly maxDays: number;
          };
          readonly earnedDaysMax?: number;
          readonly reinstatementDays?: number;
          readonly returnGraceDays?: number;
          readonly shortfall?: 'clawback' | 'forgiven';
        };
        readonly termsHash?: string;
        readonly issuer?: string;
        readonly status?: 'active' | 'suspended';
        readonly lanes?: number;
        readonly createdAt?: string;
        readonly clearingValues?: readonly ({
          readonly fromCycle: string;
          readonly clearingValue: string;
        })[];
        readonly limits?: {
          readonly operations?: {
            readonly issue?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly transfer?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly redeem?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly hold?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly exchange?: {
              readonly min?: string;
              readonly max?: string;
            };
          };
          readonly perAccountDay?: {
            readonly debitedMax?: string;
            readonly debitsMax?: number;
            readonly creditedMax?: string;
            readonly creditsMax?: number;
          };
        };
        readonly spendableUntil?: string;
        readonly revision?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/programs/{programId}': {
    /** One programme. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly reply: Program;
    };
    /** Changes a programme’s cap, or suspends it or makes it active again. */
    readonly patch: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: {
        readonly cap?: string | undefined;
        readonly status?: 'active' | 'suspended' | undefined;
      };
      readonly reply: {
        readonly programId: string;
        readonly name?: string;
        readonly unit?: string;
        readonly cap?: string;
        readonly capOn?: 'issued' | 'outstanding';
        readonly expiryMonths?: number;
        readonly rules?: {
          readonly transferable: boolean;
          readonly maturityDays?: number;
          readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
          readonly expiryBounds?: {
            readonly minDays: number;
            readonly maxDays: number;
          };
          readonly earnedDaysMax?: number;
          readonly reinstatementDays?: number;
          readonly returnGraceDays?: number;
          readonly shortfall?: 'clawback' | 'forgiven';
        };
        readonly termsHash?: string;
        readonly issuer?: string;
        readonly status?: 'active' | 'suspended';
        readonly lanes?: number;
        readonly createdAt?: string;
        readonly clearingValues?: readonly ({
          readonly fromCycle: string;
          readonly clearingValue: string;
        })[];
        readonly limits?: {
          readonly operations?: {
            readonly issue?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly transfer?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly redeem?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly hold?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly exchange?: {
              readonly min?: string;
              readonly max?: string;
            };
          };
          readonly perAccountDay?: {
            readonly debitedMax?: string;
            readonly debitsMax?: number;
            readonly creditedMax?: string;
            readonly creditsMax?: number;
          };
        };
        readonly spendableUntil?: string;
        readonly revision?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/programs/{programId}/acceptance': {
    /** Says that this organisation takes another merchant’s programme while a point is worth at least `valueMin`. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: {
        readonly valueMin: string;
      };
      readonly reply: {
        readonly programId: string;
        readonly mspId?: string;
        readonly valueMin?: string;
        readonly sinceCycle?: string;
        readonly acceptedAt?: string;
        readonly endedAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/programs/{programId}/acceptance/end': {
    /** Ends this organisation’s acceptance of a programme, at once. Holds that it was promised stay. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: Readonly<Record<string, never>> | undefined;
      readonly reply: {
        readonly programId: string;
        readonly mspId?: string;
        readonly valueMin?: string;
        readonly sinceCycle?: string;
        readonly acceptedAt?: string;
        readonly endedAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/programs/{programId}/acceptances': {
    /** Who takes a programme, from which value on, and whether that is in force in the present cycle. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly programId: string;
        readonly acceptances: readonly ({
          readonly programId: string;
          readonly mspId: string;
          readonly valueMin: string;
          readonly sinceCycle: string;
          readonly acceptedAt: string;
          readonly endedAt?: string;
          readonly inForce: boolean;
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/programs/{programId}/clearing-value': {
    /** Sets what a point is worth between merchants, in millionths of the smallest currency unit. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: {
        readonly clearingValue: string;
      };
      readonly reply: {
        readonly programId: string;
        readonly name?: string;
        readonly unit?: string;
        readonly cap?: string;
        readonly capOn?: 'issued' | 'outstanding';
        readonly expiryMonths?: number;
        readonly rules?: {
          readonly transferable: boolean;
          readonly maturityDays?: number;
          readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
          readonly expiryBounds?: {
            readonly minDays: number;
            readonly maxDays: number;
          };
          readonly earnedDaysMax?: number;
          readonly reinstatementDays?: number;
          readonly returnGraceDays?: number;
          readonly shortfall?: 'clawback' | 'forgiven';
        };
        readonly termsHash?: string;
        readonly issuer?: string;
        readonly status?: 'active' | 'suspended';
        readonly lanes?: number;
        readonly createdAt?: string;
        readonly clearingValues?: readonly ({
          readonly fromCycle: string;
          readonly clearingValue: string;
        })[];
        readonly limits?: {
          readonly operations?: {
            readonly issue?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly transfer?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly redeem?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly hold?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly exchange?: {
              readonly min?: string;
              readonly max?: string;
            };
          };
          readonly perAccountDay?: {
            readonly debitedMax?: string;
            readonly debitsMax?: number;
            readonly creditedMax?: string;
            readonly creditsMax?: number;
          };
        };
        readonly spendableUntil?: string;
        readonly revision?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/programs/{programId}/expiring': {
    /** What of a programme’s points ends in which month, in the accounts of all merchants. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly reply: Expiring;
    };
  };
  readonly '/v1/programs/{programId}/history': {
    /** Every version of a programme, newest first, from the ledger itself. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly changes: readonly ({
          readonly txId: string;
          readonly txTime: string;
          readonly deleted: boolean;
          readonly value?: {
            readonly programId: string;
            readonly name: string;
            readonly unit: string;
            readonly cap: string;
            readonly capOn: 'issued' | 'outstanding';
            readonly expiryMonths: number;
            readonly rules: {
              readonly transferable: boolean;
              readonly maturityDays?: number;
              readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
              readonly expiryBounds?: {
                readonly minDays: number;
                readonly maxDays: number;
              };
              readonly earnedDaysMax?: number;
              readonly reinstatementDays?: number;
              readonly returnGraceDays?: number;
              readonly shortfall?: 'clawback' | 'forgiven';
            };
            readonly termsHash?: string;
            readonly issuer: string;
            readonly status: 'active' | 'suspended';
            readonly lanes: number;
            readonly createdAt: string;
            readonly clearingValues?: readonly ({
              readonly fromCycle: string;
              readonly clearingValue: string;
            })[];
            readonly limits?: {
              readonly operations?: {
                readonly issue?: {
                  readonly min?: string;
                  readonly max?: string;
                };
                readonly transfer?: {
                  readonly min?: string;
                  readonly max?: string;
                };
                readonly redeem?: {
                  readonly min?: string;
                  readonly max?: string;
                };
                readonly hold?: {
                  readonly min?: string;
                  readonly max?: string;
                };
                readonly exchange?: {
                  readonly min?: string;
                  readonly max?: string;
                };
              };
              readonly perAccountDay?: {
                readonly debitedMax?: string;
                readonly debitsMax?: number;
                readonly creditedMax?: string;
                readonly creditsMax?: number;
              };
            };
            readonly spendableUntil?: string;
            readonly revision?: number;
          };
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/programs/{programId}/liability': {
    /** What a programme owes its members as of a block, by month of issue, and what of it is expected to be redeemed. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly query: {
        readonly block?: string | number | undefined;
      };
      readonly reply: {
        readonly programId: string;
        /** Of the latest operation until then; absent before the first. */
        readonly month?: string;
        readonly cohorts: readonly ({
          readonly month: string;
          readonly issued: string;
          readonly exchangedIn: string;
          readonly exchangedOut: string;
          readonly redeemed: string;
          readonly expired: string;
          readonly returned: string;
          /** What is left, in lots and in holds. */
          readonly outstanding: string;
          /** What of that has yet to mature. */
          readonly pending: string;
          readonly expectedRedemption: string;
          readonly redeemedByAge: readonly ({
            /** In months. */
            readonly age: number;
            readonly points: string;
          })[];
        })[];
        readonly totals: {
          readonly issued: string;
          readonly exchangedIn: string;
          readonly exchangedOut: string;
          readonly redeemed: string;
          readonly expired: string;
          readonly returned: string;
          /** What is left, in lots and in holds. */
          readonly outstanding: string;
          /** What of that has yet to mature. */
          readonly pending: string;
          readonly expectedRedemption: string;
        };
        /** What accounts owe back, because returned purchases had been spent. */
        readonly clawback: string;
        readonly method: {
          readonly name: 'chain-ladder';
          readonly factors: readonly ({
            /** In months. */
            readonly age: number;
            readonly factor: string;
            readonly cohorts: number;
          })[];
        };
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/programs/{programId}/limits': {
    /** Sets the programme’s limits against abuse in place of those before; an empty object sets none. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: {
        readonly limits: {
          readonly operations?: {
            readonly issue?: {
              readonly min?: string | undefined;
              readonly max?: string | undefined;
            } | undefined;
            readonly transfer?: {
              readonly min?: string | undefined;
              readonly max?: string | undefined;
            } | undefined;
            readonly redeem?: {
              readonly min?: string | undefined;
              readonly max?: string | undefined;
            } | undefined;
            readonly hold?: {
              readonly min?: string | undefined;
              readonly max?: string | undefined;
            } | undefined;
            readonly exchange?: {
              readonly min?: string | undefined;
              readonly max?: string | undefined;
            } | undefined;
          } | undefined;
          readonly perAccountDay?: {
            readonly debitedMax?: string | undefined;
            readonly debitsMax?: number | undefined;
            readonly creditedMax?: string | undefined;
            readonly creditsMax?: number | undefined;
          } | undefined;
        };
      };
      readonly reply: {
        readonly programId: string;
        readonly name?: string;
        readonly unit?: string;
        readonly cap?: string;
        readonly capOn?: 'issued' | 'outstanding';
        readonly expiryMonths?: number;
        readonly rules?: {
          readonly transferable: boolean;
          readonly maturityDays?: number;
          readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string;
          readonly expiryBounds?: {
            readonly minDays: number;
            readonly maxDays: number;
          };
          readonly earnedDaysMax?: number;
          readonly reinstatementDays?: number;
          readonly returnGraceDays?: number;
          readonly shortfall?: 'clawback' | 'forgiven';
        };
        readonly termsHash?: string;
        readonly issuer?: string;
        readonly status?: 'active' | 'suspended';
        readonly lanes?: number;
        readonly createdAt?: string;
        readonly clearingValues?: readonly ({
          readonly fromCycle: string;
          readonly clearingValue: string;
        })[];
        readonly limits?: {
          readonly operations?: {
            readonly issue?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly transfer?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly redeem?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly hold?: {
              readonly min?: string;
              readonly max?: string;
            };
            readonly exchange?: {
              readonly min?: string;
              readonly max?: string;
            };
          };
          readonly perAccountDay?: {
            readonly debitedMax?: string;
            readonly debitsMax?: number;
            readonly creditedMax?: string;
            readonly creditsMax?: number;
          };
        };
        readonly spendableUntil?: string;
        readonly revision?: number;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/programs/{programId}/quota': {
    /** What may be issued, by lane. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly reply: Quota;
    };
    /** Sets what lanes are granted; all grants together never exceed the cap. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: {
        readonly grants: readonly ({
          readonly lane: number;
          readonly granted: string;
        })[];
      };
      readonly reply: {
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
        readonly programId: string;
        readonly cap?: string;
        readonly granted?: string;
        readonly used?: string;
        readonly lanes?: readonly ({
          readonly lane: number;
          readonly granted: string;
          readonly used: string;
        })[];
      };
    };
  };
  readonly '/v1/programs/{programId}/supply': {
    /** How many points were issued and what became of them. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly reply: Supply;
    };
  };
  readonly '/v1/programs/{programId}/supply/fold': {
    /** Folds supply rows of a past day into the programme’s total, 500 at a time. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: {
        readonly period: string;
      };
      readonly reply: {
        readonly programId: string;
        readonly period?: string;
        readonly folded?: number;
        readonly more?: boolean;
        readonly total?: {
          readonly issued: string;
          readonly redeemed: string;
          readonly expired: string;
          readonly reversed: string;
          readonly held?: string;
          readonly drawn?: string;
        };
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/proposals': {
    /** The proposals, by id. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly proposals: readonly (Proposal)[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Proposes actions to be decided on together. */
    readonly post: {
      readonly body: {
        readonly proposalId: string;
        readonly actions: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string | undefined;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string | undefined;
            readonly expiry?: 'runs' | 'waits' | undefined;
            readonly from?: string | undefined;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string | undefined;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string | undefined;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string | undefined;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string | undefined;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string | undefined;
      };
      readonly reply: {
        readonly proposalId?: string;
        readonly proposer?: string;
        readonly actions?: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string;
            readonly expiry?: 'runs' | 'waits';
            readonly from?: string;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string;
        readonly digest?: string;
        readonly proposedAt?: string;
        readonly constitutionVersion?: number;
        readonly epoch?: number;
        readonly rule?: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly voters?: readonly (string)[];
        readonly consents?: readonly (string)[];
        readonly endsWithEpoch?: boolean;
        readonly votingEnds?: string;
        readonly status?: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
        readonly tally?: {
          readonly for: number;
          readonly against: number;
          readonly abstain: number;
        };
        readonly decidedAt?: string;
        readonly executableFrom?: string;
        readonly expiresAt?: string;
        readonly endedAt?: string;
        readonly endedBy?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/proposals/preview': {
    /** What actions would change, in words, if they were done now. */
    readonly post: {
      readonly body: {
        readonly actions: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string | undefined;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string | undefined;
            readonly expiry?: 'runs' | 'waits' | undefined;
            readonly from?: string | undefined;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string | undefined;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string | undefined;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string | undefined;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string | undefined;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
      };
      readonly reply: {
        readonly changes: readonly (string)[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/proposals/{proposalId}': {
    /** One proposal, with its votes and objections. */
    readonly get: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly reply: {
        readonly proposalId: string;
        readonly proposer: string;
        readonly actions: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string;
            readonly expiry?: 'runs' | 'waits';
            readonly from?: string;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string;
        readonly digest: string;
        readonly proposedAt: string;
        readonly constitutionVersion: number;
        readonly epoch: number;
        readonly rule: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly voters: readonly (string)[];
        readonly consents: readonly (string)[];
        readonly endsWithEpoch: boolean;
        readonly votingEnds: string;
        readonly status: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
        readonly tally?: {
          readonly for: number;
          readonly against: number;
          readonly abstain: number;
        };
        readonly decidedAt?: string;
        readonly executableFrom?: string;
        readonly expiresAt?: string;
        readonly endedAt?: string;
        readonly endedBy?: string;
        readonly votes: readonly ({
          readonly proposalId: string;
          readonly mspId: string;
          readonly vote: 'abstain' | 'against' | 'for';
          readonly reasonHash?: string;
          readonly votedAt: string;
        })[];
        readonly objections: readonly ({
          readonly proposalId: string;
          readonly mspId: string;
          readonly reasonHash?: string;
          readonly objectedAt: string;
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/proposals/{proposalId}/execution': {
    /** Does what a proposal says, once, if it passed and its time lock is over; anybody may ask for it. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly proposalId?: string;
        readonly proposer?: string;
        readonly actions?: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string;
            readonly expiry?: 'runs' | 'waits';
            readonly from?: string;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string;
        readonly digest?: string;
        readonly proposedAt?: string;
        readonly constitutionVersion?: number;
        readonly epoch?: number;
        readonly rule?: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly voters?: readonly (string)[];
        readonly consents?: readonly (string)[];
        readonly endsWithEpoch?: boolean;
        readonly votingEnds?: string;
        readonly status?: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
        readonly tally?: {
          readonly for: number;
          readonly against: number;
          readonly abstain: number;
        };
        readonly decidedAt?: string;
        readonly executableFrom?: string;
        readonly expiresAt?: string;
        readonly endedAt?: string;
        readonly endedBy?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/proposals/{proposalId}/objections': {
    /** Objects to a proposal that passed, before its time lock is over; enough objections stop it. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: {
        readonly reasonHash?: string | undefined;
      } | undefined;
      readonly reply: {
        readonly proposalId?: string;
        readonly proposer?: string;
        readonly actions?: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string;
            readonly expiry?: 'runs' | 'waits';
            readonly from?: string;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string;
        readonly digest?: string;
        readonly proposedAt?: string;
        readonly constitutionVersion?: number;
        readonly epoch?: number;
        readonly rule?: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly voters?: readonly (string)[];
        readonly consents?: readonly (string)[];
        readonly endsWithEpoch?: boolean;
        readonly votingEnds?: string;
        readonly status?: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
        readonly tally?: {
          readonly for: number;
          readonly against: number;
          readonly abstain: number;
        };
        readonly decidedAt?: string;
        readonly executableFrom?: string;
        readonly expiresAt?: string;
        readonly endedAt?: string;
        readonly endedBy?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/proposals/{proposalId}/votes': {
    /** Gives the one and final vote of the own organisation. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: {
        readonly vote: 'abstain' | 'against' | 'for';
        readonly reasonHash?: string | undefined;
      };
      readonly reply: {
        readonly proposalId?: string;
        readonly proposer?: string;
        readonly actions?: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string;
            readonly expiry?: 'runs' | 'waits';
            readonly from?: string;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string;
        readonly digest?: string;
        readonly proposedAt?: string;
        readonly constitutionVersion?: number;
        readonly epoch?: number;
        readonly rule?: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly voters?: readonly (string)[];
        readonly consents?: readonly (string)[];
        readonly endsWithEpoch?: boolean;
        readonly votingEnds?: string;
        readonly status?: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
        readonly tally?: {
          readonly for: number;
          readonly against: number;
          readonly abstain: number;
        };
        readonly decidedAt?: string;
        readonly executableFrom?: string;
        readonly expiresAt?: string;
        readonly endedAt?: string;
        readonly endedBy?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/proposals/{proposalId}/withdrawal': {
    /** Withdraws an own proposal that was not executed. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly proposalId?: string;
        readonly proposer?: string;
        readonly actions?: readonly ({
          readonly kind: 'admit';
          readonly mspId: string;
          readonly name: string;
          readonly memberKind: 'auditor' | 'merchant' | 'regulator';
        } | {
          readonly kind: 'suspend';
          readonly mspId: string;
        } | {
          readonly kind: 'readmit';
          readonly mspId: string;
        } | {
          readonly kind: 'remove';
          readonly mspId: string;
        } | {
          readonly kind: 'change-constitution';
          readonly charter: {
            readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
            readonly rules: {
              readonly members: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly constitution: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly agreement: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly programs: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly orders: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
              readonly network: {
                readonly moreThan: string;
                readonly quorum: string;
                readonly votingSeconds: number;
                readonly timeLockSeconds: number;
                readonly executionSeconds: number;
                readonly stoppedBy: string;
              };
            };
          };
        } | {
          readonly kind: 'adopt-agreement';
          readonly version: number;
          readonly hash: string;
          readonly address: string;
          readonly acceptWithinDays: number;
        } | {
          readonly kind: 'wind-down';
          readonly programId: string;
          readonly spendableUntil: string;
        } | {
          readonly kind: 'hand-over';
          readonly mspId: string;
          readonly successor: string;
        } | {
          readonly kind: 'raise-cap';
          readonly programId: string;
          readonly cap: string;
        } | {
          readonly kind: 'order';
          readonly order: {
            readonly orderId: string;
            readonly scope: {
              readonly kind: 'account';
              readonly accountId: string;
              readonly programId?: string;
            } | {
              readonly kind: 'program';
              readonly programId: string;
            } | {
              readonly kind: 'organization';
              readonly mspId: string;
            };
            readonly effect: {
              readonly kind: 'stop-debits';
            } | {
              readonly kind: 'stop-credits';
            } | {
              readonly kind: 'reserve';
              readonly amount: string;
            } | {
              readonly kind: 'seize';
              readonly amount: string;
              readonly toAccountId: string;
            };
            readonly reasonHash: string;
            readonly until?: string;
            readonly expiry?: 'runs' | 'waits';
            readonly from?: string;
          };
        } | {
          readonly kind: 'ratify-order';
          readonly orderId: string;
          readonly until?: string;
        } | {
          readonly kind: 'lift-order';
          readonly orderId: string;
        } | {
          readonly kind: 'chaincode-definition';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'channel-configuration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'approve-migration';
          readonly planHash: string;
          readonly address?: string;
        } | {
          readonly kind: 'switch-on';
          readonly feature: string;
        })[];
        readonly textHash?: string;
        readonly digest?: string;
        readonly proposedAt?: string;
        readonly constitutionVersion?: number;
        readonly epoch?: number;
        readonly rule?: {
          readonly moreThan: string;
          readonly quorum: string;
          readonly votingSeconds: number;
          readonly timeLockSeconds: number;
          readonly executionSeconds: number;
          readonly stoppedBy: string;
        };
        readonly voters?: readonly (string)[];
        readonly consents?: readonly (string)[];
        readonly endsWithEpoch?: boolean;
        readonly votingEnds?: string;
        readonly status?: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
        readonly tally?: {
          readonly for: number;
          readonly against: number;
          readonly abstain: number;
        };
        readonly decidedAt?: string;
        readonly executableFrom?: string;
        readonly expiresAt?: string;
        readonly endedAt?: string;
        readonly endedBy?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/rates': {
    /** The rates, by source, target and version. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly sourceProgramId?: string | number | undefined;
        readonly targetProgramId?: string | number | undefined;
      };
      readonly reply: {
        readonly rates: readonly (Rate)[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Proposes a rate between two programmes, one of which this organisation issues. */
    readonly post: {
      readonly body: {
        readonly sourceProgramId: string;
        readonly targetProgramId: string;
        readonly version: number;
        readonly numerator: string;
        readonly denominator: string;
        readonly validFrom: string;
        readonly validUntil: string;
        readonly quota: string;
        readonly lanes: number;
      };
      readonly reply: {
        readonly sourceProgramId?: string;
        readonly targetProgramId?: string;
        readonly version?: number;
        readonly numerator?: string;
        readonly denominator?: string;
        readonly validFrom?: string;
        readonly validUntil?: string;
        readonly quota?: string;
        readonly lanes?: number;
        readonly sourceIssuer?: string;
        readonly targetIssuer?: string;
        readonly status?: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly suspendedBy?: string;
        readonly carved?: readonly ({
          readonly lane: number;
          readonly amount: string;
        })[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/rates/quote': {
    /** What an amount would buy: at the version named, or at the newest one that is open now. */
    readonly get: {
      readonly query: {
        readonly sourceProgramId: string | number;
        readonly targetProgramId: string | number;
        readonly amount: string | number;
        readonly version?: string | number | undefined;
      };
      readonly reply: {
        readonly sourceProgramId: string;
        readonly targetProgramId: string;
        readonly version: number;
        readonly amount: string;
        readonly taken: string;
        readonly received: string;
        readonly remainder: string;
        readonly validUntil: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}': {
    /** One version of a rate, with what may still be issued at it. */
    readonly get: {
      readonly params: {
        readonly sourceProgramId: string | number;
        readonly targetProgramId: string | number;
        readonly version: string | number;
      };
      readonly reply: {
        readonly sourceProgramId: string;
        readonly targetProgramId: string;
        readonly version: number;
        readonly numerator: string;
        readonly denominator: string;
        readonly validFrom: string;
        readonly validUntil: string;
        readonly quota: string;
        readonly lanes: number;
        readonly sourceIssuer: string;
        readonly targetIssuer: string;
        readonly status: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
        readonly proposedBy: string;
        readonly proposedAt: string;
        readonly acceptedAt?: string;
        readonly suspendedBy?: string;
        readonly carved?: readonly ({
          readonly lane: number;
          readonly amount: string;
        })[];
        readonly quotaByLane: readonly ({
          readonly lane: number;
          readonly granted: string;
          readonly used: string;
        })[];
        /** Points of the target that may still be issued at it. */
        readonly remaining: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}/accept': {
    /** Accepts a rate that the other issuer proposed; its quota is carved out of the target programme’s. */
    readonly post: {
      readonly params: {
        readonly sourceProgramId: string | number;
        readonly targetProgramId: string | number;
        readonly version: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly sourceProgramId?: string;
        readonly targetProgramId?: string;
        readonly version?: number;
        readonly numerator?: string;
        readonly denominator?: string;
        readonly validFrom?: string;
        readonly validUntil?: string;
        readonly quota?: string;
        readonly lanes?: number;
        readonly sourceIssuer?: string;
        readonly targetIssuer?: string;
        readonly status?: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly suspendedBy?: string;
        readonly carved?: readonly ({
          readonly lane: number;
          readonly amount: string;
        })[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}/resume': {
    /** Opens a suspended rate again; whoever suspended it may. */
    readonly post: {
      readonly params: {
        readonly sourceProgramId: string | number;
        readonly targetProgramId: string | number;
        readonly version: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly sourceProgramId?: string;
        readonly targetProgramId?: string;
        readonly version?: number;
        readonly numerator?: string;
        readonly denominator?: string;
        readonly validFrom?: string;
        readonly validUntil?: string;
        readonly quota?: string;
        readonly lanes?: number;
        readonly sourceIssuer?: string;
        readonly targetIssuer?: string;
        readonly status?: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly suspendedBy?: string;
        readonly carved?: readonly ({
          readonly lane: number;
          readonly amount: string;
        })[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}/suspend': {
    /** Suspends an accepted rate; either issuer may. */
    readonly post: {
      readonly params: {
        readonly sourceProgramId: string | number;
        readonly targetProgramId: string | number;
        readonly version: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly sourceProgramId?: string;
        readonly targetProgramId?: string;
        readonly version?: number;
        readonly numerator?: string;
        readonly denominator?: string;
        readonly validFrom?: string;
        readonly validUntil?: string;
        readonly quota?: string;
        readonly lanes?: number;
        readonly sourceIssuer?: string;
        readonly targetIssuer?: string;
        readonly status?: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly suspendedBy?: string;
        readonly carved?: readonly ({
          readonly lane: number;
          readonly amount: string;
        })[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/rates/{sourceProgramId}/{targetProgramId}/{version}/withdraw': {
    /** Withdraws a rate for good; what is left of its quota goes back to the programme. */
    readonly post: {
      readonly params: {
        readonly sourceProgramId: string | number;
        readonly targetProgramId: string | number;
        readonly version: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly sourceProgramId?: string;
        readonly targetProgramId?: string;
        readonly version?: number;
        readonly numerator?: string;
        readonly denominator?: string;
        readonly validFrom?: string;
        readonly validUntil?: string;
        readonly quota?: string;
        readonly lanes?: number;
        readonly sourceIssuer?: string;
        readonly targetIssuer?: string;
        readonly status?: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly suspendedBy?: string;
        readonly carved?: readonly ({
          readonly lane: number;
          readonly amount: string;
        })[];
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/redemptions': {
    /** Spends points at a merchant. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly accountId: string;
        readonly amount: string;
        readonly acceptor?: string | undefined;
        readonly inputs?: readonly (string)[] | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/reversals': {
    /** Undoes an earlier operation, wholly or in part. */
    readonly post: {
      readonly body: {
        readonly operationMspId?: string | undefined;
        readonly operationId: string;
        readonly amount?: string | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly reversalId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
  readonly '/v1/settlements': {
    /** Settlements by cycle, debtor and creditor. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly cycle?: string | number | undefined;
      };
      readonly reply: {
        readonly settlements: readonly ({
          readonly cycle: string;
          readonly debtor: string;
          readonly creditor: string;
          readonly amount: string;
          readonly status: 'confirmed' | 'disputed' | 'due' | 'instructed';
          readonly dueSince: string;
          readonly reference?: string;
          readonly instructedAt?: string;
          readonly confirmedAt?: string;
          readonly dispute?: {
            readonly by: string;
            readonly reason: string;
            readonly raisedAt: string;
          };
          readonly resolution?: {
            readonly by: string;
            readonly note: string;
            readonly resolvedAt: string;
          };
        })[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/settlements/aged': {
    /** What is not confirmed, by pair and by the days since its cycle ended. */
    readonly get: {
      readonly query: {
        readonly debtor?: string | number | undefined;
        readonly creditor?: string | number | undefined;
      };
      readonly reply: {
        readonly asOf: string;
        readonly pairs: readonly ({
          readonly debtor: string;
          readonly creditor: string;
          readonly upTo30Days: string;
          readonly upTo60Days: string;
          readonly upTo90Days: string;
          readonly over90Days: string;
          readonly total: string;
          readonly disputed: string;
        })[];
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/settlements/{cycle}/{debtor}/{creditor}': {
    /** What one merchant owes another one for a cycle. */
    readonly get: {
      readonly params: {
        readonly cycle: string | number;
        readonly debtor: string | number;
        readonly creditor: string | number;
      };
      readonly reply: Settlement;
    };
  };
  readonly '/v1/settlements/{cycle}/{debtor}/{creditor}/confirm': {
    /** The creditor says that it has received the payment; with that the settlement is done. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
        readonly debtor: string | number;
        readonly creditor: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly cycle?: string;
        readonly debtor?: string;
        readonly creditor?: string;
        readonly amount?: string;
        readonly dueSince?: string;
        readonly reference?: string;
        readonly instructedAt?: string;
        readonly confirmedAt?: string;
        readonly dispute?: {
          readonly by: string;
          readonly reason: string;
          readonly raisedAt: string;
        };
        readonly resolution?: {
          readonly by: string;
          readonly note: string;
          readonly resolvedAt: string;
        };
        readonly status?: 'confirmed' | 'disputed' | 'due' | 'instructed';
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/settlements/{cycle}/{debtor}/{creditor}/dispute': {
    /** Either side disputes what is due or instructed, with a reason. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
        readonly debtor: string | number;
        readonly creditor: string | number;
      };
      readonly body: {
        readonly reason: string;
      };
      readonly reply: {
        readonly cycle?: string;
        readonly debtor?: string;
        readonly creditor?: string;
        readonly amount?: string;
        readonly dueSince?: string;
        readonly reference?: string;
        readonly instructedAt?: string;
        readonly confirmedAt?: string;
        readonly dispute?: {
          readonly by: string;
          readonly reason: string;
          readonly raisedAt: string;
        };
        readonly resolution?: {
          readonly by: string;
          readonly note: string;
          readonly resolvedAt: string;
        };
        readonly status?: 'confirmed' | 'disputed' | 'due' | 'instructed';
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/settlements/{cycle}/{debtor}/{creditor}/instruct': {
    /** The debtor says that it has paid, with a reference. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
        readonly debtor: string | number;
        readonly creditor: string | number;
      };
      readonly body: {
        readonly reference: string;
      };
      readonly reply: {
        readonly cycle?: string;
        readonly debtor?: string;
        readonly creditor?: string;
        readonly amount?: string;
        readonly dueSince?: string;
        readonly reference?: string;
        readonly instructedAt?: string;
        readonly confirmedAt?: string;
        readonly dispute?: {
          readonly by: string;
          readonly reason: string;
          readonly raisedAt: string;
        };
        readonly resolution?: {
          readonly by: string;
          readonly note: string;
          readonly resolvedAt: string;
        };
        readonly status?: 'confirmed' | 'disputed' | 'due' | 'instructed';
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/settlements/{cycle}/{debtor}/{creditor}/resolve': {
    /** Whoever disputed says how it was resolved: due again, or, as the creditor may say, paid after all. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
        readonly debtor: string | number;
        readonly creditor: string | number;
      };
      readonly body: {
        readonly outcome: 'due' | 'paid';
        readonly note: string;
      };
      readonly reply: {
        readonly cycle?: string;
        readonly debtor?: string;
        readonly creditor?: string;
        readonly amount?: string;
        readonly dueSince?: string;
        readonly reference?: string;
        readonly instructedAt?: string;
        readonly confirmedAt?: string;
        readonly dispute?: {
          readonly by: string;
          readonly reason: string;
          readonly raisedAt: string;
        };
        readonly resolution?: {
          readonly by: string;
          readonly note: string;
          readonly resolvedAt: string;
        };
        readonly status?: 'confirmed' | 'disputed' | 'due' | 'instructed';
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/terms': {
    /** Which terms exist between which merchants, how they stand, and their hashes. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly terms: readonly (TermsRecord)[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
    /** Proposes the next version of the terms with another merchant. */
    readonly post: {
      readonly body: {
        readonly counterparty: string;
        readonly version: number;
        readonly terms: {
          readonly validFrom: string;
          readonly validUntil?: string | undefined;
          readonly prices: readonly ({
            readonly programId: string;
            readonly price: string;
            readonly pointsMax?: string | undefined;
          })[];
          readonly fees: readonly ({
            readonly payer: string;
            readonly basisPoints: number;
            readonly perCycle: string;
          })[];
        };
      };
      readonly reply: {
        readonly parties?: readonly [string, string];
        readonly version?: number;
        readonly status?: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
        readonly hash?: string;
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly withdrawnBy?: string;
        readonly withdrawnAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/terms/{counterparty}': {
    /** The versions of the terms between this organisation and another merchant, and how they stand. */
    readonly get: {
      readonly params: {
        readonly counterparty: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: {
        readonly terms: readonly (TermsRecord)[];
        /** For the next page; absent on the last one. */
        readonly nextCursor?: string;
        /** The number of the block whose effects are included. */
        readonly asOfBlock: number;
      };
    };
  };
  readonly '/v1/terms/{counterparty}/{version}': {
    /** One version of the terms between this organisation and another merchant, as the own peer holds it. */
    readonly get: {
      readonly params: {
        readonly counterparty: string | number;
        readonly version: string | number;
      };
      readonly reply: Terms;
    };
  };
  readonly '/v1/terms/{counterparty}/{version}/accept': {
    /** Accepts what the other merchant proposed. */
    readonly post: {
      readonly params: {
        readonly counterparty: string | number;
        readonly version: string | number;
      };
      readonly body: {
        readonly terms?: {
          readonly validFrom: string;
          readonly validUntil?: string | undefined;
          readonly prices: readonly ({
            readonly programId: string;
            readonly price: string;
            readonly pointsMax?: string | undefined;
          })[];
          readonly fees: readonly ({
            readonly payer: string;
            readonly basisPoints: number;
            readonly perCycle: string;
          })[];
        } | undefined;
        readonly hash?: string | undefined;
      };
      readonly reply: {
        readonly parties?: readonly [string, string];
        readonly version?: number;
        readonly status?: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
        readonly hash?: string;
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly withdrawnBy?: string;
        readonly withdrawnAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/terms/{counterparty}/{version}/withdraw': {
    /** Withdraws a proposal, or rejects the other merchant’s. */
    readonly post: {
      readonly params: {
        readonly counterparty: string | number;
        readonly version: string | number;
      };
      readonly body: undefined;
      readonly reply: {
        readonly parties?: readonly [string, string];
        readonly version?: number;
        readonly status?: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
        readonly hash?: string;
        readonly proposedBy?: string;
        readonly proposedAt?: string;
        readonly acceptedAt?: string;
        readonly withdrawnBy?: string;
        readonly withdrawnAt?: string;
        readonly state: 'committed' | 'submitted' | 'unknown';
        readonly txId?: string;
      };
    };
  };
  readonly '/v1/transfers': {
    /** Moves points from one account to another, if the programme’s rules allow it. */
    readonly post: {
      readonly body: {
        readonly programId: string;
        readonly fromAccountId: string;
        readonly toAccountId: string;
        readonly amount: string;
        readonly inputs?: readonly (string)[] | undefined;
        readonly authorization?: {
          readonly nonce: string;
          readonly expiresAt: string;
          readonly signature: string;
        } | undefined;
        /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
        readonly operationId?: string | undefined;
        /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
        readonly reference?: string | undefined;
        /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
        readonly metadata?: Readonly<Record<string, string>> | undefined;
      };
      readonly reply: Operation;
    };
  };
}

/** What is taken at once and done in the background. */
export const doneLater: readonly { readonly method: string; readonly path: string }[] = [
  { method: 'POST', path: '/v1/imports' },
  { method: 'POST', path: '/v1/imports/{importId}/reversal' },
];
