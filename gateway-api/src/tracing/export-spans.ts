/**
 * Spans on their way to a collector, by OTLP over HTTP. They are sent in the background, in batches; while the collector takes none
 * they are dropped beyond a bound, and counted.
 */
import { Counter, type Registry } from 'prom-client';
import type { Log } from '../log.js';
import type { Span, TakeSpan } from './span.js';

export interface TracingConfig {
  /** Where to, as `http://127.0.0.1:4318/v1/traces`. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
}

const QUEUE_MAX = 8_192;
const BATCH_MAX = 512;
const EVERY_MS = 2_000;
const TIMEOUT_MS = 10_000;

/** As OpenTelemetry numbers them. */
const kinds = { internal: 0, server: 1, client: 2 } as const;
const SAMPLED = 1;
const ERROR = 2;

/** What it needs is loaded only where traces are wanted. */
export async function exportSpans(
  { endpoint, headers }: TracingConfig,
  about: { readonly mspId: string; readonly version: string },
  log: Log,
  registry: Registry,
): Promise<{ readonly take: TakeSpan; close(): Promise<void> }> {
  const [{ BatchSpanProcessor }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const dropped = new Counter({
    name: 'commonpoint_trace_spans_dropped_total',
    help: 'Spans that the collector did not take.',
    registers: [registry],
  });
  const exporter = new OTLPTraceExporter({ url: endpoint, headers: { ...headers }, timeoutMillis: TIMEOUT_MS });
  let isTold = false;
  let waiting = 0;
  const processor = new BatchSpanProcessor({
    exporter: {
      export: (spans, done) =>
        exporter.export(spans, (result) => {
          waiting -= spans.length;
          if (result.code !== 0) {
            dropped.inc(spans.length);
            if (!isTold) log.warn({ err: result.error }, 'The collector of traces takes none; those are dropped');
          }
          isTold = result.code !== 0;
          done(result);
        }),
      forceFlush: () => exporter.forceFlush(),
      shutdown: () => exporter.shutdown(),
    },
    // What is too much is counted before it gets there.
    maxQueueSize: 2 * QUEUE_MAX,
    maxExportBatchSize: BATCH_MAX,
    scheduledDelayMillis: EVERY_MS,
    exportTimeoutMillis: TIMEOUT_MS,
  });
  const resource = resourceFromAttributes({
    'service.name': 'commonpoint-gateway',
    'service.version': about.version,
    'service.instance.id': about.mspId,
  });
  const rest = {
    resource,
    instrumentationScope: { name: 'commonpoint' },
    events: [],
    ended: true,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
  const contextOf = ({ traceId, spanId }: { traceId: string; spanId: string }) => ({
    traceId,
    spanId,
    traceFlags: SAMPLED,
  });
  return {
    take({ name, kind, parentId, startMs, endMs, attributes, links = [], failed: isFailed, ...context }: Span) {
      if (waiting >= QUEUE_MAX) return dropped.inc();
      waiting += 1;
      processor.onEnd({
        ...rest,
        name,
        // Numbers of an enumeration of another package than this one has.
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
        kind: kinds[kind],
        spanContext: () => contextOf(context),
        ...(parentId !== undefined && { parentSpanContext: contextOf({ traceId: context.traceId, spanId: parentId }) }),
        startTime: toHrTime(startMs),
        endTime: toHrTime(endMs),
        duration: toHrTime(endMs - startMs),
        // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
        status: { code: isFailed === true ? ERROR : 0 },
        attributes: Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)),
        links: links.map((link) => ({ context: contextOf(link) })),
      });
    },
    close: () => processor.shutdown().catch(() => undefined),
  };
}

function toHrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}
