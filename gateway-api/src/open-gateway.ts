/**
 * Puts the gateway together: what it reads, how it writes, which files it takes in, who watches; and how all of it ends.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { beginJobs } from './assembly/begin-jobs.js';
import { openFiles } from './assembly/files.js';
import { openReading } from './assembly/reading.js';
import { openWriting } from './assembly/writing.js';
import { TypedChannel } from './channel/typed-channel.js';
import { openExplorer } from './explorer/open-explorer.js';
import type { GatewayParts } from './gateway-parts.js';
import type { Gateway } from './gateway.js';
import { watchLedger } from './jobs/watch-ledger.js';
import { watchOrderers } from './jobs/watch-orderers.js';
import { onceDone } from './once-done.js';
import { CountedMembers } from './projection/counted-members.js';
import { readinessOf } from './readiness.js';
import { createSecrets } from './secrets.js';
import { createIdempotencyStore } from './store/idempotency.js';
import { OtherLogs } from './subjects/evidence/other-logs.js';
import { evidenceQueries } from './subjects/evidence/reads.js';
import { constitutionQueries } from './subjects/governance/reads.js';
import { organizationQueries } from './subjects/organizations/reads.js';
import { programQueries } from './subjects/programs/reads.js';
import { openWebhooks } from './webhooks/open-webhooks.js';
import { forgetNotes } from './writes/forget-notes.js';
import { postAside } from './writes/post-aside.js';
import { recover } from './writes/recovery.js';
import { untilQuiet } from './writes/until-quiet.js';

/** How long a request waits at the most for the projection to have what the peer has. */
const CATCH_UP_MS = 2_000;

/** Over any channel: what tests use with one in memory. */
export function openGateway(parts: GatewayParts): Gateway {
  const { mspId, log } = parts;
  let closing = false;
  const isClosing = (): boolean => closing;
  const secrets = createSecrets(mspId, parts.pseudonymKey, parts.spendingCodeKey, parts.pseudonyms);
  const reading = openReading(parts);
  const { database, channel, events, follower, freshness, height, identity, ledger, ownPeer, projection } = reading;
  const webhooks = openWebhooks(parts, events, secrets);
  const writing = openWriting(parts, reading, isClosing);
  const { shared, operations, outstanding, snapshots } = writing;
  const { commits, fates, keys, ordering, rows, sender, submission, transactions, accounts } = shared;
  const files = openFiles(parts, reading, writing, secrets);
  const { details, imports, migrations } = files;
  const ofReading = [reading.ledgerClock, reading.receiptLog, events.log];
  for (const participant of [reading.signatures, shared.pause, fates, ordering, ...ofReading, shared.known])
    follower.join(participant);
  follower.join({
    durabilityOf: () => 'rebuildable',
    apply: () => undefined,
    applied({ network }) {
      projection.blockCame();
      if (network !== undefined) parts.orderers?.changed?.();
    },
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  let recovering = true;
  const recovered = recover({ ...shared, answers: writing.answers, posts: operations }, signal)
    .catch((error: unknown) => log.error({ err: error }, 'Work of an earlier run could not be taken up'))
    .finally(() => (recovering = false));
  const ownPrograms = () => projection.of(programQueries).issuedBy(mspId);
  const watch = watchLedger(parts.watch, { channel, follower, transactions, log, ownPrograms });
  const orderers = watchOrderers(parts.orderers, log, parts.registry);
  const otherLogs = new OtherLogs({
    evidence: projection.of(evidenceQueries),
    tree: reading.receiptLog.tree,
    lastBlock: () => follower.lastBlock,
    log,
  });
  const explorer = openExplorer(parts.explorer, { channel, follower, log });
  follower.start();
  for (const each of [webhooks, migrations]) each.start();
  void imports.resume().catch((error: unknown) => log.error({ err: error }, 'Imports could not be taken up'));
  const caughtUpOnce = onceDone(() => freshness.catchUp());

  const gateway: Gateway = {
    mspId,
    auditors: parts.auditors,
    countedMembers: new CountedMembers(projection.of(organizationQueries).organizations),
    cashierReversals: parts.cashierReversals,
    nodes: {
      network: () => events.log.network(),
      certificates: () => parts.certificates?.known() ?? [],
      signatures: () => reading.signatures.all(),
      findings: () => [...otherLogs.found, ...watch.found()],
    },
    apiKeys: parts.apiKeys ?? (() => []),
    signIn: parts.signIn && { stepUpMinutes: parts.signIn.stepUpMinutes },
    currency: () => projection.of(constitutionQueries).currency(),
    peer: new TypedChannel(channel),
    projection,
    receiptLog: reading.receiptLog,
    otherLogs,
    details,
    arrivals: writing.arrivals,
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
    wholeBlock: () => follower.whole(),
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
          writePause: shared.pause,
          isBehind: reading.isBehind,
          storage: database.health,
          detailsStorage: details.health,
          queueLengthMax: writing.queueLengthMax,
          recovering,
          watch,
          otherLogs,
          orderers,
        }),
    },
    async close(graceMs) {
      if (closing) return;
      closing = true;
      events.stop();
      await webhooks.stop();
      const done = [imports.stop(), migrations.stop(), recovered];
      const quiet = Promise.all([...done, untilQuiet(submission, outstanding, signal)]);
      await Promise.race([quiet, pause(graceMs, undefined, { ref: false })]);
      stopping.abort();
      submission.stop();
      sender.stop();
      ordering.stop();
      shared.pause.stop();
      await watch.stop();
      await follower.stop();
      await explorer?.stop();
      orderers.stop();
      channel.close();
      commits.flush();
      await database.stopMoving();
      for (const file of [database, details, snapshots]) file.close();
    },
  };
  const others = [...watch.jobs, ...orderers.jobs];
  beginJobs(parts, gateway, { reading, writing, files, others }, { isClosing, signal });
  return gateway;
}
