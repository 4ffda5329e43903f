/** How a gateway brings to the ledger what it is asked for: recorded first, sent, and found again in blocks. */
import type { Operation } from '@commonpoint/catalogue';
import type { GatewayParts } from '../gateway-parts.js';
import { KnownAccounts } from '../imports/known-accounts.js';
import { proveClaims } from '../imports/migrations.js';
import { GroupCommit } from '../store/group-commit.js';
import { createIdempotencyRows } from '../store/idempotency.js';
import { migrationsPathBeside, SnapshotStore } from '../store/snapshot-store.js';
import { Arrivals } from '../writes/arrivals.js';
import { endorsersOf } from '../writes/endorsers-of.js';
import { Fates } from '../writes/fates.js';
import { KeptAnswers } from '../writes/kept-answers.js';
import { createLedgerLookup } from '../writes/ledger-lookup.js';
import { LedgerTransactions } from '../writes/ledger-transactions.js';
import { AccountOpening } from '../writes/open-accounts.js';
import { createOperationRows } from '../writes/operation-rows.js';
import { OrderingWatch } from '../writes/ordering-watch.js';
import { OutstandingOperations } from '../writes/outstanding.js';
import { PostOperations } from '../writes/post-operations.js';
import { Sender } from '../writes/sender.js';
import { Submission } from '../writes/submission.js';
import { WritePause } from '../writes/write-pause.js';
import type { Reading } from './reading.js';

/** Operations that may wait for a transaction before new ones are refused. */
const QUEUE_LENGTH_MAX = 50_000;

export type Writing = ReturnType<typeof openWriting>;

export function openWriting(parts: GatewayParts, reading: Reading, isClosing: () => boolean) {
  const { mspId, log, queueLengthMax = QUEUE_LENGTH_MAX } = parts;
  const { database, channel, follower, freshness, ledger, ledgerClock } = reading;
  const commits = new GroupCommit(database);
  const keys = createIdempotencyRows(database, () => ledgerClock.stamp());
  const plainRows = createOperationRows(database, () => ledgerClock.stamp());
  const rows = parts.traces?.rows(plainRows) ?? plainRows;
  const [fates, known] = [new Fates(), new KnownAccounts()];
  const ordering = new OrderingWatch({
    height: () => channel.height(),
    lastBlock: () => follower.lastBlock,
    log,
    timing: parts.ordering,
  });
  const pause = new WritePause(log, parts.pause);
  const giveUp = (txId: string): void => void commits.keep(() => fates.giveUp(txId));
  const sender = new Sender(channel, ordering, log, giveUp, parts.sender);
  const shared = {
    mspId,
    channel,
    projection: ledger,
    rows,
    keys,
    commits,
    fates,
    sender,
    ordering,
    freshness,
    pause,
    known,
    log,
    isClosing,
  };
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
  const underWay = (id: string): Operation | undefined => outstanding.find(id)?.operation ?? arrivals.find(id);
  const arrivals: Arrivals = new Arrivals(createLedgerLookup(ledger, mspId, underWay));
  const issuerOf = (programId: string): string | undefined => ledger.program(programId)?.issuer;
  const answers = new KeptAnswers(rows, keys, commits);
  const transactions = new LedgerTransactions({
    ...shared,
    answers,
    patienceMs: parts.submission?.patienceMs,
    endorsersOf: (entry, request) => endorsersOf(entry, request, { mspId, issuerOf }),
  });
  return {
    /** What whoever else writes needs as well. */
    shared: { ...shared, submission, transactions, accounts: new AccountOpening(transactions) },
    answers,
    arrivals,
    queueLengthMax,
    outstanding,
    snapshots,
    operations: new PostOperations({ ...shared, outstanding, submission, queueLengthMax }),
  };
}
