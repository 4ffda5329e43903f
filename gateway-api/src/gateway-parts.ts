/** What a gateway is opened with. */
import type { Registry } from 'prom-client';
import type { Certificates } from './channel/certificates.js';
import type { Channel } from './channel/channel.js';
import type { Orderers } from './channel/orderers.js';
import type { ExplorerParts } from './explorer/explorer.js';
import type { CashierReversals, Gateway } from './gateway.js';
import type { WatchOptions } from './jobs/watch-ledger.js';
import type { Log } from './log.js';
import type { LedgerTraces } from './tracing/ledger-traces.js';
import type { Pseudonyms } from './pseudonyms.js';
import type { WebhookOptions } from './webhooks/open-webhooks.js';
import type { StartMover } from './store/move-log.js';
import type { OrderingTiming } from './writes/ordering-watch.js';
import type { SenderTiming } from './writes/sender.js';
import type { SubmissionTiming } from './writes/submission.js';
import type { PauseTiming } from './writes/write-pause.js';

export interface GatewayParts {
  readonly mspId: string;
  /** The organisations that figures may be disclosed to. */
  readonly auditors: readonly string[];
  readonly channel: Channel;
  readonly databasePath: string;
  /** Who moves the database's log into its file; without it transactions do. */
  readonly startMover?: StartMover;
  /** Where files that are being imported lie. */
  readonly spoolFolder: string;
  readonly pseudonymKey: Uint8Array;
  /** What members' pseudonyms are made with, and erasures destroy. */
  readonly pseudonyms: Pseudonyms;
  readonly spendingCodeKey: Uint8Array;
  readonly log: Log;
  /** What becomes of operations, for traces. */
  readonly traces?: LedgerTraces | undefined;
  /** Those that the channel uses, told of before they end. */
  readonly certificates?: Certificates;
  /** Without them nobody looks whether they go on. */
  readonly orderers?: Orderers;
  /** Connects anew to a peer that gives no answers. */
  readonly reconnect?: () => Promise<void>;
  /** For what periodic work takes. */
  readonly registry?: Registry;
  readonly queueLengthMax?: number;
  readonly cashierReversals?: CashierReversals | undefined;
  readonly signIn?: Gateway['signIn'];
  /** An orderer's name by its number. */
  readonly ordererName?: (id: number) => string;
  readonly apiKeys?: Gateway['apiKeys'];
  /** For how many days finished operations are kept. */
  readonly operationsKeptDays?: number;
  readonly submission?: Partial<SubmissionTiming>;
  readonly sender?: Partial<SenderTiming>;
  readonly ordering?: Partial<OrderingTiming>;
  readonly pause?: Partial<PauseTiming>;
  /** Who recomputes blocks; without it nobody does. */
  readonly watch?: WatchOptions;
  /** Where the index of blocks lies, and of which chaincode; without it there is none. */
  readonly explorer?: Pick<ExplorerParts, 'path' | 'chaincode'> | undefined;
  /** How long a reader of events hears nothing at the most. */
  readonly heartbeatMs?: number;
  /** What comes in this time is applied together, unless somebody waits; without it, at once. */
  readonly gatheredMs?: number;
  readonly webhooks?: WebhookOptions | undefined;
  /** How often subjects' jobs are done, by name, where that is not as they say. */
  readonly jobsEveryMs?: Readonly<Record<string, number>>;
}
