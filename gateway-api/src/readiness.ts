/** Whether requests can be served, and what is in the way; out of what the parts know without asking the peer. */
import type { watchPeer } from './channel/watch-peer.js';
import type { Readiness } from './gateway.js';
import type { OrderersWatch } from './jobs/watch-orderers.js';
import type { watchHeight } from './jobs/watch-height.js';
import type { Finding } from './watch/judge.js';
import type { WatchStatus } from './watch/ledger-watch.js';
import type { Follower } from './projection/follower.js';
import type { Projection } from './projection/projection.js';
import type { StorageHealth } from './store/storage-health.js';
import type { OrderingWatch } from './writes/ordering-watch.js';
import type { Submission } from './writes/submission.js';
import type { WritePause } from './writes/write-pause.js';

export interface ReadinessParts {
  readonly follower: Pick<Follower, 'connected' | 'lastBlock'>;
  readonly height: Pick<ReturnType<typeof watchHeight>, 'isSilent' | 'lastBlock'>;
  readonly ownPeer: Pick<ReturnType<typeof watchPeer>, 'isClockWrong' | 'isChaincodeMissing'>;
  readonly ordering: Pick<OrderingWatch, 'isStuck'>;
  readonly projection: Pick<Projection, 'passedOver'>;
  readonly submission: Pick<Submission, 'length'>;
  readonly writePause: Pick<WritePause, 'isOn'>;
  readonly isBehind: () => boolean;
  readonly storage: StorageHealth;
  readonly detailsStorage: StorageHealth;
  readonly queueLengthMax: number;
  readonly recovering: boolean;
  readonly watch: { status(): WatchStatus };
  readonly otherLogs: { readonly found: readonly Finding[] };
  readonly orderers: Pick<OrderersWatch, 'standing'>;
}

export function readinessOf(now: ReadinessParts): Readiness {
  return {
    peerReachable: (now.follower.connected && !now.height.isSilent()) || now.isBehind() || now.ownPeer.isClockWrong(),
    clockWrong: now.ownPeer.isClockWrong(),
    peerBlock: now.isBehind() ? now.height.lastBlock() : undefined,
    chaincodeMissing: now.ownPeer.isChaincodeMissing(),
    orderingAvailable: !now.ordering.isStuck,
    storageTrouble: now.storage.trouble,
    detailsTrouble: now.detailsStorage.trouble,
    projectionBlock: now.follower.lastBlock,
    passedOver: now.projection.passedOver(),
    ledgerBlock: Math.max(now.height.lastBlock(), now.follower.lastBlock),
    writesWait: now.writePause.isOn,
    queueLength: now.submission.length,
    queueLengthMax: now.queueLengthMax,
    recovering: now.recovering,
    watch: withFound(now.watch.status(), now.otherLogs.found),
    orderers: now.orderers.standing(),
  };
}

/** Counted with what recomputing blocks found. */
function withFound(status: WatchStatus, found: readonly Finding[]): WatchStatus {
  const [first] = found;
  if (first === undefined) return status;
  const last = status.last ?? { block: first.block, about: first.about };
  return { ...status, findings: status.findings + found.length, last };
}
