/** Prometheus metrics of the HTTP half, in base units, with route templates as labels. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Health } from '../gateway.js';

export interface HttpMetrics {
  readonly registry: Registry;
  observe(labels: { method: string; route: string; status: number; code?: string | undefined }, seconds: number): void;
  /** Adds what the ledger half knows of itself, read when scraped. */
  watch(health: Health): void;
}

/** How late timers are is looked at so often: by default a gateway at rest would be woken a hundred times a second. */
const LOOP_LOOKED_AT_EVERY_MS = 100;

export function createMetrics(): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LOOKED_AT_EVERY_MS });
  const durations = new Histogram({
    name: 'commonpoint_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its reply.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'commonpoint_refusals_total',
    help: 'Requests that were refused, by code; operations of a batch are not among them.',
    labelNames: ['code'] as const,
    registers: [registry],
  });
  return {
    registry,
    observe({ code, ...labels }, seconds) {
      durations.observe(labels, seconds);
      if (code !== undefined) refusals.inc({ code });
    },
    watch(health) {
      const gauge = (name: string, help: string, read: (facts: ReturnType<Health['readiness']>) => number): void => {
        new Gauge({
          name,
          help,
          registers: [registry],
          collect() {
            this.set(read(health.readiness()));
          },
        });
      };
      gauge('commonpoint_peer_reachable', 'Whether the peer can be reached.', (facts) => Number(facts.peerReachable));
      gauge(
        'commonpoint_ordering_available',
        'Whether transactions that are handed over come back in blocks.',
        (facts) => Number(facts.orderingAvailable),
      );
      gauge(
        'commonpoint_projection_block',
        'The last block the projection includes.',
        (facts) => facts.projectionBlock,
      );
      gauge('commonpoint_ledger_block', 'The last block known of the channel.', (facts) => facts.ledgerBlock);
      gauge(
        'commonpoint_projection_passed_over',
        'Rows and transactions of valid blocks that make no sense, and are left out. Anything but 0 is for people to look at.',
        (facts) => facts.passedOver,
      );
      gauge(
        'commonpoint_watch_findings',
        'What was found wrong with blocks of the own peer. Anything but 0 is for people to look at.',
        (facts) => facts.watch.findings,
      );
      gauge('commonpoint_watch_block', 'The last block that was recomputed.', (facts) => facts.watch.block ?? -1);
      gauge('commonpoint_watch_working', 'Whether blocks are recomputed as they come.', (facts) =>
        Number(facts.watch.state === 'watching'),
      );
      gauge('commonpoint_writes_wait', 'Whether writes wait while orderers change.', (facts) =>
        Number(facts.writesWait),
      );
      gauge('commonpoint_write_queue_operations', 'Operations waiting to be grouped.', (facts) => facts.queueLength);
    },
  };
}
