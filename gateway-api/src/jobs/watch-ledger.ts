/** Watching the ledger as one thing: blocks to the judge, what it finds to those who act on it. */
import type { Program } from '@commonpoint/catalogue';
import type { Channel } from '../channel/channel.js';
import type { Gateway } from '../gateway.js';
import type { Log } from '../log.js';
import type { Follower } from '../projection/follower.js';
import type { Finding, StartJudge } from '../watch/judge.js';
import { LedgerWatch, watchingOff, type WatchStatus } from '../watch/ledger-watch.js';
import type { Job } from './periodically.js';
import { suspendForgedPrograms } from './suspend-forged-programs.js';

export interface WatchOptions {
  readonly startJudge: StartJudge;
  readonly suspendOnForgery: boolean;
}

export interface WatchedLedger {
  readonly status: () => WatchStatus;
  /** The newest findings, newest first. */
  readonly found: () => readonly Finding[];
  readonly jobs: readonly Job[];
  stop(): Promise<void>;
}

export interface WatchLedgerParts {
  readonly channel: Channel;
  readonly follower: Follower;
  readonly ownPrograms: () => readonly Program[];
  readonly transactions: Pick<Gateway['transactions'], 'run'>;
  readonly log: Log;
}

/** Begins when the follower does, which may not be started yet. Without options nobody watches. */
export function watchLedger(options: WatchOptions | undefined, parts: WatchLedgerParts): WatchedLedger {
  if (options === undefined)
    return { status: () => watchingOff, found: () => [], jobs: [], stop: () => Promise.resolve() };
  const { follower, channel, ownPrograms, log } = parts;
  const { startJudge, suspendOnForgery } = options;
  const watch = new LedgerWatch({ startJudge, channel, log, lastBlock: () => follower.lastBlock });
  const suspending = suspendForgedPrograms({
    ...parts,
    watch,
    isWanted: suspendOnForgery,
    lastBlock: () => follower.lastBlock,
    programs: ownPrograms,
  });
  follower.join({
    durabilityOf: () => 'rebuildable',
    apply: () => undefined,
    applied: (block) => watch.follow(block),
  });
  watch.start();
  return {
    status: () => watch.status,
    found: () => watch.found,
    jobs: [suspending.job],
    stop: () => watch.stop(suspending.isDone() ? watch.status.findings : undefined),
  };
}
