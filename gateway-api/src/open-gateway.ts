/**
 * Puts the gateway together: the one place that knows all its parts, and the only one that knows the adapter to Fabric.
 */
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createImportRows } from './imports/import-rows.js';
import { PurchaseImports } from './imports/imports.js';
import { Spool } from './imports/spool.js';
import type { Registry } from 'prom-client';
import { toFailure } from './channel/failures.js';
import { TypedChannel } from './channel/typed-channel.js';
import type { GatewayConfig } from './config.js';
import type { Gateway } from './ports.js';
import type { Log } from './log.js';
import { Follower } from './projection/follower.js';
import { createLedgerReads } from './projection/ledger-reads.js';
import { createProjection } from './projection/queries.js';
import { StatementLines } from './projection/statement-lines.js';
import { Database } from './store/database.js';
import { GroupCommit } from './store/group-commit.js';
import { createIdempotencyRows, createIdempotencyStore } from './store/idempotency.js';
import { createOperationRows } from './writes/operation-rows.js';
import { makeDueStatements } from './writes/due-statements.js';
import { voidExpiredHolds } from './writes/expired-holds.js';
import { Fates } from './writes/fates.js';
import { Freshness } from './projection/freshness.js';
import { KeptAnswers } from './writes/kept-answers.js';
import { LedgerTransactions } from './writes/ledger-transactions.js';
import { AccountOpening } from './writes/open-accounts.js';
import { OutstandingOperations } from './writes/outstanding.js';
import { PostOperations } from './writes/post-operations.js';
import { recover } from './writes/recovery.js';
import { Sender, type SenderTiming } from './writes/sender.js';
import { OrderingWatch, type OrderingTiming } from './writes/ordering-watch.js';
import { Submission, type SubmissionTiming } from './writes/submission.js';
import { createWrites, endorsersOf, pseudonymOf } from './writes/writes.js';
import type { Channel } from './channel/channel.js';
import { openFabricChannel } from './fabric/fabric-channel.js';
import { countTransactions } from './fabric/metrics.js';

/** Operations that may wait for a transaction before new ones are refused. */
const QUEUE_LENGTH_MAX = 50_000;
/** Idempotency keys and finished operations are kept this long; the ledger knows an operation's id for ever. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const TIDIED_EVERY_MS = 60 * 60 * 1000;
const HEIGHT_ASKED_EVERY_MS = 5_000;

export interface GatewayParts {
  readonly mspId: string;
  readonly channel: Channel;
  readonly databasePath: string;
  /** Where files that are being imported lie. */
  readonly spoolFolder: string;
  readonly pseudonymKey: Uint8Array;
  readonly spendingCodeKey: Uint8Array;
  readonly log: Log;
  readonly queueLengthMax?: number;
  readonly submission?: Partial<SubmissionTiming>;
  readonly sender?: Partial<SenderTiming>;
  readonly ordering?: Partial<OrderingTiming>;
  /** How often holds past their end are voided. */
  readonly holdsSweptEveryMs?: number;
  /** How often it is looked whether money statements are due. */
  readonly statementsMadeEveryMs?: number;
}

/**
 * Over the organisation's own peer. Resolves without waiting for it (readiness says when it is there), so that the port can
 * listen at once.
 */
export async function createGateway(
  config: GatewayConfig,
  { log, registry }: { readonly log: Log; readonly registry: Registry },
): Promise<Gateway> {
  const channel = countTransactions(await openFabricChannel(config), registry);
  return openGateway({
    mspId: config.mspId,
    channel,
    databasePath: config.databasePath,
    spoolFolder: join(dirname(config.databasePath), 'imports'),
    pseudonymKey: readFileSync(config.pseudonymKeyPath),
    spendingCodeKey: readFileSync(config.spendingCodeKeyPath),
    log,
  });
}

/** The same over any channel: what tests use with one in memory. */
export function openGateway(parts: GatewayParts): Gateway {
  const { mspId, channel, log } = parts;
  const pseudonymKey = createSecretKey(parts.pseudonymKey);
  const peer = new TypedChannel(channel);
  const database = new Database(parts.databasePath);
  const commits = new GroupCommit(database);
  const keys = createIdempotencyRows(database);
  const rows = createOperationRows(database);
  const projection = createProjection(database);
  const follower = new Follower(database, channel, log);
  const fates = new Fates();
  const lines = new StatementLines(database);
  follower.join(fates);
  follower.join({ durabilityOf: () => 'rebuildable', apply: () => undefined, applied: () => lines.postpone() });

  const ordering = new OrderingWatch({
    height: () => channel.height(),
    lastBlock: () => follower.lastBlock,
    log,
    timing: parts.ordering,
  });
  follower.join(ordering);
  const sender = new Sender(channel, ordering, log, parts.sender);
  const freshness = new Freshness(channel, follower);
  const submission = new Submission({
    mspId,
    channel,
    projection,
    rows,
    commits,
    fates,
    sender,
    ordering,
    freshness,
    log,
    underWay: (operationId) => outstanding.find(operationId)?.operation,
    timing: parts.submission ?? {},
  });
  const outstanding = new OutstandingOperations(rows, (ids) => {
    void commits.run(() => ids.forEach((id) => rows.forget(id)));
  });
  const queueLengthMax = parts.queueLengthMax ?? QUEUE_LENGTH_MAX;
  const posts = new PostOperations({
    mspId,
    projection,
    rows,
    keys,
    commits,
    outstanding,
    submission,
    ordering,
    queueLengthMax,
  });
  const answers = new KeptAnswers(rows, keys, commits);
  const transactions = new LedgerTransactions({
    answers,
    channel,
    fates,
    sender,
    ordering,
    log,
    patienceMs: parts.submission?.patienceMs,
    endorsersOf: (entry, request) =>
      endorsersOf(entry, request, { mspId, issuerOf: (programId) => projection.program(programId)?.issuer }),
  });
  const accounts = new AccountOpening(transactions);

  let closing = false;
  const isClosing = (): boolean => closing;
  const imports = new PurchaseImports({
    mspId,
    keys,
    commits,
    projection,
    accounts,
    submission,
    log,
    isClosing,
    rows: createImportRows(database),
    spool: new Spool(parts.spoolFolder),
    accountIdOf: (memberRef) => pseudonymOf(mspId, pseudonymKey, memberRef),
  });

  const stopping = new AbortController();
  let recovering = true;
  const recovered = recover({ rows, commits, fates, sender, freshness, posts, answers, log }, stopping.signal)
    .catch((error: unknown) => log.error({ err: error }, 'Work of an earlier run could not be taken up'))
    .finally(() => (recovering = false));
  follower.start();
  void imports.resume().catch((error: unknown) => log.error({ err: error }, 'Imports could not be taken up'));
  const tidying = setInterval(() => {
    const end = new Date(Date.now() - KEPT_MS);
    void commits.run(() => keys.forgetBefore(end) + rows.forgetBefore(end));
  }, TIDIED_EVERY_MS).unref();
  const everyMs = parts.holdsSweptEveryMs;
  void voidExpiredHolds({ mspId, projection, posts, log, isClosing, everyMs }, stopping.signal);
  const statements = { mspId, projection, transactions, log, isClosing, everyMs: parts.statementsMadeEveryMs };
  void makeDueStatements(statements, stopping.signal);
  const height = watchHeight(channel, follower, stopping.signal);

  return {
    ledger: createLedgerReads({ projection, lines, peer, freshness }),
    writes: createWrites({
      mspId,
      peer,
      projection,
      posts,
      accounts,
      transactions,
      caughtUp: onceDone(() => freshness.catchUp()),
      pseudonymKey,
      spendingCodeKey: createSecretKey(parts.spendingCodeKey),
      isClosing,
    }),
    imports,
    idempotency: createIdempotencyStore(keys, commits),
    health: {
      readiness: () => ({
        peerReachable: follower.connected,
        orderingAvailable: !ordering.isStuck,
        projectionBlock: follower.lastBlock,
        ledgerBlock: Math.max(height.lastBlock(), follower.lastBlock),
        queueLength: submission.length,
        queueLengthMax,
        recovering,
      }),
    },
    async close(graceMs) {
      if (closing) return;
      closing = true;
      clearInterval(tidying);
      const quiet = Promise.all([imports.stop(), recovered, untilQuiet(submission, outstanding, stopping.signal)]);
      await Promise.race([quiet, pause(graceMs, undefined, { ref: false })]);
      stopping.abort();
      submission.stop();
      sender.stop();
      ordering.stop();
      await follower.stop();
      lines.stop();
      channel.close();
      commits.flush();
      database.close();
    },
  };
}

/** Does it once; until it succeeds, whoever asks tries again. */
function onceDone(attempt: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= attempt().catch((error: unknown) => {
      done = undefined;
      throw toFailure(error);
    });
    return done;
  };
}

async function untilQuiet(
  submission: Submission,
  outstanding: OutstandingOperations,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && submission.length + submission.inFlight + outstanding.size > 0) await pause(20);
}

/** How far the channel is, asked now and then: the difference to the projection is its lag. */
function watchHeight(channel: Channel, follower: Follower, signal: AbortSignal): { lastBlock: () => number } {
  let lastBlock = -1;
  void (async () => {
    while (!signal.aborted) {
      lastBlock = await channel.height().then(
        (height) => height - 1,
        () => lastBlock,
      );
      // While the stream is up, blocks come by themselves, and asking is only needed at the beginning.
      const waitMs = follower.connected || lastBlock < 0 ? HEIGHT_ASKED_EVERY_MS : HEIGHT_ASKED_EVERY_MS / 5;
      await pause(lastBlock < 0 ? 200 : waitMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  })();
  return { lastBlock: () => lastBlock };
}
