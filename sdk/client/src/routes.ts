/** Made of the gateway's routes by test/repository/client-routes.test.ts, which also holds it equal to them. */

export type AbortMigrationReply = {
  /** The organisation. */
  readonly mspId?: string;
  /** What its merchant calls the migration. */
  readonly migrationId?: string;
  /** The programme. */
  readonly programId?: string;
  /** How many leaves. */
  readonly size?: number;
  /** SHA-256 in base64. */
  readonly root?: string;
  /** In all. */
  readonly total?: string;
  /** How many balances there are of each status, and what they come to. */
  readonly byStatus?: readonly (ByStatu)[];
  /** The SHA-256 of the file that the snapshot was made of. */
  readonly snapshotHash?: string;
  /** When it was proposed. */
  readonly proposedAt?: string;
  /** Which merchants approved it. */
  readonly approvals?: readonly (Approval)[];
  /** When it was approved. */
  readonly approvedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What was claimed. */
  readonly claimed?: Claimed;
  /** What was not claimed. */
  readonly unclaimed?: Unclaimed;
  /** What it is now. */
  readonly status?: 'aborted' | 'approved' | 'complete' | 'proposed';
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AcceptAgreementReply = {
  /** The organisation. */
  readonly mspId?: string;
  /** Its name, for people. */
  readonly name?: string;
  /** Which kind it is. */
  readonly kind?: 'auditor' | 'merchant' | 'regulator';
  /** What it is now. */
  readonly status?: 'active' | 'candidate' | 'leaving' | 'left' | 'suspended';
  /** The version of the agreement that this organisation accepted last. */
  readonly agreementVersion?: number;
  /** A version of the agreement that this organisation has still to accept. */
  readonly agreementDue?: AgreementDue;
  /** Who took over from it. */
  readonly successor?: string;
  /** That it leaves by its own word, and when. */
  readonly leaving?: Leaving;
  /** Since when members say that it does not pay what it owes. */
  readonly inDefaultSince?: string;
  /** When the organisation was registered. */
  readonly registeredAt?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AcceptAgreementRequest = {
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
};

export type AcceptProgramReply = {
  /** The programme. */
  readonly programId: string;
  /** The organisation. */
  readonly mspId?: string;
  /** Below this clearing value the programme is not accepted any more. */
  readonly valueMin?: string;
  /** The first cycle that it counts for. */
  readonly sinceCycle?: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What of the merchant’s credit it drew on, by lane. */
  readonly credit?: Credit;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AcceptProgramRequest = {
  /** Below this clearing value the programme is not accepted any more. */
  readonly valueMin: string;
};

export type AcceptRateReply = {
  /** The programme whose points are given. */
  readonly sourceProgramId?: string;
  /** The programme whose points are received. */
  readonly targetProgramId?: string;
  /** Its version, from 1. */
  readonly version?: number;
  /** Above the line of the rate. */
  readonly numerator?: string;
  /** Below the line of the rate. */
  readonly denominator?: string;
  /** From when on it counts. */
  readonly validFrom?: string;
  /** Until when it counts. */
  readonly validUntil?: string;
  /** How many points it may be used for. */
  readonly quota?: string;
  /** The parts that a quota is drawn from. */
  readonly lanes?: number;
  /** The issuer of the programme whose points are given. */
  readonly sourceIssuer?: string;
  /** The issuer of the programme whose points are received. */
  readonly targetIssuer?: string;
  /** What it is now. */
  readonly status?: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
  /** Which organisation proposed it. */
  readonly proposedBy?: string;
  /** When it was proposed. */
  readonly proposedAt?: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** Who suspended it. */
  readonly suspendedBy?: string;
  /** How the quota lies in lanes. */
  readonly carved?: readonly (Lane)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AcceptTermsReply = {
  /** The two organisations, in alphabetical order. */
  readonly parties?: readonly (string)[];
  /** Its version, from 1. */
  readonly version?: number;
  /** What it is now. */
  readonly status?: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash?: string;
  /** Which organisation proposed it. */
  readonly proposedBy?: string;
  /** When it was proposed. */
  readonly proposedAt?: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** Who withdrew it. */
  readonly withdrawnBy?: string;
  /** When it was withdrawn. */
  readonly withdrawnAt?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AcceptTermsRequest = {
  /** The terms. */
  readonly terms?: AcceptTermsRequestTerms | undefined;
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash?: string | undefined;
};

export type AcceptTermsRequestTerms = {
  /** From when on it counts. */
  readonly validFrom: string;
  /** Until when it counts. */
  readonly validUntil?: string | undefined;
  /** What a point costs, by how many there are in a cycle. */
  readonly prices: readonly (Price)[];
  /** What one organisation pays the other for the cycle. */
  readonly fees: readonly (FeesFee)[];
};

export type Acceptance = {
  /** The programme. */
  readonly programId: string;
  /** The organisation. */
  readonly mspId: string;
  /** Below this clearing value the programme is not accepted any more. */
  readonly valueMin: string;
  /** The first cycle that it counts for. */
  readonly sinceCycle: string;
  /** When it was accepted. */
  readonly acceptedAt: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What the merchant lets the programme’s issuer owe it; without a limit if absent. */
  readonly credit?: Credit;
  /** Whether the programme can be used there now. */
  readonly inForce: boolean;
};

export type Account = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The organisation that keeps the account. */
  readonly custodian: string;
  /** Which kind it is. */
  readonly kind: 'member' | 'merchant';
  /** What it is now. */
  readonly status: 'active' | 'closed' | 'frozen';
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** When the account was opened. */
  readonly openedAt: string;
  /** That its member was erased, and when. */
  readonly erasure?: Erasure;
  /** The account that this one was merged into. */
  readonly mergedInto?: string;
  /** The accounts that were merged into this one: what they hold yet is on its way here. */
  readonly merged?: readonly (string)[];
  /** A public key, as a JSON Web Key. */
  readonly publicKey?: PublicKey;
  /** How many hours pass until an announced key is in force. */
  readonly recoveryHours?: number;
  /** A new key that was announced and is not yet in force. */
  readonly recovery?: Recovery;
  /** Who may move the account’s points, and how. */
  readonly locks?: Locks;
  /** What the account owes back, by programme. */
  readonly clawbacks?: readonly (Clawback)[];
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: readonly (TermsOfUseTermsOfUseItem)[];
  /** The references that lead to the account. */
  readonly references?: readonly (Reference)[];
  /** How many changes the member has signed. */
  readonly signedChanges?: number;
  /** What orders mean for the account. */
  readonly standing?: Standing;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type AccountHistoryReply = {
  /** What changed, oldest first. */
  readonly changes: readonly (Change)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type AccountScope = {
  /** Which kind it is. */
  readonly kind: 'account';
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The programme. */
  readonly programId?: string | undefined;
};

export type Accounts = {
  /** The accounts, by their ids. */
  readonly accounts: readonly (Value)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Action = AdmitAction | SuspendAction | ReadmitAction | RemoveAction | DeclareDefaultAction | EndDefaultAction | ChangeConstitutionAction | AdoptAgreementAction | WindDownAction | HandOverAction | RaiseCapAction | OrderAction | RatifyOrderAction | LiftOrderAction | AllowLiquidationAction | ChaincodeDefinitionAction | ChannelConfigurationAction | ApproveMigrationAction | SwitchOnAction;

export type AddReferenceRequest = {
  /** Your own reference of the member, 1 to 200 characters; what looks the same is the same one. It never reaches the ledger, a log or the gateway’s file. */
  readonly memberRef: string;
};

export type AdmitAction = {
  /** Which kind it is. */
  readonly kind: 'admit';
  /** The organisation. */
  readonly mspId: string;
  /** Its name, for people. */
  readonly name: string;
  /** What kind of organisation it is. */
  readonly memberKind: 'auditor' | 'merchant' | 'regulator';
};

export type AdoptAgreementAction = {
  /** Which kind it is. */
  readonly kind: 'adopt-agreement';
  /** Its version, from 1. */
  readonly version: number;
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Where the text can be read. */
  readonly address: string;
  /** How many days there are to accept it. */
  readonly acceptWithinDays: number;
};

export type AgedSettlementsReply = {
  /** The day that the ages are counted to. */
  readonly asOf: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** By debtor and creditor. */
  readonly pairs: readonly (Pair)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Agreement = {
  /** Its version, from 1. */
  readonly version: number;
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Where the text can be read. */
  readonly address: string;
  /** When it was adopted. */
  readonly adoptedAt: string;
  /** Until when the agreement is to be accepted; who has not by then can issue no points. */
  readonly acceptBy: string;
};

export type AgreementDue = {
  /** Its version, from 1. */
  readonly version: number;
  /** Until when the agreement is to be accepted; who has not by then can issue no points. */
  readonly acceptBy: string;
};

export type AllotQuotaReply = {
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
  /** The programme. */
  readonly programId: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap?: string;
  /** Points that may be drawn on. */
  readonly granted?: string;
  /** What of it is used. */
  readonly used?: string;
  /** The parts that a quota is drawn from. */
  readonly lanes?: readonly (QuotaByLaneItem)[];
};

export type AllotQuotaRequest = {
  /** What is granted to which lane. */
  readonly grants: readonly (Grant)[];
};

export type AllowLiquidationAction = {
  /** Which kind it is. */
  readonly kind: 'allow-liquidation';
  /** The organisation. */
  readonly mspId: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
};

export type AllowLiquidationReply = {
  /** The organisation. */
  readonly mspId?: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** The programme. */
  readonly programId?: string;
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit?: string;
  /** So many millionths of what pledges are worth are not lent on. */
  readonly haircutPpm?: number;
  /** So many days after a notice pledges are taken at the earliest. */
  readonly marginDays?: number;
  /** So many millionths of the debt the pledgee takes besides when pledges are taken. */
  readonly feePpm?: number;
  /** Until when. */
  readonly until?: string;
  /** Whose debts to the pledgee in clearing it secures, once that merchant is in default: no money is drawn on such a line. */
  readonly secures?: string;
  /** When pledges go back at the latest. */
  readonly pledgesEndAt?: string;
  /** When it was first granted. */
  readonly grantedAt?: string;
  /** What it is now. */
  readonly status?: 'closed' | 'liquidated' | 'noticed' | 'open';
  /** What is pledged, the oldest first. */
  readonly pledges?: readonly (PledgesPledge)[];
  /** Money that was asked for and is not paid out yet. */
  readonly drawing?: string;
  /** What was drawn on. */
  readonly drawn?: string;
  /** What of the fee is not covered yet. */
  readonly fee?: string;
  /** That the line falls short or is over, and from when on pledges are taken. */
  readonly notice?: Notice;
  /** What is in dispute, in millionths of the smallest unit of the currency. */
  readonly disputed?: number;
  /** The authority that let pledges be taken in spite of a freeze or a dispute. */
  readonly allowed?: AllowLiquidationReplyAllowed;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AllowLiquidationReplyAllowed = Allowed | Allowed2;

export type Allowed = {
  /** The organisation that did it. */
  readonly by: string;
  /** When. */
  readonly at: string;
};

export type Allowed2 = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** When. */
  readonly at: string;
};

export type AmendFiguresReply = {
  /** Whose it is. */
  readonly owner?: string;
  /** The month. */
  readonly period: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
  /** The figures’ names. */
  readonly names?: readonly (string)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type AmendFiguresRequest = {
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision: number;
  /** The figures. */
  readonly figures: readonly (FiguresFigure)[];
};

export type AnnounceRecoveryRequest = {
  /** A public key, as a JSON Web Key. */
  readonly publicKey: PublicKey;
};

export type Approval = {
  /** The organisation. */
  readonly mspId: string;
  /** When it was approved. */
  readonly approvedAt: string;
};

export type ApproveMigrationAction = {
  /** Which kind it is. */
  readonly kind: 'approve-migration';
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash: string;
  /** Where the text can be read. */
  readonly address?: string | undefined;
};

export type ApproveMigrationRequest = {
  /** SHA-256 in base64. */
  readonly root: string;
  /** In all. */
  readonly total: string;
};

export type Authorization = {
  /** A value that the member’s key is never to be used with again. */
  readonly nonce: string;
  /** When it ends. */
  readonly expiresAt: string;
  /** The member’s signature, in base64url. */
  readonly signature: string;
};

export type Balance = {
  /** The programme. */
  readonly programId: string;
  /** What can be spent now. */
  readonly available: string;
  /** What has been issued and cannot be spent yet. */
  readonly pending: string;
  /** What is promised by holds. */
  readonly held: string;
  /** Points that ended unspent. */
  readonly expired: string;
  /** What the account owes back of points returned too late to take. */
  readonly clawback: string;
  /** What ends next, by day. */
  readonly expiring: readonly (ExpiringItem)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type BatchOperation = IssueBatchOperation | TransferBatchOperation | RedeemBatchOperation | ReverseBatchOperation | ExpireBatchOperation | HoldBatchOperation | CaptureBatchOperation | VoidBatchOperation | ExchangeBatchOperation | ExtendBatchOperation | ConsolidateBatchOperation;

export type BatchOutcomes = {
  /** One of each operation, in the order of the request. */
  readonly outcomes: readonly (Outcome)[];
  /** How many of the operations are in which state. */
  readonly counts: Counts;
};

export type Before = {
  /** What the log is called in its checkpoints. */
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  /** SHA-256 in base64. */
  readonly root: string;
};

export type Bridge = {
  /** The programme. */
  readonly programId: string;
  /** What the issuer calls the bridge. */
  readonly bridgeId: string;
  /** What people call the programme on the other side. */
  readonly legacyName: string;
  /** From the legacy programme into points. */
  readonly in: BridgeCaps;
  /** From points into the legacy programme. */
  readonly out: BridgeCaps;
  /** What it is now. */
  readonly status: 'closed' | 'open';
};

export type BridgeCaps = {
  /** How many points may cross on a day (UTC). */
  readonly perDay: string;
  /** How many points may cross, or have, since the bridge was set up. */
  readonly inAll: string;
};

export type BridgeCrossed = {
  /** How many points have crossed on the day. */
  readonly today: string;
  /** How many points may cross, or have, since the bridge was set up. */
  readonly inAll: string;
  /** In how many operations. */
  readonly count: number;
};

export type BridgeUse = {
  /** The last day on which anything crossed. */
  readonly day: string;
  /** From the legacy programme into points. */
  readonly in: BridgeCrossed;
  /** From points into the legacy programme. */
  readonly out: BridgeCrossed;
};

export type BuyNoteRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId: string;
  /** Points. */
  readonly amount: string;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ByStatu = {
  /** What it is now. */
  readonly status: 'active' | 'empty' | 'expired' | 'frozen' | 'negative';
  /** How many there are. */
  readonly count: number;
  /** Points. */
  readonly amount: string;
};

export type CapBase = {
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
  /** Since when. */
  readonly since: string;
};

export type CapRaise = {
  /** By how many percent. */
  readonly percent: number;
  /** In how many days. */
  readonly days: number;
};

export type CaptureBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'capture';
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string | undefined;
  /** The id of the operation that made the hold. */
  readonly holdId: string;
  /** Points. */
  readonly amount?: string | undefined;
  /** What the hold’s hash lock is the SHA-256 of, as hexadecimal digits. */
  readonly preimage?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type CaptureByCodeRequest = {
  /** The spending code that the member shows. */
  readonly code: string;
  /** Points. */
  readonly amount?: string | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type CaptureHoldRequest = {
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string | undefined;
  /** Points. */
  readonly amount?: string | undefined;
  /** What the hold’s hash lock is the SHA-256 of, as hexadecimal digits. */
  readonly preimage?: string | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type Certificate = {
  /** A role, `peer-tls-root` or `peer-tls`; of others `peer:HarborMSP`, `orderer-tls:HarborMSP:1`, `authority:HarborMSP`. */
  readonly name: string;
  /** When the certificate ends. */
  readonly endsAt: string;
  /** It ends within so many days; 0 when it has ended, absent while there is time. */
  readonly withinDays?: 0 | 1 | 7 | 30;
};

export type ChaincodeDefinitionAction = {
  /** Which kind it is. */
  readonly kind: 'chaincode-definition';
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash: string;
  /** Where the text can be read. */
  readonly address?: string | undefined;
};

export type Change = {
  /** The Fabric transaction. */
  readonly txId: string;
  /** The transaction’s time. */
  readonly txTime: string;
  /** Whether the row was taken away. */
  readonly deleted: boolean;
  /** The row as it was then. */
  readonly value?: Value;
};

export type ChangeAccountRequest = {
  /** What it is now. */
  readonly status: 'active' | 'closed' | 'frozen';
  /** Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt. */
  readonly reason?: string | undefined;
};

export type ChangeConstitutionAction = {
  /** Which kind it is. */
  readonly kind: 'change-constitution';
  /** The constitution as it would be. */
  readonly charter: Charter;
};

export type ChangeNoteRateReply = {
  /** The programme. */
  readonly programId?: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId?: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer?: string;
  /** For how many days points are given. */
  readonly days?: number;
  /** Millionths a year. */
  readonly ppm?: number;
  /** The rate stays at this or above, in millionths a year. */
  readonly ppmMin?: number;
  /** The rate stays at this or below, in millionths a year. */
  readonly ppmMax?: number;
  /** So many days before it holds another rate is announced. */
  readonly noticeDays?: number;
  /** The most interest that all its notes may come to. */
  readonly ceiling?: string;
  /** The parts that a quota is drawn from. */
  readonly lanes?: number;
  /** What a note is worth that is redeemed before its end; absent where none is. */
  readonly early?: Early;
  /** The rates. */
  readonly rates?: readonly (ChangeNoteRateRequest)[];
  /** What it is now. */
  readonly status?: 'closed' | 'open';
  /** When it was offered. */
  readonly offeredAt?: string;
  /** How many months points live. */
  readonly expiryMonths?: number;
  /** To which end points’ lives are rounded up. */
  readonly expiryRounding?: string;
  /** How the quota lies in lanes. */
  readonly carved?: readonly (Lane)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type ChangeNoteRateRequest = {
  /** From when on. */
  readonly from: string;
  /** Millionths a year. */
  readonly ppm: number;
};

export type ChangeProgramReply = {
  /** The programme. */
  readonly programId: string;
  /** What one of it is, where it is no point. */
  readonly kind?: 'stamp' | 'ticket' | 'voucher';
  /** Its name, for people. */
  readonly name?: string;
  /** What one of it is called. */
  readonly unit?: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap?: string;
  /** Whether all points ever issued count against the cap, or those outstanding. */
  readonly capOn?: 'issued' | 'outstanding';
  /** How many months points live. */
  readonly expiryMonths?: number;
  /** The rules. */
  readonly rules?: Rules;
  /** SHA-256 of the terms, as hexadecimal digits. */
  readonly termsHash?: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer?: string;
  /** What it is now. */
  readonly status?: 'active' | 'suspended';
  /** The parts that a quota is drawn from. */
  readonly lanes?: number;
  /** When it was made. */
  readonly createdAt?: string;
  /** The values, each from a cycle on. */
  readonly clearingValues?: readonly (ClearingValue)[];
  /** What accounts may do in a day and in one operation. */
  readonly limits?: Limits;
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: TermsOfUse;
  /** What raises of the cap without a vote are measured by. */
  readonly capBase?: CapBase;
  /** The last day on which the programme’s points can be spent. */
  readonly spendableUntil?: string;
  /** Since when its issuer is in default: its points are spent at the issuer alone. */
  readonly issuerInDefaultSince?: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type ChangeProgramRequest = {
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap?: string | undefined;
  /** What it is now. */
  readonly status?: 'active' | 'suspended' | undefined;
  /** The rules. */
  readonly rules?: Rules | undefined;
};

export type ChangeWebhookRequest = {
  /** Where events are sent, over TLS. */
  readonly url?: string | undefined;
  /** In the organisation’s own words. */
  readonly description?: string | undefined;
  /** Only these types; absent or empty, all. */
  readonly types?: readonly ('account.changed' | 'account.closed' | 'account.frozen' | 'account.opened' | 'agreement.accepted' | 'agreement.adopted' | 'certificate.due' | 'constitution.changed' | 'credit-line.closed' | 'credit-line.liquidated' | 'credit-line.noticed' | 'credit-line.open' | 'credit.80' | 'credit.95' | 'cycle.closed' | 'cycle.closing' | 'cycle.cut-off-agreed' | 'epoch.begun' | 'hold.captured' | 'hold.made' | 'hold.voided' | 'line-payment.confirmed' | 'line-payment.disputed' | 'line-payment.instructed' | 'line-payment.withdrawn' | 'member.active' | 'member.candidate' | 'member.leaving' | 'member.left' | 'member.suspended' | 'network.changed' | 'network.orderer-joined' | 'network.orderer-left' | 'network.organization-joined' | 'network.organization-left' | 'note.offer-closed' | 'note.offered' | 'note.pledged' | 'note.redeemed' | 'note.sold' | 'note.transferred' | 'order.issued' | 'order.lifted' | 'points.consolidated' | 'points.exchanged' | 'points.expired' | 'points.expiring' | 'points.extended' | 'points.issued' | 'points.matured' | 'points.redeemed' | 'points.reversed' | 'points.seized' | 'points.transferred' | 'program.acceptance-ended' | 'program.accepted' | 'program.changed' | 'program.created' | 'program.suspended' | 'proposal.dropped' | 'proposal.executed' | 'proposal.expired' | 'proposal.failed' | 'proposal.objected' | 'proposal.open' | 'proposal.passed' | 'proposal.stopped' | 'proposal.voted' | 'proposal.withdrawn' | 'rate.accepted' | 'rate.proposed' | 'rate.suspended' | 'rate.withdrawn' | 'settlement.confirmed' | 'settlement.disputed' | 'settlement.due' | 'settlement.instructed' | 'statement.made' | 'terms.accepted' | 'terms.proposed' | 'terms.superseded' | 'terms.withdrawn')[] | undefined;
  /** Whether events are sent to it. */
  readonly status?: 'active' | 'disabled' | undefined;
};

export type ChangesChange = {
  /** The Fabric transaction. */
  readonly txId: string;
  /** The transaction’s time. */
  readonly txTime: string;
  /** Whether the row was taken away. */
  readonly deleted: boolean;
  /** The row as it was then. */
  readonly value?: ProgramsProgram;
};

export type ChannelConfigurationAction = {
  /** Which kind it is. */
  readonly kind: 'channel-configuration';
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash: string;
  /** Where the text can be read. */
  readonly address?: string | undefined;
};

export type Charter = {
  /** The organisations that vote. */
  readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
  /** The rules. */
  readonly rules: CharterRules;
  /** What regulators order by themselves. */
  readonly regulatorPowers: readonly (RegulatorPower)[];
  /** How far an issuer raises a cap by itself. */
  readonly capRaise: CapRaise;
  /** For how many days at the least the points of a member that leaves are spent. */
  readonly noticeDays: number;
  /** In what money members pay each other, and what is set against what. */
  readonly clearing: CharterClearing;
  /** Whether notes are sold; absent is no. */
  readonly notes?: boolean | undefined;
  /** Whether merchants may limit what they are owed. */
  readonly credit?: boolean | undefined;
  /** Whether merchants may lend money on points that are pledged to them; absent is no. */
  readonly collateral?: boolean | undefined;
  /** Whether programmes may be of vouchers, tickets or stamps. */
  readonly otherAssets?: boolean | undefined;
};

export type CharterClearing = {
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** `pairs`: what two owe each other is set against each other. `all`: what each is owed and owes over all others. */
  readonly netting: 'all' | 'pairs';
};

export type CharterRules = {
  /** The members, in the order of their ids. */
  readonly members: Members;
  /** The constitution in force. */
  readonly constitution: Members;
  /** How it is voted on the agreement among members. */
  readonly agreement: Members;
  /** The programmes, in the order of their ids. */
  readonly programs: Members;
  /** The orders, oldest first. */
  readonly orders: Members;
  /** How it is voted on the network’s configuration. */
  readonly network: Members;
};

export type CheckedDisclosure = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** The figure as the ledger shows it. */
  readonly figure: Figure;
  /** Where the value was found. */
  readonly source: 'history' | 'state';
  /** When it was disclosed. */
  readonly disclosedAt: string;
  /** The Fabric transaction. */
  readonly txId: string;
  /** What became of the value that was disclosed. */
  readonly verdict: 'altered' | 'current' | 'removed' | 'superseded' | 'unknown';
  /** What exactly matches, or does not. */
  readonly finding: string;
  /** What the disclosed figure hashes to. */
  readonly hash: string;
  /** What the ledger’s state has now. */
  readonly ledgerHash?: string;
  /** Where this very hash was written. */
  readonly written?: Written;
  /** Where it was replaced or removed. */
  readonly ended?: Written;
  /** What the value was found under instead. */
  readonly differs?: 'name' | 'period' | 'revision';
};

export type Checkpoint = {
  /** The organisation. */
  readonly mspId: string;
  /** What the log is called in its checkpoints. */
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  /** SHA-256 in base64. */
  readonly root: string;
  /** When, in seconds since 1970. */
  readonly time: number;
  /** A public key, as a JSON Web Key. */
  readonly publicKey: string;
  /** The member’s signature, in base64url. */
  readonly signature: string;
};

export type Claim = {
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
  /** When. */
  readonly at: string;
  /** What the creditor owed in turn, which is no part of the amount. */
  readonly setOff: string;
  /** What of it had been paid in advance. */
  readonly prepaid: string;
  /** For how many points of which programmes that was. */
  readonly prepaidPoints: readonly (PrepaidPoint)[];
  /** What is pledged, the oldest first. */
  readonly pledges: string;
  /** What stands as the creditor’s loss. */
  readonly loss: string;
};

export type ClaimOnLineReply = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle?: string;
  /** The organisation that owes. */
  readonly debtor?: string;
  /** The organisation that is owed. */
  readonly creditor?: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency?: string;
  /** Points. */
  readonly amount?: string;
  /** The day since which it is due. */
  readonly dueSince?: string;
  /** The payment’s reference. */
  readonly reference?: string;
  /** When the debtor said that it paid. */
  readonly instructedAt?: string;
  /** When the creditor confirmed the payment. */
  readonly confirmedAt?: string;
  /** What the debtor or creditor objects to. */
  readonly dispute?: ClaimOnLineReplyDispute;
  /** How the dispute ended. */
  readonly resolution?: Resolution;
  /** Of a debtor in default: what met a part of it, in the stated order. */
  readonly claim?: Claim;
  /** What it is now. */
  readonly status?: 'confirmed' | 'disputed' | 'due' | 'instructed';
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type ClaimOnLineReplyDispute = {
  /** The organisation that did it. */
  readonly by: string;
  /** The reason, for people. */
  readonly reason: string;
  /** When it was raised. */
  readonly raisedAt: string;
};

export type Claimed = {
  /** How many there are. */
  readonly count: number;
  /** Points. */
  readonly amount: string;
};

export type ClaimedSoFar = {
  /** How many there are. */
  readonly count: number;
  /** Points. */
  readonly amount: string;
};

export type Clawback = {
  /** The programme. */
  readonly programId: string;
  /** Points. */
  readonly amount: string;
};

export type Clearing = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** Points that one organisation owes another, by programme. */
  readonly positions: readonly (Position)[];
  /** What each organisation is to get in all, in millionths of the smallest unit of the currency; negative if it has to pay. */
  readonly net: readonly (NetItem)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ClearingValue = {
  /** The first cycle that it counts for. */
  readonly fromCycle: string;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue: string;
};

export type CloseAccountRequest = {
  /** Yours to keep, with the `reasonSalt` of the reply: on the ledger stands `reasonHash`, the SHA-256 of the canonical JSON of accountId, reason and salt. */
  readonly reason?: string | undefined;
};

export type CloseCycleReply = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency?: string;
  /** `pairs`: what two owe each other is set against each other. `all`: what each is owed and owes over all others. */
  readonly netting?: 'all' | 'pairs';
  /** What it is now. */
  readonly status?: 'closed' | 'closing' | 'open';
  /** How many rows were folded. */
  readonly folded?: number;
  /** Points that one organisation owes another, by programme. */
  readonly positions?: readonly (PositionsPosition)[];
  /** What is carried into the next cycle, as no value was in force. */
  readonly carried?: readonly (Position)[];
  /** The cycle that these positions were carried to. */
  readonly carriedTo?: string;
  /** The values. */
  readonly values?: readonly (ValuesValue)[];
  /** Pairs of organisations that settle by terms of their own. */
  readonly privatePairs?: readonly (PrivatePair)[];
  /** In points, by programme; of each the sum is zero. */
  readonly net?: readonly (NetItem)[];
  /** What closings before left unpaid because it was less than can be paid: owed with this cycle. */
  readonly remaindersBefore?: readonly (RemaindersBeforeItem)[];
  /** What is really paid for the cycle: the settlements of a closed one. */
  readonly payments?: readonly (RemaindersBeforeItem)[];
  /** What is not paid because it is less than can be paid: owed with the cycle that is closed next. */
  readonly remainders?: readonly (RemaindersBeforeItem)[];
  /** What was not paid, and nobody owes any more: one of the two has left, and nothing came after it. */
  readonly dropped?: readonly (RemaindersBeforeItem)[];
  /** Programmes without a value in force. */
  readonly unvalued?: readonly (string)[];
  /** The organisations that agreed to close it. */
  readonly agreed?: readonly (string)[];
  /** When it was cut off. */
  readonly cutAt?: string;
  /** The cycle after it. */
  readonly next?: string;
  /** Only where it is done in part so far. */
  readonly partial?: true;
  /** When it was closed. */
  readonly closedAt?: string;
  /** On the clearing values, in millionths of the smallest currency unit; the sum is zero. */
  readonly moneyNet?: readonly (MoneyNetItem)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type CloseNoteOfferReply = {
  /** The programme. */
  readonly programId?: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId?: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer?: string;
  /** In how many days. */
  readonly days?: number;
  /** Millionths a year. */
  readonly ppm?: number;
  /** The rate stays at this or above, in millionths a year. */
  readonly ppmMin?: number;
  /** The rate stays at this or below, in millionths a year. */
  readonly ppmMax?: number;
  /** For how many days at the least the points of a member that leaves are spent. */
  readonly noticeDays?: number;
  /** The most interest that all its notes may come to. */
  readonly ceiling?: string;
  /** The parts that a quota is drawn from. */
  readonly lanes?: number;
  /** What a note is worth that is redeemed before its end; absent where none is. */
  readonly early?: Early;
  /** The rates. */
  readonly rates?: readonly (ChangeNoteRateRequest)[];
  /** What it is now. */
  readonly status?: 'closed' | 'open';
  /** When it was offered. */
  readonly offeredAt?: string;
  /** How many months points live. */
  readonly expiryMonths?: number;
  /** To which end points’ lives are rounded up. */
  readonly expiryRounding?: string;
  /** How the quota lies in lanes. */
  readonly carved?: readonly (Lane)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type Cohort = {
  /** The month. */
  readonly month: string;
  /** Points issued. */
  readonly issued: string;
  /** Points that came by exchange. */
  readonly exchangedIn: string;
  /** Points that left by exchange. */
  readonly exchangedOut: string;
  /** Points spent. */
  readonly redeemed: string;
  /** Points that ended unspent. */
  readonly expired: string;
  /** Points taken back by returns. */
  readonly returned: string;
  /** What is left, in lots and in holds. */
  readonly outstanding: string;
  /** What of that has yet to mature. */
  readonly pending: string;
  /** Points that by the method’s reckoning will still be redeemed. */
  readonly expectedRedemption: string;
  /** Points spent, by how many months after their issue. */
  readonly redeemedByAge: readonly (RedeemedByAgeItem)[];
};

export type CompleteMigrationRequest = {
  /** What was not claimed. */
  readonly unclaimed: Claimed;
  /** Until when what was not claimed is owed all the same. */
  readonly owedUntil?: string | undefined;
};

export type ConfirmLinePaymentReply = {
  /** The organisation. */
  readonly mspId?: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string;
  /** What the payment is called within its credit line. */
  readonly paymentId?: string;
  /** Which kind it is. */
  readonly kind?: 'draw' | 'repayment';
  /** Points. */
  readonly amount?: string;
  /** What it is now. */
  readonly status?: 'confirmed' | 'disputed' | 'instructed' | 'withdrawn';
  /** The payment’s reference. */
  readonly reference?: string;
  /** When the debtor said that it paid. */
  readonly instructedAt?: string;
  /** When the creditor confirmed the payment. */
  readonly confirmedAt?: string;
  /** What of the repayment there was to be repaid. */
  readonly applied?: string;
  /** What the debtor or creditor objects to. */
  readonly dispute?: Dispute;
  /** A value that the member’s key is never to be used with again. */
  readonly nonce?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type ConfirmLinePaymentRequest = {
  /** The payment’s reference. */
  readonly reference?: string | undefined;
};

export type ConfirmedSettleMoneyStatementRequest = {
  /** What is said of the payment. */
  readonly say: 'confirmed';
};

export type Conflict = {
  /** A row that it had read was written, a stretch of rows changed, or who has to endorse a row. */
  readonly kind: 'policy-changed' | 'range-changed' | 'written-meanwhile';
  /** The chaincode that it is a row of. */
  readonly namespace: string;
  /** Of a private row: its collection. Of what is in it nothing is known. */
  readonly collection?: string;
  /** What kind of row it is. */
  readonly type?: string;
  /** What the parts of its key are. */
  readonly names: Readonly<Record<string, string>>;
  /** The key, as the history of a key takes it; of a private row the key’s hash. */
  readonly key: string;
  /** Where the row was written that was read; absent if there was none. */
  readonly read?: ReadVersion;
  /** The organisation that did it. */
  readonly by: ExplorerPlacedTransaction;
};

export type Consenter = {
  /** The number that its signatures name. */
  readonly id: number;
  /** Whose it is. */
  readonly mspId: string;
  /** The certificate’s common name. */
  readonly name: string;
};

export type ConsolidateBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'consolidate';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ConsolidateLotsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type Constitution = {
  /** Its version, from 1. */
  readonly version: number;
  /** The organisations that vote. */
  readonly voters: readonly ('auditor' | 'merchant' | 'regulator')[];
  /** The rules. */
  readonly rules: CharterRules;
  /** What regulators order by themselves. */
  readonly regulatorPowers: readonly (RegulatorPower)[];
  /** How far an issuer raises a cap by itself. */
  readonly capRaise: CapRaise;
  /** For how many days at the least the points of a member that leaves are spent. */
  readonly noticeDays: number;
  /** In what money members pay each other, and what is set against what. */
  readonly clearing: CharterClearing;
  /** Whether notes are sold; absent is no. */
  readonly notes?: boolean;
  /** What of the merchant’s credit it drew on, by lane. */
  readonly credit?: boolean;
  /** Whether merchants may lend money on points that are pledged to them; absent is no. */
  readonly collateral?: boolean;
  /** Whether programmes may be of vouchers, tickets or stamps. */
  readonly otherAssets?: boolean;
  /** How cycles before one were netted. */
  readonly earlierNetting?: readonly (EarlierNettingItem)[];
  /** Since when. */
  readonly since: string;
};

export type ConsumedItem = {
  /** The lot’s id. */
  readonly lotId: string;
  /** Points. */
  readonly amount: string;
};

export type Counts = {
  /** How many were taken in and wait. */
  readonly accepted: number;
  /** How many were handed over and not yet seen in a block. */
  readonly submitted: number;
  /** How many are on the ledger. */
  readonly committed: number;
  /** How many were refused. */
  readonly rejected: number;
  /** How many have an outcome that is not known yet. */
  readonly unknown: number;
};

export type CreateProgramRequest = {
  /** The programme. */
  readonly programId: string;
  /** What one of it is, where it is no point. */
  readonly kind?: 'stamp' | 'ticket' | 'voucher' | undefined;
  /** Its name, for people. */
  readonly name: string;
  /** What one of it is called. */
  readonly unit?: string | undefined;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
  /** Whether all points ever issued count against the cap, or those outstanding. */
  readonly capOn?: 'issued' | 'outstanding' | undefined;
  /** How many months points live. */
  readonly expiryMonths?: number | undefined;
  /** The rules. */
  readonly rules?: CreateProgramRequestRules | undefined;
  /** SHA-256 of the terms, as hexadecimal digits. */
  readonly termsHash?: string | undefined;
  /** The parts that a quota is drawn from. */
  readonly lanes?: number | undefined;
  /** How many points it may be used for. */
  readonly quota?: string | undefined;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue?: string | undefined;
};

export type CreateProgramRequestRules = {
  /** Whether members may send points to each other. */
  readonly transferable: boolean;
  /** How many days after the issuance points can be spent. */
  readonly maturityDays?: number | undefined;
  /** To which end points’ lives are rounded up. */
  readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string | undefined;
  /** How many days after the issuance an expiry that an issuance names may lie. */
  readonly expiryBounds?: ExpiryBounds | undefined;
  /** How many days ago points may have been earned at the most. */
  readonly earnedDaysMax?: number | undefined;
  /** How many days after their end points can still be extended; so long nobody retires them. */
  readonly reinstatementDays?: number | undefined;
  /** How many days points can be spent that come back after their end. */
  readonly returnGraceDays?: number | undefined;
  /** What becomes of what cannot be taken at a return: owed back, or forgiven. */
  readonly shortfall?: 'clawback' | 'forgiven' | undefined;
};

export type CreateWebhookRequest = {
  /** Where events are sent, over TLS. */
  readonly url: string;
  /** In the organisation’s own words. */
  readonly description?: string | undefined;
  /** Only these types; absent, all. */
  readonly types?: readonly ('account.changed' | 'account.closed' | 'account.frozen' | 'account.opened' | 'agreement.accepted' | 'agreement.adopted' | 'certificate.due' | 'constitution.changed' | 'credit-line.closed' | 'credit-line.liquidated' | 'credit-line.noticed' | 'credit-line.open' | 'credit.80' | 'credit.95' | 'cycle.closed' | 'cycle.closing' | 'cycle.cut-off-agreed' | 'epoch.begun' | 'hold.captured' | 'hold.made' | 'hold.voided' | 'line-payment.confirmed' | 'line-payment.disputed' | 'line-payment.instructed' | 'line-payment.withdrawn' | 'member.active' | 'member.candidate' | 'member.leaving' | 'member.left' | 'member.suspended' | 'network.changed' | 'network.orderer-joined' | 'network.orderer-left' | 'network.organization-joined' | 'network.organization-left' | 'note.offer-closed' | 'note.offered' | 'note.pledged' | 'note.redeemed' | 'note.sold' | 'note.transferred' | 'order.issued' | 'order.lifted' | 'points.consolidated' | 'points.exchanged' | 'points.expired' | 'points.expiring' | 'points.extended' | 'points.issued' | 'points.matured' | 'points.redeemed' | 'points.reversed' | 'points.seized' | 'points.transferred' | 'program.acceptance-ended' | 'program.accepted' | 'program.changed' | 'program.created' | 'program.suspended' | 'proposal.dropped' | 'proposal.executed' | 'proposal.expired' | 'proposal.failed' | 'proposal.objected' | 'proposal.open' | 'proposal.passed' | 'proposal.stopped' | 'proposal.voted' | 'proposal.withdrawn' | 'rate.accepted' | 'rate.proposed' | 'rate.suspended' | 'rate.withdrawn' | 'settlement.confirmed' | 'settlement.disputed' | 'settlement.due' | 'settlement.instructed' | 'statement.made' | 'terms.accepted' | 'terms.proposed' | 'terms.superseded' | 'terms.withdrawn')[] | undefined;
  /** The programme. */
  readonly programId?: string | undefined;
  /** The account, as `custodian:id`. */
  readonly accountId?: string | undefined;
  /** From this block on. */
  readonly from?: number | undefined;
};

export type Credit = {
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** When it was first granted. */
  readonly grantedAt: string;
  /** A higher limit that one side has said, and the other has not yet. */
  readonly raise?: Raise;
  /** When it ended. */
  readonly endedAt?: string;
};

export type CreditLine = {
  /** The organisation. */
  readonly mspId: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The programme. */
  readonly programId: string;
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit: string;
  /** So many millionths of what pledges are worth are not lent on. */
  readonly haircutPpm: number;
  /** So many days after a notice pledges are taken at the earliest. */
  readonly marginDays: number;
  /** So many millionths of the debt the pledgee takes besides when pledges are taken. */
  readonly feePpm: number;
  /** Until when. */
  readonly until: string;
  /** Whose debts to the pledgee in clearing it secures, once that merchant is in default: no money is drawn on such a line. */
  readonly secures?: string;
  /** When pledges go back at the latest. */
  readonly pledgesEndAt: string;
  /** When it was first granted. */
  readonly grantedAt: string;
  /** What it is now. */
  readonly status: 'closed' | 'liquidated' | 'noticed' | 'open';
  /** What is pledged, the oldest first. */
  readonly pledges: readonly (PledgesPledge)[];
  /** Money that was asked for and is not paid out yet. */
  readonly drawing: string;
  /** What was drawn on. */
  readonly drawn: string;
  /** What of the fee is not covered yet. */
  readonly fee?: string;
  /** That the line falls short or is over, and from when on pledges are taken. */
  readonly notice?: Notice;
  /** What is in dispute, in millionths of the smallest unit of the currency. */
  readonly disputed?: number;
  /** The authority that let pledges be taken in spite of a freeze or a dispute. */
  readonly allowed?: AllowLiquidationReplyAllowed;
  /** What pledges let be drawn at the value of the present cycle. */
  readonly cover: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type CreditStatement = {
  /** The programme. */
  readonly programId: string;
  /** The organisation. */
  readonly mspId: string;
  /** The operations, oldest first. */
  readonly entries: readonly (EntriesEntry)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type CutOffCycleReply = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The organisations that agreed to close it. */
  readonly agreed?: readonly (string)[];
  /** When it was cut off. */
  readonly cutAt?: string;
  /** The cycle after it. */
  readonly next?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type Cycle = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** `pairs`: what two owe each other is set against each other. `all`: what each is owed and owes over all others. */
  readonly netting: 'all' | 'pairs';
  /** What it is now. */
  readonly status: 'closed' | 'closing' | 'open';
  /** How many rows were folded. */
  readonly folded: number;
  /** Points that one organisation owes another, by programme. */
  readonly positions: readonly (PositionsPosition)[];
  /** What is carried into the next cycle, as no value was in force. */
  readonly carried?: readonly (Position)[];
  /** The cycle that these positions were carried to. */
  readonly carriedTo?: string;
  /** The values. */
  readonly values: readonly (ValuesValue)[];
  /** Pairs of organisations that settle by terms of their own. */
  readonly privatePairs: readonly (PrivatePair)[];
  /** In points, by programme; of each the sum is zero. */
  readonly net: readonly (NetItem)[];
  /** What closings before left unpaid because it was less than can be paid: owed with this cycle. */
  readonly remaindersBefore: readonly (RemaindersBeforeItem)[];
  /** What is really paid for the cycle: the settlements of a closed one. */
  readonly payments: readonly (RemaindersBeforeItem)[];
  /** What is not paid because it is less than can be paid: owed with the cycle that is closed next. */
  readonly remainders: readonly (RemaindersBeforeItem)[];
  /** What was not paid, and nobody owes any more: one of the two has left, and nothing came after it. */
  readonly dropped?: readonly (RemaindersBeforeItem)[];
  /** Programmes without a value in force. */
  readonly unvalued: readonly (string)[];
  /** The organisations that agreed to close it. */
  readonly agreed?: readonly (string)[];
  /** When it was cut off. */
  readonly cutAt?: string;
  /** The cycle after it. */
  readonly next?: string;
  /** Only where it is done in part so far. */
  readonly partial?: true;
  /** When it was closed. */
  readonly closedAt?: string;
  /** On the clearing values, in millionths of the smallest currency unit; the sum is zero. */
  readonly moneyNet: readonly (MoneyNetItem)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Cycles = {
  /** The newest first. */
  readonly cycles: readonly (CyclesCycle)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type CyclesCycle = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** What it is now. */
  readonly status: 'closed' | 'closing' | 'open';
};

export type Day = {
  /** The day. */
  readonly day: string;
  /** Points issued. */
  readonly issued: string;
  /** What notes earned. */
  readonly interest: string;
  /** Points spent. */
  readonly redeemed: string;
  /** Points that ended unspent. */
  readonly expired: string;
  /** Points taken back. */
  readonly reversed: string;
  /** What is promised by holds. */
  readonly held: string;
  /** Points that are in accounts. */
  readonly outstanding: string;
};

export type DeclareDefaultAction = {
  /** Which kind it is. */
  readonly kind: 'declare-default';
  /** The organisation. */
  readonly mspId: string;
};

export type Detail = {
  /** What the detail is, in the organisation’s own words. */
  readonly schema: string;
  /** Texts, whole numbers, lists and objects of them: up to 8 KB of JSON. */
  readonly content: Readonly<Record<string, unknown>>;
};

export type DetailEvidence = {
  /** How the file is written. */
  readonly format: 'commonpoint/evidence@v1';
  /** JSON: the detail, what it is of, and its salt. */
  readonly leaf: string;
  /** The place of the leaf in its tree, from 0. */
  readonly index: number;
  /** The hashes between the leaf and the root, in base64. */
  readonly path: readonly (string)[];
  /** The anchor’s proof, as of a receipt. */
  readonly anchor: string;
};

export type DetailsDetail = {
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** What the detail is, in the organisation’s own words. */
  readonly schema: string;
  /** What is wrong, in a sentence. */
  readonly detail: Readonly<Record<string, unknown>>;
};

export type DiscloseFiguresReply = {
  /** The month. */
  readonly period?: string;
  /** The figures’ names. */
  readonly names?: readonly (string)[];
  /** The organisation it is disclosed to. */
  readonly auditor?: string;
  /** Where the value was found. */
  readonly source?: 'history' | 'state';
  /** How many there are. */
  readonly count?: number;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type DiscloseFiguresRequest = {
  /** To whom; may be left out where one organisation audits. */
  readonly auditor?: string | undefined;
  /** The month. */
  readonly period: string;
  /** The figures’ names. */
  readonly names: readonly (string)[];
};

export type DiscloseFiguresRequest2 = {
  /** To whom; may be left out where one organisation audits. */
  readonly auditor?: string | undefined;
  /** The figures. */
  readonly figures: readonly (Figure)[];
};

export type DiscloseFiguresRequest3 = DiscloseFiguresRequest | DiscloseFiguresRequest2;

export type DiscloseReasonReply = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** The organisations that were told. */
  readonly recipients?: readonly (string)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type DiscloseReasonRequest = {
  /** The reason, for people. */
  readonly reason: string;
  /** The organisation that is told. */
  readonly recipient?: string | undefined;
};

export type Dispute = {
  /** What the payment is again once the dispute is taken back. */
  readonly was: 'confirmed' | 'instructed';
  /** The reason, for people. */
  readonly reason: string;
  /** When it was raised. */
  readonly raisedAt: string;
};

export type DisputeLinePaymentRequest = {
  /** The reason, for people. */
  readonly reason: string;
};

export type DisputedSettleMoneyStatementRequest = {
  /** What is said of the payment. */
  readonly say: 'disputed';
  /** The reason, for people. */
  readonly reason: string;
};

export type DrawOnLineRequest = {
  /** What the payment is called within its credit line. */
  readonly paymentId: string;
  /** Points. */
  readonly amount: string;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
};

export type ECPublicKey = {
  /** The kind of key. */
  readonly kty: 'EC';
  /** The curve. */
  readonly crv: 'P-256';
  /** The key’s x coordinate, in base64url. */
  readonly x: string;
  /** The key’s y coordinate, in base64url. */
  readonly y: string;
};

export type EarlierNettingItem = {
  /** For cycles before this one. */
  readonly before: string;
  /** `pairs`: what two owe each other is set against each other. `all`: what each is owed and owes over all others. */
  readonly netting: 'all' | 'pairs';
};

export type Early = {
  /** Not before it has lasted so many days. */
  readonly afterDays: number;
  /** So many millionths of what it has earned by then. */
  readonly sharePpm: number;
};

export type Effect = StopDebitsEffect | StopCreditsEffect | ReserveEffect | SeizeEffect;

export type EndAcceptanceRequest = Readonly<Record<string, never>>;

export type EndCreditReply = {
  /** The programme. */
  readonly programId?: string;
  /** The organisation. */
  readonly mspId?: string;
  /** Below this clearing value the programme is not accepted any more. */
  readonly valueMin?: string;
  /** The first cycle that it counts for. */
  readonly sinceCycle?: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What of the merchant’s credit it drew on, by lane. */
  readonly credit?: Credit;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type EndDefaultAction = {
  /** Which kind it is. */
  readonly kind: 'end-default';
  /** The organisation. */
  readonly mspId: string;
};

export type Endorsement = {
  /** A chaincode, or a collection. */
  readonly of: string;
  /** Who has to endorse, in the way Fabric writes it. */
  readonly policy: string;
  /** How many rows this is asked of; 0 where the call itself is meant. */
  readonly keyCount: number;
  /** The first of them. */
  readonly keys: readonly (string)[];
  /** Whether those that endorsed it are enough. */
  readonly isMet: boolean;
};

export type EntriesEntry = {
  /** Which kind it is. */
  readonly kind: 'drawn' | 'ended' | 'granted' | 'narrowed' | 'prepaid' | 'raised' | 'returned' | 'settled';
  /** Of what is used, in points. */
  readonly change: string;
  /** What is used after it; below zero if more was paid in advance. */
  readonly used: string;
  /** Of a limit that was set: which one. */
  readonly limit?: string;
  /** What the merchant calls the prepayment. */
  readonly prepaymentId?: string;
  /** Of a settled cycle: which one. */
  readonly cycle?: string;
  /** Of a settled cycle: what had come back before, since it was paid in advance or claimed. */
  readonly prepaid?: string;
  /** When, where the ledger says more than the block. */
  readonly at?: string;
  /** What a point is worth in its cycle; absent if nothing. */
  readonly clearingValue?: string;
  /** What the change is worth, in millionths of the smallest currency unit. */
  readonly worth?: string;
  /** The number of the block. */
  readonly blockNumber: number;
};

export type EntriesEntry2 = {
  /** Which kind it is. */
  readonly kind: 'claim' | 'draw' | 'fee' | 'let-go' | 'repayment' | 'taken' | 'withdrawn';
  /** Of debt and fee together, in millionths of the smallest unit. */
  readonly change: string;
  /** Debt and fee after it. */
  readonly owed: string;
  /** Of money that was paid out, repaid or withdrawn. */
  readonly paymentId?: string;
  /** The payment’s reference. */
  readonly reference?: string;
  /** Of a claim: the cycle that was owed for. */
  readonly cycle?: string;
  /** Of what was taken: how many points. */
  readonly points?: string;
  /** Of what was taken: the operation, the last one if several were one transaction. */
  readonly operationId?: string;
  /** When, where the ledger says more than the block. */
  readonly at?: string;
  /** The number of the block. */
  readonly blockNumber: number;
};

export type Entry = {
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** The organisation. */
  readonly mspId: string;
  /** Which kind it is. */
  readonly kind: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void';
  /** The programme. */
  readonly programId: string;
  /** By how much the balance changed; negative if it fell. */
  readonly change: string;
  /** The other account of a transfer. */
  readonly counterpartAccountId?: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string;
  /** The campaign that the points are counted under. */
  readonly campaign?: string;
  /** The operation that it takes back. */
  readonly reverses?: string;
  /** Who posted the operation that it takes back. */
  readonly reversesMspId?: string;
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string;
  /** The id of the operation that made the hold. */
  readonly holdId?: string;
  /** The credit line that it is pledged for. */
  readonly lineId?: string;
  /** Of a capture: what was spent; `change` came back. */
  readonly captured?: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** Who sold the note; this organisation if absent. */
  readonly noteMspId?: string;
  /** The id of the operation that sold the note. */
  readonly noteId?: string;
  /** Of a note that was redeemed: what it earned; `change` has it in it. */
  readonly interest?: string;
  /** The Fabric transaction. */
  readonly txId: string;
  /** The transaction’s time. */
  readonly txTime: string;
  /** The number of the block. */
  readonly blockNumber: number;
};

export type Epoch = {
  /** Its number, from 1. */
  readonly number: number;
  /** Since when. */
  readonly since: string;
};

export type EraseAccountRequest = {
  /** All references that lead or led to the account. */
  readonly memberRefs: readonly (string)[];
  /** Whether references that were taken off and are not known any more may be left out. */
  readonly leaveTakenOff?: boolean | undefined;
  /** The number of the member’s signed change, counted from 1. */
  readonly sequence?: number | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
};

export type EraseDetailReply = {
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** Always true: it is gone. */
  readonly erased: true;
};

export type Erasure = {
  /** When. */
  readonly at: string;
  /** The references that lead to the account. */
  readonly references: number;
  /** How many references that were taken off were left out. */
  readonly unnamed: number;
};

export type Error = {
  /** The member of the request that is wrong, as a JSON pointer. */
  readonly pointer: string;
  /** What is wrong, in a sentence. */
  readonly detail: string;
};

export type Event = {
  /** The event’s id, the same at every gateway. Ids are in no other order than events. */
  readonly id: string;
  /** What happened. */
  readonly type: 'account.changed' | 'account.closed' | 'account.frozen' | 'account.opened' | 'agreement.accepted' | 'agreement.adopted' | 'certificate.due' | 'constitution.changed' | 'credit-line.closed' | 'credit-line.liquidated' | 'credit-line.noticed' | 'credit-line.open' | 'credit.80' | 'credit.95' | 'cycle.closed' | 'cycle.closing' | 'cycle.cut-off-agreed' | 'epoch.begun' | 'hold.captured' | 'hold.made' | 'hold.voided' | 'line-payment.confirmed' | 'line-payment.disputed' | 'line-payment.instructed' | 'line-payment.withdrawn' | 'member.active' | 'member.candidate' | 'member.leaving' | 'member.left' | 'member.suspended' | 'network.changed' | 'network.orderer-joined' | 'network.orderer-left' | 'network.organization-joined' | 'network.organization-left' | 'note.offer-closed' | 'note.offered' | 'note.pledged' | 'note.redeemed' | 'note.sold' | 'note.transferred' | 'order.issued' | 'order.lifted' | 'points.consolidated' | 'points.exchanged' | 'points.expired' | 'points.expiring' | 'points.extended' | 'points.issued' | 'points.matured' | 'points.redeemed' | 'points.reversed' | 'points.seized' | 'points.transferred' | 'program.acceptance-ended' | 'program.accepted' | 'program.changed' | 'program.created' | 'program.suspended' | 'proposal.dropped' | 'proposal.executed' | 'proposal.expired' | 'proposal.failed' | 'proposal.objected' | 'proposal.open' | 'proposal.passed' | 'proposal.stopped' | 'proposal.voted' | 'proposal.withdrawn' | 'rate.accepted' | 'rate.proposed' | 'rate.suspended' | 'rate.withdrawn' | 'settlement.confirmed' | 'settlement.disputed' | 'settlement.due' | 'settlement.instructed' | 'statement.made' | 'terms.accepted' | 'terms.proposed' | 'terms.superseded' | 'terms.withdrawn';
  /** The number of the block. */
  readonly block: number;
  /** The transaction; absent of what a new day or the channel’s configuration brought. */
  readonly txId?: string;
  /** When: the time of the operation, or of its block. */
  readonly time: string;
  /** The organisation. */
  readonly mspId?: string;
  /** The programme. */
  readonly programId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** The operation’s id, unique for its organisation. */
  readonly operationId?: string;
  /** The account that the points come to. */
  readonly toAccountId?: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string;
  /** Points. */
  readonly amount?: string;
  /** What of a return could not be taken, as it was spent. */
  readonly shortfall?: string;
  /** What the account owes back of points returned too late to take. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit?: string;
  /** What of it is used. */
  readonly used?: string;
  /** The programme whose points are received. */
  readonly targetProgramId?: string;
  /** Points taken. */
  readonly taken?: string;
  /** Points received. */
  readonly received?: string;
  /** What of the points offered is left over by rounding. */
  readonly remainder?: string;
  /** The operation that it takes back. */
  readonly reverses?: string;
  /** Who posted the operation that it takes back. */
  readonly reversesMspId?: string;
  /** The id of the operation that made the hold. */
  readonly holdId?: string;
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string;
  /** The order’s id, as `organisation:name`. */
  readonly orderId?: string;
  /** The first day on which the points can be spent. */
  readonly maturesOn?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: string;
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle?: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string;
  /** What the payment is called within its credit line. */
  readonly paymentId?: string;
  /** The first day on which pledges are taken. */
  readonly takenFrom?: string;
  /** The organisation that owes. */
  readonly debtor?: string;
  /** The organisation that is owed. */
  readonly creditor?: string;
  /** The other organisation. */
  readonly counterparty?: string;
  /** Its version, from 1. */
  readonly version?: number;
  /** Its number, from 1. */
  readonly number?: number;
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId?: string;
  /** The vote. */
  readonly vote?: string;
  /** The orderer, as `host:port`. */
  readonly endpoint?: string;
  /** What the certificate is for: to sign others with, for TLS or not, or an orderer’s own. */
  readonly use?: 'ca' | 'orderer' | 'orderer-tls' | 'tls-ca';
  /** SHA-256 of the certificate, in hex. */
  readonly fingerprint?: string;
  /** When the certificate ends. */
  readonly endsAt?: string;
};

export type ExchangeBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'exchange';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The programme whose points are received. */
  readonly targetProgramId: string;
  /** The version of the rate; absent, the one in force. */
  readonly rateVersion: number;
  /** The least points to receive; with less nothing is done. */
  readonly minReceived?: string | undefined;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** Lanes of the merchant’s credit to draw on, in this order. */
  readonly creditLanes?: readonly (number)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ExchangePointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The programme whose points are received. */
  readonly targetProgramId: string;
  /** The least points to receive; with less nothing is done. */
  readonly minReceived?: string | undefined;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** Lanes of the merchant’s credit to draw on, in this order. */
  readonly creditLanes?: readonly (number)[] | undefined;
  /** The version of the rate; absent, the one in force. */
  readonly rateVersion?: number | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ExecuteProposalReply = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId?: string;
  /** The organisation that proposed it. */
  readonly proposer?: string;
  /** What is done if it passes, in this order. */
  readonly actions?: readonly (Action)[];
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** SHA-256 of what it says, as hexadecimal digits. */
  readonly digest?: string;
  /** When it was proposed. */
  readonly proposedAt?: string;
  /** The version of the constitution whose rules it goes by. */
  readonly constitutionVersion?: number;
  /** The time between two changes of members. */
  readonly epoch?: number;
  /** The rule that the votes are counted by. */
  readonly rule?: Members;
  /** The organisations that vote. */
  readonly voters?: readonly (string)[];
  /** The organisations that have to agree themselves, as it is about them. */
  readonly consents?: readonly (string)[];
  /** Whether it ends when the members change. */
  readonly endsWithEpoch?: boolean;
  /** Until when votes are taken. */
  readonly votingEnds?: string;
  /** What it is now. */
  readonly status?: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
  /** How the votes stand. */
  readonly tally?: Tally;
  /** When the votes were enough. */
  readonly decidedAt?: string;
  /** From when on it can be executed. */
  readonly executableFrom?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What ended it. */
  readonly endedBy?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type Execution = {
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash: string;
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** Who says so. */
  readonly mspId: string;
  /** That writes wait, for seconds at the most; absent if they never did. */
  readonly pause?: Pause;
  /** Where it stands; absent until this member says so. */
  readonly recorded?: Recorded;
};

export type ExpireBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'expire';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ExpirePointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type Expiring = {
  /** The programme. */
  readonly programId: string;
  /** By month. */
  readonly months: readonly (Month)[];
  /** What never ends. */
  readonly never: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ExpiringItem = {
  /** The day. */
  readonly day: string;
  /** Points. */
  readonly amount: string;
};

export type ExpiryBounds = {
  /** The least days. */
  readonly minDays: number;
  /** The most days. */
  readonly maxDays: number;
};

export type ExplorerBlockLine = {
  /** The number of the block. */
  readonly number: number;
  /** SHA-256 of the block’s header. */
  readonly hash: string;
  /** The newest time of a valid transaction. */
  readonly time?: string;
  /** How many transactions it has. */
  readonly transactions: number;
  /** How many of them took effect. */
  readonly validTransactions: number;
  /** Which configuration of the channel it brings, counted from 0. */
  readonly configuration?: number;
};

export type ExplorerPlacedTransaction = {
  /** The number of the block. */
  readonly block: number;
  /** The place in the block, from 0. */
  readonly index: number;
  /** What it is. */
  readonly kind: 'config' | 'transaction' | 'unreadable';
  /** Its id, where it has one. */
  readonly txId?: string;
  /** What peers made of it: 0 is valid. */
  readonly validationCode: number;
  /** The same by Fabric’s name. */
  readonly verdict: string;
  /** The same in words. */
  readonly explanation: string;
  /** When it was made, as its maker says. */
  readonly time?: string;
  /** Who made it. */
  readonly creator?: ExplorerSigner;
  /** What of the chaincode it called. */
  readonly called?: string;
  /** Why it cannot be read. */
  readonly why?: string;
};

export type ExplorerSigner = {
  /** Whose certificate it is, as it says itself. */
  readonly mspId: string;
  /** The certificate’s common name. */
  readonly name: string;
  /** Whether the certificate is of the channel and the signature its own; absent where no configuration is known. */
  readonly holds?: boolean;
};

export type ExplorerTransactionLine = {
  /** The place in the block, from 0. */
  readonly index: number;
  /** What it is. */
  readonly kind: 'config' | 'transaction' | 'unreadable';
  /** Its id, where it has one. */
  readonly txId?: string;
  /** What peers made of it: 0 is valid. */
  readonly validationCode: number;
  /** The same by Fabric’s name. */
  readonly verdict: string;
  /** The same in words. */
  readonly explanation: string;
  /** When it was made, as its maker says. */
  readonly time?: string;
  /** Who made it. */
  readonly creator?: ExplorerSigner;
  /** What of the chaincode it called. */
  readonly called?: string;
  /** Why it cannot be read. */
  readonly why?: string;
};

export type ExtendBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'extend';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Only points that end by this day. */
  readonly endingBy: string;
  /** The last day on which the points can be spent. */
  readonly expiresOn: string;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ExtendPointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Only points that end by this day. */
  readonly endingBy: string;
  /** The last day on which the points can be spent. */
  readonly expiresOn: string;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type Factor = {
  /** In months. */
  readonly age: number;
  /** How much redemptions grow from one age to the next. */
  readonly factor: string;
  /** How many cohorts there are. */
  readonly cohorts: number;
};

export type Fee = {
  /** Who pays it. */
  readonly payer: string;
  /** Who gets it. */
  readonly payee: string;
  /** Hundredths of a percent. */
  readonly basisPoints: number;
  /** The sum that the fee is a share of. */
  readonly base: string;
  /** A sum for each cycle. */
  readonly perCycle: string;
  /** Points. */
  readonly amount: string;
};

export type FeesFee = {
  /** Who pays it. */
  readonly payer: string;
  /** Hundredths of a percent. */
  readonly basisPoints: number;
  /** A sum for each cycle. */
  readonly perCycle: string;
};

export type Figure = {
  /** Its name, for people. */
  readonly name: string;
  /** The value. */
  readonly value: string;
  /** What it is called. */
  readonly label?: string | undefined;
  /** Random, so that nobody finds the value by trying. */
  readonly salt: string;
  /** Whose it is. */
  readonly owner: string;
  /** The month. */
  readonly period: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision: number;
};

export type FiguresFigure = {
  /** Its name, for people. */
  readonly name: string;
  /** The value. */
  readonly value: string;
  /** What it is called. */
  readonly label?: string | undefined;
};

export type FiguresFigure2 = {
  /** The month. */
  readonly period: string;
  /** Its name, for people. */
  readonly name: string;
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** The month’s revision in which it got this hash. */
  readonly revision?: number;
  /** Where it was written. */
  readonly written?: Written;
};

export type FiguresOfMonth = {
  /** Whose it is. */
  readonly owner: string;
  /** The month. */
  readonly period: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision: number;
  /** The figures’ names. */
  readonly names: readonly (string)[];
  /** The figures. */
  readonly figures: readonly (Figure)[];
};

export type Finding = {
  /** The number of the block. */
  readonly block: number;
  /** Which promise is broken, in the audit’s words. */
  readonly about: string;
  /** What is wrong. It may name accounts. */
  readonly text: string;
  /** The programmes that it is about. */
  readonly programs?: readonly (string)[];
};

export type FoldSupplyReply = {
  /** The programme. */
  readonly programId: string;
  /** The month. */
  readonly period?: string;
  /** How many rows were folded. */
  readonly folded?: number;
  /** Whether there is more of it: ask again. */
  readonly more?: boolean;
  /** In all. */
  readonly total?: Total;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type FoldSupplyRequest = {
  /** The month. */
  readonly period: string;
};

export type Format = {
  /** How its letters are written as bytes. */
  readonly encoding: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8';
  /** What stands between columns. */
  readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'tab';
  /** What stands before decimals. */
  readonly decimalMark: 'comma' | 'point';
  /** What stands between thousands. */
  readonly groupMark: 'apostrophe' | 'comma' | 'none' | 'point' | 'space';
  /** Decimal places that the currency has. */
  readonly decimals: number;
  /** How dates are written. */
  readonly dateFormat: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd';
};

export type GraceItem = {
  /** The last day on which points can be spent. */
  readonly expiry: string;
  /** Until when. */
  readonly until: string;
  /** Points. */
  readonly amount: string;
};

export type Grant = {
  /** The number of a part of the quota; each works by itself, so that many can draw at once. */
  readonly lane: number;
  /** Points that may be drawn on. */
  readonly granted: string;
};

export type GrantCreditLineRequest = {
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The programme. */
  readonly programId: string;
  /** The most that may be drawn and not be repaid, in millionths of the smallest unit. */
  readonly limit: string;
  /** So many millionths of what pledges are worth are not lent on. */
  readonly haircutPpm: number;
  /** So many days after a notice pledges are taken at the earliest. */
  readonly marginDays: number;
  /** So many millionths of the debt the pledgee takes besides when pledges are taken. */
  readonly feePpm: number;
  /** Until when. */
  readonly until: string;
  /** Whose debts to the pledgee in clearing it secures, once that merchant is in default: no money is drawn on such a line. */
  readonly secures?: string | undefined;
};

export type GrantCreditRequest = {
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit: string;
  /** The parts that a quota is drawn from. */
  readonly lanes?: number | undefined;
};

export type HandOverAction = {
  /** Which kind it is. */
  readonly kind: 'hand-over';
  /** The organisation. */
  readonly mspId: string;
  /** Who took over from it. */
  readonly successor: string;
};

export type Hold = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that made the hold. */
  readonly holdId: string;
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** SHA-256 of the preimage that a capture has to show. */
  readonly hashLock?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string;
  /** A note. */
  readonly note?: HoldNote;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer?: string;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue?: string;
  /** What of it was drawn on the merchant’s credit. */
  readonly credited?: true;
  /** When it ends. */
  readonly expiresAt: string;
  /** What it is now. */
  readonly status: 'captured' | 'open' | 'voided';
  /** The lots. */
  readonly lots?: readonly (ConsumedItem)[];
  /** What of it has been spent. */
  readonly captured?: string;
  /** The operations that ended it. */
  readonly resolvedBy?: ReversedByItem;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type HoldBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'hold';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string | undefined;
  /** SHA-256 of the preimage that a capture has to show. */
  readonly hashLock?: string | undefined;
  /** When it ends. */
  readonly expiresAt: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string | undefined;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string | undefined;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** Lanes of the merchant’s credit to draw on, in this order. */
  readonly creditLanes?: readonly (number)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type HoldMade = {
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** How far it is. */
  readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
  /** Which kind it is. */
  readonly kind?: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void';
  /** The programme. */
  readonly programId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** The account that the points leave. */
  readonly fromAccountId?: string;
  /** The account that the points come to. */
  readonly toAccountId?: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string;
  /** Points. */
  readonly amount?: string;
  /** What of a return could not be taken, as it was spent. */
  readonly shortfall?: string;
  /** Of a reversed issuance: what the account owes back from now on. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent all the same. */
  readonly grace?: readonly (GraceItem)[];
  /** The operation that it takes back. */
  readonly reverses?: string;
  /** Of a reversal: who had posted the operation, if others had. */
  readonly reversesMspId?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: string;
  /** Of an issuance: from when on its points can be spent, if not at once. */
  readonly maturesOn?: string;
  /** The day on which the points were earned. */
  readonly earnedOn?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** Of an extension: up to which expiry lots got another one. */
  readonly endingBy?: string;
  /** Of a capture or a void: whose hold it resolved. */
  readonly holdMspId?: string;
  /** The id of the operation that made the hold. */
  readonly holdId?: string;
  /** The credit line that it is pledged for. */
  readonly lineId?: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** The programme whose points are received. */
  readonly targetProgramId?: string;
  /** The version of the rate; absent, the one in force. */
  readonly rateVersion?: number;
  /** Of an exchange: points of the source that were retired. */
  readonly taken?: string;
  /** Of an exchange: points of the target that were issued. */
  readonly received?: string;
  /** Of an exchange: what stayed with the member. */
  readonly remainder?: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId?: string;
  /** Of a note that was sold: the first day that it earns. */
  readonly from?: string;
  /** Of a note that was sold: the day on which it is due, which earns no more. */
  readonly until?: string;
  /** The most interest that it can come to. */
  readonly interestMax?: string;
  /** Of a note that was redeemed: who had sold it. */
  readonly noteMspId?: string;
  /** The id of the operation that sold the note. */
  readonly noteId?: string;
  /** Of a note that was redeemed: what it earned. */
  readonly interest?: string;
  /** The Fabric transaction. */
  readonly txId?: string;
  /** The transaction’s time. */
  readonly txTime?: string;
  /** The number of the block. */
  readonly blockNumber?: number;
  /** What it is, in one word for programs. */
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_HAS_NOTES' | 'ACCOUNT_HAS_PLEDGES' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'ASSETS_OFF' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'BRIDGE_CAP_EXCEEDED' | 'BRIDGE_CLOSED' | 'BRIDGE_UNKNOWN' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CAP_RAISE_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CHECKPOINT_AWAITED' | 'CLAIM_INVALID' | 'CLOCK_WRONG' | 'COLLATERAL_OFF' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CREDIT_BELOW_USED' | 'CREDIT_EXHAUSTED' | 'CREDIT_LANES_FIXED' | 'CREDIT_NOT_RAISED' | 'CREDIT_NOT_SETTLED' | 'CREDIT_OFF' | 'CREDIT_RAISE_ALONE' | 'CREDIT_UNKNOWN' | 'CROSS_SITE_REQUEST' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'CYCLE_UNKNOWN' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DETAILS_BEHIND' | 'DETAIL_ERASED' | 'DETAIL_EXISTS' | 'DETAIL_UNKNOWN' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EVENT_READERS_TOO_MANY' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'EXPLORER_OFF' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_DIVISIBLE' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'IDENTITY_REFUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'ISSUER_IN_DEFAULT' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEAF_NOT_IN_MIGRATION' | 'LEAF_UNKNOWN' | 'LEAVING_TOO_SOON' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINE_COVERED' | 'LINE_EXCEEDED' | 'LINE_EXISTS' | 'LINE_NOT_COVERED' | 'LINE_NOT_DUE' | 'LINE_PAYMENT_EXISTS' | 'LINE_PAYMENT_STATE' | 'LINE_PAYMENT_UNKNOWN' | 'LINE_STATE' | 'LINE_TERM_INVALID' | 'LINE_UNKNOWN' | 'LINKED_FAILED' | 'LIQUIDATION_STOPPED' | 'LOG_FORKS' | 'LOG_KEYS_EXCEEDED' | 'LOG_KEY_REVOKED' | 'LOG_KEY_UNKNOWN' | 'LOG_ORIGIN_OTHER' | 'LOG_SHRINKS' | 'LOG_SIGNATURE_INVALID' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'MIGRATION_EXISTS' | 'MIGRATION_NOT_YOURS' | 'MIGRATION_STATE' | 'MIGRATION_UNEQUAL' | 'MIGRATION_UNKNOWN' | 'MIGRATION_UNSOUND' | 'NOTES_OFF' | 'NOTE_ENDED' | 'NOTE_NOT_DIVISIBLE' | 'NOTE_NOT_DUE' | 'NOTE_NOT_PLEDGEABLE' | 'NOTE_NOT_YOURS' | 'NOTE_OFFER_CLOSED' | 'NOTE_OFFER_EXISTS' | 'NOTE_OFFER_UNKNOWN' | 'NOTE_PLEDGED' | 'NOTE_RATE_INVALID' | 'NOTE_TOO_SMALL' | 'NOTE_UNKNOWN' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CREDIT_PARTY' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_IN_DEFAULT' | 'NOT_ISSUER' | 'NOT_LINE_PARTY' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PAUSES_USED_UP' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'PLAN_CARRIED_OUT' | 'PLAN_NOT_DECIDED' | 'PLEDGES_TOO_MANY' | 'PLEDGE_NOT_FIRST' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PREPAYMENT_EXISTS' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCES_UNNAMED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_BEYOND_LIMIT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'RULES_FIXED' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SIGN_IN_FAILED' | 'SNAPSHOT_EXISTS' | 'SNAPSHOT_INVALID' | 'SNAPSHOT_UNKNOWN' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STEP_UP_REQUIRED' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OF_USE_EXISTS' | 'TERMS_OF_USE_NOT_ACCEPTED' | 'TERMS_OF_USE_UNKNOWN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSACTION_UNKNOWN' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS' | 'WEBHOOKS_TOO_MANY' | 'WEBHOOK_ADDRESS_NOT_ALLOWED' | 'WEBHOOK_UNKNOWN';
  /** What is wrong, in a sentence. */
  readonly detail?: string;
  /** The member of the request, as a JSON pointer. */
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
  /** What the ledger recorded. */
  readonly receipt?: Receipt;
  /** What the member shows at the beneficiary’s till. Stored nowhere: only this request gives it. */
  readonly spendingCode?: string;
};

export type HoldNote = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that sold the note. */
  readonly noteId: string;
};

export type HoldPointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The merchant that may capture; the points are spent there. */
  readonly beneficiary?: string | undefined;
  /** The hold’s end. Either this or `ttlSeconds`. */
  readonly expiresAt?: string | undefined;
  /** How many seconds the hold lasts. */
  readonly ttlSeconds?: number | undefined;
  /** Has the gateway make a code that the member shows at the beneficiary’s till. */
  readonly spendingCode?: true | undefined;
  /** SHA-256 (hex) of your MSP id, a line feed and a preimage of your own, instead of `spendingCode`. */
  readonly hashLock?: string | undefined;
  /** The bridge that the points cross. */
  readonly bridgeId?: string | undefined;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type HoldsHold = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that made the hold. */
  readonly holdId: string;
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** SHA-256 of the preimage that a capture has to show. */
  readonly hashLock?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string;
  /** A note. */
  readonly note?: HoldNote;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer?: string;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue?: string;
  /** What of it was drawn on the merchant’s credit. */
  readonly credited?: true;
  /** When it ends. */
  readonly expiresAt: string;
  /** What it is now. */
  readonly status: 'captured' | 'open' | 'voided';
  /** The lots. */
  readonly lots?: readonly (ConsumedItem)[];
  /** What of it has been spent. */
  readonly captured?: string;
  /** The operations that ended it. */
  readonly resolvedBy?: ReversedByItem;
};

export type Import = {
  /** The import’s id. */
  readonly importId: string;
  /** How far it is. */
  readonly state: 'completed' | 'failed' | 'running' | 'spooling';
  /** The programme. */
  readonly programId: string;
  /** Points for one unit of the currency. */
  readonly pointsPerUnit: string;
  /** How points are rounded to whole ones. */
  readonly rounding: 'ceiling' | 'floor' | 'half-up';
  /** The campaign that the points are counted under. */
  readonly campaign?: string;
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: number;
  /** The day on which the points were earned. */
  readonly earnedOn: 'import' | 'purchase';
  /** How the file is written. */
  readonly format: Format;
  /** SHA-256 of the file, as hexadecimal digits. */
  readonly sha256: string;
  /** How long the file is. */
  readonly bytes: number;
  /** Once it is completed: posted, rejected, skipped and existing ones. */
  readonly rowsTotal: number;
  /** Rows whose points are on the ledger. */
  readonly rowsPosted: number;
  /** Rows that were rejected. */
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
  /** When it was made. */
  readonly createdAt: string;
  /** When it was completed. */
  readonly completedAt?: string;
  /** How far the import has been taken back. */
  readonly reversal?: Reversal;
  /** What it is, in one word for programs. */
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_HAS_NOTES' | 'ACCOUNT_HAS_PLEDGES' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'ASSETS_OFF' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'BRIDGE_CAP_EXCEEDED' | 'BRIDGE_CLOSED' | 'BRIDGE_UNKNOWN' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CAP_RAISE_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CHECKPOINT_AWAITED' | 'CLAIM_INVALID' | 'CLOCK_WRONG' | 'COLLATERAL_OFF' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CREDIT_BELOW_USED' | 'CREDIT_EXHAUSTED' | 'CREDIT_LANES_FIXED' | 'CREDIT_NOT_RAISED' | 'CREDIT_NOT_SETTLED' | 'CREDIT_OFF' | 'CREDIT_RAISE_ALONE' | 'CREDIT_UNKNOWN' | 'CROSS_SITE_REQUEST' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'CYCLE_UNKNOWN' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DETAILS_BEHIND' | 'DETAIL_ERASED' | 'DETAIL_EXISTS' | 'DETAIL_UNKNOWN' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EVENT_READERS_TOO_MANY' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'EXPLORER_OFF' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_DIVISIBLE' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'IDENTITY_REFUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'ISSUER_IN_DEFAULT' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEAF_NOT_IN_MIGRATION' | 'LEAF_UNKNOWN' | 'LEAVING_TOO_SOON' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINE_COVERED' | 'LINE_EXCEEDED' | 'LINE_EXISTS' | 'LINE_NOT_COVERED' | 'LINE_NOT_DUE' | 'LINE_PAYMENT_EXISTS' | 'LINE_PAYMENT_STATE' | 'LINE_PAYMENT_UNKNOWN' | 'LINE_STATE' | 'LINE_TERM_INVALID' | 'LINE_UNKNOWN' | 'LINKED_FAILED' | 'LIQUIDATION_STOPPED' | 'LOG_FORKS' | 'LOG_KEYS_EXCEEDED' | 'LOG_KEY_REVOKED' | 'LOG_KEY_UNKNOWN' | 'LOG_ORIGIN_OTHER' | 'LOG_SHRINKS' | 'LOG_SIGNATURE_INVALID' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'MIGRATION_EXISTS' | 'MIGRATION_NOT_YOURS' | 'MIGRATION_STATE' | 'MIGRATION_UNEQUAL' | 'MIGRATION_UNKNOWN' | 'MIGRATION_UNSOUND' | 'NOTES_OFF' | 'NOTE_ENDED' | 'NOTE_NOT_DIVISIBLE' | 'NOTE_NOT_DUE' | 'NOTE_NOT_PLEDGEABLE' | 'NOTE_NOT_YOURS' | 'NOTE_OFFER_CLOSED' | 'NOTE_OFFER_EXISTS' | 'NOTE_OFFER_UNKNOWN' | 'NOTE_PLEDGED' | 'NOTE_RATE_INVALID' | 'NOTE_TOO_SMALL' | 'NOTE_UNKNOWN' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CREDIT_PARTY' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_IN_DEFAULT' | 'NOT_ISSUER' | 'NOT_LINE_PARTY' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PAUSES_USED_UP' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'PLAN_CARRIED_OUT' | 'PLAN_NOT_DECIDED' | 'PLEDGES_TOO_MANY' | 'PLEDGE_NOT_FIRST' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PREPAYMENT_EXISTS' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCES_UNNAMED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_BEYOND_LIMIT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'RULES_FIXED' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SIGN_IN_FAILED' | 'SNAPSHOT_EXISTS' | 'SNAPSHOT_INVALID' | 'SNAPSHOT_UNKNOWN' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STEP_UP_REQUIRED' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OF_USE_EXISTS' | 'TERMS_OF_USE_NOT_ACCEPTED' | 'TERMS_OF_USE_UNKNOWN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSACTION_UNKNOWN' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS' | 'WEBHOOKS_TOO_MANY' | 'WEBHOOK_ADDRESS_NOT_ALLOWED' | 'WEBHOOK_UNKNOWN';
  /** What is wrong, in a sentence. */
  readonly detail?: string;
};

export type ImportPreview = {
  /** How the file is written. */
  readonly format: ImportPreviewFormat;
  /** The same as the query of an import. */
  readonly query: string;
  /** What the file leaves open; the first value is the one that is proposed. */
  readonly questions: readonly (Question)[];
  /** The file’s columns, in its order. */
  readonly columns: readonly (string)[];
  /** The first ones, as they are understood. */
  readonly rows: readonly (RowsRow)[];
  /** Rows in all. */
  readonly rowsTotal: number;
  /** Rows that would be posted. */
  readonly rowsPosting: number;
  /** Rows that were rejected. */
  readonly rowsRejected: number;
  /** Rows that are worth no point. */
  readonly rowsSkipped: number;
  /** Posted already, by their purchase_id. */
  readonly rowsExisting: number;
  /** Points that the import would issue. */
  readonly pointsIssued: string;
  /** Rows that would be refused, by reason. */
  readonly rejections: readonly (Rejection)[];
  /** What is odd about the file. */
  readonly warnings: readonly (ImportWarning)[];
};

export type ImportPreviewFormat = {
  /** How its letters are written as bytes. */
  readonly encoding: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8';
  /** What stands between columns. */
  readonly delimiter: 'comma' | 'pipe' | 'semicolon' | 'tab';
  /** What stands before decimals. */
  readonly decimalMark: 'comma' | 'point';
  /** What stands between thousands. */
  readonly groupMark: 'apostrophe' | 'comma' | 'none' | 'point' | 'space';
  /** Decimal places that the currency has. */
  readonly decimals: number;
  /** How dates are written. */
  readonly dateFormat: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd';
};

export type ImportWarning = {
  /** What it is, in one word for programs. */
  readonly code: 'DAYS_UNKNOWN' | 'FILE_SEEN_BEFORE' | 'IDS_ROUNDED' | 'LAST_ROW_IS_SUM' | 'ROWS_SEEN_BEFORE';
  /** What is wrong, in a sentence. */
  readonly detail: string;
  /** The line in the file, from 1. */
  readonly line?: number;
  /** How many rows, about. */
  readonly rows?: number;
  /** The earlier import. */
  readonly importId?: string;
};

export type InstructSettlementRequest = {
  /** The payment’s reference. */
  readonly reference: string;
};

export type InstructedSettleMoneyStatementRequest = {
  /** What is said of the payment. */
  readonly say: 'instructed';
  /** The payment’s reference. */
  readonly reference: string;
};

export type Issue = {
  /** The least. */
  readonly min?: string | undefined;
  /** The most. */
  readonly max?: string | undefined;
};

export type IssueBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'issue';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The campaign that the points are counted under. */
  readonly campaign?: string | undefined;
  /** The day on which the points were earned. */
  readonly earnedOn?: string | undefined;
  /** The last day on which the points can be spent. */
  readonly expiresOn?: string | undefined;
  /** The first day on which the points can be spent. */
  readonly maturesOn?: string | undefined;
  /** The bridge that the points cross. */
  readonly bridgeId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type IssueOrderReply = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** What it is about. */
  readonly scope?: Scope;
  /** What it does to what it is about. */
  readonly effect?: Effect;
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** Until when. */
  readonly until?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: 'runs' | 'waits';
  /** From when on. */
  readonly from?: string;
  /** Whose power it stands on. */
  readonly basis?: 'emergency' | 'regulator' | 'vote';
  /** Who issued it. */
  readonly issuedBy?: string;
  /** When it was issued. */
  readonly issuedAt?: string;
  /** What it is now. */
  readonly status?: 'issued' | 'lifted';
  /** When it was ratified. */
  readonly ratifiedAt?: string;
  /** The proposal that ratified it. */
  readonly ratifiedBy?: string;
  /** When it was lifted. */
  readonly liftedAt?: string;
  /** Who lifted it. */
  readonly liftedBy?: string;
  /** Points seized so far. */
  readonly seized?: string;
  /** How many days points that could not be spent meanwhile are extended by. */
  readonly daysGivenBack?: number;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type IssueOrderRequest = {
  /** What it is about. */
  readonly scope: Scope;
  /** What it does to what it is about. */
  readonly effect: Effect;
  /** Its salted hash goes to the ledger; it itself does not. */
  readonly reason: string;
  /** From when on. */
  readonly from?: string | undefined;
  /** Until when. */
  readonly until?: string | undefined;
  /** The last day on which points can be spent. */
  readonly expiry?: 'runs' | 'waits' | undefined;
};

export type IssuePointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The campaign that the points are counted under. */
  readonly campaign?: string | undefined;
  /** The day on which the points were earned. */
  readonly earnedOn?: string | undefined;
  /** The last day on which the points can be spent. */
  readonly expiresOn?: string | undefined;
  /** The first day on which the points can be spent. */
  readonly maturesOn?: string | undefined;
  /** The bridge that the points cross. */
  readonly bridgeId?: string | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type KeepDetailsReply = {
  /** How many are kept. */
  readonly kept: number;
};

export type KeepDetailsRequest = {
  /** The details, each of an operation. */
  readonly details: readonly (DetailsDetail)[];
};

export type Key = {
  /** A public key, as a JSON Web Key. */
  readonly publicKey: string;
  /** Since when. */
  readonly since: string;
  /** When it was revoked; from then on it signs nothing that counts. */
  readonly revokedAt?: string;
};

export type KeysKey = {
  /** The organisation. */
  readonly mspId: string;
  /** The keys, oldest first. */
  readonly keys: readonly (Key)[];
};

export type KeysKey2 = {
  /** The key’s own id. */
  readonly id: string;
  /** Whose key it is: a till, a server. */
  readonly client: string;
  /** What it may do. */
  readonly role: 'admin' | 'auditor' | 'bridge' | 'cashier' | 'delegate' | 'operator' | 'regulator';
  /** When it was made, where that was written down. */
  readonly createdAt?: string;
  /** Since when it opens nothing any more. */
  readonly revokedAt?: string;
  /** When it was used last. */
  readonly lastUsedAt?: string;
};

export type Lane = {
  /** The number of a part of the quota; each works by itself, so that many can draw at once. */
  readonly lane: number;
  /** Points. */
  readonly amount: string;
};

export type LanesLane = {
  /** The number of a part of the quota; each works by itself, so that many can draw at once. */
  readonly lane: number;
  /** Points that may be drawn on. */
  readonly granted: string;
  /** What of it is used. */
  readonly used: string;
};

export type LeaveConsortiumRequest = {
  /** The last day on which the programme’s points can be spent. */
  readonly spendableUntil: string;
};

export type Leaving = {
  /** Since when. */
  readonly since: string;
  /** Until when. */
  readonly until: string;
};

export type LegacyBalance = {
  /** The place of the leaf in its tree, from 0. */
  readonly index: number;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** What it is now. */
  readonly status: 'active' | 'empty' | 'expired' | 'frozen' | 'negative';
  /** The last day on which the points can be spent. */
  readonly expiresOn: string;
  /** The first day on which the points can be spent. */
  readonly maturesOn?: string;
  /** The day on which the points were earned. */
  readonly earnedOn?: string;
  /** What the snapshot calls the member; it is nowhere but in this gateway, and gone once the member is erased. */
  readonly reference?: string;
};

export type LegacyBalanceProof = {
  /** How the file is written. */
  readonly format: 'commonpoint/legacy-balance@v1';
  /** JSON: the balance, and its salt. */
  readonly leaf: string;
  /** The hashes between the leaf and the root, in base64. */
  readonly path: readonly (PathItem)[];
  /** The migration’s proof, as of a receipt. */
  readonly migration: string;
};

export type LiftOrderAction = {
  /** Which kind it is. */
  readonly kind: 'lift-order';
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
};

export type Limits = {
  /** How many points an operation may move, by kind. */
  readonly operations?: LimitsOperations | undefined;
  /** What an account may do in a day. */
  readonly perAccountDay?: PerAccountDay | undefined;
};

export type LimitsOperations = {
  /** Of issuances. */
  readonly issue?: Issue | undefined;
  /** Of transfers. */
  readonly transfer?: Issue | undefined;
  /** Of redemptions. */
  readonly redeem?: Issue | undefined;
  /** Of holds. */
  readonly hold?: Issue | undefined;
  /** Of exchanges. */
  readonly exchange?: Issue | undefined;
};

export type Line = {
  /** The organisation. */
  readonly mspId: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The programme. */
  readonly programId: string;
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit: string;
  /** So many millionths of what pledges are worth are not lent on. */
  readonly haircutPpm: number;
  /** So many days after a notice pledges are taken at the earliest. */
  readonly marginDays: number;
  /** So many millionths of the debt the pledgee takes besides when pledges are taken. */
  readonly feePpm: number;
  /** Until when. */
  readonly until: string;
  /** Whose debts to the pledgee in clearing it secures, once that merchant is in default: no money is drawn on such a line. */
  readonly secures?: string;
  /** When pledges go back at the latest. */
  readonly pledgesEndAt: string;
  /** When it was first granted. */
  readonly grantedAt: string;
  /** What it is now. */
  readonly status: 'closed' | 'liquidated' | 'noticed' | 'open';
  /** What is pledged, the oldest first. */
  readonly pledges: readonly (PledgesPledge)[];
  /** Money that was asked for and is not paid out yet. */
  readonly drawing: string;
  /** What was drawn on. */
  readonly drawn: string;
  /** What of the fee is not covered yet. */
  readonly fee?: string;
  /** That the line falls short or is over, and from when on pledges are taken. */
  readonly notice?: Notice;
  /** What is in dispute, in millionths of the smallest unit of the currency. */
  readonly disputed?: number;
  /** The authority that let pledges be taken in spite of a freeze or a dispute. */
  readonly allowed?: AllowLiquidationReplyAllowed;
};

export type LineStatement = {
  /** The organisation. */
  readonly mspId: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
  /** The operations, oldest first. */
  readonly entries: readonly (EntriesEntry2)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type LinesLine = {
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** The programme. */
  readonly programId: string;
  /** Points. */
  readonly points: string;
  /** What a point costs, in millionths of the smallest unit of the currency. */
  readonly price?: string;
  /** Points reckoned at this price. */
  readonly pointsAtPrice: string;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue?: string;
  /** Points reckoned at the clearing value that everybody sees. */
  readonly pointsAtClearingValue: string;
  /** Points without a value. */
  readonly pointsUnvalued: string;
  /** Points. */
  readonly amount: string;
};

export type ListAcceptancesReply = {
  /** The programme. */
  readonly programId: string;
  /** What is accepted, in the order of organisations and programmes. */
  readonly acceptances: readonly (Acceptance)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListBlocksReply = {
  /** The blocks, newest first. */
  readonly blocks: readonly (ExplorerBlockLine)[];
  /** The last block that the index has; -1 is none. */
  readonly indexedBlock: number;
  /** Whether the index lacks blocks that this gateway has. */
  readonly isCatchingUp: boolean;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListBridgesReply = {
  /** The programme. */
  readonly programId: string;
  /** The bridges, by what their issuer calls them. */
  readonly bridges: readonly (Bridge)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListCertificatesReply = {
  /** All that are known, soonest end first. */
  readonly certificates: readonly (Certificate)[];
};

export type ListConfigurationsReply = {
  /** The blocks that have one, newest first. */
  readonly configurations: readonly (ExplorerBlockLine)[];
  /** The last block that the index has; -1 is none. */
  readonly indexedBlock: number;
  /** Whether the index lacks blocks that this gateway has. */
  readonly isCatchingUp: boolean;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListCreditLinesReply = {
  /** What is owed, by programme and price. */
  readonly lines: readonly (Line)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListDisclosuresReply = {
  /** What was disclosed, oldest first. */
  readonly disclosures: readonly (CheckedDisclosure)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListEventsReply = {
  /** The events, oldest first. */
  readonly events: readonly (Event)[];
  /** What to give as `after` for what follows, also where the page is empty; absent if nothing was looked at. */
  readonly next?: string;
  /** Whether nothing more has happened yet. */
  readonly isLast: boolean;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListFiguresReply = {
  /** By month. */
  readonly months: readonly (FiguresOfMonth)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListFindingsReply = {
  /** Whether blocks are recomputed. */
  readonly state: 'broken' | 'catching-up' | 'off' | 'watching';
  /** The last block that was recomputed. */
  readonly block?: number;
  /** How many findings there are. */
  readonly count: number;
  /** What was found, newest first. */
  readonly findings: readonly (Finding)[];
};

export type ListHoldsReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The holds, oldest first. */
  readonly holds: readonly (HoldsHold)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListImportsReply = {
  /** The imports, newest first. */
  readonly imports: readonly (Import)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
};

export type ListKeysReply = {
  /** All keys, in the order in which they were made. */
  readonly keys: readonly (KeysKey2)[];
};

export type ListLegacyBalancesReply = {
  /** The balances, by their places. */
  readonly balances: readonly (LegacyBalance)[];
};

export type ListLinePaymentsReply = {
  /** What is really paid for the cycle: the settlements of a closed one. */
  readonly payments: readonly (Payment)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListLotsReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The lots. */
  readonly lots: readonly (Lot)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListMembersReply = {
  /** The members, in the order of their ids. */
  readonly members: readonly (Organization)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListMigrationsReply = {
  /** The migrations, by organisation and id. */
  readonly migrations: readonly (Migration)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListMoneyStatementsReply = {
  /** The statements. */
  readonly statements: readonly (Statement)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListNoteOffersReply = {
  /** The offers, by programme and id. */
  readonly offers: readonly (Offer)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListNotesReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The notes. */
  readonly notes: readonly (NotesNote)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListOpenHoldsReply = {
  /** The holds, oldest first. */
  readonly holds: readonly (HoldsHold)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListOrdersReply = {
  /** The orders, oldest first. */
  readonly orders: readonly (OrdersOrder2)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListOrganizationsReply = {
  /** The organisations, in the order of their ids. */
  readonly organizations: readonly (Organization)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListPairTermsReply = {
  /** The terms. */
  readonly terms: readonly (TermsRecord)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListPlanExecutionsReply = {
  /** What came of the plan, one for each proposal that has it. */
  readonly executions: readonly (Execution)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListPlanSignaturesReply = {
  /** The signatures that organisations posted, one of each. */
  readonly signatures: readonly (Signature)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListProgramsReply = {
  /** The programmes, in the order of their ids. */
  readonly programs: readonly (ProgramsProgram)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListProposalsReply = {
  /** The proposals, newest first. */
  readonly proposals: readonly (Proposal)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListRatesReply = {
  /** The rates. */
  readonly rates: readonly (Rate)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListRefusedClaimsReply = {
  /** What the ledger refused of the claims. */
  readonly refused: readonly (RefusedItem)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
};

export type ListSettlementsReply = {
  /** The settlements, oldest first. */
  readonly settlements: readonly (SettlementsSettlement)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ListWebhookAttemptsReply = {
  /** What was tried, the newest first. */
  readonly attempts: readonly (WebhookAttempt)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
};

export type ListWebhooksReply = {
  /** All of them. */
  readonly webhooks: readonly (Webhook)[];
};

export type LockAccountRequest = {
  /** How many hours an unlocking takes. */
  readonly delayHours?: number | undefined;
  /** The number of the member’s signed change, counted from 1. */
  readonly sequence?: number | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
};

export type Locks = {
  /** By the member’s own word. */
  readonly member?: Member;
  /** The organisation that keeps the account. */
  readonly custodian?: Member;
};

export type LogConsistency = {
  /** How the file is written. */
  readonly format: 'commonpoint/consistency@v1';
  /** The log as it was. */
  readonly before: Before;
  /** The proof of RFC 9162, 2.1.4. */
  readonly path: readonly (string)[];
  /** The checkpoint that continues it, with its signatures (C2SP). */
  readonly after: string;
};

export type Lot = {
  /** Points. */
  readonly amount: string;
  /** Who posted the operation by which the points were first issued. */
  readonly originMspId: string;
  /** The operation by which the points were first issued. */
  readonly originId: string;
  /** The campaign that the points are counted under. */
  readonly campaign?: string;
  /** The first day on which the points can be spent. */
  readonly maturesOn?: string;
  /** The lot’s id. */
  readonly lotId: string;
  /** The programme. */
  readonly programId: string;
  /** The last day on which points can be spent. */
  readonly expiry: string;
};

export type MakeMoneyStatementReply = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle?: string;
  /** The two organisations, in alphabetical order. */
  readonly parties?: readonly (string)[];
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash?: string;
  /** Which organisation made it. */
  readonly madeBy?: string;
  /** When it was made. */
  readonly madeAt?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type MakeMoneyStatementRequest = {
  /** The other organisation. */
  readonly counterparty: string;
};

export type Member = {
  /** Since when. */
  readonly since: string;
  /** How many hours an unlocking takes. */
  readonly delayHours: number;
  /** When an unlocking that was asked for takes effect. */
  readonly unlocksAt?: string;
};

export type MemberOperation = {
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** How far it is. */
  readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
  /** Which kind it is. */
  readonly kind?: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void';
  /** The programme. */
  readonly programId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** The account that the points leave. */
  readonly fromAccountId?: string;
  /** The account that the points come to. */
  readonly toAccountId?: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string;
  /** Points. */
  readonly amount?: string;
  /** What of a return could not be taken, as it was spent. */
  readonly shortfall?: string;
  /** Of a reversed issuance: what the account owes back from now on. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent all the same. */
  readonly grace?: readonly (GraceItem)[];
  /** The operation that it takes back. */
  readonly reverses?: string;
  /** Of a reversal: who had posted the operation, if others had. */
  readonly reversesMspId?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: string;
  /** Of an issuance: from when on its points can be spent, if not at once. */
  readonly maturesOn?: string;
  /** The day on which the points were earned. */
  readonly earnedOn?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** Of an extension: up to which expiry lots got another one. */
  readonly endingBy?: string;
  /** Of a capture or a void: whose hold it resolved. */
  readonly holdMspId?: string;
  /** The id of the operation that made the hold. */
  readonly holdId?: string;
  /** The credit line that it is pledged for. */
  readonly lineId?: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** The programme whose points are received. */
  readonly targetProgramId?: string;
  /** The version of the rate; absent, the one in force. */
  readonly rateVersion?: number;
  /** Of an exchange: points of the source that were retired. */
  readonly taken?: string;
  /** Of an exchange: points of the target that were issued. */
  readonly received?: string;
  /** Of an exchange: what stayed with the member. */
  readonly remainder?: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId?: string;
  /** Of a note that was sold: the first day that it earns. */
  readonly from?: string;
  /** Of a note that was sold: the day on which it is due, which earns no more. */
  readonly until?: string;
  /** The most interest that it can come to. */
  readonly interestMax?: string;
  /** Of a note that was redeemed: who had sold it. */
  readonly noteMspId?: string;
  /** The id of the operation that sold the note. */
  readonly noteId?: string;
  /** Of a note that was redeemed: what it earned. */
  readonly interest?: string;
  /** The Fabric transaction. */
  readonly txId?: string;
  /** The transaction’s time. */
  readonly txTime?: string;
  /** The number of the block. */
  readonly blockNumber?: number;
  /** What it is, in one word for programs. */
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_HAS_NOTES' | 'ACCOUNT_HAS_PLEDGES' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'ASSETS_OFF' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'BRIDGE_CAP_EXCEEDED' | 'BRIDGE_CLOSED' | 'BRIDGE_UNKNOWN' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CAP_RAISE_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CHECKPOINT_AWAITED' | 'CLAIM_INVALID' | 'CLOCK_WRONG' | 'COLLATERAL_OFF' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CREDIT_BELOW_USED' | 'CREDIT_EXHAUSTED' | 'CREDIT_LANES_FIXED' | 'CREDIT_NOT_RAISED' | 'CREDIT_NOT_SETTLED' | 'CREDIT_OFF' | 'CREDIT_RAISE_ALONE' | 'CREDIT_UNKNOWN' | 'CROSS_SITE_REQUEST' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'CYCLE_UNKNOWN' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DETAILS_BEHIND' | 'DETAIL_ERASED' | 'DETAIL_EXISTS' | 'DETAIL_UNKNOWN' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EVENT_READERS_TOO_MANY' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'EXPLORER_OFF' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_DIVISIBLE' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'IDENTITY_REFUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'ISSUER_IN_DEFAULT' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEAF_NOT_IN_MIGRATION' | 'LEAF_UNKNOWN' | 'LEAVING_TOO_SOON' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINE_COVERED' | 'LINE_EXCEEDED' | 'LINE_EXISTS' | 'LINE_NOT_COVERED' | 'LINE_NOT_DUE' | 'LINE_PAYMENT_EXISTS' | 'LINE_PAYMENT_STATE' | 'LINE_PAYMENT_UNKNOWN' | 'LINE_STATE' | 'LINE_TERM_INVALID' | 'LINE_UNKNOWN' | 'LINKED_FAILED' | 'LIQUIDATION_STOPPED' | 'LOG_FORKS' | 'LOG_KEYS_EXCEEDED' | 'LOG_KEY_REVOKED' | 'LOG_KEY_UNKNOWN' | 'LOG_ORIGIN_OTHER' | 'LOG_SHRINKS' | 'LOG_SIGNATURE_INVALID' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'MIGRATION_EXISTS' | 'MIGRATION_NOT_YOURS' | 'MIGRATION_STATE' | 'MIGRATION_UNEQUAL' | 'MIGRATION_UNKNOWN' | 'MIGRATION_UNSOUND' | 'NOTES_OFF' | 'NOTE_ENDED' | 'NOTE_NOT_DIVISIBLE' | 'NOTE_NOT_DUE' | 'NOTE_NOT_PLEDGEABLE' | 'NOTE_NOT_YOURS' | 'NOTE_OFFER_CLOSED' | 'NOTE_OFFER_EXISTS' | 'NOTE_OFFER_UNKNOWN' | 'NOTE_PLEDGED' | 'NOTE_RATE_INVALID' | 'NOTE_TOO_SMALL' | 'NOTE_UNKNOWN' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CREDIT_PARTY' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_IN_DEFAULT' | 'NOT_ISSUER' | 'NOT_LINE_PARTY' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PAUSES_USED_UP' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'PLAN_CARRIED_OUT' | 'PLAN_NOT_DECIDED' | 'PLEDGES_TOO_MANY' | 'PLEDGE_NOT_FIRST' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PREPAYMENT_EXISTS' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCES_UNNAMED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_BEYOND_LIMIT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'RULES_FIXED' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SIGN_IN_FAILED' | 'SNAPSHOT_EXISTS' | 'SNAPSHOT_INVALID' | 'SNAPSHOT_UNKNOWN' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STEP_UP_REQUIRED' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OF_USE_EXISTS' | 'TERMS_OF_USE_NOT_ACCEPTED' | 'TERMS_OF_USE_UNKNOWN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSACTION_UNKNOWN' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS' | 'WEBHOOKS_TOO_MANY' | 'WEBHOOK_ADDRESS_NOT_ALLOWED' | 'WEBHOOK_UNKNOWN';
  /** What is wrong, in a sentence. */
  readonly detail?: string;
  /** The member of the request, as a JSON pointer. */
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
  /** What the ledger recorded. */
  readonly receipt?: Receipt;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Members = {
  /** It passes with more than this part of the votes for or against, as a fraction. */
  readonly moreThan: string;
  /** The part of the voters that has to vote, if only to abstain, as a fraction. */
  readonly quorum: string;
  /** How long votes are taken, in seconds. */
  readonly votingSeconds: number;
  /** How long after the decision it cannot be executed yet, in seconds. */
  readonly timeLockSeconds: number;
  /** How long it can be executed, in seconds. */
  readonly executionSeconds: number;
  /** It is stopped if more than this part of the voters object before it can be executed, as a fraction. */
  readonly stoppedBy: string;
};

export type MergeAccountRequest = {
  /** The account that is kept. */
  readonly intoAccountId: string;
  /** The number of the member’s signed change, counted from 1. */
  readonly sequence?: number | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
};

export type Method = {
  /** Its name, for people. */
  readonly name: 'chain-ladder';
  /** The method’s factors, by age. */
  readonly factors: readonly (Factor)[];
};

export type Migration = {
  /** The organisation. */
  readonly mspId: string;
  /** What its merchant calls the migration. */
  readonly migrationId: string;
  /** The programme. */
  readonly programId: string;
  /** How many leaves. */
  readonly size: number;
  /** SHA-256 in base64. */
  readonly root: string;
  /** In all. */
  readonly total: string;
  /** How many balances there are of each status, and what they come to. */
  readonly byStatus: readonly (ByStatu)[];
  /** The SHA-256 of the file that the snapshot was made of. */
  readonly snapshotHash: string;
  /** What it is now. */
  readonly status: 'aborted' | 'approved' | 'complete' | 'proposed';
  /** When it was proposed. */
  readonly proposedAt: string;
  /** Which merchants approved it. */
  readonly approvals: readonly (Approval)[];
  /** When it was approved. */
  readonly approvedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What was claimed. */
  readonly claimed?: Claimed;
  /** What was not claimed. */
  readonly unclaimed?: Unclaimed;
};

export type MigrationSnapshot = {
  /** The organisation. */
  readonly mspId: string;
  /** What its merchant calls the migration. */
  readonly migrationId: string;
  /** The programme. */
  readonly programId: string;
  /** How many leaves. */
  readonly size: number;
  /** SHA-256 in base64. */
  readonly root: string;
  /** In all. */
  readonly total: string;
  /** How many balances there are of each status, and what they come to. */
  readonly byStatus: readonly (ByStatu)[];
  /** The SHA-256 of the file that the snapshot was made of. */
  readonly snapshotHash: string;
  /** How far this gateway is with the snapshot: read, claiming or claimed, returning or returned. */
  readonly state: 'claimed' | 'claiming' | 'read' | 'returned' | 'returning';
};

export type MoneyNetItem = {
  /** The organisation. */
  readonly mspId: string;
  /** Points. */
  readonly amount: string;
};

export type MoneyStatement = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The two organisations, in alphabetical order. */
  readonly parties: readonly (string)[];
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Which organisation made it. */
  readonly madeBy: string;
  /** When it was made. */
  readonly madeAt: string;
  /** What it says; only the two parties see it. */
  readonly statement: MoneyStatementStatement;
  /** What the two said of the payment; absent if nobody owes anything. */
  readonly settlement?: SettlementsSettlement;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type MoneyStatementStatement = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The two organisations, in alphabetical order. */
  readonly parties: readonly (string)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The version of the terms. */
  readonly termsVersion?: number;
  /** What is owed, by programme and price. */
  readonly lines: readonly (LinesLine)[];
  /** What one organisation pays the other for the cycle. */
  readonly fees: readonly (Fee)[];
  /** What the statement before left unpaid because it was less than can be paid. */
  readonly remainderBefore?: RemaindersBeforeItem;
  /** In all. */
  readonly total?: RemaindersBeforeItem;
  /** What of the points offered is left over by rounding. */
  readonly remainder?: RemaindersBeforeItem;
  /** Random, so that nobody finds the value by trying. */
  readonly salt: string;
};

export type Month = {
  /** The month. */
  readonly month: string;
  /** Points. */
  readonly amount: string;
};

export type NetItem = {
  /** The programme. */
  readonly programId: string;
  /** The organisation. */
  readonly mspId: string;
  /** Points. */
  readonly amount: string;
};

export type Note = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that sold the note. */
  readonly noteId: string;
  /** The programme. */
  readonly programId: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The points that were given. */
  readonly principal: string;
  /** From when on. */
  readonly from: string;
  /** Until when. */
  readonly until: string;
  /** The most interest that it can come to. */
  readonly interestMax: string;
  /** What it is now. */
  readonly status: 'open' | 'redeemed';
  /** The lots. */
  readonly lots?: readonly (ConsumedItem)[];
  /** While the note is pledged: the hold that it is pledged by. */
  readonly pledge?: Pledge;
  /** What notes earned. */
  readonly interest?: string;
  /** The operation that ended it. */
  readonly redeemedBy?: ReversedByItem;
  /** What it earns by its end, by the rates that are announced. */
  readonly atEnd: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type NoteOffer = {
  /** The programme. */
  readonly programId: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer: string;
  /** For how many days points are given. */
  readonly days: number;
  /** Millionths a year. */
  readonly ppm: number;
  /** The rate stays at this or above, in millionths a year. */
  readonly ppmMin: number;
  /** The rate stays at this or below, in millionths a year. */
  readonly ppmMax: number;
  /** So many days before it holds another rate is announced. */
  readonly noticeDays: number;
  /** The most interest that all its notes may come to. */
  readonly ceiling: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** What a note is worth that is redeemed before its end; absent where none is. */
  readonly early?: Early;
  /** The rates. */
  readonly rates: readonly (ChangeNoteRateRequest)[];
  /** What it is now. */
  readonly status: 'closed' | 'open';
  /** When it was offered. */
  readonly offeredAt: string;
  /** How many months points live. */
  readonly expiryMonths: number;
  /** To which end points’ lives are rounded up. */
  readonly expiryRounding?: string;
  /** How the quota lies in lanes. */
  readonly carved: readonly (Lane)[];
  /** What is left of the quota, by lane. */
  readonly quotaByLane: readonly (QuotaByLaneItem)[];
  /** Interest that may still be promised under it. */
  readonly remaining: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type NotesNote = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that sold the note. */
  readonly noteId: string;
  /** The programme. */
  readonly programId: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The points that were given. */
  readonly principal: string;
  /** From when on. */
  readonly from: string;
  /** Until when. */
  readonly until: string;
  /** The most interest that it can come to. */
  readonly interestMax: string;
  /** What it is now. */
  readonly status: 'open' | 'redeemed';
  /** The lots. */
  readonly lots?: readonly (ConsumedItem)[];
  /** While the note is pledged: the hold that it is pledged by. */
  readonly pledge?: Pledge;
  /** What notes earned. */
  readonly interest?: string;
  /** The operation that ended it. */
  readonly redeemedBy?: ReversedByItem;
};

export type Notice = {
  /** When. */
  readonly at: string;
  /** The first day on which pledges are taken. */
  readonly takenFrom: string;
};

export type OKPPublicKey = {
  /** The kind of key. */
  readonly kty: 'OKP';
  /** The curve. */
  readonly crv: 'Ed25519';
  /** The key’s x coordinate, in base64url. */
  readonly x: string;
};

export type ObjectToProposalRequest = {
  /** The reason, for people. */
  readonly reason?: string | undefined;
};

export type Objection = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** The organisation. */
  readonly mspId: string;
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** When it was objected to. */
  readonly objectedAt: string;
};

export type Offer = {
  /** The programme. */
  readonly programId: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer: string;
  /** For how many days points are given. */
  readonly days: number;
  /** Millionths a year. */
  readonly ppm: number;
  /** The rate stays at this or above, in millionths a year. */
  readonly ppmMin: number;
  /** The rate stays at this or below, in millionths a year. */
  readonly ppmMax: number;
  /** So many days before it holds another rate is announced. */
  readonly noticeDays: number;
  /** The most interest that all its notes may come to. */
  readonly ceiling: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** What a note is worth that is redeemed before its end; absent where none is. */
  readonly early?: Early;
  /** The rates. */
  readonly rates: readonly (ChangeNoteRateRequest)[];
  /** What it is now. */
  readonly status: 'closed' | 'open';
  /** When it was offered. */
  readonly offeredAt: string;
  /** How many months points live. */
  readonly expiryMonths: number;
  /** To which end points’ lives are rounded up. */
  readonly expiryRounding?: string;
  /** How the quota lies in lanes. */
  readonly carved: readonly (Lane)[];
};

export type OfferNotesRequest = {
  /** The programme. */
  readonly programId: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId: string;
  /** For how many days points are given. */
  readonly days: number;
  /** Millionths a year. */
  readonly ppm: number;
  /** The rate stays at this or above, in millionths a year. */
  readonly ppmMin: number;
  /** The rate stays at this or below, in millionths a year. */
  readonly ppmMax: number;
  /** So many days before it holds another rate is announced. */
  readonly noticeDays: number;
  /** The most interest that all its notes may come to. */
  readonly ceiling: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** What a note is worth that is redeemed before its end; absent where none is. */
  readonly early?: Early | undefined;
};

export type OpenAccountReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The organisation that keeps the account. */
  readonly custodian?: string;
  /** Which kind it is. */
  readonly kind?: 'member' | 'merchant';
  /** What it is now. */
  readonly status?: 'active' | 'closed' | 'frozen';
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** When the account was opened. */
  readonly openedAt?: string;
  /** That its member was erased, and when. */
  readonly erasure?: Erasure;
  /** The account that this one was merged into. */
  readonly mergedInto?: string;
  /** The accounts that were merged into this one: what they hold yet is on its way here. */
  readonly merged?: readonly (string)[];
  /** A public key, as a JSON Web Key. */
  readonly publicKey?: PublicKey;
  /** How many hours pass until an announced key is in force. */
  readonly recoveryHours?: number;
  /** A new key that was announced and is not yet in force. */
  readonly recovery?: Recovery;
  /** Who may move the account’s points, and how. */
  readonly locks?: Locks;
  /** What the account owes back, by programme. */
  readonly clawbacks?: readonly (Clawback)[];
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: readonly (TermsOfUseTermsOfUseItem)[];
  /** The references that lead to the account. */
  readonly references?: readonly (Reference)[];
  /** How many changes the member has signed. */
  readonly signedChanges?: number;
  /** What orders mean for the account. */
  readonly standing?: Standing;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
  /** Of the reason that was given: keep it, nobody else has it. */
  readonly reasonSalt?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type OpenAccountRequest = {
  /** Your own reference of the member, 1 to 200 characters; what looks the same is the same one. It never reaches the ledger, a log or the gateway’s file. */
  readonly memberRef: string;
  /** Which kind it is. */
  readonly kind?: 'member' | 'merchant' | undefined;
  /** The member is new: at a till, only with this is an account opened. */
  readonly enrol?: true | undefined;
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: readonly (TermsOfUseItem)[] | undefined;
};

export type OpeningItem = {
  /** The programme. */
  readonly programId: string;
  /** What the account has. */
  readonly balance: string;
  /** What is promised by holds. */
  readonly held: string;
};

export type Operation = {
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** How far it is. */
  readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
  /** Which kind it is. */
  readonly kind?: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void';
  /** The programme. */
  readonly programId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** The account that the points leave. */
  readonly fromAccountId?: string;
  /** The account that the points come to. */
  readonly toAccountId?: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string;
  /** Points. */
  readonly amount?: string;
  /** What of a return could not be taken, as it was spent. */
  readonly shortfall?: string;
  /** Of a reversed issuance: what the account owes back from now on. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** Of a reversed redemption: what had ended, and until when it can be spent all the same. */
  readonly grace?: readonly (GraceItem)[];
  /** The operation that it takes back. */
  readonly reverses?: string;
  /** Of a reversal: who had posted the operation, if others had. */
  readonly reversesMspId?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: string;
  /** Of an issuance: from when on its points can be spent, if not at once. */
  readonly maturesOn?: string;
  /** The day on which the points were earned. */
  readonly earnedOn?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** Of an extension: up to which expiry lots got another one. */
  readonly endingBy?: string;
  /** Of a capture or a void: whose hold it resolved. */
  readonly holdMspId?: string;
  /** The id of the operation that made the hold. */
  readonly holdId?: string;
  /** The credit line that it is pledged for. */
  readonly lineId?: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** The programme whose points are received. */
  readonly targetProgramId?: string;
  /** The version of the rate; absent, the one in force. */
  readonly rateVersion?: number;
  /** Of an exchange: points of the source that were retired. */
  readonly taken?: string;
  /** Of an exchange: points of the target that were issued. */
  readonly received?: string;
  /** Of an exchange: what stayed with the member. */
  readonly remainder?: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId?: string;
  /** Of a note that was sold: the first day that it earns. */
  readonly from?: string;
  /** Of a note that was sold: the day on which it is due, which earns no more. */
  readonly until?: string;
  /** The most interest that it can come to. */
  readonly interestMax?: string;
  /** Of a note that was redeemed: who had sold it. */
  readonly noteMspId?: string;
  /** The id of the operation that sold the note. */
  readonly noteId?: string;
  /** Of a note that was redeemed: what it earned. */
  readonly interest?: string;
  /** The Fabric transaction. */
  readonly txId?: string;
  /** The transaction’s time. */
  readonly txTime?: string;
  /** The number of the block. */
  readonly blockNumber?: number;
  /** What it is, in one word for programs. */
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_HAS_NOTES' | 'ACCOUNT_HAS_PLEDGES' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'ASSETS_OFF' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'BRIDGE_CAP_EXCEEDED' | 'BRIDGE_CLOSED' | 'BRIDGE_UNKNOWN' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CAP_RAISE_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CHECKPOINT_AWAITED' | 'CLAIM_INVALID' | 'CLOCK_WRONG' | 'COLLATERAL_OFF' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CREDIT_BELOW_USED' | 'CREDIT_EXHAUSTED' | 'CREDIT_LANES_FIXED' | 'CREDIT_NOT_RAISED' | 'CREDIT_NOT_SETTLED' | 'CREDIT_OFF' | 'CREDIT_RAISE_ALONE' | 'CREDIT_UNKNOWN' | 'CROSS_SITE_REQUEST' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'CYCLE_UNKNOWN' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DETAILS_BEHIND' | 'DETAIL_ERASED' | 'DETAIL_EXISTS' | 'DETAIL_UNKNOWN' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EVENT_READERS_TOO_MANY' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'EXPLORER_OFF' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_DIVISIBLE' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'IDENTITY_REFUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'ISSUER_IN_DEFAULT' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEAF_NOT_IN_MIGRATION' | 'LEAF_UNKNOWN' | 'LEAVING_TOO_SOON' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINE_COVERED' | 'LINE_EXCEEDED' | 'LINE_EXISTS' | 'LINE_NOT_COVERED' | 'LINE_NOT_DUE' | 'LINE_PAYMENT_EXISTS' | 'LINE_PAYMENT_STATE' | 'LINE_PAYMENT_UNKNOWN' | 'LINE_STATE' | 'LINE_TERM_INVALID' | 'LINE_UNKNOWN' | 'LINKED_FAILED' | 'LIQUIDATION_STOPPED' | 'LOG_FORKS' | 'LOG_KEYS_EXCEEDED' | 'LOG_KEY_REVOKED' | 'LOG_KEY_UNKNOWN' | 'LOG_ORIGIN_OTHER' | 'LOG_SHRINKS' | 'LOG_SIGNATURE_INVALID' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'MIGRATION_EXISTS' | 'MIGRATION_NOT_YOURS' | 'MIGRATION_STATE' | 'MIGRATION_UNEQUAL' | 'MIGRATION_UNKNOWN' | 'MIGRATION_UNSOUND' | 'NOTES_OFF' | 'NOTE_ENDED' | 'NOTE_NOT_DIVISIBLE' | 'NOTE_NOT_DUE' | 'NOTE_NOT_PLEDGEABLE' | 'NOTE_NOT_YOURS' | 'NOTE_OFFER_CLOSED' | 'NOTE_OFFER_EXISTS' | 'NOTE_OFFER_UNKNOWN' | 'NOTE_PLEDGED' | 'NOTE_RATE_INVALID' | 'NOTE_TOO_SMALL' | 'NOTE_UNKNOWN' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CREDIT_PARTY' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_IN_DEFAULT' | 'NOT_ISSUER' | 'NOT_LINE_PARTY' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PAUSES_USED_UP' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'PLAN_CARRIED_OUT' | 'PLAN_NOT_DECIDED' | 'PLEDGES_TOO_MANY' | 'PLEDGE_NOT_FIRST' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PREPAYMENT_EXISTS' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCES_UNNAMED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_BEYOND_LIMIT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'RULES_FIXED' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SIGN_IN_FAILED' | 'SNAPSHOT_EXISTS' | 'SNAPSHOT_INVALID' | 'SNAPSHOT_UNKNOWN' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STEP_UP_REQUIRED' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OF_USE_EXISTS' | 'TERMS_OF_USE_NOT_ACCEPTED' | 'TERMS_OF_USE_UNKNOWN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSACTION_UNKNOWN' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS' | 'WEBHOOKS_TOO_MANY' | 'WEBHOOK_ADDRESS_NOT_ALLOWED' | 'WEBHOOK_UNKNOWN';
  /** What is wrong, in a sentence. */
  readonly detail?: string;
  /** The member of the request, as a JSON pointer. */
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
  /** What the ledger recorded. */
  readonly receipt?: Receipt;
};

export type Operations = {
  /** Operations, in the order in which they are done. */
  readonly operations: readonly (Operation)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type OperationsOperation = {
  /** The organisation that posted the operation. */
  readonly mspId: string;
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** Which kind it is. */
  readonly kind: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void';
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** The programme. */
  readonly programId: string;
  /** Points that it added to the position; negative if they were taken back. */
  readonly amount: string;
  /** What a point was worth as the debt arose; absent if nothing. */
  readonly clearingValue?: string;
  /** What these points are worth, in millionths of the smallest currency unit. */
  readonly worth: string;
  /** Of what takes back: the cycle in which the debt arose. */
  readonly refersToCycle?: string;
  /** The Fabric transaction. */
  readonly txId: string;
  /** The transaction’s time. */
  readonly txTime: string;
  /** The number of the block. */
  readonly blockNumber: number;
};

export type OperationsOperation2 = {
  /** The organisation. */
  readonly mspId: string;
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** What kind of operation it is. */
  readonly kind: string;
  /** The receipt that it wrote. */
  readonly receipt?: unknown;
};

export type Order = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** What it is about. */
  readonly scope: Scope;
  /** What it does to what it is about. */
  readonly effect: Effect;
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash: string;
  /** Until when. */
  readonly until?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: 'runs' | 'waits';
  /** From when on. */
  readonly from: string;
  /** Whose power it stands on. */
  readonly basis: 'emergency' | 'regulator' | 'vote';
  /** Who issued it. */
  readonly issuedBy?: string;
  /** When it was issued. */
  readonly issuedAt: string;
  /** What it is now. */
  readonly status: 'issued' | 'lifted';
  /** When it was ratified. */
  readonly ratifiedAt?: string;
  /** The proposal that ratified it. */
  readonly ratifiedBy?: string;
  /** When it was lifted. */
  readonly liftedAt?: string;
  /** Who lifted it. */
  readonly liftedBy?: string;
  /** Points seized so far. */
  readonly seized?: string;
  /** How many days points that could not be spent meanwhile are extended by. */
  readonly daysGivenBack?: number;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type OrderAction = {
  /** Which kind it is. */
  readonly kind: 'order';
  /** The order. */
  readonly order: OrderActionOrder;
};

export type OrderActionOrder = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** What it is about. */
  readonly scope: Scope;
  /** What it does to what it is about. */
  readonly effect: Effect;
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash: string;
  /** Until when. */
  readonly until?: string | undefined;
  /** The last day on which points can be spent. */
  readonly expiry?: 'runs' | 'waits' | undefined;
  /** From when on. */
  readonly from?: string | undefined;
};

export type Orderer = {
  /** The organisation. */
  readonly mspId: string;
  /** As `host:port`. */
  readonly endpoint: string;
};

export type OrdersOrder = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** What it does to what it is about. */
  readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
  /** The programme. */
  readonly programId?: string;
  /** Points. */
  readonly amount?: string;
  /** From when on. */
  readonly from: string;
  /** Until when. */
  readonly until?: string;
  /** Whether points that end meanwhile wait for it to be lifted. */
  readonly waits?: true;
  /** Whether it was issued in an emergency, and ends unless it is ratified. */
  readonly emergency?: true;
  /** Only of an emergency that was lifted: it is remembered for a while. */
  readonly lifted?: true;
};

export type OrdersOrder2 = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** What it is about. */
  readonly scope: Scope;
  /** What it does to what it is about. */
  readonly effect: Effect;
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash: string;
  /** Until when. */
  readonly until?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: 'runs' | 'waits';
  /** From when on. */
  readonly from: string;
  /** Whose power it stands on. */
  readonly basis: 'emergency' | 'regulator' | 'vote';
  /** Who issued it. */
  readonly issuedBy?: string;
  /** When it was issued. */
  readonly issuedAt: string;
  /** What it is now. */
  readonly status: 'issued' | 'lifted';
  /** When it was ratified. */
  readonly ratifiedAt?: string;
  /** The proposal that ratified it. */
  readonly ratifiedBy?: string;
  /** When it was lifted. */
  readonly liftedAt?: string;
  /** Who lifted it. */
  readonly liftedBy?: string;
  /** Points seized so far. */
  readonly seized?: string;
  /** How many days points that could not be spent meanwhile are extended by. */
  readonly daysGivenBack?: number;
};

export type Organization = {
  /** The organisation. */
  readonly mspId: string;
  /** Its name, for people. */
  readonly name: string;
  /** Which kind it is. */
  readonly kind: 'auditor' | 'merchant' | 'regulator';
  /** What it is now. */
  readonly status: 'active' | 'candidate' | 'leaving' | 'left' | 'suspended';
  /** The version of the agreement that this organisation accepted last. */
  readonly agreementVersion?: number;
  /** A version of the agreement that this organisation has still to accept. */
  readonly agreementDue?: AgreementDue;
  /** Who took over from it. */
  readonly successor?: string;
  /** That it leaves by its own word, and when. */
  readonly leaving?: Leaving;
  /** Since when members say that it does not pay what it owes. */
  readonly inDefaultSince?: string;
  /** When the organisation was registered. */
  readonly registeredAt: string;
};

export type OrganizationScope = {
  /** Which kind it is. */
  readonly kind: 'organization';
  /** The organisation. */
  readonly mspId: string;
};

export type OrganizationsOrganization = {
  /** The organisation. */
  readonly mspId: string;
  /** The authorities that its certificates lead to. */
  readonly roots: readonly (Root)[];
};

export type Outcome = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** How far it is. */
  readonly state: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown';
  /** What it is, in one word for programs. */
  readonly code?: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_HAS_NOTES' | 'ACCOUNT_HAS_PLEDGES' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'ASSETS_OFF' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'BRIDGE_CAP_EXCEEDED' | 'BRIDGE_CLOSED' | 'BRIDGE_UNKNOWN' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CAP_RAISE_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CHECKPOINT_AWAITED' | 'CLAIM_INVALID' | 'CLOCK_WRONG' | 'COLLATERAL_OFF' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CREDIT_BELOW_USED' | 'CREDIT_EXHAUSTED' | 'CREDIT_LANES_FIXED' | 'CREDIT_NOT_RAISED' | 'CREDIT_NOT_SETTLED' | 'CREDIT_OFF' | 'CREDIT_RAISE_ALONE' | 'CREDIT_UNKNOWN' | 'CROSS_SITE_REQUEST' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'CYCLE_UNKNOWN' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DETAILS_BEHIND' | 'DETAIL_ERASED' | 'DETAIL_EXISTS' | 'DETAIL_UNKNOWN' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EVENT_READERS_TOO_MANY' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'EXPLORER_OFF' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_DIVISIBLE' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'IDENTITY_REFUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'ISSUER_IN_DEFAULT' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEAF_NOT_IN_MIGRATION' | 'LEAF_UNKNOWN' | 'LEAVING_TOO_SOON' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINE_COVERED' | 'LINE_EXCEEDED' | 'LINE_EXISTS' | 'LINE_NOT_COVERED' | 'LINE_NOT_DUE' | 'LINE_PAYMENT_EXISTS' | 'LINE_PAYMENT_STATE' | 'LINE_PAYMENT_UNKNOWN' | 'LINE_STATE' | 'LINE_TERM_INVALID' | 'LINE_UNKNOWN' | 'LINKED_FAILED' | 'LIQUIDATION_STOPPED' | 'LOG_FORKS' | 'LOG_KEYS_EXCEEDED' | 'LOG_KEY_REVOKED' | 'LOG_KEY_UNKNOWN' | 'LOG_ORIGIN_OTHER' | 'LOG_SHRINKS' | 'LOG_SIGNATURE_INVALID' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'MIGRATION_EXISTS' | 'MIGRATION_NOT_YOURS' | 'MIGRATION_STATE' | 'MIGRATION_UNEQUAL' | 'MIGRATION_UNKNOWN' | 'MIGRATION_UNSOUND' | 'NOTES_OFF' | 'NOTE_ENDED' | 'NOTE_NOT_DIVISIBLE' | 'NOTE_NOT_DUE' | 'NOTE_NOT_PLEDGEABLE' | 'NOTE_NOT_YOURS' | 'NOTE_OFFER_CLOSED' | 'NOTE_OFFER_EXISTS' | 'NOTE_OFFER_UNKNOWN' | 'NOTE_PLEDGED' | 'NOTE_RATE_INVALID' | 'NOTE_TOO_SMALL' | 'NOTE_UNKNOWN' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CREDIT_PARTY' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_IN_DEFAULT' | 'NOT_ISSUER' | 'NOT_LINE_PARTY' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PAUSES_USED_UP' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'PLAN_CARRIED_OUT' | 'PLAN_NOT_DECIDED' | 'PLEDGES_TOO_MANY' | 'PLEDGE_NOT_FIRST' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PREPAYMENT_EXISTS' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCES_UNNAMED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_BEYOND_LIMIT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'RULES_FIXED' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SIGN_IN_FAILED' | 'SNAPSHOT_EXISTS' | 'SNAPSHOT_INVALID' | 'SNAPSHOT_UNKNOWN' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STEP_UP_REQUIRED' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OF_USE_EXISTS' | 'TERMS_OF_USE_NOT_ACCEPTED' | 'TERMS_OF_USE_UNKNOWN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSACTION_UNKNOWN' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS' | 'WEBHOOKS_TOO_MANY' | 'WEBHOOK_ADDRESS_NOT_ALLOWED' | 'WEBHOOK_UNKNOWN';
  /** What is wrong, in a sentence. */
  readonly detail?: string;
  /** The member of the request, as a JSON pointer. */
  readonly field?: string;
  /** The Fabric transaction. */
  readonly txId?: string;
  /** It took effect earlier; nothing happened now. */
  readonly existed?: boolean;
};

export type Pair = {
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** Due for up to 30 days. */
  readonly upTo30Days: string;
  /** Due for 31 to 60 days. */
  readonly upTo60Days: string;
  /** Due for 61 to 90 days. */
  readonly upTo90Days: string;
  /** Due for more than 90 days. */
  readonly over90Days: string;
  /** In all. */
  readonly total: string;
  /** What is in dispute, in millionths of the smallest unit of the currency. */
  readonly disputed: string;
};

export type Parts = {
  /** In how many equal parts the note was divided. */
  readonly of: number;
  /** How many of them were given. */
  readonly given: number;
  /** The lots. */
  readonly lots: readonly (ConsumedItem)[];
};

export type PathItem = {
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** What is owed below the node. */
  readonly sum: string;
};

export type Pause = {
  /** How often writes have waited by its word. */
  readonly times: number;
  /** When it asked for it last. */
  readonly at: string;
};

export type PauseWritesReply = {
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash?: string;
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId?: string;
  /** Who says so. */
  readonly mspId?: string;
  /** That writes wait, for seconds at the most; absent if they never did. */
  readonly pause?: Pause;
  /** Where it stands; absent until this member says so. */
  readonly recorded?: Recorded;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type PauseWritesRequest = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
};

export type Payment = {
  /** The organisation. */
  readonly mspId: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId: string;
  /** What the payment is called within its credit line. */
  readonly paymentId: string;
  /** Which kind it is. */
  readonly kind: 'draw' | 'repayment';
  /** Points. */
  readonly amount: string;
  /** What it is now. */
  readonly status: 'confirmed' | 'disputed' | 'instructed' | 'withdrawn';
  /** The payment’s reference. */
  readonly reference?: string;
  /** When the debtor said that it paid. */
  readonly instructedAt: string;
  /** When the creditor confirmed the payment. */
  readonly confirmedAt?: string;
  /** What of the repayment there was to be repaid. */
  readonly applied?: string;
  /** What the debtor or creditor objects to. */
  readonly dispute?: Dispute;
  /** A value that the member’s key is never to be used with again. */
  readonly nonce?: string;
};

export type PerAccountDay = {
  /** The most points that may leave an account in a day. */
  readonly debitedMax?: string | undefined;
  /** How many times an account may be debited in a day. */
  readonly debitsMax?: number | undefined;
  /** The most points that may come to an account in a day. */
  readonly creditedMax?: string | undefined;
  /** How many times an account may be credited in a day. */
  readonly creditsMax?: number | undefined;
};

export type Pledge = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that made the hold. */
  readonly holdId: string;
};

export type PledgeNoteRequest = {
  /** Who sold the note; this organisation if absent. */
  readonly noteMspId?: string | undefined;
  /** The id of the operation that sold the note. */
  readonly noteId: string;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type PledgePointsRequest = {
  /** Points. */
  readonly amount: string;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type PledgesPledge = {
  /** The organisation. */
  readonly mspId: string;
  /** The id of the operation that pledged it. */
  readonly pledgeId: string;
  /** Points. */
  readonly amount: string;
};

export type Policy = {
  /** What it is for, such as `/Channel/Application/Endorsement`. */
  readonly path: string;
  /** Who has to sign, in the way Fabric writes it. */
  readonly policy: string;
};

export type Position = {
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** The programme. */
  readonly programId: string;
  /** Points. */
  readonly amount: string;
};

export type PositionOperations = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** Operations, in the order in which they are done. */
  readonly operations: readonly (OperationsOperation)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type PositionsPosition = {
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** The programme. */
  readonly programId: string;
  /** Points. */
  readonly amount: string;
  /** What the points are worth, in millionths of the smallest unit of the currency. */
  readonly worth: string;
  /** Programmes without a value in force. */
  readonly unvalued?: string;
  /** What of it was drawn on the merchant’s credit. */
  readonly credited?: string;
};

export type PostBatchRequest = {
  /** Operations, in the order in which they are done. */
  readonly operations: readonly (BatchOperation)[];
};

export type PrepaidPoint = {
  /** The programme. */
  readonly programId: string;
  /** Points. */
  readonly points: string;
};

export type PrepayCreditReply = {
  /** The programme. */
  readonly programId?: string;
  /** The organisation. */
  readonly mspId?: string;
  /** What the merchant calls the prepayment. */
  readonly prepaymentId?: string;
  /** Points. */
  readonly amount?: string;
  /** What of it is not used up. */
  readonly left?: string;
  /** When. */
  readonly at?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type PrepayCreditRequest = {
  /** What the merchant calls the prepayment. */
  readonly prepaymentId: string;
  /** Points. */
  readonly amount: string;
};

export type PreviewProposalReply = {
  /** What would change, in words. */
  readonly changes: readonly (string)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type PreviewProposalRequest = {
  /** What is done if it passes, in this order. */
  readonly actions: readonly (Action)[];
};

export type Price = {
  /** The programme. */
  readonly programId: string;
  /** What a point costs, in millionths of the smallest unit of the currency. */
  readonly price: string;
  /** Up to how many points of a cycle the price counts for. */
  readonly pointsMax?: string | undefined;
};

export type PrivatePair = {
  /** The two organisations, in alphabetical order. */
  readonly parties: readonly (string)[];
  /** The version of the terms. */
  readonly termsVersion: number;
};

export type Problem = {
  /** Where the problem is described. */
  readonly type: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What it is now. */
  readonly status: number;
  /** What is wrong, in a sentence. */
  readonly detail: string;
  /** The request’s path. */
  readonly instance: string;
  /** What it is, in one word for programs. */
  readonly code: 'ACCEPTANCE_UNKNOWN' | 'ACCEPTOR_UNKNOWN' | 'ACCOUNTS_EQUAL' | 'ACCOUNT_CLOSED' | 'ACCOUNT_EXISTS' | 'ACCOUNT_FROZEN' | 'ACCOUNT_HAS_HOLDS' | 'ACCOUNT_HAS_NOTES' | 'ACCOUNT_HAS_PLEDGES' | 'ACCOUNT_LOCKED' | 'ACCOUNT_NOT_EMPTY' | 'ACCOUNT_NOT_LOCKED' | 'ACCOUNT_UNDER_ORDER' | 'ACCOUNT_UNKNOWN' | 'AGREEMENT_NOT_ACCEPTED' | 'AGREEMENT_UNKNOWN' | 'ALREADY_REVERSED' | 'AMOUNT_ABOVE_MAXIMUM' | 'AMOUNT_BELOW_MINIMUM' | 'ASSETS_OFF' | 'AUDITOR_REQUIRED' | 'AUDITOR_UNKNOWN' | 'AUTHORIZATION_EXPIRED' | 'BLOCK_AHEAD' | 'BODY_TOO_LARGE' | 'BRIDGE_CAP_EXCEEDED' | 'BRIDGE_CLOSED' | 'BRIDGE_UNKNOWN' | 'CAP_BELOW_GRANTED' | 'CAP_EXCEEDED' | 'CAP_RAISE_EXCEEDED' | 'CERTIFICATE_EXPIRED' | 'CHAINCODE_MISSING' | 'CHECKPOINT_AWAITED' | 'CLAIM_INVALID' | 'CLOCK_WRONG' | 'COLLATERAL_OFF' | 'COLLECTION_UNKNOWN' | 'CONTENT_TYPE_UNSUPPORTED' | 'COUNTERPARTY_UNKNOWN' | 'CREDITS_STOPPED' | 'CREDIT_BELOW_USED' | 'CREDIT_EXHAUSTED' | 'CREDIT_LANES_FIXED' | 'CREDIT_NOT_RAISED' | 'CREDIT_NOT_SETTLED' | 'CREDIT_OFF' | 'CREDIT_RAISE_ALONE' | 'CREDIT_UNKNOWN' | 'CROSS_SITE_REQUEST' | 'CSV_INVALID' | 'CURSOR_INVALID' | 'CYCLE_CLOSED' | 'CYCLE_NOT_CLOSED' | 'CYCLE_NOT_CURRENT' | 'CYCLE_UNKNOWN' | 'DAY_LIMIT_EXCEEDED' | 'DEBITS_STOPPED' | 'DETAILS_BEHIND' | 'DETAIL_ERASED' | 'DETAIL_EXISTS' | 'DETAIL_UNKNOWN' | 'DISCLOSURE_MISMATCH' | 'DISCLOSURE_UNKNOWN' | 'EARNED_ON_INVALID' | 'EVENT_READERS_TOO_MANY' | 'EXCHANGE_TOO_SMALL' | 'EXPIRY_OUT_OF_BOUNDS' | 'EXPIRY_STOPPED' | 'EXPLORER_OFF' | 'FIGURES_EXIST' | 'FIGURES_UNKNOWN' | 'FOUNDING_NOT_AGREED' | 'HEAD_TOO_LARGE' | 'HOLD_EXCEEDED' | 'HOLD_EXPIRED' | 'HOLD_NOT_DIVISIBLE' | 'HOLD_NOT_YOURS' | 'HOLD_PERIOD_INVALID' | 'HOLD_RESOLVED' | 'HOLD_UNKNOWN' | 'IDEMPOTENCY_KEY_INVALID' | 'IDEMPOTENCY_KEY_IN_FLIGHT' | 'IDEMPOTENCY_KEY_MISSING' | 'IDEMPOTENCY_KEY_REUSED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'IDENTITY_REFUSED' | 'ID_CONFLICT' | 'IMPORT_FILE_DAMAGED' | 'IMPORT_RUNNING' | 'IMPORT_UNKNOWN' | 'INPUTS_INVALID' | 'INSUFFICIENT_POINTS' | 'INTERNAL' | 'ISSUER_IN_DEFAULT' | 'JSON_INVALID' | 'LANE_UNKNOWN' | 'LEAF_NOT_IN_MIGRATION' | 'LEAF_UNKNOWN' | 'LEAVING_TOO_SOON' | 'LEDGER_CONFLICT' | 'LEDGER_REFUSED' | 'LEDGER_TIMEOUT' | 'LINE_COVERED' | 'LINE_EXCEEDED' | 'LINE_EXISTS' | 'LINE_NOT_COVERED' | 'LINE_NOT_DUE' | 'LINE_PAYMENT_EXISTS' | 'LINE_PAYMENT_STATE' | 'LINE_PAYMENT_UNKNOWN' | 'LINE_STATE' | 'LINE_TERM_INVALID' | 'LINE_UNKNOWN' | 'LINKED_FAILED' | 'LIQUIDATION_STOPPED' | 'LOG_FORKS' | 'LOG_KEYS_EXCEEDED' | 'LOG_KEY_REVOKED' | 'LOG_KEY_UNKNOWN' | 'LOG_ORIGIN_OTHER' | 'LOG_SHRINKS' | 'LOG_SIGNATURE_INVALID' | 'LOT_EXPIRED' | 'LOT_NOT_MATURE' | 'LOT_SPENT' | 'MATURITY_AFTER_EXPIRY' | 'METHOD_NOT_ALLOWED' | 'MIGRATION_EXISTS' | 'MIGRATION_NOT_YOURS' | 'MIGRATION_STATE' | 'MIGRATION_UNEQUAL' | 'MIGRATION_UNKNOWN' | 'MIGRATION_UNSOUND' | 'NOTES_OFF' | 'NOTE_ENDED' | 'NOTE_NOT_DIVISIBLE' | 'NOTE_NOT_DUE' | 'NOTE_NOT_PLEDGEABLE' | 'NOTE_NOT_YOURS' | 'NOTE_OFFER_CLOSED' | 'NOTE_OFFER_EXISTS' | 'NOTE_OFFER_UNKNOWN' | 'NOTE_PLEDGED' | 'NOTE_RATE_INVALID' | 'NOTE_TOO_SMALL' | 'NOTE_UNKNOWN' | 'NOTHING_TO_EXPIRE' | 'NOTHING_TO_EXTEND' | 'NOT_ACCEPTABLE' | 'NOT_CREDIT_PARTY' | 'NOT_CUSTODIAN' | 'NOT_FOUNDED' | 'NOT_IN_DEFAULT' | 'NOT_ISSUER' | 'NOT_LINE_PARTY' | 'NOT_ORDER_AUTHORITY' | 'NOT_PROPOSER' | 'NOT_RATE_PARTY' | 'NOT_REVERSIBLE' | 'NOT_SETTLEMENT_PARTY' | 'NOT_TERMS_PARTY' | 'NOT_VOTER' | 'OPERATION_IN_FLIGHT' | 'OPERATION_UNKNOWN' | 'ORDERING_UNAVAILABLE' | 'ORDERS_TOO_MANY' | 'ORDER_EXISTS' | 'ORDER_NOT_ALLOWED' | 'ORDER_PERIOD_INVALID' | 'ORDER_REPEATED' | 'ORDER_STATE' | 'ORDER_UNKNOWN' | 'ORGANIZATION_EXISTS' | 'ORGANIZATION_NOT_ALLOWED' | 'ORGANIZATION_UNKNOWN' | 'OUTCOME_UNKNOWN' | 'PAUSES_USED_UP' | 'PEER_BEHIND' | 'PEER_REPLY_INVALID' | 'PEER_UNAVAILABLE' | 'PERIOD_OPEN' | 'PLAN_CARRIED_OUT' | 'PLAN_NOT_DECIDED' | 'PLEDGES_TOO_MANY' | 'PLEDGE_NOT_FIRST' | 'POINTS_RESERVED' | 'PRECONDITION_FAILED' | 'PRECONDITION_REQUIRED' | 'PREIMAGE_WRONG' | 'PREPAYMENT_EXISTS' | 'PRIVATE_DATA_NOT_ALLOWED' | 'PRIVATE_DATA_NOT_HERE' | 'PRIVATE_INPUT_INVALID' | 'PRIVATE_INPUT_MISPLACED' | 'PROGRAMS_EQUAL' | 'PROGRAM_ENDING' | 'PROGRAM_EXISTS' | 'PROGRAM_ID_NOT_YOURS' | 'PROGRAM_NOT_ACCEPTED' | 'PROGRAM_OWN' | 'PROGRAM_SUSPENDED' | 'PROGRAM_UNKNOWN' | 'PROGRAM_UNVALUED' | 'PROPOSAL_EXISTS' | 'PROPOSAL_ID_NOT_YOURS' | 'PROPOSAL_INAPPLICABLE' | 'PROPOSAL_NOT_DUE' | 'PROPOSAL_NOT_OPEN' | 'PROPOSAL_UNKNOWN' | 'PUBLIC_KEY_EXISTS' | 'PUBLIC_KEY_INVALID' | 'PUBLIC_KEY_MISSING' | 'QUEUE_FULL' | 'QUOTA_BELOW_USED' | 'QUOTA_EXHAUSTED' | 'RATE_EXISTS' | 'RATE_EXPIRED' | 'RATE_LIMITED' | 'RATE_NOT_OPEN' | 'RATE_PERIOD_INVALID' | 'RATE_UNKNOWN' | 'REASON_UNKNOWN' | 'RECEIVED_TOO_LITTLE' | 'RECOVERY_ANNOUNCED' | 'RECOVERY_UNKNOWN' | 'REFERENCES_EXCEEDED' | 'REFERENCES_UNNAMED' | 'REFERENCE_ELSEWHERE' | 'REFERENCE_REMOVED' | 'REQUEST_INVALID' | 'REQUEST_TIMEOUT' | 'REVERSAL_BEYOND_LIMIT' | 'REVERSAL_EXCEEDED' | 'REVERSAL_NOT_YOURS' | 'REVISION_CONFLICT' | 'ROLE_NOT_ALLOWED' | 'ROUTE_UNKNOWN' | 'RULES_FIXED' | 'SEIZURE_EXCEEDED' | 'SEQUENCE_WRONG' | 'SETTLEMENT_STATE' | 'SETTLEMENT_UNKNOWN' | 'SHUTTING_DOWN' | 'SIGNATURE_INVALID' | 'SIGNATURE_REQUIRED' | 'SIGN_IN_FAILED' | 'SNAPSHOT_EXISTS' | 'SNAPSHOT_INVALID' | 'SNAPSHOT_UNKNOWN' | 'SOURCES_NEEDED' | 'STATEMENT_NOT_DUE' | 'STATEMENT_UNKNOWN' | 'STEP_UP_REQUIRED' | 'STORAGE_UNAVAILABLE' | 'TERMS_DIFFER' | 'TERMS_EXISTS' | 'TERMS_NOT_OPEN' | 'TERMS_OF_USE_EXISTS' | 'TERMS_OF_USE_NOT_ACCEPTED' | 'TERMS_OF_USE_UNKNOWN' | 'TERMS_OPEN' | 'TERMS_PARTY_UNKNOWN' | 'TERMS_UNKNOWN' | 'TERMS_VERSION_WRONG' | 'TRANSACTION_UNKNOWN' | 'TRANSFER_NOT_ALLOWED' | 'UNAUTHENTICATED' | 'VELOCITY_EXCEEDED' | 'VOTE_EXISTS' | 'WEBHOOKS_TOO_MANY' | 'WEBHOOK_ADDRESS_NOT_ALLOWED' | 'WEBHOOK_UNKNOWN';
  /** What the request is found by in the logs. */
  readonly traceId: string;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** The Fabric transaction. */
  readonly txId?: string;
  /** The operation’s id, unique for its organisation. */
  readonly operationId?: string;
  /** The member of the request, as a JSON pointer. */
  readonly field?: string;
  /** Everything that is wrong with the request. */
  readonly errors?: readonly (Error)[];
};

export type Program = {
  /** The programme. */
  readonly programId: string;
  /** What one of it is, where it is no point. */
  readonly kind?: 'stamp' | 'ticket' | 'voucher';
  /** Its name, for people. */
  readonly name: string;
  /** What one of it is called. */
  readonly unit: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
  /** Whether all points ever issued count against the cap, or those outstanding. */
  readonly capOn: 'issued' | 'outstanding';
  /** How many months points live. */
  readonly expiryMonths: number;
  /** The rules. */
  readonly rules: Rules;
  /** SHA-256 of the terms, as hexadecimal digits. */
  readonly termsHash?: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer: string;
  /** What it is now. */
  readonly status: 'active' | 'suspended';
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** When it was made. */
  readonly createdAt: string;
  /** The values, each from a cycle on. */
  readonly clearingValues?: readonly (ClearingValue)[];
  /** What accounts may do in a day and in one operation. */
  readonly limits?: Limits;
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: TermsOfUse;
  /** What raises of the cap without a vote are measured by. */
  readonly capBase?: CapBase;
  /** The last day on which the programme’s points can be spent. */
  readonly spendableUntil?: string;
  /** Since when its issuer is in default: its points are spent at the issuer alone. */
  readonly issuerInDefaultSince?: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ProgramHistoryReply = {
  /** What changed, oldest first. */
  readonly changes: readonly (ChangesChange)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ProgramScope = {
  /** Which kind it is. */
  readonly kind: 'program';
  /** The programme. */
  readonly programId: string;
};

export type ProgramsProgram = {
  /** The programme. */
  readonly programId: string;
  /** What one of it is, where it is no point. */
  readonly kind?: 'stamp' | 'ticket' | 'voucher';
  /** Its name, for people. */
  readonly name: string;
  /** What one of it is called. */
  readonly unit: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
  /** Whether all points ever issued count against the cap, or those outstanding. */
  readonly capOn: 'issued' | 'outstanding';
  /** How many months points live. */
  readonly expiryMonths: number;
  /** The rules. */
  readonly rules: Rules;
  /** SHA-256 of the terms, as hexadecimal digits. */
  readonly termsHash?: string;
  /** The organisation that issues the programme’s points and owes for them. */
  readonly issuer: string;
  /** What it is now. */
  readonly status: 'active' | 'suspended';
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** When it was made. */
  readonly createdAt: string;
  /** The values, each from a cycle on. */
  readonly clearingValues?: readonly (ClearingValue)[];
  /** What accounts may do in a day and in one operation. */
  readonly limits?: Limits;
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: TermsOfUse;
  /** What raises of the cap without a vote are measured by. */
  readonly capBase?: CapBase;
  /** The last day on which the programme’s points can be spent. */
  readonly spendableUntil?: string;
  /** Since when its issuer is in default: its points are spent at the issuer alone. */
  readonly issuerInDefaultSince?: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
};

export type Proposal = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** The organisation that proposed it. */
  readonly proposer: string;
  /** What is done if it passes, in this order. */
  readonly actions: readonly (Action)[];
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** SHA-256 of what it says, as hexadecimal digits. */
  readonly digest: string;
  /** When it was proposed. */
  readonly proposedAt: string;
  /** The version of the constitution whose rules it goes by. */
  readonly constitutionVersion: number;
  /** The time between two changes of members. */
  readonly epoch: number;
  /** The rule that the votes are counted by. */
  readonly rule: Members;
  /** The organisations that vote. */
  readonly voters: readonly (string)[];
  /** The organisations that have to agree themselves, as it is about them. */
  readonly consents: readonly (string)[];
  /** Whether it ends when the members change. */
  readonly endsWithEpoch: boolean;
  /** Until when votes are taken. */
  readonly votingEnds: string;
  /** What it is now. */
  readonly status: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
  /** How the votes stand. */
  readonly tally?: Tally;
  /** When the votes were enough. */
  readonly decidedAt?: string;
  /** From when on it can be executed. */
  readonly executableFrom?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What ended it. */
  readonly endedBy?: string;
};

export type ProposeRateRequest = {
  /** The programme whose points are given. */
  readonly sourceProgramId: string;
  /** The programme whose points are received. */
  readonly targetProgramId: string;
  /** Its version, from 1. */
  readonly version: number;
  /** Above the line of the rate. */
  readonly numerator: string;
  /** Below the line of the rate. */
  readonly denominator: string;
  /** From when on it counts. */
  readonly validFrom: string;
  /** Until when it counts. */
  readonly validUntil: string;
  /** How many points it may be used for. */
  readonly quota: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
};

export type ProposeRequest = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** What is done if it passes, in this order. */
  readonly actions: readonly (Action)[];
  /** The reason, for people. */
  readonly reason?: string | undefined;
};

export type ProposeTermsRequest = {
  /** The other organisation. */
  readonly counterparty: string;
  /** Its version, from 1. */
  readonly version: number;
  /** The terms. */
  readonly terms: AcceptTermsRequestTerms;
};

export type PublicKey = ECPublicKey | OKPPublicKey;

export type PublishedFiguresReply = {
  /** Whose it is. */
  readonly owner: string;
  /** The figures. */
  readonly figures: readonly (FiguresFigure2)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type PurgeFiguresRequest = {
  /** The figures’ names. */
  readonly names?: readonly (string)[] | undefined;
};

export type Question = {
  /** The parameter of the request that answers it. */
  readonly parameter: string;
  /** The values. */
  readonly values: readonly (string)[];
  /** What is wrong, in a sentence. */
  readonly detail: string;
};

export type Quota = {
  /** The programme. */
  readonly programId: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
  /** Points that may be drawn on. */
  readonly granted: string;
  /** What of it is used. */
  readonly used: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: readonly (QuotaByLaneItem)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type QuotaByLaneItem = {
  /** The number of a part of the quota; each works by itself, so that many can draw at once. */
  readonly lane: number;
  /** Points that may be drawn on. */
  readonly granted: string;
  /** What of it is used. */
  readonly used: string;
};

export type QuoteRateReply = {
  /** The programme whose points are given. */
  readonly sourceProgramId: string;
  /** The programme whose points are received. */
  readonly targetProgramId: string;
  /** Its version, from 1. */
  readonly version: number;
  /** Points. */
  readonly amount: string;
  /** Points taken. */
  readonly taken: string;
  /** Points received. */
  readonly received: string;
  /** What of the points offered is left over by rounding. */
  readonly remainder: string;
  /** Until when it counts. */
  readonly validUntil: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type Raise = {
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit: string;
  /** The organisation that did it. */
  readonly by: string;
  /** When. */
  readonly at: string;
};

export type RaiseCapAction = {
  /** Which kind it is. */
  readonly kind: 'raise-cap';
  /** The programme. */
  readonly programId: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
};

export type RaiseCreditRequest = {
  /** The most points that may be owed, or promised by holds, before they are settled. */
  readonly limit: string;
};

export type Rate = {
  /** The programme whose points are given. */
  readonly sourceProgramId: string;
  /** The programme whose points are received. */
  readonly targetProgramId: string;
  /** Its version, from 1. */
  readonly version: number;
  /** Above the line of the rate. */
  readonly numerator: string;
  /** Below the line of the rate. */
  readonly denominator: string;
  /** From when on it counts. */
  readonly validFrom: string;
  /** Until when it counts. */
  readonly validUntil: string;
  /** How many points it may be used for. */
  readonly quota: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** The issuer of the programme whose points are given. */
  readonly sourceIssuer: string;
  /** The issuer of the programme whose points are received. */
  readonly targetIssuer: string;
  /** What it is now. */
  readonly status: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
  /** Which organisation proposed it. */
  readonly proposedBy: string;
  /** When it was proposed. */
  readonly proposedAt: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** Who suspended it. */
  readonly suspendedBy?: string;
  /** How the quota lies in lanes. */
  readonly carved?: readonly (Lane)[];
};

export type RatifyOrderAction = {
  /** Which kind it is. */
  readonly kind: 'ratify-order';
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** Until when. */
  readonly until?: string | undefined;
};

export type RatifyOrderRequest = {
  /** Until when. */
  readonly until?: string | undefined;
};

export type Read = {
  /** The chaincode that it is a row of. */
  readonly namespace: string;
  /** Of a private row: its collection. Of what is in it nothing is known. */
  readonly collection?: string;
  /** What kind of row it is. */
  readonly type?: string;
  /** What the parts of its key are. */
  readonly names: Readonly<Record<string, string>>;
  /** The key, as the history of a key takes it; of a private row the key’s hash. */
  readonly key: string;
  /** Where the row was written that was read; absent if there was none. */
  readonly version?: ReadVersion;
};

export type ReadBalancesReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** One of each programme. */
  readonly balances: readonly (Balance)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadBlockReply = {
  /** The number of the block. */
  readonly number: number;
  /** SHA-256 of its header. */
  readonly hash: string;
  /** What the header says of the block before. */
  readonly previousHash: string;
  /** What the header says of its transactions. */
  readonly dataHash: string;
  /** What the own peer says of all that was decided and written up to here; of the first block empty. */
  readonly commitHash: string;
  /** Whose configuration its orderers say was in force. */
  readonly configurationBlock: number;
  /** The orderers that signed it. */
  readonly orderers: readonly (ExplorerSigner)[];
  /** What is in it. */
  readonly transactions: readonly (ExplorerTransactionLine)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadBridgeReply = {
  /** The programme. */
  readonly programId: string;
  /** The bridge that the points cross. */
  readonly bridgeId: string;
  /** What people call the programme on the other side. */
  readonly legacyName: string;
  /** From the legacy programme into points. */
  readonly in: BridgeCaps;
  /** From points into the legacy programme. */
  readonly out: BridgeCaps;
  /** What it is now. */
  readonly status: 'closed' | 'open';
  /** What has crossed; absent if nothing has. */
  readonly crossed?: BridgeUse;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadConfigurationReply = {
  /** The block that has it. */
  readonly block: number;
  /** Which configuration it is, counted from 0. */
  readonly sequence: number;
  /** The channel. */
  readonly channel: string;
  /** How blocks are agreed on: `BFT`, or `etcdraft`. */
  readonly consensus: string;
  /** The orderers that take part; under Raft they are not named here. */
  readonly consenters: readonly (Consenter)[];
  /** Whose certificates count. */
  readonly organizations: readonly (OrganizationsOrganization)[];
  /** Who has to sign what. */
  readonly policies: readonly (Policy)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadConstitutionReply = {
  /** The constitution in force. */
  readonly constitution: Constitution;
  /** The time between two changes of members. */
  readonly epoch: Epoch;
  /** How it is voted on the agreement among members. */
  readonly agreement?: Agreement;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadCreditReply = {
  /** The programme. */
  readonly programId: string;
  /** The organisation. */
  readonly mspId: string;
  /** What of the merchant’s credit it drew on, by lane. */
  readonly credit: Credit;
  /** The parts that a quota is drawn from. */
  readonly lanes: readonly (LanesLane)[];
  /** What was given back and is on its way into a lane. */
  readonly returning: string;
  /** What of it is used. */
  readonly used: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadFiguresReply = {
  /** Whose it is. */
  readonly owner: string;
  /** The month. */
  readonly period: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision: number;
  /** The figures’ names. */
  readonly names: readonly (string)[];
  /** The figures. */
  readonly figures: readonly (Figure)[];
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadKeyHistoryReply = {
  /** The chaincode that it is a row of. */
  readonly namespace: string;
  /** Of a private row: its collection. Of what is in it nothing is known. */
  readonly collection?: string;
  /** What kind of row it is. */
  readonly type?: string;
  /** What the parts of its key are. */
  readonly names: Readonly<Record<string, string>>;
  /** The key, as the history of a key takes it; of a private row the key’s hash. */
  readonly key: string;
  /** What was written under it, newest first. */
  readonly versions: readonly (Version)[];
  /** The last block that the index has; -1 is none. */
  readonly indexedBlock: number;
  /** Whether the index lacks blocks that this gateway has. */
  readonly isCatchingUp: boolean;
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadLiabilityReply = {
  /** The programme. */
  readonly programId: string;
  /** Of the latest operation until then; absent before the first. */
  readonly month?: string;
  /** The points of one month of issue each. */
  readonly cohorts: readonly (Cohort)[];
  /** In all. */
  readonly totals: Totals;
  /** What accounts owe back, because returned purchases had been spent. */
  readonly clawback: string;
  /** How it was reckoned. */
  readonly method: Method;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadMigrationReply = {
  /** The organisation. */
  readonly mspId: string;
  /** What its merchant calls the migration. */
  readonly migrationId: string;
  /** The programme. */
  readonly programId: string;
  /** How many leaves. */
  readonly size: number;
  /** SHA-256 in base64. */
  readonly root: string;
  /** In all. */
  readonly total: string;
  /** How many balances there are of each status, and what they come to. */
  readonly byStatus: readonly (ByStatu)[];
  /** The SHA-256 of the file that the snapshot was made of. */
  readonly snapshotHash: string;
  /** What it is now. */
  readonly status: 'aborted' | 'approved' | 'complete' | 'proposed';
  /** When it was proposed. */
  readonly proposedAt: string;
  /** Which merchants approved it. */
  readonly approvals: readonly (Approval)[];
  /** When it was approved. */
  readonly approvedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What was claimed. */
  readonly claimed?: Claimed;
  /** What was not claimed. */
  readonly unclaimed?: Unclaimed;
  /** What was claimed so far, without what was taken back. */
  readonly claimedSoFar: ClaimedSoFar;
  /** Of a migration of this organisation’s own whose snapshot was taken here. */
  readonly snapshot?: Snapshot;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadNetworkReply = {
  /** Counts changes of the configuration. */
  readonly version: number;
  /** When it was changed last, as its maker says. */
  readonly changedAt: string;
  /** Those that have peers on the channel. */
  readonly organizations: readonly (string)[];
  /** Those that order. */
  readonly orderers: readonly (Orderer)[];
  /** Who signed which block last. Nobody under Raft, where one orderer signs for all. */
  readonly signatures: readonly (SignaturesSignature)[];
  /** The last block that the own peer is known to have. */
  readonly ledgerBlock: number;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadPastBalancesReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** One of each programme. */
  readonly balances: readonly (OpeningItem)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadProposalReply = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** The organisation that proposed it. */
  readonly proposer: string;
  /** What is done if it passes, in this order. */
  readonly actions: readonly (Action)[];
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** SHA-256 of what it says, as hexadecimal digits. */
  readonly digest: string;
  /** When it was proposed. */
  readonly proposedAt: string;
  /** The version of the constitution whose rules it goes by. */
  readonly constitutionVersion: number;
  /** The time between two changes of members. */
  readonly epoch: number;
  /** The rule that the votes are counted by. */
  readonly rule: Members;
  /** The organisations that vote. */
  readonly voters: readonly (string)[];
  /** The organisations that have to agree themselves, as it is about them. */
  readonly consents: readonly (string)[];
  /** Whether it ends when the members change. */
  readonly endsWithEpoch: boolean;
  /** Until when votes are taken. */
  readonly votingEnds: string;
  /** What it is now. */
  readonly status: 'dropped' | 'executed' | 'expired' | 'failed' | 'open' | 'passed' | 'stopped' | 'withdrawn';
  /** How the votes stand. */
  readonly tally?: Tally;
  /** When the votes were enough. */
  readonly decidedAt?: string;
  /** From when on it can be executed. */
  readonly executableFrom?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
  /** What ended it. */
  readonly endedBy?: string;
  /** The votes, in the order in which they came. */
  readonly votes: readonly (Vote)[];
  /** Who objected, and when. */
  readonly objections: readonly (Objection)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadRateReply = {
  /** The programme whose points are given. */
  readonly sourceProgramId: string;
  /** The programme whose points are received. */
  readonly targetProgramId: string;
  /** Its version, from 1. */
  readonly version: number;
  /** Above the line of the rate. */
  readonly numerator: string;
  /** Below the line of the rate. */
  readonly denominator: string;
  /** From when on it counts. */
  readonly validFrom: string;
  /** Until when it counts. */
  readonly validUntil: string;
  /** How many points it may be used for. */
  readonly quota: string;
  /** The parts that a quota is drawn from. */
  readonly lanes: number;
  /** The issuer of the programme whose points are given. */
  readonly sourceIssuer: string;
  /** The issuer of the programme whose points are received. */
  readonly targetIssuer: string;
  /** What it is now. */
  readonly status: 'accepted' | 'proposed' | 'suspended' | 'withdrawn';
  /** Which organisation proposed it. */
  readonly proposedBy: string;
  /** When it was proposed. */
  readonly proposedAt: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** Who suspended it. */
  readonly suspendedBy?: string;
  /** How the quota lies in lanes. */
  readonly carved?: readonly (Lane)[];
  /** What is left of the quota, by lane. */
  readonly quotaByLane: readonly (QuotaByLaneItem)[];
  /** Points of the target that may still be issued at it. */
  readonly remaining: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadReasonReply = {
  /** The order’s id, as `organisation:name`. */
  readonly orderId: string;
  /** The reason, for people. */
  readonly reason: string;
  /** Random, so that nobody finds the value by trying. */
  readonly salt: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadReasoningsReply = {
  /** What was said, of the proposal first. */
  readonly reasonings: readonly (Reasoning)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadSessionReply = {
  /** The organisation’s slug, as in `organizations/`. */
  readonly organization: string;
  /** The organisation. */
  readonly mspId: string;
  /** Whose key it is, or who signed in. */
  readonly client: string;
  /** The API key’s id. */
  readonly keyId?: string;
  /** What it may do. */
  readonly role: 'admin' | 'auditor' | 'bridge' | 'cashier' | 'delegate' | 'operator' | 'regulator';
  /** Of somebody that signed in: when it last showed who it is. */
  readonly authenticatedAt?: string;
  /** Who speaks for the organisation has to have shown who it is within so many minutes; only where people sign in. */
  readonly stepUpMinutes?: number;
};

export type ReadSignInReply = {
  /** The organisation. */
  readonly mspId: string;
  /** Whether people sign in by `/sign-in`. */
  readonly people: boolean;
  /** Who speaks for the organisation has to have shown who it is within so many minutes; only where people sign in. */
  readonly stepUpMinutes?: number;
};

export type ReadStatementReply = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Before the first day; of a statement by days. */
  readonly opening?: readonly (OpeningItem)[];
  /** After the last day; of a statement by days. */
  readonly closing?: readonly (OpeningItem)[];
  /** The operations, oldest first. */
  readonly entries: readonly (Entry)[];
  /** For the next page; absent on the last one. */
  readonly nextCursor?: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadTransactionReply = {
  /** The number of the block. */
  readonly block: number;
  /** The place in the block, from 0. */
  readonly index: number;
  /** What it is. */
  readonly kind: 'config' | 'transaction' | 'unreadable';
  /** Its id, where it has one. */
  readonly txId?: string;
  /** What peers made of it: 0 is valid. */
  readonly validationCode: number;
  /** The same by Fabric’s name. */
  readonly verdict: string;
  /** The same in words. */
  readonly explanation: string;
  /** When it was made, as its maker says. */
  readonly time?: string;
  /** Who made it. */
  readonly creator?: ExplorerSigner;
  /** What of the chaincode it called. */
  readonly called?: string;
  /** Why it cannot be read. */
  readonly why?: string;
  /** What it was called with. */
  readonly request?: unknown;
  /** The operations that it did, or changed. */
  readonly operations: readonly (OperationsOperation2)[];
  /** Who endorsed it. */
  readonly endorsers: readonly (ExplorerSigner)[];
  /** Who had to endorse it, by the rules that the ledger had before the block. */
  readonly endorsements: readonly (Endorsement)[];
  /** What it read; the first five hundred. */
  readonly reads: readonly (Read)[];
  /** How many rows it read. */
  readonly readCount: number;
  /** What it wrote; the first five hundred. */
  readonly writes: readonly (Write)[];
  /** How many rows it wrote. */
  readonly writeCount: number;
  /** Of one that was refused: what it lost against, as far as that can be found. */
  readonly conflict?: Conflict;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type ReadVersion = {
  /** The number of the block. */
  readonly block: number;
  /** The place in the block, from 0. */
  readonly transaction: number;
};

export type ReadmitAction = {
  /** Which kind it is. */
  readonly kind: 'readmit';
  /** The organisation. */
  readonly mspId: string;
};

export type Reasoning = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** The organisation. */
  readonly mspId: string;
  /** What it was said with. */
  readonly with: 'objection' | 'proposal' | 'vote';
  /** The reason, for people. */
  readonly reason: string;
  /** Random, so that nobody finds the value by trying. */
  readonly salt: string;
};

export type Receipt = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** The organisation. */
  readonly mspId: string;
  /** Which kind it is. */
  readonly kind: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void';
  /** SHA-256 of what it says, as hexadecimal digits. */
  readonly digest?: string;
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The account that the points come to. */
  readonly toAccountId?: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string;
  /** The campaign that the points are counted under. */
  readonly campaign?: string;
  /** Points. */
  readonly amount: string;
  /** What of a return could not be taken, as it was spent. */
  readonly shortfall?: string;
  /** What the account owes back of points returned too late to take. */
  readonly clawback?: string;
  /** What of the points paid off a clawback, and is not in the account. */
  readonly paidOff?: string;
  /** Points that had ended and came back, with their last day. */
  readonly grace?: readonly (GraceItem)[];
  /** The lots that it took points from. */
  readonly consumed?: readonly (ConsumedItem)[];
  /** The lots that it made. */
  readonly created?: readonly (ConsumedItem)[];
  /** The parts that a quota is drawn from. */
  readonly lanes?: readonly (Lane)[];
  /** What of the merchant’s credit it drew on, by lane. */
  readonly credit?: readonly (Lane)[];
  /** What of it was drawn on the merchant’s credit. */
  readonly credited?: true;
  /** What of it came back to the merchant’s credit. */
  readonly creditBack?: string;
  /** The operation that it takes back. */
  readonly reverses?: string;
  /** Who posted the operation that it takes back. */
  readonly reversesMspId?: string;
  /** Points taken back. */
  readonly reversed?: string;
  /** The operations that took it back. */
  readonly reversedBy?: readonly (ReversedByItem)[];
  /** What its merchant calls the migration. */
  readonly migrationId?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** The last day on which points can be spent. */
  readonly expiry?: string;
  /** The first day on which the points can be spent. */
  readonly maturesOn?: string;
  /** The day on which the points were earned. */
  readonly earnedOn?: string;
  /** Only points that end by this day. */
  readonly endingBy?: string;
  /** The organisation that alone captures the hold or gives it up before its end. */
  readonly beneficiary?: string;
  /** SHA-256 of the preimage that a capture has to show. */
  readonly hashLock?: string;
  /** When it ends. */
  readonly expiresAt?: string;
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string;
  /** The id of the operation that made the hold. */
  readonly holdId?: string;
  /** The credit line: what its pledgee calls it. */
  readonly lineId?: string;
  /** The order’s id, as `organisation:name`. */
  readonly orderId?: string;
  /** The programme whose points are received. */
  readonly targetProgramId?: string;
  /** The version of the rate; absent, the one in force. */
  readonly rateVersion?: number;
  /** The least points to receive; with less nothing is done. */
  readonly minReceived?: string;
  /** Points taken. */
  readonly taken?: string;
  /** Points received. */
  readonly received?: string;
  /** What of the points offered is left over by rounding. */
  readonly remainder?: string;
  /** What its issuer calls the offer of notes. */
  readonly offerId?: string;
  /** From when on. */
  readonly from?: string;
  /** Until when. */
  readonly until?: string;
  /** The most interest that it can come to. */
  readonly interestMax?: string;
  /** Who sold the note; this organisation if absent. */
  readonly noteMspId?: string;
  /** The id of the operation that sold the note. */
  readonly noteId?: string;
  /** What notes earned. */
  readonly interest?: string;
  /** Of a note that was given away in parts: how many there are, how many were given, and from which points. */
  readonly parts?: Parts;
  /** A value that the member’s key is never to be used with again. */
  readonly nonce?: string;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue?: string;
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle?: string;
  /** The cycle in which what it takes back was counted. */
  readonly refersToCycle?: string;
  /** The Fabric transaction. */
  readonly txId: string;
  /** The transaction’s time. */
  readonly txTime: string;
};

export type ReceiptLog = {
  /** What the log is called in its checkpoints. */
  readonly origin: string;
  /** How many leaves. */
  readonly size: number;
  /** SHA-256 in base64. */
  readonly root: string;
  /** The keys, oldest first. */
  readonly keys: readonly (KeysKey)[];
  /** The newest checkpoint that each organisation signed. */
  readonly checkpoints: readonly (Checkpoint)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type RecordExecutionRequest = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** The block that it stands in. */
  readonly block: number;
  /** Of the configuration, or of the definition, that came of it. */
  readonly sequence: number;
  /** The transaction; configurations have none. */
  readonly txId?: string | undefined;
};

export type RecordFiguresRequest = {
  /** The month. */
  readonly period: string;
  /** The figures. */
  readonly figures: readonly (FiguresFigure)[];
};

export type Recorded = {
  /** The block that it stands in. */
  readonly block: number;
  /** Of the configuration, or of the definition, that came of it. */
  readonly sequence: number;
  /** The transaction; configurations have none. */
  readonly txId?: string;
  /** When it was recorded. */
  readonly at: string;
};

export type Recovery = {
  /** A public key, as a JSON Web Key. */
  readonly publicKey: PublicKey;
  /** When it was announced. */
  readonly announcedAt: string;
  /** When the new key comes into force. */
  readonly inForceAt: string;
};

export type RedeemBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'redeem';
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string | undefined;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** Lanes of the merchant’s credit to draw on, in this order. */
  readonly creditLanes?: readonly (number)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type RedeemNoteRequest = {
  /** Who sold the note; this organisation if absent. */
  readonly noteMspId?: string | undefined;
  /** Also before its end, for what the offer pays then. */
  readonly early?: true | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type RedeemPointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** Points. */
  readonly amount: string;
  /** The organisation at whose till it was done. */
  readonly acceptor?: string | undefined;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** Lanes of the merchant’s credit to draw on, in this order. */
  readonly creditLanes?: readonly (number)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type RedeemedByAgeItem = {
  /** In months. */
  readonly age: number;
  /** Points. */
  readonly points: string;
};

export type Reference = {
  /** The pseudonym of a reference, as `organisation:digest`. */
  readonly referenceId: string;
  /** Since when. */
  readonly since: string;
};

export type RefusedItem = {
  /** The place of the leaf in its tree, from 0. */
  readonly index: number;
  /** What it is, in one word for programs. */
  readonly code: string;
  /** What is wrong, in a sentence. */
  readonly detail: string;
};

export type RegulatorPower = {
  /** What it does to what it is about. */
  readonly effect: 'reserve' | 'seize' | 'stop-credits' | 'stop-debits';
  /** What kinds of scope it covers. */
  readonly scopes: readonly ('account' | 'organization' | 'program')[];
  /** For how many days at the most. */
  readonly daysMax?: number | undefined;
  /** How many points at the most. */
  readonly amountMax?: string | undefined;
};

export type Rejection = {
  /** What it is, in one word for programs. */
  readonly code: 'AMOUNT_INVALID' | 'AMOUNT_TOO_FINE' | 'COLUMN_COUNT_WRONG' | 'CUSTOMER_ID_INVALID' | 'CUSTOMER_ID_MANGLED' | 'CUSTOMER_ID_PLACEHOLDER' | 'DATE_INVALID' | 'DATE_IN_FUTURE' | 'DETAIL_TOO_LONG' | 'POINTS_TOO_MANY' | 'PURCHASE_ID_INVALID' | 'RETURN_POSITIVE' | 'RETURN_UNNAMED' | 'ROWS_IN_QUOTES' | 'ROW_MALFORMED';
  /** The reason, for people. */
  readonly reason: string;
  /** How many rows. */
  readonly rows: number;
  /** The first one’s. */
  readonly line: number;
};

export type ReleaseCreditReply = {
  /** The programme. */
  readonly programId?: string;
  /** The organisation. */
  readonly mspId?: string;
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle?: string;
  /** Points. */
  readonly amount?: string;
  /** What of it had been paid in advance. */
  readonly prepaid?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type ReleaseCreditRequest = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
};

export type RemaindersBeforeItem = {
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** Points. */
  readonly amount: string;
};

export type RemoveAction = {
  /** Which kind it is. */
  readonly kind: 'remove';
  /** The organisation. */
  readonly mspId: string;
};

export type RemoveWebhookReply = {
  /** The webhook’s id. */
  readonly webhookId: string;
  /** Always true: it is gone. */
  readonly removed: true;
};

export type RepayLineRequest = {
  /** What the payment is called within its credit line. */
  readonly paymentId: string;
  /** Points. */
  readonly amount: string;
  /** The payment’s reference. */
  readonly reference: string;
};

export type ReplayEventsRequest = {
  /** From this event on. */
  readonly eventId?: string | undefined;
  /** From this block on. */
  readonly block?: number | undefined;
};

export type ReserveEffect = {
  /** Which kind it is. */
  readonly kind: 'reserve';
  /** Points. */
  readonly amount: string;
};

export type Resolution = {
  /** The organisation that did it. */
  readonly by: string;
  /** A note. */
  readonly note: string;
  /** When it was resolved. */
  readonly resolvedAt: string;
};

export type ResolveSettlementRequest = {
  /** How it ended. */
  readonly outcome: 'due' | 'paid';
  /** A note. */
  readonly note: string;
};

export type ResolvedSettleMoneyStatementRequest = {
  /** What is said of the payment. */
  readonly say: 'resolved';
  /** How it ended. */
  readonly outcome: 'due' | 'paid';
  /** A note. */
  readonly note: string;
};

export type Reversal = {
  /** How far it is. */
  readonly state: 'completed' | 'running';
  /** Purchases of which nothing is left. */
  readonly rowsReversed: number;
  /** Rows that the ledger refused. */
  readonly rowsRefused: number;
  /** Points taken back. */
  readonly pointsReversed: string;
  /** Points that were not there any more. */
  readonly shortfall: string;
  /** How many rows were refused, by code. */
  readonly refusals: Readonly<Record<string, number>>;
  /** When it was made. */
  readonly createdAt: string;
  /** When it was completed. */
  readonly completedAt?: string;
};

export type ReverseBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'reverse';
  /** Who posted the operation that is reversed; this organisation if absent. */
  readonly operationMspId?: string | undefined;
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** Points. */
  readonly amount?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ReverseOperationRequest = {
  /** Who posted the operation that is reversed; this organisation if absent. */
  readonly operationMspId?: string | undefined;
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
  /** Points. */
  readonly amount?: string | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly reversalId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type ReversedByItem = {
  /** The organisation. */
  readonly mspId: string;
  /** The operation’s id, unique for its organisation. */
  readonly operationId: string;
};

export type Root = {
  /** The certificate’s common name. */
  readonly name: string;
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  /** When it ends. */
  readonly endsAt: string;
};

export type RotateKeyRequest = {
  /** A public key, as a JSON Web Key. */
  readonly publicKey: PublicKey;
  /** How many hours pass until an announced key is in force. */
  readonly recoveryHours?: number | undefined;
  /** The number of the member’s signed change, counted from 1. */
  readonly sequence: number;
  /** The member’s own signature, of an account with a key. */
  readonly authorization: Authorization;
};

export type RotateLogKeyReply = {
  /** The organisation. */
  readonly mspId?: string;
  /** The keys, oldest first. */
  readonly keys?: readonly (Key)[];
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type RotateWebhookKeyRequest = {
  /** For how many hours both are used. */
  readonly keepHours?: number | undefined;
};

export type Row = {
  /** Which kind it is. */
  readonly kind: 'purchase' | 'return';
  /** The line in the file, from 1. */
  readonly line: number;
  /** Whose purchase it is, as the file says. */
  readonly customerId: string;
  /** The day, as the file says. */
  readonly date: string;
  /** A plain decimal; of a return what was given back. */
  readonly amount: string;
  /** Points. */
  readonly points: string;
  /** The till’s own number of the purchase. */
  readonly purchaseId?: string;
  /** The purchase that the row is a return of. */
  readonly returnOf?: string;
};

export type Row2 = {
  /** Which kind it is. */
  readonly kind: 'rejected';
  /** The line in the file, from 1. */
  readonly line: number;
  /** What it is, in one word for programs. */
  readonly code: 'AMOUNT_INVALID' | 'AMOUNT_TOO_FINE' | 'COLUMN_COUNT_WRONG' | 'CUSTOMER_ID_INVALID' | 'CUSTOMER_ID_MANGLED' | 'CUSTOMER_ID_PLACEHOLDER' | 'DATE_INVALID' | 'DATE_IN_FUTURE' | 'DETAIL_TOO_LONG' | 'POINTS_TOO_MANY' | 'PURCHASE_ID_INVALID' | 'RETURN_POSITIVE' | 'RETURN_UNNAMED' | 'ROWS_IN_QUOTES' | 'ROW_MALFORMED';
  /** The line’s fields, as they stand in it. */
  readonly fields: readonly (string)[];
};

export type RowsRow = Row | Row2;

export type Rules = {
  /** Whether members may send points to each other. */
  readonly transferable: boolean;
  /** How many days after the issuance points can be spent. */
  readonly maturityDays?: number | undefined;
  /** To which end points’ lives are rounded up. */
  readonly expiryRounding?: 'day' | 'month' | 'quarter' | 'year' | string | undefined;
  /** How many days after the issuance an expiry that an issuance names may lie. */
  readonly expiryBounds?: ExpiryBounds | undefined;
  /** How many days ago points may have been earned at the most. */
  readonly earnedDaysMax?: number | undefined;
  /** How many days after their end points can still be extended; so long nobody retires them. */
  readonly reinstatementDays?: number | undefined;
  /** How many days points can be spent that come back after their end. */
  readonly returnGraceDays?: number | undefined;
  /** What becomes of what cannot be taken at a return: owed back, or forgiven. */
  readonly shortfall?: 'clawback' | 'forgiven' | undefined;
};

export type Scope = AccountScope | ProgramScope | OrganizationScope;

export type SeizeEffect = {
  /** Which kind it is. */
  readonly kind: 'seize';
  /** Points. */
  readonly amount: string;
  /** The account that the points come to. */
  readonly toAccountId: string;
};

export type SeizePointsRequest = {
  /** Points. */
  readonly amount?: string | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type SetBridgeReply = {
  /** The programme. */
  readonly programId?: string;
  /** The bridge that the points cross. */
  readonly bridgeId?: string;
  /** What people call the programme on the other side. */
  readonly legacyName?: string;
  /** From the legacy programme into points. */
  readonly in?: BridgeCaps;
  /** From points into the legacy programme. */
  readonly out?: BridgeCaps;
  /** What it is now. */
  readonly status?: 'closed' | 'open';
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type SetBridgeRequest = {
  /** What people call the programme on the other side. */
  readonly legacyName: string;
  /** From the legacy programme into points. */
  readonly in: BridgeCaps;
  /** From points into the legacy programme. */
  readonly out: BridgeCaps;
  /** What it is now. */
  readonly status: 'closed' | 'open';
};

export type SetClearingValueRequest = {
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue: string;
};

export type SetLimitsRequest = {
  /** What accounts may do in a day and in one operation. */
  readonly limits: Limits;
};

export type SetPublicKeyRequest = {
  /** A public key, as a JSON Web Key. */
  readonly publicKey: PublicKey;
  /** How many hours pass until an announced key is in force. */
  readonly recoveryHours?: number | undefined;
};

export type SetTermsOfUseRequest = {
  /** Its version, from 1. */
  readonly version: number;
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Where the text can be read. */
  readonly address: string;
  /** How many days there are to accept it. */
  readonly acceptWithinDays?: number | undefined;
};

export type SettleMoneyStatementRequest = InstructedSettleMoneyStatementRequest | ConfirmedSettleMoneyStatementRequest | DisputedSettleMoneyStatementRequest | ResolvedSettleMoneyStatementRequest;

export type Settlement = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** Points. */
  readonly amount: string;
  /** What it is now. */
  readonly status: 'confirmed' | 'disputed' | 'due' | 'instructed';
  /** The day since which it is due. */
  readonly dueSince: string;
  /** The payment’s reference. */
  readonly reference?: string;
  /** When the debtor said that it paid. */
  readonly instructedAt?: string;
  /** When the creditor confirmed the payment. */
  readonly confirmedAt?: string;
  /** What the debtor or creditor objects to. */
  readonly dispute?: ClaimOnLineReplyDispute;
  /** How the dispute ended. */
  readonly resolution?: Resolution;
  /** Of a debtor in default: what met a part of it, in the stated order. */
  readonly claim?: Claim;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type SettlementsSettlement = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The organisation that owes. */
  readonly debtor: string;
  /** The organisation that is owed. */
  readonly creditor: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** Points. */
  readonly amount: string;
  /** What it is now. */
  readonly status: 'confirmed' | 'disputed' | 'due' | 'instructed';
  /** The day since which it is due. */
  readonly dueSince: string;
  /** The payment’s reference. */
  readonly reference?: string;
  /** When the debtor said that it paid. */
  readonly instructedAt?: string;
  /** When the creditor confirmed the payment. */
  readonly confirmedAt?: string;
  /** What the debtor or creditor objects to. */
  readonly dispute?: ClaimOnLineReplyDispute;
  /** How the dispute ended. */
  readonly resolution?: Resolution;
  /** Of a debtor in default: what met a part of it, in the stated order. */
  readonly claim?: Claim;
};

export type SignPlanReply = {
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash?: string;
  /** The organisation. */
  readonly mspId?: string;
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId?: string;
  /** What is planned, as JSON: others plan it by themselves, and compare the hash. */
  readonly intent?: string;
  /** Of the configuration that the update was made from. */
  readonly sequence?: number;
  /** SHA-256 of the update’s bytes. */
  readonly updateHash?: string;
  /** Fabric’s `ConfigSignature`, serialised, in base64. */
  readonly signature?: string;
  /** When it was posted. */
  readonly signedAt?: string;
  /** How far it is. */
  readonly state: 'committed' | 'submitted' | 'unknown';
  /** The Fabric transaction. */
  readonly txId?: string;
};

export type SignPlanRequest = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** What is planned, as JSON: others plan it by themselves, and compare the hash. */
  readonly intent: string;
  /** Of the configuration that the update was made from. */
  readonly sequence: number;
  /** SHA-256 of the update’s bytes. */
  readonly updateHash: string;
  /** Fabric’s `ConfigSignature`, serialised, in base64. */
  readonly signature: string;
};

export type Signature = {
  /** SHA-256 of the plan, as hexadecimal digits. */
  readonly planHash: string;
  /** The organisation. */
  readonly mspId: string;
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** What is planned, as JSON: others plan it by themselves, and compare the hash. */
  readonly intent: string;
  /** Of the configuration that the update was made from. */
  readonly sequence: number;
  /** SHA-256 of the update’s bytes. */
  readonly updateHash: string;
  /** Fabric’s `ConfigSignature`, serialised, in base64. */
  readonly signature: string;
  /** When it was posted. */
  readonly signedAt: string;
};

export type SignaturesSignature = {
  /** The orderer: its organisation, a colon, its number. */
  readonly orderer: string;
  /** The last block with its signature, of those that came since the gateway was started. */
  readonly block: number;
};

export type Snapshot = {
  /** How far this gateway is with the snapshot: read, claiming or claimed, returning or returned. */
  readonly state: 'claimed' | 'claiming' | 'read' | 'returned' | 'returning';
  /** How many claims the ledger refused. */
  readonly refused: number;
};

export type Standing = {
  /** The orders that the account stands under. */
  readonly orders: readonly (OrdersOrder)[];
};

export type Statement = {
  /** The clearing cycle: a month, with a number behind it from its second one on. */
  readonly cycle: string;
  /** The two organisations, in alphabetical order. */
  readonly parties: readonly (string)[];
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Which organisation made it. */
  readonly madeBy: string;
  /** When it was made. */
  readonly madeAt: string;
};

export type StopCreditsEffect = {
  /** Which kind it is. */
  readonly kind: 'stop-credits';
};

export type StopDebitsEffect = {
  /** Which kind it is. */
  readonly kind: 'stop-debits';
};

export type Supply = {
  /** The programme. */
  readonly programId: string;
  /** The most points there may be, as `capOn` counts them; absent where there is no limit. */
  readonly cap: string;
  /** Whether all points ever issued count against the cap, or those outstanding. */
  readonly capOn: 'issued' | 'outstanding';
  /** Points issued. */
  readonly issued: string;
  /** What notes earned. */
  readonly interest: string;
  /** Points that are in accounts. */
  readonly outstanding: string;
  /** What is promised by holds. */
  readonly held: string;
  /** Points spent. */
  readonly redeemed: string;
  /** Points that ended unspent. */
  readonly expired: string;
  /** Points taken back. */
  readonly reversed: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type SupplyDays = {
  /** The programme. */
  readonly programId: string;
  /** In how many days. */
  readonly days: readonly (Day)[];
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type SuspendAction = {
  /** Which kind it is. */
  readonly kind: 'suspend';
  /** The organisation. */
  readonly mspId: string;
};

export type SwitchOnAction = {
  /** Which kind it is. */
  readonly kind: 'switch-on';
  /** What is switched on. */
  readonly feature: string;
};

export type Tally = {
  /** How many voted for it. */
  readonly for: number;
  /** How many voted against it. */
  readonly against: number;
  /** How many abstained. */
  readonly abstain: number;
};

export type Terms = {
  /** The two organisations, in alphabetical order. */
  readonly parties: readonly (string)[];
  /** Its version, from 1. */
  readonly version: number;
  /** What it is now. */
  readonly status: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Which organisation proposed it. */
  readonly proposedBy: string;
  /** When it was proposed. */
  readonly proposedAt: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** Who withdrew it. */
  readonly withdrawnBy?: string;
  /** When it was withdrawn. */
  readonly withdrawnAt?: string;
  /** The terms. */
  readonly terms: AcceptTermsRequestTerms;
  /** Random, so that nobody finds the value by trying. */
  readonly salt: string;
  /** The ISO 4217 code of what all amounts of money are in. The smallest unit is a cent of EUR, a yen, a fils of KWD. */
  readonly currency: string;
  /** The number of the block whose effects are included. */
  readonly asOfBlock: number;
};

export type TermsOfUse = {
  /** Its version, from 1. */
  readonly version: number;
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Where the text can be read. */
  readonly address: string;
  /** Since when. */
  readonly since: string;
  /** Until when the agreement is to be accepted; who has not by then can issue no points. */
  readonly acceptBy?: string;
};

export type TermsOfUseItem = {
  /** The programme. */
  readonly programId: string;
  /** Its version, from 1. */
  readonly version: number;
};

export type TermsOfUseTermsOfUseItem = {
  /** The programme. */
  readonly programId: string;
  /** Its version, from 1. */
  readonly version: number;
  /** When it was accepted. */
  readonly acceptedAt: string;
};

export type TermsRecord = {
  /** The two organisations, in alphabetical order. */
  readonly parties: readonly (string)[];
  /** Its version, from 1. */
  readonly version: number;
  /** What it is now. */
  readonly status: 'accepted' | 'proposed' | 'superseded' | 'withdrawn';
  /** SHA-256 of the text, as hexadecimal digits. */
  readonly hash: string;
  /** Which organisation proposed it. */
  readonly proposedBy: string;
  /** When it was proposed. */
  readonly proposedAt: string;
  /** When it was accepted. */
  readonly acceptedAt?: string;
  /** Who withdrew it. */
  readonly withdrawnBy?: string;
  /** When it was withdrawn. */
  readonly withdrawnAt?: string;
};

export type Total = {
  /** Points issued. */
  readonly issued: string;
  /** Points spent. */
  readonly redeemed: string;
  /** Points that ended unspent. */
  readonly expired: string;
  /** Points taken back. */
  readonly reversed: string;
  /** What is promised by holds. */
  readonly held?: string;
  /** What notes earned. */
  readonly interest?: string;
  /** Quota that notes drew for interest that they did not come to. */
  readonly unused?: string;
  /** What was drawn on. */
  readonly drawn?: string;
};

export type Totals = {
  /** Points issued. */
  readonly issued: string;
  /** Points that came by exchange. */
  readonly exchangedIn: string;
  /** Points that left by exchange. */
  readonly exchangedOut: string;
  /** Points spent. */
  readonly redeemed: string;
  /** Points that ended unspent. */
  readonly expired: string;
  /** Points taken back by returns. */
  readonly returned: string;
  /** What is left, in lots and in holds. */
  readonly outstanding: string;
  /** What of that has yet to mature. */
  readonly pending: string;
  /** Points that by the method’s reckoning will still be redeemed. */
  readonly expectedRedemption: string;
};

export type TransferBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'transfer';
  /** The programme. */
  readonly programId: string;
  /** The account that the points leave. */
  readonly fromAccountId: string;
  /** The account that the points come to. */
  readonly toAccountId: string;
  /** Points. */
  readonly amount: string;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type TransferNoteRequest = {
  /** Who sold the note; this organisation if absent. */
  readonly noteMspId?: string | undefined;
  /** The account that the points come to. */
  readonly toAccountId: string;
  /** So many of so many equal parts; absent, all of it. */
  readonly parts?: TransferNoteRequestParts | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type TransferNoteRequestParts = {
  /** In how many equal parts the note was divided. */
  readonly of: number;
  /** How many of them were given. */
  readonly given: number;
};

export type TransferPointsRequest = {
  /** The programme. */
  readonly programId: string;
  /** The account that the points leave. */
  readonly fromAccountId: string;
  /** The account that the points come to. */
  readonly toAccountId: string;
  /** Points. */
  readonly amount: string;
  /** The lots to take, by id, in this order; absent, those that end first. */
  readonly inputs?: readonly (string)[] | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type Unclaimed = {
  /** How many there are. */
  readonly count: number;
  /** Points. */
  readonly amount: string;
  /** Until when what was not claimed is owed all the same. */
  readonly owedUntil?: string;
};

export type UnlockAccountRequest = {
  /** The number of the member’s signed change, counted from 1. */
  readonly sequence?: number | undefined;
  /** The member’s own signature, of an account with a key. */
  readonly authorization?: Authorization | undefined;
};

export type Value = {
  /** The account, as `custodian:id`. */
  readonly accountId: string;
  /** The organisation that keeps the account. */
  readonly custodian: string;
  /** Which kind it is. */
  readonly kind: 'member' | 'merchant';
  /** What it is now. */
  readonly status: 'active' | 'closed' | 'frozen';
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** When the account was opened. */
  readonly openedAt: string;
  /** That its member was erased, and when. */
  readonly erasure?: Erasure;
  /** The account that this one was merged into. */
  readonly mergedInto?: string;
  /** The accounts that were merged into this one: what they hold yet is on its way here. */
  readonly merged?: readonly (string)[];
  /** A public key, as a JSON Web Key. */
  readonly publicKey?: PublicKey;
  /** How many hours pass until an announced key is in force. */
  readonly recoveryHours?: number;
  /** A new key that was announced and is not yet in force. */
  readonly recovery?: Recovery;
  /** Who may move the account’s points, and how. */
  readonly locks?: Locks;
  /** What the account owes back, by programme. */
  readonly clawbacks?: readonly (Clawback)[];
  /** What members of the programme agree to, by version. */
  readonly termsOfUse?: readonly (TermsOfUseTermsOfUseItem)[];
  /** The references that lead to the account. */
  readonly references?: readonly (Reference)[];
  /** How many changes the member has signed. */
  readonly signedChanges?: number;
  /** What orders mean for the account. */
  readonly standing?: Standing;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision?: number;
};

export type ValuesValue = {
  /** The programme. */
  readonly programId: string;
  /** What a point is worth between organisations, in millionths of the smallest unit of the currency. */
  readonly clearingValue: string;
};

export type Version = {
  /** The number of the block. */
  readonly block: number;
  /** The place in the block, from 0. */
  readonly index: number;
  /** What it is. */
  readonly kind: 'config' | 'transaction' | 'unreadable';
  /** Its id, where it has one. */
  readonly txId?: string;
  /** What peers made of it: 0 is valid. */
  readonly validationCode: number;
  /** The same by Fabric’s name. */
  readonly verdict: string;
  /** The same in words. */
  readonly explanation: string;
  /** When it was made, as its maker says. */
  readonly time?: string;
  /** Who made it. */
  readonly creator?: ExplorerSigner;
  /** What of the chaincode it called. */
  readonly called?: string;
  /** Why it cannot be read. */
  readonly why?: string;
  /** The row; of a private one its hash. */
  readonly value?: unknown;
  /** Whether it was deleted. */
  readonly isDeleted: boolean;
};

export type VoidBatchOperation = {
  /** Its id, unique for this organisation for ever. */
  readonly id: string;
  /** Whether this one and the next are done together or not at all. */
  readonly linked?: boolean | undefined;
  /** Which kind it is. */
  readonly kind: 'void';
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string | undefined;
  /** The id of the operation that made the hold. */
  readonly holdId: string;
  /** Points. */
  readonly amount?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type VoidHoldRequest = {
  /** Who posted the hold; this organisation if absent. */
  readonly holdMspId?: string | undefined;
  /** Only of what is pledged: so much of it; all if absent. */
  readonly amount?: string | undefined;
  /** An id of your own, unique within your organisation, under which it is found; without it one follows from the Idempotency-Key. */
  readonly operationId?: string | undefined;
  /** The shop’s own number of it, such as a receipt’s, to find it by; it stays in the gateway. */
  readonly reference?: string | undefined;
  /** Up to 20 pairs of your own, such as the till’s shift; they stay in the gateway. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** What the operation is about, such as a basket: kept in this gateway, and anchored on the ledger once the operation is there. */
  readonly detail?: Detail | undefined;
};

export type Vote = {
  /** The proposal’s id, as `organisation:name`. */
  readonly proposalId: string;
  /** The organisation. */
  readonly mspId: string;
  /** The vote. */
  readonly vote: 'abstain' | 'against' | 'for';
  /** SHA-256 of the reason with its salt: the reason itself is not on the ledger. */
  readonly reasonHash?: string;
  /** When the vote was cast. */
  readonly votedAt: string;
};

export type VoteRequest = {
  /** The vote. */
  readonly vote: 'abstain' | 'against' | 'for';
  /** The reason, for people. */
  readonly reason?: string | undefined;
};

export type Webhook = {
  /** The webhook’s id. */
  readonly webhookId: string;
  /** Where events are sent, over TLS. */
  readonly url: string;
  /** In the organisation’s own words. */
  readonly description?: string;
  /** Only these types; absent or empty, all. */
  readonly types?: readonly ('account.changed' | 'account.closed' | 'account.frozen' | 'account.opened' | 'agreement.accepted' | 'agreement.adopted' | 'certificate.due' | 'constitution.changed' | 'credit-line.closed' | 'credit-line.liquidated' | 'credit-line.noticed' | 'credit-line.open' | 'credit.80' | 'credit.95' | 'cycle.closed' | 'cycle.closing' | 'cycle.cut-off-agreed' | 'epoch.begun' | 'hold.captured' | 'hold.made' | 'hold.voided' | 'line-payment.confirmed' | 'line-payment.disputed' | 'line-payment.instructed' | 'line-payment.withdrawn' | 'member.active' | 'member.candidate' | 'member.leaving' | 'member.left' | 'member.suspended' | 'network.changed' | 'network.orderer-joined' | 'network.orderer-left' | 'network.organization-joined' | 'network.organization-left' | 'note.offer-closed' | 'note.offered' | 'note.pledged' | 'note.redeemed' | 'note.sold' | 'note.transferred' | 'order.issued' | 'order.lifted' | 'points.consolidated' | 'points.exchanged' | 'points.expired' | 'points.expiring' | 'points.extended' | 'points.issued' | 'points.matured' | 'points.redeemed' | 'points.reversed' | 'points.seized' | 'points.transferred' | 'program.acceptance-ended' | 'program.accepted' | 'program.changed' | 'program.created' | 'program.suspended' | 'proposal.dropped' | 'proposal.executed' | 'proposal.expired' | 'proposal.failed' | 'proposal.objected' | 'proposal.open' | 'proposal.passed' | 'proposal.stopped' | 'proposal.voted' | 'proposal.withdrawn' | 'rate.accepted' | 'rate.proposed' | 'rate.suspended' | 'rate.withdrawn' | 'settlement.confirmed' | 'settlement.disputed' | 'settlement.due' | 'settlement.instructed' | 'statement.made' | 'terms.accepted' | 'terms.proposed' | 'terms.superseded' | 'terms.withdrawn')[];
  /** The programme. */
  readonly programId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** `failing` while the next event has not arrived and is sent again; nothing else is sent meanwhile. */
  readonly status: 'active' | 'disabled' | 'failing';
  /** By hand, as it answered 410, or as it failed for five days. */
  readonly disabledBecause?: 'by-hand' | 'failing' | 'gone';
  /** How often the next event did not arrive. */
  readonly failures: number;
  /** When it did not arrive first. */
  readonly failingSince?: string;
  /** When it is sent again. */
  readonly nextAttemptAt?: string;
  /** All events up to this one have arrived, or are not asked for; absent at the very beginning. */
  readonly deliveredUpTo?: string;
  /** What `v1a` signatures are verified with: `whpk_` and an Ed25519 key in base64. */
  readonly publicKey: string;
  /** How many keys it has had, with this one. */
  readonly keyVersion: number;
  /** Until then messages are signed with the key before this one too. */
  readonly previousKeyUntil?: string;
  /** When it was made. */
  readonly createdAt: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision: number;
};

export type WebhookAttempt = {
  /** The event. */
  readonly eventId: string;
  /** When. */
  readonly at: string;
  /** The number of this try of the event, from 1. */
  readonly number: number;
  /** The status of the answer, where there was one. */
  readonly status?: number;
  /** Why there was none. */
  readonly error?: 'address-not-allowed' | 'certificate-refused' | 'connection-failed' | 'name-unknown' | 'timeout';
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
};

export type WebhookWithSecret = {
  /** The webhook’s id. */
  readonly webhookId: string;
  /** Where events are sent, over TLS. */
  readonly url: string;
  /** In the organisation’s own words. */
  readonly description?: string;
  /** Only these types; absent or empty, all. */
  readonly types?: readonly ('account.changed' | 'account.closed' | 'account.frozen' | 'account.opened' | 'agreement.accepted' | 'agreement.adopted' | 'certificate.due' | 'constitution.changed' | 'credit-line.closed' | 'credit-line.liquidated' | 'credit-line.noticed' | 'credit-line.open' | 'credit.80' | 'credit.95' | 'cycle.closed' | 'cycle.closing' | 'cycle.cut-off-agreed' | 'epoch.begun' | 'hold.captured' | 'hold.made' | 'hold.voided' | 'line-payment.confirmed' | 'line-payment.disputed' | 'line-payment.instructed' | 'line-payment.withdrawn' | 'member.active' | 'member.candidate' | 'member.leaving' | 'member.left' | 'member.suspended' | 'network.changed' | 'network.orderer-joined' | 'network.orderer-left' | 'network.organization-joined' | 'network.organization-left' | 'note.offer-closed' | 'note.offered' | 'note.pledged' | 'note.redeemed' | 'note.sold' | 'note.transferred' | 'order.issued' | 'order.lifted' | 'points.consolidated' | 'points.exchanged' | 'points.expired' | 'points.expiring' | 'points.extended' | 'points.issued' | 'points.matured' | 'points.redeemed' | 'points.reversed' | 'points.seized' | 'points.transferred' | 'program.acceptance-ended' | 'program.accepted' | 'program.changed' | 'program.created' | 'program.suspended' | 'proposal.dropped' | 'proposal.executed' | 'proposal.expired' | 'proposal.failed' | 'proposal.objected' | 'proposal.open' | 'proposal.passed' | 'proposal.stopped' | 'proposal.voted' | 'proposal.withdrawn' | 'rate.accepted' | 'rate.proposed' | 'rate.suspended' | 'rate.withdrawn' | 'settlement.confirmed' | 'settlement.disputed' | 'settlement.due' | 'settlement.instructed' | 'statement.made' | 'terms.accepted' | 'terms.proposed' | 'terms.superseded' | 'terms.withdrawn')[];
  /** The programme. */
  readonly programId?: string;
  /** The account, as `custodian:id`. */
  readonly accountId?: string;
  /** `failing` while the next event has not arrived and is sent again; nothing else is sent meanwhile. */
  readonly status: 'active' | 'disabled' | 'failing';
  /** By hand, as it answered 410, or as it failed for five days. */
  readonly disabledBecause?: 'by-hand' | 'failing' | 'gone';
  /** How often the next event did not arrive. */
  readonly failures: number;
  /** When it did not arrive first. */
  readonly failingSince?: string;
  /** When it is sent again. */
  readonly nextAttemptAt?: string;
  /** All events up to this one have arrived, or are not asked for; absent at the very beginning. */
  readonly deliveredUpTo?: string;
  /** What `v1a` signatures are verified with: `whpk_` and an Ed25519 key in base64. */
  readonly publicKey: string;
  /** How many keys it has had, with this one. */
  readonly keyVersion: number;
  /** Until then messages are signed with the key before this one too. */
  readonly previousKeyUntil?: string;
  /** When it was made. */
  readonly createdAt: string;
  /** How many times it was written; a change may name the one it is meant for. */
  readonly revision: number;
  /** What `v1` signatures are verified with: `whsec_` and 32 bytes in base64. It is told here, and nowhere else. */
  readonly secret: string;
};

export type WindDownAction = {
  /** Which kind it is. */
  readonly kind: 'wind-down';
  /** The programme. */
  readonly programId: string;
  /** The last day on which the programme’s points can be spent. */
  readonly spendableUntil: string;
};

export type WithdrawRecoveryRequest = {
  /** The number of the member’s signed change, counted from 1. */
  readonly sequence: number;
  /** The member’s own signature, of an account with a key. */
  readonly authorization: Authorization;
};

export type Write = {
  /** The chaincode that it is a row of. */
  readonly namespace: string;
  /** Of a private row: its collection. Of what is in it nothing is known. */
  readonly collection?: string;
  /** What kind of row it is. */
  readonly type?: string;
  /** What the parts of its key are. */
  readonly names: Readonly<Record<string, string>>;
  /** The key, as the history of a key takes it; of a private row the key’s hash. */
  readonly key: string;
  /** The row; of a private one its hash. */
  readonly value?: unknown;
  /** Whether it was deleted. */
  readonly isDeleted: boolean;
};

export type Written = {
  /** The number of the block. */
  readonly blockNumber: number;
  /** The Fabric transaction. */
  readonly txId: string;
};

export type ProblemCode = Problem['code'];

/** By path and method: what each takes, and what it replies when it is done. */
export interface Routes {
  readonly '/v1/accounts': {
    /** The accounts in this organisation’s custody, by id, a page at a time. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly status?: 'active' | 'closed' | 'frozen' | undefined;
        readonly kind?: 'member' | 'merchant' | undefined;
      };
      readonly reply: Accounts;
    };
    /** Opens the account of a member, under a pseudonym. */
    readonly post: {
      readonly body: OpenAccountRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/lookup': {
    /** The account that a reference of your own leads to; nothing is opened. */
    readonly post: {
      readonly body: AddReferenceRequest;
      readonly reply: Account;
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
      readonly body: ChangeAccountRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/balances': {
    /** What an account holds of each programme. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly reply: ReadBalancesReply;
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
      readonly reply: ReadPastBalancesReply;
    };
  };
  readonly '/v1/accounts/{accountId}/close': {
    /** Closes an empty account for good. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: CloseAccountRequest | undefined;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/erasure': {
    /** Forgets the member of an account: nobody finds out any more whose it was. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: EraseAccountRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/freeze': {
    /** Freezes an account: nothing goes in or out. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: CloseAccountRequest | undefined;
      readonly reply: OpenAccountReply;
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
      readonly reply: AccountHistoryReply;
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
      readonly reply: ListHoldsReply;
    };
  };
  readonly '/v1/accounts/{accountId}/lock': {
    /** Locks an account at once: it earns, and nothing leaves. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: LockAccountRequest | undefined;
      readonly reply: OpenAccountReply;
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
      readonly reply: ListLotsReply;
    };
  };
  readonly '/v1/accounts/{accountId}/merge': {
    /** Merges an account into another one of yours: of a member who has two. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: MergeAccountRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/notes': {
    /** An account’s notes that have not ended. */
    readonly get: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListNotesReply;
    };
  };
  readonly '/v1/accounts/{accountId}/public-key': {
    /** Gives an account its member’s public key, once: from then on debits need the member’s signature. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: SetPublicKeyRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/public-key/rotate': {
    /** Puts another key in the place of the member’s, at once, by the old one’s signature. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: RotateKeyRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/recovery': {
    /** Announces another key for a member who lost the old one; it is in force after the delay set with that. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: AnnounceRecoveryRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/recovery/withdraw': {
    /** Takes back an announced recovery, by the old key’s signature. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: WithdrawRecoveryRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/references': {
    /** Lets another reference of yours lead to the account: a second card, another person of the household. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: AddReferenceRequest;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/references/remove': {
    /** Takes a reference off the account, at once and for good: a lost card, for example. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: AddReferenceRequest;
      readonly reply: OpenAccountReply;
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
      readonly reply: ReadStatementReply;
    };
  };
  readonly '/v1/accounts/{accountId}/terms-of-use': {
    /** Says that the account’s member accepted a version of a programme’s terms of use. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: TermsOfUseItem;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/unfreeze': {
    /** Makes a frozen account active again. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: CloseAccountRequest | undefined;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/accounts/{accountId}/unlock': {
    /** Lifts a lock after the delay that was chosen with it. */
    readonly post: {
      readonly params: {
        readonly accountId: string | number;
      };
      readonly body: UnlockAccountRequest | undefined;
      readonly reply: OpenAccountReply;
    };
  };
  readonly '/v1/agreement/{version}/acceptance': {
    /** Accepts the newest version of the members’ agreement for the own organisation. */
    readonly post: {
      readonly params: {
        readonly version: string | number;
      };
      readonly body: AcceptAgreementRequest;
      readonly reply: AcceptAgreementReply;
    };
  };
  readonly '/v1/batches': {
    /** Posts up to 10000 operations and answers one outcome for each, in order. */
    readonly post: {
      readonly body: PostBatchRequest;
      readonly reply: BatchOutcomes;
    };
  };
  readonly '/v1/captures': {
    /** Captures the hold that a spending code opens, at the merchant that the hold names. */
    readonly post: {
      readonly body: CaptureByCodeRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/certificates': {
    /** The certificates that the gateway uses, or sees in use by peers, orderers and authorities, soonest end first. */
    readonly get: {
      readonly reply: ListCertificatesReply;
    };
  };
  readonly '/v1/clearing/cycles': {
    /** All clearing cycles with their state, the newest first: those in which something was owed, and the present one. */
    readonly get: {
      readonly reply: Cycles;
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
      readonly reply: CloseCycleReply;
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/cut-off': {
    /** Agrees to end the present cycle before its month does. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly body: undefined;
      readonly reply: CutOffCycleReply;
    };
  };
  readonly '/v1/clearing/cycles/{cycle}/operations': {
    /** The operations that a cycle’s positions are made of, oldest first, of all members; as CSV all of them. */
    readonly get: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly debtor?: string | number | undefined;
        readonly creditor?: string | number | undefined;
        readonly programId?: string | number | undefined;
      };
      readonly reply: PositionOperations;
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
      readonly reply: ListMoneyStatementsReply;
    };
    /** Makes the money statement of a closed cycle with another merchant; either of the two may, and it is made once. */
    readonly post: {
      readonly params: {
        readonly cycle: string | number;
      };
      readonly body: MakeMoneyStatementRequest;
      readonly reply: MakeMoneyStatementReply;
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
      readonly body: SettleMoneyStatementRequest;
      readonly reply: MakeMoneyStatementReply;
    };
  };
  readonly '/v1/consolidations': {
    /** Makes one lot of an account’s lots that are alike; nobody has more or less by it. */
    readonly post: {
      readonly body: ConsolidateLotsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/constitution': {
    /** By what rules members decide, the epoch, and the newest agreement. */
    readonly get: {
      readonly reply: ReadConstitutionReply;
    };
  };
  readonly '/v1/credit-lines': {
    /** Credit lines by pledgee and id: all, those of a pledgee, or those of an account. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly mspId?: string | number | undefined;
        readonly accountId?: string | number | undefined;
      };
      readonly reply: ListCreditLinesReply;
    };
    /** Grants a credit line in money to an account, for points that are pledged to this organisation. */
    readonly post: {
      readonly body: GrantCreditLineRequest;
      readonly reply: AllowLiquidationReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}': {
    /** One credit line, and what its pledges cover at the value of the present cycle. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly reply: CreditLine;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/allow': {
    /** A regulator lets pledges be taken although the account is frozen, or a payment disputed. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: undefined;
      readonly reply: AllowLiquidationReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/claims': {
    /** The pledgee claims what a merchant in default owes it for a cycle on the line that secures it. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: ReleaseCreditRequest;
      readonly reply: ClaimOnLineReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/close': {
    /** Ends the line: the pledgee at any time, and lets go of what is drawn; the custodian once nothing is. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: undefined;
      readonly reply: AllowLiquidationReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/draws': {
    /** Asks for money on the line, as the account’s custodian. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: DrawOnLineRequest;
      readonly reply: ConfirmLinePaymentReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/notes': {
    /** Pledges a note of the line’s account, all of it, as its custodian. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: PledgeNoteRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/notice': {
    /** The pledgee gives notice: the line falls short, or its term is over. Its waiting days begin. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: undefined;
      readonly reply: AllowLiquidationReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/payments': {
    /** What is said of the money of a line, by id. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListLinePaymentsReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/confirm': {
    /** The pledgee has paid what was asked for, or has what was repaid. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
        readonly paymentId: string | number;
      };
      readonly body: ConfirmLinePaymentRequest | undefined;
      readonly reply: ConfirmLinePaymentReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/dispute': {
    /** The custodian disputes a draw that never came, or a repayment that is not confirmed. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
        readonly paymentId: string | number;
      };
      readonly body: DisputeLinePaymentRequest;
      readonly reply: ConfirmLinePaymentReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/resolve': {
    /** The custodian takes back a dispute. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
        readonly paymentId: string | number;
      };
      readonly body: undefined;
      readonly reply: ConfirmLinePaymentReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/payments/{paymentId}/withdraw': {
    /** Takes back what was not confirmed; the pledgee a draw that is disputed, too. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
        readonly paymentId: string | number;
      };
      readonly body: undefined;
      readonly reply: ConfirmLinePaymentReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/pledges': {
    /** Pledges points of the line’s account, as its custodian. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: PledgePointsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/repayments': {
    /** Says that money was repaid: the custodian, for the pledgee to confirm, or the pledgee that has it. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly body: RepayLineRequest;
      readonly reply: ConfirmLinePaymentReply;
    };
  };
  readonly '/v1/credit-lines/{mspId}/{lineId}/statement': {
    /** What is owed on a credit line, change by change, the newest first; as CSV all of them. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly lineId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: LineStatement;
    };
  };
  readonly '/v1/departure': {
    /** The own organisation leaves: its points are spent until the end of that day, and issued no more. */
    readonly post: {
      readonly body: LeaveConsortiumRequest;
      readonly reply: AcceptAgreementReply;
    };
  };
  readonly '/v1/details': {
    /** Keeps the details of up to 500 operations in this gateway, and nowhere else. */
    readonly post: {
      readonly body: KeepDetailsRequest;
      readonly reply: KeepDetailsReply;
    };
  };
  readonly '/v1/disclosures': {
    /** What was disclosed to the auditor, each held against the ledger’s state and the blocks. */
    readonly get: {
      readonly query: {
        readonly owner?: string | number | undefined;
        readonly period?: string | number | undefined;
      };
      readonly reply: ListDisclosuresReply;
    };
    /** Shows chosen figures of this organisation to an auditor. */
    readonly post: {
      readonly body: DiscloseFiguresRequest3;
      readonly reply: DiscloseFiguresReply;
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
      readonly reply: ListDisclosuresReply;
    };
  };
  readonly '/v1/events': {
    /** What happened on the ledger, oldest first. */
    readonly get: {
      readonly query: {
        readonly after?: string | number | undefined;
        readonly from?: string | number | undefined;
        readonly types?: string | number | undefined;
        readonly programId?: string | number | undefined;
        readonly accountId?: string | number | undefined;
        readonly limit?: string | number | undefined;
      };
      readonly reply: ListEventsReply;
    };
  };
  readonly '/v1/exchanges': {
    /** Exchanges points of one programme for points of another one, at an agreed rate. */
    readonly post: {
      readonly body: ExchangePointsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/expiries': {
    /** Retires an account’s lots that are past their expiry. */
    readonly post: {
      readonly body: ExpirePointsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/explorer/blocks': {
    /** The ledger’s blocks, newest first. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListBlocksReply;
    };
  };
  readonly '/v1/explorer/blocks/{block}': {
    /** One block: its header, who signed it, and what is in it. */
    readonly get: {
      readonly params: {
        readonly block: string | number;
      };
      readonly reply: ReadBlockReply;
    };
  };
  readonly '/v1/explorer/blocks/{block}/bytes': {
    /** One block as the own peer has it, for whoever verifies it. */
    readonly get: {
      readonly params: {
        readonly block: string | number;
      };
      readonly reply: Uint8Array;
    };
  };
  readonly '/v1/explorer/configurations': {
    /** The blocks that brought the channel a configuration, newest first. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListConfigurationsReply;
    };
  };
  readonly '/v1/explorer/configurations/{block}': {
    /** The channel’s configuration as it was after a block: who takes part, who orders, who has to sign what. */
    readonly get: {
      readonly params: {
        readonly block: string | number;
      };
      readonly reply: ReadConfigurationReply;
    };
  };
  readonly '/v1/explorer/history': {
    /** What was ever written under a key of the ledger, newest first. */
    readonly get: {
      readonly query: {
        readonly key: string | number;
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ReadKeyHistoryReply;
    };
  };
  readonly '/v1/explorer/transactions/{txId}': {
    /** One transaction: who made and endorsed it, what it read and wrote, and why it was refused. */
    readonly get: {
      readonly params: {
        readonly txId: string | number;
      };
      readonly reply: ReadTransactionReply;
    };
  };
  readonly '/v1/extensions': {
    /** Gives an account’s points that end soon, or ended a while ago, another expiry. */
    readonly post: {
      readonly body: ExtendPointsRequest;
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
      readonly reply: ListFiguresReply;
    };
    /** Records this organisation’s figures of a month. */
    readonly post: {
      readonly body: RecordFiguresRequest;
      readonly reply: AmendFiguresReply;
    };
  };
  readonly '/v1/figures/{period}': {
    /** This organisation’s figures of a month, with what it takes to prove them: salt and revision. */
    readonly get: {
      readonly params: {
        readonly period: string | number;
      };
      readonly reply: ReadFiguresReply;
    };
  };
  readonly '/v1/figures/{period}/amend': {
    /** Changes or adds figures of a month, if it still has the revision that you have read. */
    readonly post: {
      readonly params: {
        readonly period: string | number;
      };
      readonly body: AmendFiguresRequest;
      readonly reply: AmendFiguresReply;
    };
  };
  readonly '/v1/figures/{period}/purge': {
    /** Removes figures of a month, with all that they said before, from the own peer; without names, all of them. */
    readonly post: {
      readonly params: {
        readonly period: string | number;
      };
      readonly body: PurgeFiguresRequest | undefined;
      readonly reply: AmendFiguresReply;
    };
  };
  readonly '/v1/findings': {
    /** What recomputing every block of the own peer came to: how far it is, and what it found, newest first. */
    readonly get: {
      readonly reply: ListFindingsReply;
    };
  };
  readonly '/v1/holds': {
    /** Open holds that an organisation posted or may capture, by account, a page at a time. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly mspId?: string | number | undefined;
      };
      readonly reply: ListOpenHoldsReply;
    };
    /** Sets points aside, to be captured or to go back. */
    readonly post: {
      readonly body: HoldPointsRequest;
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
      readonly body: CaptureHoldRequest | undefined;
      readonly reply: Operation;
    };
  };
  readonly '/v1/holds/{holdId}/void': {
    /** Gives back all that is held; of what is pledged for a credit line a part, too. */
    readonly post: {
      readonly params: {
        readonly holdId: string | number;
      };
      readonly body: VoidHoldRequest | undefined;
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
      readonly reply: ListImportsReply;
    };
    /** Takes a CSV file of purchases and issues points for each row. */
    readonly post: {
      readonly query: {
        readonly program: string | number;
        readonly pointsPerUnit?: string | number | undefined;
        readonly rounding?: 'ceiling' | 'floor' | 'half-up' | undefined;
        readonly campaign?: string | number | undefined;
        readonly termsOfUse?: string | number | undefined;
        readonly earnedOn?: 'import' | 'purchase' | undefined;
        readonly encoding?: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8' | undefined;
        readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'tab' | undefined;
        readonly decimalMark?: 'comma' | 'point' | undefined;
        readonly groupMark?: 'apostrophe' | 'comma' | 'none' | 'point' | 'space' | undefined;
        readonly decimals?: string | number | undefined;
        readonly dateFormat?: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd' | undefined;
      };
      readonly body: string | Uint8Array | Blob;
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
        readonly termsOfUse?: string | number | undefined;
        readonly earnedOn?: 'import' | 'purchase' | undefined;
        readonly encoding?: 'gbk' | 'latin-1' | 'utf-16be' | 'utf-16le' | 'utf-8' | undefined;
        readonly delimiter?: 'comma' | 'pipe' | 'semicolon' | 'tab' | undefined;
        readonly decimalMark?: 'comma' | 'point' | undefined;
        readonly groupMark?: 'apostrophe' | 'comma' | 'none' | 'point' | 'space' | undefined;
        readonly decimals?: string | number | undefined;
        readonly dateFormat?: 'dd-mm-yyyy' | 'dd.mm.yyyy' | 'dd/mm/yyyy' | 'mm/dd/yyyy' | 'yyyy-mm-dd' | 'yyyy/mm/dd' | 'yyyymmdd' | undefined;
      };
      readonly body: string | Uint8Array | Blob;
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
      readonly body: IssuePointsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/keys': {
    /** The API keys that this gateway takes, and those that were revoked: whose they are, never what they are. */
    readonly get: {
      readonly reply: ListKeysReply;
    };
  };
  readonly '/v1/log': {
    /** The log of the ledger as it is now, with which keys organisations sign it, and what they signed last. */
    readonly get: {
      readonly reply: ReceiptLog;
    };
  };
  readonly '/v1/log/consistency': {
    /** The proof that a signed checkpoint of the log continues the log as it was when it was smaller. */
    readonly get: {
      readonly query: {
        readonly from: string | number;
        readonly to?: string | number | undefined;
      };
      readonly reply: LogConsistency;
    };
  };
  readonly '/v1/log/key/rotate': {
    /** Revokes the key that this organisation signs checkpoints with, and registers the next one. */
    readonly post: {
      readonly body: undefined;
      readonly reply: RotateLogKeyReply;
    };
  };
  readonly '/v1/members': {
    /** The members and those that have left, with what they have accepted of the agreement. */
    readonly get: {
      readonly reply: ListMembersReply;
    };
  };
  readonly '/v1/migrations': {
    /** The migrations of all merchants. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListMigrationsReply;
    };
    /** Takes a CSV file of legacy balances and makes a tree of them; nothing goes to the ledger. */
    readonly post: {
      readonly query: {
        readonly migrationId: string | number;
        readonly program: string | number;
      };
      readonly body: string | Uint8Array | Blob;
      readonly reply: MigrationSnapshot;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}': {
    /** A migration, with what of it was claimed so far. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly reply: ReadMigrationReply;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/abort': {
    /** Gives a migration up: nothing more is claimed, and what was claimed is taken back in the background. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly body: undefined;
      readonly reply: AbortMigrationReply;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/approve': {
    /** Approves another merchant’s migration, by the root and the total that were looked at. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly body: ApproveMigrationRequest;
      readonly reply: AbortMigrationReply;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/balances': {
    /** The balances that the snapshot has of an account. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly query: {
        readonly accountId: string | number;
      };
      readonly reply: ListLegacyBalancesReply;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/balances/{index}': {
    /** One balance of the snapshot: what a merchant shows the legacy evidence for, where it is drawn. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
        readonly index: string | number;
      };
      readonly reply: LegacyBalance;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/balances/{index}/proof': {
    /** The proof that a balance is in the migration’s tree, as a file that anybody verifies without the ledger. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
        readonly index: string | number;
      };
      readonly reply: LegacyBalanceProof;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/claim': {
    /** Claims all balances that are not claimed yet, in the background; what was refused is tried again. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly body: undefined;
      readonly reply: MigrationSnapshot;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/complete': {
    /** The cut-over: says what was not claimed, which has to be all that the ledger has not, and ends the migration. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly body: CompleteMigrationRequest;
      readonly reply: AbortMigrationReply;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/propose': {
    /** Proposes the snapshot that was taken, by its root and what it comes to. */
    readonly post: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly body: undefined;
      readonly reply: AbortMigrationReply;
    };
  };
  readonly '/v1/migrations/{mspId}/{migrationId}/refused-claims': {
    /** The claims that the ledger refused, and why. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly migrationId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListRefusedClaimsReply;
    };
  };
  readonly '/v1/network': {
    /** Who takes part in the channel by its configuration, and up to which block each orderer signed. */
    readonly get: {
      readonly reply: ReadNetworkReply;
    };
  };
  readonly '/v1/network/plans/{planHash}/execution': {
    /** Records in which block the plan was carried out, as the own word. */
    readonly post: {
      readonly params: {
        readonly planHash: string | number;
      };
      readonly body: RecordExecutionRequest;
      readonly reply: PauseWritesReply;
    };
  };
  readonly '/v1/network/plans/{planHash}/executions': {
    /** What came of the plan, for each proposal that has it, by each member’s word. */
    readonly get: {
      readonly params: {
        readonly planHash: string | number;
      };
      readonly reply: ListPlanExecutionsReply;
    };
  };
  readonly '/v1/network/plans/{planHash}/pause': {
    /** Has all gateways let writes wait for seconds, while the plan is carried out. */
    readonly post: {
      readonly params: {
        readonly planHash: string | number;
      };
      readonly body: PauseWritesRequest;
      readonly reply: PauseWritesReply;
    };
  };
  readonly '/v1/network/plans/{planHash}/signatures': {
    /** The signatures that organisations posted on a change of the channel. */
    readonly get: {
      readonly params: {
        readonly planHash: string | number;
      };
      readonly reply: ListPlanSignaturesReply;
    };
    /** Posts the own organisation’s signature on a change of the channel. */
    readonly post: {
      readonly params: {
        readonly planHash: string | number;
      };
      readonly body: SignPlanRequest;
      readonly reply: SignPlanReply;
    };
  };
  readonly '/v1/note-offers': {
    /** Offers of notes, by programme. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
        readonly programId?: string | number | undefined;
      };
      readonly reply: ListNoteOffersReply;
    };
    /** Offers notes of an own programme; the ceiling of their interest is carved out of its quota. */
    readonly post: {
      readonly body: OfferNotesRequest;
      readonly reply: CloseNoteOfferReply;
    };
  };
  readonly '/v1/note-offers/{programId}/{offerId}': {
    /** One offer of notes, with the interest that may still be promised under it. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
        readonly offerId: string | number;
      };
      readonly reply: NoteOffer;
    };
  };
  readonly '/v1/note-offers/{programId}/{offerId}/close': {
    /** Ends the sale of notes; what is left of the ceiling goes back to the programme. Notes that were sold stay. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
        readonly offerId: string | number;
      };
      readonly body: undefined;
      readonly reply: CloseNoteOfferReply;
    };
  };
  readonly '/v1/note-offers/{programId}/{offerId}/rates': {
    /** Announces what notes of the offer earn from a day on, those that were sold too. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
        readonly offerId: string | number;
      };
      readonly body: ChangeNoteRateRequest;
      readonly reply: ChangeNoteRateReply;
    };
  };
  readonly '/v1/notes': {
    /** Gives points of an account for a term, for the interest that an offer promises. */
    readonly post: {
      readonly body: BuyNoteRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/notes/{noteId}': {
    /** One note, with what it earns by its end. */
    readonly get: {
      readonly params: {
        readonly noteId: string | number;
      };
      readonly query: {
        readonly noteMspId?: string | number | undefined;
      };
      readonly reply: Note;
    };
  };
  readonly '/v1/notes/{noteId}/redeem': {
    /** Gives a note’s points back with what they earned. */
    readonly post: {
      readonly params: {
        readonly noteId: string | number;
      };
      readonly body: RedeemNoteRequest | undefined;
      readonly reply: Operation;
    };
  };
  readonly '/v1/notes/{noteId}/transfer': {
    /** Gives a note to another account: all of it, or some of so many equal parts. */
    readonly post: {
      readonly params: {
        readonly noteId: string | number;
      };
      readonly body: TransferNoteRequest;
      readonly reply: Operation;
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
        readonly kind?: 'buy-note' | 'capture' | 'consolidate' | 'exchange' | 'expire' | 'extend' | 'hold' | 'issue' | 'pledge-note' | 'redeem' | 'redeem-note' | 'reverse' | 'seize' | 'transfer' | 'transfer-note' | 'void' | undefined;
        readonly programId?: string | number | undefined;
        readonly accountId?: string | number | undefined;
        readonly acceptor?: string | number | undefined;
        readonly bridgeId?: string | number | undefined;
        readonly reference?: string | number | undefined;
        readonly state?: 'accepted' | 'committed' | 'rejected' | 'submitted' | 'unknown' | undefined;
        readonly client?: string | number | undefined;
      };
      readonly reply: Operations;
    };
  };
  readonly '/v1/operations/{mspId}/{operationId}': {
    /** An operation that took effect, of any member, as the ledger shows it to all. */
    readonly get: {
      readonly params: {
        readonly mspId: string | number;
        readonly operationId: string | number;
      };
      readonly reply: MemberOperation;
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
  readonly '/v1/operations/{operationId}/detail/erase': {
    /** Erases an operation’s detail and its salt for good; everything else stays provable. */
    readonly post: {
      readonly params: {
        readonly operationId: string | number;
      };
      readonly body: undefined;
      readonly reply: EraseDetailReply;
    };
  };
  readonly '/v1/operations/{operationId}/evidence': {
    /** The detail of an operation, with the proof that it is the one that was anchored. */
    readonly get: {
      readonly params: {
        readonly operationId: string | number;
      };
      readonly reply: DetailEvidence;
    };
  };
  readonly '/v1/operations/{operationId}/proof': {
    /** The proof that an operation took effect, as a file that anybody verifies without the ledger. */
    readonly get: {
      readonly params: {
        readonly operationId: string | number;
      };
      readonly query: {
        readonly mspId?: string | number | undefined;
      };
      readonly reply: string;
    };
  };
  readonly '/v1/orders': {
    /** All orders by id, lifted ones too. Those on an account stand in the account’s `standing`. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListOrdersReply;
    };
    /** Issues an order: a regulator’s, or a merchant’s as an emergency, which lapses after 72 hours. */
    readonly post: {
      readonly body: IssueOrderRequest;
      readonly reply: IssueOrderReply;
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
      readonly body: DiscloseReasonRequest;
      readonly reply: DiscloseReasonReply;
    };
  };
  readonly '/v1/orders/{orderId}/lift': {
    /** Lifts an order; whoever issued it, or ratified it, and nobody else before its time is over. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: undefined;
      readonly reply: IssueOrderReply;
    };
  };
  readonly '/v1/orders/{orderId}/ratify': {
    /** A regulator takes over a merchant’s emergency order, which then does not lapse. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: RatifyOrderRequest | undefined;
      readonly reply: IssueOrderReply;
    };
  };
  readonly '/v1/orders/{orderId}/reason': {
    /** The reason of an order, as it was disclosed to this organisation; its hash is the order’s `reasonHash`. */
    readonly get: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly reply: ReadReasonReply;
    };
  };
  readonly '/v1/orders/{orderId}/seize': {
    /** Moves points to the account that an order names; any merchant may, and the custodian cannot stop it. */
    readonly post: {
      readonly params: {
        readonly orderId: string | number;
      };
      readonly body: SeizePointsRequest | undefined;
      readonly reply: Operation;
    };
  };
  readonly '/v1/organizations': {
    /** The organisations that take part. */
    readonly get: {
      readonly reply: ListOrganizationsReply;
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
      readonly reply: PublishedFiguresReply;
    };
  };
  readonly '/v1/programs': {
    /** The programmes, by id. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListProgramsReply;
    };
    /** Creates a programme issued by this organisation. */
    readonly post: {
      readonly body: CreateProgramRequest;
      readonly reply: ChangeProgramReply;
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
    /** Changes a programme’s cap or its rules, or suspends it or makes it active again. */
    readonly patch: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: ChangeProgramRequest;
      readonly reply: ChangeProgramReply;
    };
  };
  readonly '/v1/programs/{programId}/acceptance': {
    /** Says that this organisation takes another merchant’s programme while a point is worth at least `valueMin`. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: AcceptProgramRequest;
      readonly reply: AcceptProgramReply;
    };
  };
  readonly '/v1/programs/{programId}/acceptance/end': {
    /** Ends this organisation’s acceptance of a programme, at once. Holds that it was promised stay. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: EndAcceptanceRequest | undefined;
      readonly reply: AcceptProgramReply;
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
      readonly reply: ListAcceptancesReply;
    };
  };
  readonly '/v1/programs/{programId}/bridges': {
    /** The bridges of a programme. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListBridgesReply;
    };
  };
  readonly '/v1/programs/{programId}/bridges/{bridgeId}': {
    /** A bridge, with what has crossed it. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
        readonly bridgeId: string | number;
      };
      readonly reply: ReadBridgeReply;
    };
    /** Says how much may cross a bridge, or closes it, in place of what was said before; for the issuer. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
        readonly bridgeId: string | number;
      };
      readonly body: SetBridgeRequest;
      readonly reply: SetBridgeReply;
    };
  };
  readonly '/v1/programs/{programId}/clearing-value': {
    /** Sets what a point is worth between merchants, in millionths of the smallest currency unit. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: SetClearingValueRequest;
      readonly reply: ChangeProgramReply;
    };
  };
  readonly '/v1/programs/{programId}/credit': {
    /** Limits what a programme’s issuer may owe this organisation, or narrows the limit. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: GrantCreditRequest;
      readonly reply: EndCreditReply;
    };
  };
  readonly '/v1/programs/{programId}/credit/end': {
    /** Ends the limit: what the issuer may owe this organisation is not limited any more. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: EndAcceptanceRequest | undefined;
      readonly reply: EndCreditReply;
    };
  };
  readonly '/v1/programs/{programId}/credit/prepayments': {
    /** Says that the issuer has paid this organisation for so many points in advance: they come back at once. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: PrepayCreditRequest;
      readonly reply: PrepayCreditReply;
    };
  };
  readonly '/v1/programs/{programId}/credit/{mspId}': {
    /** What a merchant lets a programme’s issuer owe it, and what of that is used. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
        readonly mspId: string | number;
      };
      readonly reply: ReadCreditReply;
    };
  };
  readonly '/v1/programs/{programId}/credit/{mspId}/raise': {
    /** Says a higher limit, as the merchant or as the issuer; once both have said the same one, it is in force. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
        readonly mspId: string | number;
      };
      readonly body: RaiseCreditRequest;
      readonly reply: EndCreditReply;
    };
  };
  readonly '/v1/programs/{programId}/credit/{mspId}/release': {
    /** Gives back what was drawn in a cycle that is settled; gateways do it by themselves. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
        readonly mspId: string | number;
      };
      readonly body: ReleaseCreditRequest;
      readonly reply: ReleaseCreditReply;
    };
  };
  readonly '/v1/programs/{programId}/credit/{mspId}/statement': {
    /** What drew on a credit and what came back, in points and in money, the newest first; as CSV all of it. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
        readonly mspId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: CreditStatement;
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
      readonly reply: ProgramHistoryReply;
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
      readonly reply: ReadLiabilityReply;
    };
  };
  readonly '/v1/programs/{programId}/limits': {
    /** Sets the programme’s limits against abuse in place of those before; an empty object sets none. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: SetLimitsRequest;
      readonly reply: ChangeProgramReply;
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
      readonly body: AllotQuotaRequest;
      readonly reply: AllotQuotaReply;
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
  readonly '/v1/programs/{programId}/supply/days': {
    /** What each of the newest days came to, and what was outstanding and held at its end. */
    readonly get: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
      };
      readonly reply: SupplyDays;
    };
  };
  readonly '/v1/programs/{programId}/supply/fold': {
    /** Folds supply rows of a past day into the programme’s total, 500 at a time. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: FoldSupplyRequest;
      readonly reply: FoldSupplyReply;
    };
  };
  readonly '/v1/programs/{programId}/terms-of-use': {
    /** Sets the next version of what members agree to when they collect the points. */
    readonly post: {
      readonly params: {
        readonly programId: string | number;
      };
      readonly body: SetTermsOfUseRequest;
      readonly reply: ChangeProgramReply;
    };
  };
  readonly '/v1/proposals': {
    /** The proposals, by id. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListProposalsReply;
    };
    /** Proposes actions to be decided on together. */
    readonly post: {
      readonly body: ProposeRequest;
      readonly reply: ExecuteProposalReply;
    };
  };
  readonly '/v1/proposals/preview': {
    /** What actions would change, in words, if they were done now. */
    readonly post: {
      readonly body: PreviewProposalRequest;
      readonly reply: PreviewProposalReply;
    };
  };
  readonly '/v1/proposals/{proposalId}': {
    /** One proposal, with its votes and objections. */
    readonly get: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly reply: ReadProposalReply;
    };
  };
  readonly '/v1/proposals/{proposalId}/execution': {
    /** Does what a proposal says, once, if it passed and its time lock is over; anybody may ask for it. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: undefined;
      readonly reply: ExecuteProposalReply;
    };
  };
  readonly '/v1/proposals/{proposalId}/objections': {
    /** Objects to a proposal that passed, before its time lock is over; enough objections stop it. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: ObjectToProposalRequest | undefined;
      readonly reply: ExecuteProposalReply;
    };
  };
  readonly '/v1/proposals/{proposalId}/reasons': {
    /** What members said of a proposal as they proposed it, voted and objected. */
    readonly get: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly reply: ReadReasoningsReply;
    };
  };
  readonly '/v1/proposals/{proposalId}/votes': {
    /** Gives the one and final vote of the own organisation. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: VoteRequest;
      readonly reply: ExecuteProposalReply;
    };
  };
  readonly '/v1/proposals/{proposalId}/withdrawal': {
    /** Withdraws an own proposal that was not executed. */
    readonly post: {
      readonly params: {
        readonly proposalId: string | number;
      };
      readonly body: undefined;
      readonly reply: ExecuteProposalReply;
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
      readonly reply: ListRatesReply;
    };
    /** Proposes a rate between two programmes, one of which this organisation issues. */
    readonly post: {
      readonly body: ProposeRateRequest;
      readonly reply: AcceptRateReply;
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
      readonly reply: QuoteRateReply;
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
      readonly reply: ReadRateReply;
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
      readonly reply: AcceptRateReply;
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
      readonly reply: AcceptRateReply;
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
      readonly reply: AcceptRateReply;
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
      readonly reply: AcceptRateReply;
    };
  };
  readonly '/v1/redemptions': {
    /** Spends points at a merchant. */
    readonly post: {
      readonly body: RedeemPointsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/reversals': {
    /** Undoes an earlier operation, wholly or in part. */
    readonly post: {
      readonly body: ReverseOperationRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/session': {
    /** Who is asking: whose key, token or session it is, and what it may do. */
    readonly get: {
      readonly reply: ReadSessionReply;
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
      readonly reply: ListSettlementsReply;
    };
  };
  readonly '/v1/settlements/aged': {
    /** What is not confirmed, by pair and by the days since its cycle ended. */
    readonly get: {
      readonly query: {
        readonly debtor?: string | number | undefined;
        readonly creditor?: string | number | undefined;
      };
      readonly reply: AgedSettlementsReply;
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
      readonly reply: ClaimOnLineReply;
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
      readonly body: DisputeLinePaymentRequest;
      readonly reply: ClaimOnLineReply;
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
      readonly body: InstructSettlementRequest;
      readonly reply: ClaimOnLineReply;
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
      readonly body: ResolveSettlementRequest;
      readonly reply: ClaimOnLineReply;
    };
  };
  readonly '/v1/sign-in': {
    /** Whose gateway it is, and how one signs in: for who has nothing to show yet. */
    readonly get: {
      readonly reply: ReadSignInReply;
    };
  };
  readonly '/v1/terms': {
    /** Which terms exist between which merchants, how they stand, and their hashes. */
    readonly get: {
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListPairTermsReply;
    };
    /** Proposes the next version of the terms with another merchant. */
    readonly post: {
      readonly body: ProposeTermsRequest;
      readonly reply: AcceptTermsReply;
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
      readonly reply: ListPairTermsReply;
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
      readonly body: AcceptTermsRequest;
      readonly reply: AcceptTermsReply;
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
      readonly reply: AcceptTermsReply;
    };
  };
  readonly '/v1/transfers': {
    /** Moves points from one account to another, if the programme’s rules allow it. */
    readonly post: {
      readonly body: TransferPointsRequest;
      readonly reply: Operation;
    };
  };
  readonly '/v1/webhooks': {
    /** The webhooks, and how each is going. */
    readonly get: {
      readonly reply: ListWebhooksReply;
    };
    /** Has events sent to an address as they happen. */
    readonly post: {
      readonly body: CreateWebhookRequest;
      readonly reply: WebhookWithSecret;
    };
  };
  readonly '/v1/webhooks/{webhookId}': {
    /** One webhook. */
    readonly get: {
      readonly params: {
        readonly webhookId: string | number;
      };
      readonly reply: Webhook;
    };
    /** Changes a webhook’s address or types, disables it, or has it go on. */
    readonly patch: {
      readonly params: {
        readonly webhookId: string | number;
      };
      readonly body: ChangeWebhookRequest;
      readonly reply: Webhook;
    };
  };
  readonly '/v1/webhooks/{webhookId}/attempts': {
    /** What was sent to a webhook, the newest first; of older ones the last thousand are kept. */
    readonly get: {
      readonly params: {
        readonly webhookId: string | number;
      };
      readonly query: {
        readonly limit?: string | number | undefined;
        readonly cursor?: string | number | undefined;
      };
      readonly reply: ListWebhookAttemptsReply;
    };
  };
  readonly '/v1/webhooks/{webhookId}/remove': {
    /** Removes a webhook for good. */
    readonly post: {
      readonly params: {
        readonly webhookId: string | number;
      };
      readonly body: undefined;
      readonly reply: RemoveWebhookReply;
    };
  };
  readonly '/v1/webhooks/{webhookId}/replay': {
    /** Sends events once more, from one of them or from a block on. */
    readonly post: {
      readonly params: {
        readonly webhookId: string | number;
      };
      readonly body: ReplayEventsRequest;
      readonly reply: Webhook;
    };
  };
  readonly '/v1/webhooks/{webhookId}/rotate-key': {
    /** Gives a webhook a new secret and key pair. */
    readonly post: {
      readonly params: {
        readonly webhookId: string | number;
      };
      readonly body: RotateWebhookKeyRequest | undefined;
      readonly reply: WebhookWithSecret;
    };
  };
}

/** What is taken at once and done in the background. */
export const doneLater: readonly { readonly method: string; readonly path: string }[] = [
  { method: 'POST', path: '/v1/imports' },
  { method: 'POST', path: '/v1/imports/{importId}/reversal' },
  { method: 'POST', path: '/v1/migrations/{mspId}/{migrationId}/claim' },
];
