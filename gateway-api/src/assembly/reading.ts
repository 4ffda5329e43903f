/** What a gateway reads: the peer's blocks into its own file, and what follows from them. */
import { watchPeer } from '../channel/watch-peer.js';
import { EventFeed } from '../events/event-feed.js';
import type { GatewayParts } from '../gateway-parts.js';
import { tables } from '../gateway-tables.js';
import { type HeightWatch, watchHeight } from '../jobs/watch-height.js';
import { projectedLedger } from '../projected-ledger.js';
import { createBlockApplier } from '../projection/apply-block.js';
import { Follower } from '../projection/follower.js';
import { Freshness } from '../projection/freshness.js';
import { LedgerClock } from '../projection/ledger-clock.js';
import { LedgerIdentity } from '../projection/ledger-identity.js';
import { onceCompared } from '../projection/once-compared.js';
import { OrdererSignatures } from '../projection/orderer-signatures.js';
import { Projection } from '../projection/projection.js';
import { ReceiptLog } from '../projection/receipt-log.js';
import { requireOrigin } from '../require-origin.js';
import { Database } from '../store/database.js';
import { subjects } from '../subjects/index.js';

export type Reading = ReturnType<typeof openReading>;

/** Nothing is followed before somebody starts the follower. */
export function openReading(parts: GatewayParts) {
  const { mspId, log } = parts;
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
  const projection = new Projection(database);
  const applyBlock = createBlockApplier(
    database,
    subjects.flatMap((subject) => subject.rows ?? []),
    (passedOver) => log.error(passedOver, 'A block holds what makes no sense, and was applied without it'),
  );
  const follower = new Follower(database, channel, applyBlock, identity, log, parts.gatheredMs);
  const height: HeightWatch = watchHeight(
    channel,
    () => follower.connected && !ownPeer.isClockWrong(),
    parts.reconnect ?? (() => Promise.resolve()),
    () => follower.lastBlock,
  );
  return {
    database,
    identity,
    isBehind,
    ownPeer,
    channel,
    ledgerClock,
    receiptLog,
    events,
    projection,
    ledger: projectedLedger(projection),
    signatures: new OrdererSignatures(parts.ordererName),
    follower,
    freshness: new Freshness(channel, follower),
    height,
  };
}
