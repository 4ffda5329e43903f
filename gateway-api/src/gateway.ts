/** What routes have at hand. `open-gateway.ts` puts it together. */
import type { Operation, Receipt } from '@commonpoint/catalogue';
import type { Certificate } from './channel/certificates.js';
import type { CountedMembers } from './projection/counted-members.js';
import type { NetworkConfig } from './channel/channel.js';
import type { TypedChannel } from './channel/typed-channel.js';
import type { EventFeed } from './events/event-feed.js';
import type { Migrations } from './imports/migrations.js';
import type { Explorer } from './explorer/explorer.js';
import type { PurchaseImports } from './imports/imports.js';
import type { OrdererStanding } from './channel/standing-orderers.js';
import type { ReceiptLog } from './projection/receipt-log.js';
import type { Projection } from './projection/projection.js';
import type { Pseudonyms } from './pseudonyms.js';
import type { Secrets } from './secrets.js';
import type { DetailStore } from './store/detail-store.js';
import type { StorageHealth, StorageTrouble } from './store/storage-health.js';
import type { IdempotencyStore } from './store/idempotency.js';
import type { Webhooks } from './webhooks/webhooks.js';
import type { LedgerTransactions } from './writes/ledger-transactions.js';
import type { Finding } from './watch/judge.js';
import type { OtherLogs } from './subjects/evidence/other-logs.js';
import type { ListedKey } from './store/api-keys.js';
import type { WatchStatus } from './watch/ledger-watch.js';
import type { Arrivals } from './writes/arrivals.js';
import type { AccountOpening } from './writes/open-accounts.js';
import type { PostOperations } from './writes/post-operations.js';
import type { OperationResult } from './writes/results.js';

export interface Gateway {
  readonly mspId: string;
  /** The organisations that figures may be disclosed to, and no other. */
  readonly auditors: readonly string[];
  /** Who endorses, as the ledger has it. */
  readonly countedMembers: CountedMembers;
  /** The organisation's own peer, to be asked. */
  readonly peer: TypedChannel;
  /** The ledger's rows as blocks brought them, in the gateway's own file. */
  readonly projection: Projection;
  /** The ledger's log: of all receipts and anchors a leaf. */
  readonly receiptLog: ReceiptLog;
  /** What organisations signed that is not this log. */
  readonly otherLogs: OtherLogs;
  /** What of operations stays here. */
  readonly details: DetailStore;
  /**
   * Resolves when the peer's ledger turned out to be the one that the gateway's file was read from.
   * @throws Misassembled
   */
  readonly ledgerConfirmed: Promise<undefined>;
  /**
   * Whether the projection has all that the peer has; after a while it is not waited for any longer.
   * @throws Failure
   */
  readonly caughtUp: () => Promise<boolean>;
  /** While a block stands in the projection by a part: resolves when it is whole, or after half a second. */
  readonly wholeBlock: () => Promise<unknown> | undefined;
  /**
   * The receipt of an own operation that took effect before this gateway was started, if there is one: asked where a
   * repeated request has to mean what it meant the first time, although the gateway's file was lost since.
   */
  readonly receiptBefore: (operationId: string) => Promise<Receipt | undefined>;
  /** The ISO 4217 code of what all amounts of money are in, as the members agreed. */
  readonly currency: () => string;
  /** What cashiers may take back of what their own tills posted; without it nothing. */
  readonly cashierReversals?: CashierReversals | undefined;
  /** What is seen of the network's nodes, and of the own keys. */
  readonly nodes: Nodes;
  /** How people sign in; absent where they do not. */
  readonly signIn?: { readonly stepUpMinutes: number } | undefined;
  /** The API keys that this gateway takes or took, without what they are. */
  readonly apiKeys: () => readonly ListedKey[];
  /** Requests for points operations that are not recorded yet. */
  readonly arrivals: Arrivals;
  /** Points operations: recorded, grouped, waited for. */
  readonly operations: PostOperations;
  /** Forgets what was said beside operations, of this gateway's rows that are about something; answers the ids of all these. */
  readonly forgetNotes: (isAbout: (operation: Operation) => boolean) => Promise<readonly string[]>;
  /** Operations that jobs post in bulk, a transaction of their own; up to 500, by an operator. */
  readonly postAside: (operations: readonly Operation[]) => Promise<readonly OperationResult[]>;
  /** The rarer writes, a transaction each. */
  readonly transactions: LedgerTransactions;
  readonly accounts: AccountOpening;
  readonly imports: PurchaseImports;
  readonly migrations: Migrations;
  readonly idempotency: IdempotencyStore;
  readonly secrets: Secrets;
  /** Blocks, transactions and keys; undefined where no index of them is kept. */
  readonly explorer: Explorer | undefined;
  /** What happened on the ledger, one after the other. */
  readonly events: EventFeed;
  /** Where they are sent. */
  readonly webhooks: Webhooks;
  readonly pseudonyms: Pseudonyms;
  readonly health: Health;
  /** Whether the disk takes what is written. */
  readonly storage: StorageHealth;
  /** Takes no more writes, waits up to `graceMs` for those under way, closes connections and the file. */
  close(graceMs: number): Promise<void>;
}

export interface Nodes {
  /** As the channel's last configuration says; undefined before the first block. */
  network(): NetworkConfig | undefined;
  certificates(): readonly Certificate[];
  /** The last block that each orderer signed, as far as they came in this run. */
  signatures(): readonly { readonly orderer: string; readonly block: number }[];
  /** What is signed of the log and is another one; then what recomputing the ledger found, newest first. */
  findings(): readonly Finding[];
}

export interface CashierReversals {
  /** Of one operation, in all. */
  readonly amountMax: string;
  /** After the operation. */
  readonly minutes: number;
}

export interface Health {
  /** Cheap: no call to the peer. */
  readiness(): Readiness;
}

export interface Readiness {
  readonly peerReachable: boolean;
  /** The peer refuses what is dated by the gateway's clock. */
  readonly clockWrong: boolean;
  /** The peer's last block, while it has fewer than were read from it before. */
  readonly peerBlock: number | undefined;
  /** The peer does not run the chaincode. */
  readonly chaincodeMissing: boolean;
  /** Whether transactions that are handed over come back in blocks, as far as own ones show. */
  readonly orderingAvailable: boolean;
  /** Why the gateway's disk takes nothing, while it does not. */
  readonly storageTrouble: StorageTrouble | undefined;
  /** The same of the file that has the details of operations. */
  readonly detailsTrouble: StorageTrouble | undefined;
  /** The last block that the projection includes. */
  readonly projectionBlock: number;
  /** The channel's last block, as far as known. */
  readonly ledgerBlock: number;
  /** Rows and transactions of valid blocks that make no sense, and are in no table. */
  readonly passedOver: number;
  /** Writes wait while orderers change, for seconds. */
  readonly writesWait: boolean;
  readonly queueLength: number;
  readonly queueLengthMax: number;
  /** Whether work from an earlier run still has to be resolved. */
  readonly recovering: boolean;
  /** What recomputing the ledger came to; it says nothing of whether requests can be served. */
  readonly watch: WatchStatus;
  /** Which orderers go on; nor does this. */
  readonly orderers: readonly OrdererStanding[];
}
