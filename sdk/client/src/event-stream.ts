/** The events of a gateway as they come, taken up again where they were broken off. */
import { fillPath } from './addresses.js';
import type { Attempts } from './attempts.js';
import { GatewayError, ProblemError, UnreachableError } from './errors.js';
import type { Event, Problem, Routes } from './routes.js';
import { pauseMs, sleep } from './waiting.js';

export type EventQuery = Omit<NonNullable<Routes['/v1/events']['get']['query']>, 'limit'>;

/** Three heartbeats: who hears nothing for so long is not connected any more. */
const SILENCE_MS = 45_000;
/** Of a gateway that is not there for the moment. */
const PASSING_STATUSES = [429, 502, 503, 504];

/**
 * Each event once, however often the connection is lost on the way, until the signal ends it.
 *
 * @throws ProblemError what the gateway refuses for good; UnreachableError where something else than a gateway answers
 */
export async function* eventStream(
  attempts: Attempts,
  { after, ...query }: EventQuery,
  signal: AbortSignal | undefined,
): AsyncGenerator<Event, void> {
  let last = after;
  const isOver = (): boolean => signal?.aborted === true;
  for (let failures = 0; !isOver(); failures += 1) {
    // Where it began counts until there is a last event: `from` says nothing beside it.
    const { from, ...asked } = query;
    const path = fillPath('/v1/events', {}, { ...asked, ...(last === undefined && { from }) });
    const connection = new AbortController();
    const end = (): void => connection.abort(signal?.reason);
    signal?.addEventListener('abort', end, { once: true });
    let silence = setTimeout(end, SILENCE_MS);
    try {
      const headers = { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': String(last) }) };
      const response = await attempts.open(path, headers, connection.signal);
      const type = response.headers.get('content-type') ?? '';
      if (response.status !== 200) {
        const text = await response.text();
        if (!PASSING_STATUSES.includes(response.status)) throw refusal(path, response.status, type, text);
      } else if (!type.startsWith('text/event-stream')) {
        throw refusal(path, response.status, type, '');
      } else if (response.body !== null && response.body !== undefined) {
        for await (const { id, type, data } of frames(response.body)) {
          clearTimeout(silence);
          silence = setTimeout(end, SILENCE_MS);
          failures = 0;
          if (id !== undefined) last = id;
          if (type !== 'heartbeat') yield JSON.parse(data) as Event;
        }
      }
    } catch (error) {
      if (error instanceof GatewayError) throw error;
      if (isOver()) return;
    } finally {
      clearTimeout(silence);
      signal?.removeEventListener('abort', end);
      connection.abort();
    }
    await sleep(pauseMs(null, failures + 1), signal).catch(() => undefined);
  }
}

function refusal(path: string, status: number, type: string, text: string): GatewayError {
  if (type.startsWith('application/problem+json'))
    return new ProblemError('GET', path, JSON.parse(text) as Problem, {});
  return new UnreachableError('GET', path, `was answered with ${status}, not by a gateway`);
}

interface Frame {
  readonly id?: string;
  readonly type: string;
  readonly data: string;
}

/** What stands between empty lines, without what has no data. */
async function* frames(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop()!;
    for (const part of parts) {
      const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]));
      const { id, event: type = 'message', data } = fields;
      if (data !== undefined) yield { ...(id !== undefined && { id }), type, data };
    }
  }
}
