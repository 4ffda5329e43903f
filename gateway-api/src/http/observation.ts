/** Gives every request its trace, and writes one log line and one measurement when it is over. */
import type { RequestHandler } from 'express';
import type { Log } from '../log.js';
import type { HttpMetrics } from './metrics.js';
import { traceOf } from './trace.js';

/**
 * Log lines hold the route's template, never the path, the query, a header or a body: these may carry what must not
 * be kept. Ordinary successes are logged at `debug`; the metrics count them anyway.
 */
export function createObservation(log: Log, metrics: HttpMetrics): RequestHandler {
  return (request, response, next) => {
    const trace = traceOf(request.headers.traceparent as string | undefined);
    const observed = (request.observed = { trace, startedMs: performance.now(), route: 'unmatched' });
    response.setHeader('traceresponse', trace.traceparent);
    response.once('close', () => {
      const { startedMs, route, caller, problemCode } = request.observed;
      const durationMs = performance.now() - startedMs;
      const aborted = !response.writableFinished;
      // Clients that go away before the reply are counted as nginx counts them.
      const status = aborted ? 499 : response.statusCode;
      metrics.observe({ method: request.method, route, status }, durationMs / 1000);
      // 503 is an answer, and what probes are given while the gateway starts.
      const level = status === 503 ? 'warn' : status >= 500 ? 'error' : status >= 400 ? 'info' : 'debug';
      log[level](
        {
          traceId: observed.trace.traceId,
          method: request.method,
          route,
          status,
          durationMs: Math.round(durationMs * 10) / 10,
          client: caller?.clientId,
          code: problemCode,
        },
        'request',
      );
    });
    next();
  };
}
