/** The bridge at work, until it is told to stop: round after round, whatever goes wrong. */
import { Client } from '@commonpoint/client';
import { setTimeout as sleep } from 'node:timers/promises';
import pino, { type Logger } from 'pino';
import type { BridgeConfig } from './config.js';
import type { Crossing } from './cross-row.js';
import { LeaseTaken } from './legacy-store.js';
import { createLedger, type Ledger } from './ledger.js';
import { createMetrics, type Metrics } from './metrics.js';
import { openStore, type PreparedStore } from './open-store.js';
import type { OutboxRow } from './outbox-row.js';
import { createSeals } from './seal.js';
import { workRound } from './work-round.js';

/** A gateway that does not answer is asked again with the next round. */
const REQUEST_MS = 30_000;
const TROUBLE_MS_MAX = 30_000;

export const openLedger = ({ gateway, apiKey, programId, bridgeId }: BridgeConfig): Ledger =>
  createLedger(new Client({ url: gateway.url, apiKey, timeoutMs: REQUEST_MS }), programId, bridgeId);

export interface RunOptions {
  readonly signal: AbortSignal;
  /** Ends once nothing is open any more, but for what waits. */
  readonly once: boolean;
}

/** @returns whether all that was open came to an end */
export async function runBridge(config: BridgeConfig, { signal, once }: RunOptions): Promise<boolean> {
  const log = pino({ level: config.logLevel, base: { bridge: config.bridgeId } });
  const metrics = await createMetrics(config.metrics);
  let store: PreparedStore | undefined;
  let failures = 0;
  try {
    while (!signal.aborted) {
      try {
        store ??= await open(config, log);
        const crossing: Crossing = {
          store,
          ledger: openLedger(config),
          seals: createSeals(config.sealKey, config.bridgeId),
          bridgeId: config.bridgeId,
          holdSeconds: config.holdSeconds,
          now: Date.now,
        };
        const { moved, waiting, troubles, open: count } = await workRound(crossing, config.concurrency);
        for (const row of moved) tell(log, metrics, row);
        for (const { row, error } of troubles)
          log.warn({ row: row.id, state: row.state, error: error.message }, 'a row waits');
        metrics.round({ open: count - moved.length, waiting: waiting.length, troubled: troubles.length });
        failures = troubles.length > 0 ? failures + 1 : 0;
        if (once && moved.length === 0) return count === 0;
        if (moved.length === 0 || troubles.length > 0) await rest(pauseMs(config.pollMs, failures), signal);
      } catch (error) {
        if (signal.aborted) break;
        if (once && error instanceof LeaseTaken) throw error;
        failures += 1;
        metrics.trouble();
        log[error instanceof LeaseTaken ? 'info' : 'error']({ error: (error as Error).message }, 'the bridge waits');
        await store?.close();
        store = undefined;
        await rest(pauseMs(config.pollMs, failures), signal);
      }
    }
    return false;
  } finally {
    await store?.close();
    await metrics.close();
  }
}

async function open(config: BridgeConfig, log: Logger): Promise<PreparedStore> {
  const store = await openStore(config, true);
  log.info({ outbox: config.legacy.outbox, gateway: config.gateway.url }, 'the bridge is at work');
  return store;
}

function tell(log: Logger, metrics: Metrics, { id, direction, points, state, code, detail }: OutboxRow): void {
  metrics.crossed(direction, state, Number(points));
  const level = state === 'disputed' ? 'error' : state === 'done' ? 'debug' : 'info';
  log[level]({ row: id, direction, points, state, code, detail }, 'a row moved');
}

const pauseMs = (pollMs: number, failures: number): number =>
  Math.min(Math.max(TROUBLE_MS_MAX, pollMs), pollMs * 2 ** Math.min(failures, 10));

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
