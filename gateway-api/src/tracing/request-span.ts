/** A request as a span. */
import type { TracedRequest } from '../http/observation.js';
import type { Span } from './span.js';

export function requestSpan({ trace, method, route, status, startedMs, durationMs, code }: TracedRequest): Span {
  const startMs = performance.timeOrigin + startedMs;
  return {
    traceId: trace.traceId,
    spanId: trace.spanId,
    parentId: trace.parentId,
    name: `${method} ${route}`,
    kind: 'server',
    startMs,
    endMs: startMs + durationMs,
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
      'error.type': code,
    },
    failed: status >= 500,
  };
}
