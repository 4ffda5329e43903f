/** What routes have at hand: interfaces that `writes/`, `imports/` and `projection/` implement, see `open-gateway.ts`. */
import type { Readable } from 'node:stream';
import type {
  AcceptanceInForce,
  Account,
  CycleStatement,
  Disclosure,
  FiguresOfMonth,
  Hold,
  Lot,
  Operation,
  OperationKind,
  Organization,
  PrivateInputOf,
  Program,
  PublicKey,
  PublishedFigure,
  QuotaLane,
  Rate,
  RateReference,
  Receipt,
  ReplyOf,
  RequestOf,
  Settlement,
  StatementRecord,
  TermsRecord,
  Transaction,
  accountHistory,
  agedSettlements,
  clearingPositions,
  getStatement,
  getSupply,
  getTerms,
  programHistory,
  quoteRate,
} from '@commonpoint/catalogue';
import type { Caller } from './caller.js';
import type { Page, PageOptions, Read, ReadOptions } from './channel/reads.js';
import type { ImportParameters, ImportView, RejectedRow } from './imports/import-view.js';
import type { Claimed, IdempotencyClaim, IdempotencyStore } from './store/idempotency.js';
import type { OperationResult, WriteOptions, Written } from './writes/results.js';

export interface Quota {
  readonly programId: string;
  readonly cap: string;
  readonly lanes: readonly QuotaLane[];
}

export interface Writes {
  /**
   * Records the operations durably (with the key), groups them with others into transactions, and waits for their
   * outcomes up to `waitMs`; the results are in the order given. Ids within one call are distinct; chains of `linked`
   * operations are whole and at most 500 long. Operations may name `inputs` (to be kept as they are), never `lanes`.
   *
   * An id that has a row already: same content joins it, also a refusal that is for good (`writes/refusals.ts`); one that
   * was only for the moment is tried again, under the same key or another one. Other content is rejected with `ID_CONFLICT`
   * and `field`.
   *
   * @throws Failure QUEUE_FULL, SHUTTING_DOWN, ORDERING_UNAVAILABLE: nothing was recorded.
   */
  submitOperations(
    caller: Caller,
    operations: readonly Operation[],
    options: WriteOptions & {
      /** The claim is recorded in the same SQLite transaction as the operation rows. */
      readonly idempotency?: IdempotencyClaim | undefined;
    },
  ): Promise<Claimed<{ readonly results: readonly OperationResult[] }>>;

  /**
   * What became of an operation: from the gateway's rows, else from the ledger's receipt (own organisation's ids).
   * @throws Failure OPERATION_UNKNOWN
   */
  operation(caller: Caller, operationId: string): Promise<OperationResult>;

  /**
   * The receipt of an own operation that took effect before this gateway was started, if there is one: asked where a
   * repeated request has to mean what it meant the first time, although the gateway's file was lost since.
   */
  receiptBefore(operationId: string): Promise<Receipt | undefined>;

  /** The pseudonym of a member: its organisation's MSP id, a colon and 32 hex digits of an HMAC-SHA256. */
  accountIdOf(memberRef: string): string;
  /** The spending code of the hold with this operation id: the same whenever it is asked, and kept nowhere. */
  spendingCodeOf(operationId: string): string;

  /** Opens the account with this pseudonym; grouped with others. `existed` if it was open already. */
  openAccount(
    caller: Caller,
    request: {
      readonly accountId: string;
      readonly kind: 'member' | 'merchant';
      readonly publicKey?: PublicKey | undefined;
    },
    options: WriteOptions,
  ): Promise<Written<Account>>;

  createProgram(
    caller: Caller,
    request: Omit<Program, 'issuer' | 'status' | 'createdAt'> & { readonly quota?: string | undefined },
    options: WriteOptions,
  ): Promise<Written<Program>>;
  changeCap(caller: Caller, programId: string, cap: string, options: WriteOptions): Promise<Written<Program>>;
  setProgramStatus(
    caller: Caller,
    programId: string,
    status: Program['status'],
    options: WriteOptions,
  ): Promise<Written<Program>>;
  allotQuota(
    caller: Caller,
    programId: string,
    grants: readonly { readonly lane: number; readonly granted: string }[],
    options: WriteOptions,
  ): Promise<Written<Quota>>;
  setAccountStatus(
    caller: Caller,
    accountId: string,
    status: Account['status'],
    reason: string | undefined,
    options: WriteOptions,
  ): Promise<Written<Account>>;

  /**
   * One of the rarer transactions: of rates, settlements, clearing values, limits and members' keys. They set something
   * to a value or find it there already, so that a repeat does no harm, and nothing is stored for them.
   *
   * Not for `Points:Post` ({@link Writes.submitOperations}) and not for `Clearing:Close` ({@link Writes.closeCycle}).
   */
  submitTransaction<T extends Transaction>(
    caller: Caller,
    entry: T,
    request: RequestOf<T>,
    options: WriteOptions & {
      /** What only the endorsing peers get to see; never stored, logged or counted. */
      readonly privateInput?: PrivateInputOf<T> | undefined;
    },
  ): Promise<Written<ReplyOf<T>>>;

  /**
   * A keyed digest (hex) of confidential content, to be compared by where the content itself must not be kept: behind
   * an `Idempotency-Key`, say. Nobody without the organisation's secret can try values against it.
   */
  confidentialDigest(content: unknown): string;

  /** Closes a cycle, as many transactions as it takes; `existed` if it was closed already. They go on after `waitMs`. */
  closeCycle(caller: Caller, cycle: string, options: WriteOptions): Promise<Written<CycleStatement>>;
}

// ------------------------------------------------------------------------------------------------------- reads

export interface Balance {
  readonly programId: string;
  readonly available: string;
  readonly held: string;
  /** Past their expiry, not retired yet. */
  readonly expired: string;
}

export type LotView = Lot & { readonly lotId: string; readonly programId: string; readonly expiry: string };

/** One line of an account's statement: what one operation did to it. */
export interface StatementEntry {
  readonly operationId: string;
  readonly mspId: string;
  readonly kind: OperationKind;
  readonly programId: string;
  /** Signed: positive is a credit. */
  readonly change: string;
  readonly counterpartAccountId?: string | undefined;
  readonly acceptor?: string | undefined;
  readonly campaign?: string | undefined;
  readonly reverses?: string | undefined;
  readonly reversesMspId?: string | undefined;
  /** Of a hold, a capture or a void: the hold it made or resolved. */
  readonly holdMspId?: string | undefined;
  readonly holdId?: string | undefined;
  /** Of a capture: what was spent; `change` is what came back of the hold. */
  readonly captured?: string | undefined;
  readonly beneficiary?: string | undefined;
  readonly txId: string;
  readonly txTime: string;
  readonly blockNumber: number;
}

export interface HoldReference {
  /** The organisation that posted it. */
  readonly mspId: string;
  readonly holdId: string;
}

/** A rate with its quota. */
export interface RateView {
  readonly rate: Rate;
  readonly quota: readonly QuotaLane[];
  /** Points of the target that may still be issued at it, over all lanes. */
  readonly remaining: string;
}

export type SettlementReference = Pick<Settlement, 'cycle' | 'debtor' | 'creditor'>;
export type Quote = ReplyOf<typeof quoteRate>;
export type AgedSettlements = ReplyOf<typeof agedSettlements>;

export type Supply = ReplyOf<typeof getSupply>;
export type AccountChange = ReplyOf<typeof accountHistory>['changes'][number];
export type ProgramChange = ReplyOf<typeof programHistory>['changes'][number];
export type Clearing = ReplyOf<typeof clearingPositions>;

/**
 * Every read throws `Failure` with `PROGRAM_UNKNOWN`, `ACCOUNT_UNKNOWN`, `HOLD_UNKNOWN`, `RATE_UNKNOWN`,
 * `SETTLEMENT_UNKNOWN`, `CURSOR_INVALID` or a peer's failure.
 */
export interface Ledger extends PairLedger, FigureLedger {
  organizations(options: ReadOptions): Promise<Read<readonly Organization[]>>;
  programs(options: PageOptions): Promise<Page<Program>>;
  program(programId: string, options: ReadOptions): Promise<Read<Program>>;
  supply(programId: string, options: ReadOptions): Promise<Read<Supply>>;
  quota(programId: string, options: ReadOptions): Promise<Read<Quota>>;
  /** Always asks the peer. */
  programHistory(programId: string, options: PageOptions): Promise<Page<ProgramChange>>;
  acceptances(programId: string, options: PageOptions): Promise<Page<AcceptanceInForce>>;
  account(accountId: string, options: ReadOptions): Promise<Read<Account>>;
  balances(accountId: string, options: ReadOptions): Promise<Read<readonly Balance[]>>;
  lots(accountId: string, options: PageOptions & { readonly programId?: string | undefined }): Promise<Page<LotView>>;
  /** Newest first; always from the projection. */
  statement(
    accountId: string,
    options: PageOptions & { readonly programId?: string | undefined },
  ): Promise<Page<StatementEntry>>;
  /** Always asks the peer. */
  accountHistory(accountId: string, options: PageOptions): Promise<Page<AccountChange>>;
  /** What is owed for the cycle, in points, as it stands; once the cycle is being closed, what is folded included. */
  clearing(cycle: string, options: ReadOptions): Promise<Read<Clearing>>;
  /** The cycle with its clearing values and money net. Always asks the peer. */
  cycle(cycle: string, options: ReadOptions): Promise<Read<CycleStatement>>;

  hold(reference: HoldReference, options: ReadOptions): Promise<Read<Hold>>;
  /**
   * The hold that this preimage opens and that names the caller's organisation: what a till asks that was shown it. Whose
   * hold it is does not stand in a preimage, so every merchant's lock of it is looked for. An open one goes before one
   * that is past its end, and that before one that is resolved; among several of a kind it is the one made first. Always
   * from the projection.
   * @throws Failure HOLD_UNKNOWN, or why the peer could not be asked
   */
  holdByPreimage(preimage: string, options: Pick<ReadOptions, 'caller'>): Promise<Read<Hold>>;
  /** Open holds. */
  holds(accountId: string, options: PageOptions): Promise<Page<Hold>>;

  /** By source, target and version; a target is only given with a source. */
  rates(
    options: PageOptions & {
      readonly sourceProgramId?: string | undefined;
      readonly targetProgramId?: string | undefined;
    },
  ): Promise<Page<Rate>>;
  rate(reference: RateReference, options: ReadOptions): Promise<Read<RateView>>;
  /** Always asks the peer. Also throws `RATE_NOT_OPEN`, `RATE_EXPIRED`. */
  quote(
    request: {
      readonly sourceProgramId: string;
      readonly targetProgramId: string;
      readonly amount: string;
      readonly version?: number | undefined;
    },
    options: ReadOptions,
  ): Promise<Read<Quote>>;

  settlements(options: PageOptions & { readonly cycle?: string | undefined }): Promise<Page<Settlement>>;
  settlement(reference: SettlementReference, options: ReadOptions): Promise<Read<Settlement>>;
  /** What is not confirmed, by pair and age. Always asks the peer. */
  agedSettlements(
    options: ReadOptions & { readonly debtor?: string | undefined; readonly creditor?: string | undefined },
  ): Promise<Read<AgedSettlements>>;
}

/**
 * What two merchants keep between them; one of them is the own organisation, the other one is named. All of it always
 * asks the peer, and nothing private is kept by the gateway.
 */
export interface PairLedger {
  /** What everybody may know, by pair and version; with a counterparty, of the own organisation and that one. */
  terms(options: PageOptions & { readonly counterparty?: string | undefined }): Promise<Page<TermsRecord>>;
  /** @throws Failure COUNTERPARTY_UNKNOWN, TERMS_UNKNOWN, PRIVATE_DATA_NOT_HERE */
  privateTerms(request: RequestOf<typeof getTerms>, options: ReadOptions): Promise<Read<ReplyOf<typeof getTerms>>>;
  /** What everybody may know. */
  statements(cycle: string, options: PageOptions): Promise<Page<StatementRecord>>;
  /** @throws Failure COUNTERPARTY_UNKNOWN, STATEMENT_UNKNOWN, PRIVATE_DATA_NOT_HERE */
  moneyStatement(
    request: RequestOf<typeof getStatement>,
    options: ReadOptions,
  ): Promise<Read<ReplyOf<typeof getStatement>>>;
}

/** Months, both included; at most 24. */
export interface MonthSpan {
  readonly from: string;
  readonly to: string;
}

/** Where something stands on the ledger. */
export interface Place {
  readonly blockNumber: number;
  readonly txId: string;
}

/** What everybody may know of a figure. */
export interface PublishedView extends PublishedFigure {
  /** The month's revision in which the figure got this hash, and the block; absent while that is not in the projection. */
  readonly revision?: number | undefined;
  readonly written?: Place | undefined;
}

/**
 * What a disclosed figure is, held against the ledger:
 *
 * - `current`: the ledger's state has its hash;
 * - `superseded`, `removed`: a block has its hash; the figure was changed, or purged, later;
 * - `altered`: the figure exists or existed, and never had this hash;
 * - `unknown`: no such figure was ever recorded.
 */
export const disclosureVerdicts = ['current', 'superseded', 'removed', 'altered', 'unknown'] as const;

export interface CheckedDisclosure extends Disclosure {
  readonly verdict: (typeof disclosureVerdicts)[number];
  /** What exactly matches, or does not, in a sentence. */
  readonly finding: string;
  /** What the disclosed figure hashes to. */
  readonly hash: string;
  /** What the ledger's state has now. */
  readonly ledgerHash?: string | undefined;
  /** Where this very hash was written. */
  readonly written?: Place | undefined;
  /** Where it was replaced or removed. */
  readonly ended?: Place | undefined;
  /** Of an altered one: what has to be put right for its hash to be on the ledger, if a single field of these does. */
  readonly differs?: 'period' | 'name' | 'revision' | undefined;
}

/** Business figures. All of it always asks the own peer, and nothing private is kept by the gateway. */
export interface FigureLedger {
  /** The own organisation's. */
  figures(span: MonthSpan, options: ReadOptions): Promise<Read<readonly FiguresOfMonth[]>>;
  /** The own organisation's. @throws Failure FIGURES_UNKNOWN */
  figuresOfMonth(period: string, options: ReadOptions): Promise<Read<FiguresOfMonth>>;
  /** What everybody may know of an organisation's. @throws Failure COLLECTION_UNKNOWN */
  publishedFigures(owner: string, span: MonthSpan, options: ReadOptions): Promise<Read<readonly PublishedView[]>>;
  /** What was disclosed to the auditor, each held against state and blocks. Only for the auditor. */
  disclosures(
    of: {
      readonly owner?: string | undefined;
      readonly period?: string | undefined;
      readonly name?: string | undefined;
    },
    options: ReadOptions,
  ): Promise<Read<readonly CheckedDisclosure[]>>;
}

// ----------------------------------------------------------------------------------------------------- imports

export interface Imports {
  /**
   * Spools the body to disk while hashing it, records the import and the claim in one transaction, and resolves
   * (`new`) when the import is durable and started; rows are posted in the background and after a restart too.
   * HTTP gives the claim without a fingerprint: it is the parameters and the SHA-256 of the file, known at the end
   * of the body. Same key, same file: `replay`. A stream that ends early or errors records nothing.
   *
   * @throws Failure CSV_INVALID when the header lacks a column, PROGRAM_UNKNOWN, NOT_ISSUER, QUEUE_FULL
   */
  start(
    body: Readable,
    parameters: ImportParameters,
    caller: Caller,
    claim: Omit<IdempotencyClaim, 'fingerprint'>,
  ): Promise<Claimed<{ readonly import: ImportView }>>;
  /** @throws Failure IMPORT_UNKNOWN */
  get(importId: string): Promise<ImportView>;
  /** Newest first. */
  list(options: {
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<Omit<Page<ImportView>, 'asOfBlock'>>;
  /** In file order; HTTP writes the CSV. @throws Failure IMPORT_UNKNOWN */
  rejectedRows(importId: string): AsyncIterable<RejectedRow>;
}

// ------------------------------------------------------------------------------------------- health, assembly

export interface Readiness {
  readonly peerReachable: boolean;
  /** Whether transactions that are handed over come back in blocks, as far as own ones show. */
  readonly orderingAvailable: boolean;
  /** The last block that the projection includes. */
  readonly projectionBlock: number;
  /** The channel's last block, as far as known. */
  readonly ledgerBlock: number;
  readonly queueLength: number;
  readonly queueLengthMax: number;
  /** Whether work from an earlier run still has to be resolved. */
  readonly recovering: boolean;
}

export interface Health {
  /** Cheap: no call to the peer. */
  readiness(): Readiness;
}

/** All that the HTTP half needs. */
export interface Gateway {
  readonly ledger: Ledger;
  readonly writes: Writes;
  readonly imports: Imports;
  readonly idempotency: IdempotencyStore;
  readonly health: Health;
  /** Takes no more writes, waits up to `graceMs` for those under way, closes connections and the file. */
  close(graceMs: number): Promise<void>;
}
