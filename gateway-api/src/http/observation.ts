/** Gives every request its trace, and writes one log line and one measurement when it is over. */
import type { Request, RequestHandler, Response } from 'express';
import type { Caller } from '../caller.js';
import type { Log } from '../log.js';
import type { AccessEntry } from '../store/access-log.js';
import type { HttpMetrics } from './metrics.js';
import { traceOf, type Trace } from './trace.js';

/** What a trace has of a request: nothing of its path, query, headers or body. */
export interface TracedRequest {
  readonly trace: Trace;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  /** As `performance.now()` has it. */
  readonly startedMs: number;
  readonly durationMs: number;
  readonly code?: string | undefined;
}

/**
 * Log lines hold the route's template, never the path, the query, a header or a body: these may carry what must not
 * be kept. Ordinary successes are logged at `debug`; the metrics count them anyway.
 */
export function createObservation(
  log: Log,
  metrics: HttpMetrics,
  record: (entry: AccessEntry) => void = () => undefined,
  traced?: (request: TracedRequest) => void,
): RequestHandler {
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
      metrics.observe({ method: request.method, route, status, code: problemCode }, durationMs / 1000);
      if (observed.trace.isSampled)
        traced?.({ trace, method: request.method, route, status, startedMs, durationMs, code: problemCode });
      if (caller !== undefined || route.startsWith('/v1')) {
        const address = request.socket.remoteAddress;
        record(accessOf({ request, response, status, caller, code: problemCode, address }));
      }
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

const operationPath = '/v1/operations/';

/** What the access log has of a request: whose it was and what it touched, without query, headers and body. */
function accessOf({
  request,
  response,
  status,
  caller,
  code,
  address,
}: {
  readonly request: Request;
  readonly response: Response;
  readonly status: number;
  readonly caller: Caller | undefined;
  readonly code: string | undefined;
  readonly address: string | undefined;
}): AccessEntry {
  const { originalUrl, method } = request;
  const query = originalUrl.indexOf('?');
  const location = response.getHeader('location');
  const isOperation = typeof location === 'string' && location.startsWith(operationPath);
  return {
    time: new Date().toISOString(),
    key: caller?.keyId,
    client: caller?.clientId,
    role: caller?.role,
    address,
    method,
    path: (query === -1 ? originalUrl : originalUrl.slice(0, query)).slice(0, 300),
    status,
    code,
    operation: isOperation ? location.slice(operationPath.length) : undefined,
    trace: request.observed.trace.traceId,
  };
}
