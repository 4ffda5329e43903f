/**
 * Puts the gateway together: the one place that knows all its parts.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { noCertificates } from './channel/certificates.js';
import { watchPeer } from './channel/watch-peer.js';
import { TypedChannel } from './channel/typed-channel.js';
import { EventFeed } from './events/event-feed.js';
import { openExplorer } from './explorer/open-explorer.js';
import type { GatewayParts } from './gateway-parts.js';
import type { Gateway } from './gateway.js';
import { tables } from './gateway-tables.js';
import { createImportRows } from './imports/import-rows.js';
import { Migrations, proveClaims } from './imports/migrations.js';
import { KnownAccounts, PurchaseImports } from './imports/imports.js';
import { createReversalRows } from './imports/reversal-rows.js';
import { Spool } from './imports/spool.js';
import { forgetOldWork } from './jobs/forget-old-work.js';
import { periodically, type Job } from './jobs/periodically.js';
import { tryStorage } from './jobs/try-storage.js';
import { watchCertificates } from './jobs/watch-certificates.js';
import { watchChaincode } from './jobs/watch-chaincode.js';
import { watchHeight } from './jobs/watch-height.js';
import { watchLedger } from './jobs/watch-ledger.js';
import { watchOrderers } from './jobs/watch-orderers.js';
import { createBlockApplier } from './projection/apply-block.js';
import { CountedMembers } from './projection/counted-members.js';
import { Follower } from './projection/follower.js';
import { LedgerClock } from './projection/ledger-clock.js';
import { LedgerIdentity } from './projection/ledger-identity.js';
import { onceCompared } from './projection/once-compared.js';
import { ReceiptLog } from './projection/receipt-log.js';
import { Freshness } from './projection/freshness.js';
import { OrdererSignatures } from './projection/orderer-signatures.js';
import { Projection } from './projection/projection.js';
import { projectedLedger } from './projected-ledger.js';
import { readinessOf } from './readiness.js';
import { requireOrigin } from './require-origin.js';
import { onceDone } from './once-done.js';
import { createSecrets } from './secrets.js';
import { migrationsPathBeside, SnapshotStore } from './store/snapshot-store.js';
import { DetailStore, detailsPathBeside } from './store/detail-store.js';
import { Database } from './store/database.js';
import { GroupCommit } from './store/group-commit.js';
import { createIdempotencyRows, createIdempotencyStore } from './store/idempotency.js';
import { subjects } from './subjects/index.js';
import { constitutionQueries } from './subjects/governance/reads.js';
import { isBehind as areDetailsBehind } from './subjects/evidence/anchor-job.js';
import { organizationQueries } from './subjects/organizations/reads.js';
import { speakerOf } from './subjects/organizations/speaker.js';
import { programQueries } from './subjects/programs/reads.js';
import { openWebhooks } from './webhooks/open-webhooks.js';
import { endorsersOf } from './writes/endorsers-of.js';
import { Fates } from './writes/fates.js';
import { KeptAnswers } from './writes/kept-answers.js';
import { LedgerTransactions } from './writes/ledger-transactions.js';
import { AccountOpening } from './writes/open-accounts.js';
import { createOperationRows } from './writes/operation-rows.js';
import { OrderingWatch } from './writes/ordering-watch.js';
import { forgetNotes } from './writes/forget-notes.js';
import { OutstandingOperations } from './writes/outstanding.js';
import { postAside } from './writes/post-aside.js';
import { PostOperations } from './writes/post-operations.js';
import { recover } from './writes/recovery.js';
import { Sender } from './writes/sender.js';
import { Submission } from './writes/submission.js';
import { untilQuiet } from './writes/until-quiet.js';
import { WritePause } from './writes/write-pause.js';

/** Operations that may wait for a transaction before new ones are refused. */
const QUEUE_LENGTH_MAX = 50_000;
/** How long a request waits at the most for the projection to have what the peer has. */
const CATCH_UP_MS = 2_000;

/** Over any channel: what tests use with one in memory. */
export function openGateway(parts: GatewayParts): Gateway {
  const { mspId, log, queueLengthMax = QUEUE_LENGTH_MAX } = parts;
  const secrets = createSecrets(mspId, parts.pseudonymKey, parts.spendingCodeKey, parts.pseudonyms);
  const database = new Database(parts.databasePath, tables, parts.startMover);
  const origin = requireOrigin(database, parts);
  const identity = new LedgerIdentity(database, origin, parts.databasePath);
  const isBehind = (): boolean => height.isBehind();
  const ownPeer = watchPeer(parts.channel, mspId, { isBehind, unlessSilent: (call) => height.unlessSilent(call) });
  const channel = onceCompared(ownPeer.channel, identity, isBehind);
  const ledgerClock = new LedgerClock(database);
  const receiptLog = new ReceiptLog(database, origin, parts.databasePath);
  const tellers = {
    daily: subjects.flatMap((subject) => subject.daily ?? []),
    eachBlock: subjects.flatMap((subject) => subject.eachBlock ?? []),
  };
  const events = new EventFeed(database, parts.databasePath, tellers, parts.heartbeatMs);
  const webhooks = openWebhooks(parts, events, secrets);
  const peer = new TypedChannel(channel);
  const commits = new GroupCommit(database);
  const keys = createIdempotencyRows(database, () => ledgerClock.stamp());
  const plainRows = createOperationRows(database, () => ledgerClock.stamp());
  const rows = parts.traces?.rows(plainRows) ?? plainRows;
  const projection = new Projection(database);
  const ledger = projectedLedger(projection);
  const applyBlock = createBlockApplier(
    database,
    subjects.flatMap((subject) => subject.rows ?? []),
    (passedOver) => log.error(passedOver, 'A block holds what makes no sense, and was applied without it'),
  );
  const follower = new Follower(database, channel, applyBlock, identity, log, parts.gatheredMs);
  const [fates, known] = [new Fates(), new KnownAccounts()];
  const ordering = new OrderingWatch({
    height: () => channel.height(),
    lastBlock: () => follower.lastBlock,
    log,
    timing: parts.ordering,
  });
  const signatures = new OrdererSignatures(parts.ordererName);
  const writePause = new WritePause(log, parts.pause);
  for (const participant of [signatures, writePause, fates, ordering, ledgerClock, receiptLog, events.log, known])
    follower.join(participant);
  const telling = { durabilityOf: () => 'rebuildable' as const, apply: () => undefined };
  follower.join({
    ...telling,
    applied({ network }) {
      projection.blockCame();
      if (network !== undefined) parts.orderers?.changed?.();
    },
  });
  const sender = new Sender(
    channel,
    ordering,
    log,
    (txId) => void commits.keep(() => fates.giveUp(txId)),
    parts.sender,
  );
  const freshness = new Freshness(channel, follower);
  let closing = false;
  const isClosing = (): boolean => closing;
  const kept = { rows, keys, commits };
  const access = { mspId, channel, projection: ledger, ...kept, fates, sender, ordering, freshness };
  const shared = { ...access, pause: writePause, known, log, isClosing };
  const snapshots = new SnapshotStore(migrationsPathBeside(parts.databasePath));
  const submission = new Submission({
    ...shared,
    proveClaims: (asked) => proveClaims(snapshots, asked),
    underWay: (operationId) => outstanding.find(operationId)?.operation,
    timing: parts.submission ?? {},
  });
  const outstanding = new OutstandingOperations(rows, (ids) => {
    void commits.keep(() => ids.forEach((id) => rows.forget(id)));
  });
  const operations = new PostOperations({ ...shared, outstanding, submission, queueLengthMax });
  const issuerOf = (programId: string): string | undefined => ledger.program(programId)?.issuer;
  const answers = new KeptAnswers(rows, keys, commits);
  const transactions = new LedgerTransactions({
    ...shared,
    answers,
    patienceMs: parts.submission?.patienceMs,
    endorsersOf: (entry, request) => endorsersOf(entry, request, { mspId, issuerOf }),
  });
  const accounts = new AccountOpening(transactions);
  const { accountIdOf, purchaseDigest } = secrets;
  const importRows = createImportRows(database);
  const reversals = createReversalRows(database);
  const details = new DetailStore(detailsPathBeside(parts.databasePath), mspId);
  const imports = new PurchaseImports({
    ...shared,
    accounts,
    details,
    areDetailsBehind: () => areDetailsBehind({ mspId, details, projection }),
    submission,
    rows: importRows,
    spool: new Spool(parts.spoolFolder),
    reversals,
    identity: { accountIdOf, purchaseDigest, timesTakenBack: reversals.timesTakenBack },
    ledgerBlock: () => freshness.catchUp().then(() => follower.lastBlock),
  });
  const migrations = new Migrations({ ...shared, accounts, submission, transactions, snapshots, accountIdOf });
  const stopping = new AbortController();
  let recovering = true;
  const recovered = recover({ ...shared, answers, posts: operations }, stopping.signal)
    .catch((error: unknown) => log.error({ err: error }, 'Work of an earlier run could not be taken up'))
    .finally(() => (recovering = false));
  const watch = watchLedger(parts.watch, {
    channel,
    follower,
    transactions,
    log,
    ownPrograms: () => projection.of(programQueries).issuedBy(mspId),
  });
  const orderers = watchOrderers(parts.orderers, log, parts.registry);
  const explorer = openExplorer(parts.explorer, { channel, follower, log });
  follower.start();
  for (const each of [webhooks, migrations]) each.start();
  void imports.resume().catch((error: unknown) => log.error({ err: error }, 'Imports could not be taken up'));
  const height = watchHeight(
    channel,
    () => follower.connected && !ownPeer.isClockWrong(),
    parts.reconnect ?? (() => Promise.resolve()),
    () => follower.lastBlock,
  );
  const caughtUpOnce = onceDone(() => freshness.catchUp());

  const gateway: Gateway = {
    mspId,
    auditors: parts.auditors,
    countedMembers: new CountedMembers(projection.of(organizationQueries).organizations),
    cashierReversals: parts.cashierReversals,
    nodes: {
      network: () => events.log.network(),
      certificates: () => parts.certificates?.known() ?? [],
      signatures: () => signatures.all(),
      findings: () => watch.found(),
    },
    apiKeys: parts.apiKeys ?? (() => []),
    signIn: parts.signIn && { stepUpMinutes: parts.signIn.stepUpMinutes },
    currency: () => projection.of(constitutionQueries).currency(),
    peer,
    projection,
    receiptLog,
    details,
    operations,
    forgetNotes: (isAbout) => forgetNotes({ rows, commits }, isAbout),
    postAside: (asked) => postAside(submission, 'operator', asked, Number.MAX_SAFE_INTEGER),
    transactions,
    accounts,
    imports,
    migrations,
    secrets,
    events,
    explorer,
    webhooks,
    pseudonyms: parts.pseudonyms,
    idempotency: createIdempotencyStore(keys, commits),
    storage: database.health,
    ledgerConfirmed: identity.confirmed,
    caughtUp: () => freshness.caughtUpWithin(CATCH_UP_MS),
    async receiptBefore(operationId) {
      await caughtUpOnce();
      return ledger.receipt(mspId, operationId)?.receipt;
    },
    health: {
      readiness: () =>
        readinessOf({
          follower,
          height,
          ownPeer,
          ordering,
          projection,
          submission,
          writePause,
          isBehind,
          storage: database.health,
          detailsStorage: details.health,
          queueLengthMax,
          recovering,
          watch,
          orderers,
        }),
    },
    async close(graceMs) {
      if (closing) return;
      closing = true;
      events.stop();
      await webhooks.stop();
      const done = [imports.stop(), migrations.stop(), recovered];
      const quiet = Promise.all([...done, untilQuiet(submission, outstanding, stopping.signal)]);
      await Promise.race([quiet, pause(graceMs, undefined, { ref: false })]);
      stopping.abort();
      submission.stop();
      sender.stop();
      ordering.stop();
      writePause.stop();
      await watch.stop();
      await follower.stop();
      await explorer?.stop();
      orderers.stop();
      channel.close();
      commits.flush();
      await database.stopMoving();
      for (const file of [database, gateway.details, snapshots]) file.close();
    },
  };
  const jobs: Job[] = subjects.flatMap((subject) =>
    Object.entries(subject.jobs ?? {}).map(([name, create]) => create(gateway, log, parts.jobsEveryMs?.[name])),
  );
  const surroundings = { log, isClosing, signal: stopping.signal, registry: parts.registry };
  void periodically(
    [
      height.job,
      watchChaincode(channel, ownPeer.isChaincodeMissing, () => speakerOf(gateway)),
      watchCertificates(parts.certificates ?? noCertificates, log, parts.registry),
      tryStorage('try-storage', database),
      tryStorage('try-details-storage', details),
      forgetOldWork(commits, [keys, importRows], () => ledgerClock.atLeast()),
      forgetOldWork(commits, [rows], () => ledgerClock.atLeast(), parts.operationsKeptDays),
      ...watch.jobs,
      ...orderers.jobs,
      ...jobs,
    ],
    surroundings,
  );
  return gateway;
}
