/** One attempt to hand a message to a webhook: what it came to, and nothing of what was answered. */
import { request as requestHttp, Agent as HttpAgent, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { AddressNotAllowed, type ReachableAddresses } from './reachable-addresses.js';

/** What went wrong before there was a status. */
export const attemptErrors = [
  'address-not-allowed',
  'name-unknown',
  'certificate-refused',
  'connection-failed',
  'timeout',
] as const;
export type AttemptError = (typeof attemptErrors)[number];

export interface AttemptOutcome {
  readonly status?: number;
  readonly error?: AttemptError;
  /** What `Retry-After` asked for. */
  readonly retryAfterMs?: number;
}

/** Of a reply so much is read, for the connection to be used again; the rest cuts it off. */
const REPLY_BYTES_MAX = 16 * 1024;
const IDLE_MS = 30_000;

export interface SenderParts {
  readonly addresses: ReachableAddresses;
  readonly attemptMs: number;
  /** What certificates are checked against, where that is not what the machine trusts. */
  readonly ca?: string | undefined;
}

/** Keeps one connection to one webhook. */
export class WebhookConnection {
  readonly #url: URL;
  readonly #agent: HttpAgent;

  constructor(
    url: string,
    private readonly parts: SenderParts,
  ) {
    this.#url = new URL(url);
    const options = { keepAlive: true, maxSockets: 1, timeout: IDLE_MS };
    this.#agent = this.#url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Follows no redirect; never throws. */
  async send(headers: Record<string, string>, body: string, signal: AbortSignal): Promise<AttemptOutcome> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(this.parts.attemptMs)]);
    try {
      this.parts.addresses.require(this.#url);
      try {
        return await this.#post(headers, body, until);
      } catch (error) {
        // The other side had closed the connection that was kept: nothing was read from it, so it is asked anew.
        if (!(error instanceof ConnectionStale)) throw error;
        return await this.#post(headers, body, until);
      }
    } catch (error) {
      return { error: errorOf(error, until) };
    }
  }

  #post(headers: Record<string, string>, body: string, signal: AbortSignal): Promise<AttemptOutcome> {
    const { addresses, ca } = this.parts;
    const options: RequestOptions & { ca?: string } = {
      method: 'POST',
      agent: this.#agent,
      lookup: addresses.lookupFor(this.#url.protocol),
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'commonpoint-webhooks',
      },
      signal,
      ...(ca !== undefined && { ca }),
    };
    return new Promise((resolve, reject) => {
      let answered: AttemptOutcome | undefined;
      const request = (this.#url.protocol === 'https:' ? requestHttps : requestHttp)(this.#url, options, (response) => {
        // A status is an answer, however the reply goes on.
        answered = outcomeOf(response);
        readBounded(response);
      });
      request.on('error', (error) => {
        const { code } = error as NodeJS.ErrnoException;
        if (answered === undefined)
          reject(request.reusedSocket && code === 'ECONNRESET' ? new ConnectionStale() : error);
      });
      // Neither an answer nor an error comes where another protocol is spoken.
      request.on('close', () => resolve(answered ?? { error: 'connection-failed' }));
      request.end(body);
    });
  }
}

class ConnectionStale extends Error {}

/** So that its connection can be used again; a reply that is long cuts it off. */
function readBounded(response: IncomingMessage): void {
  let bytes = 0;
  response
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > REPLY_BYTES_MAX) response.destroy();
    });
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): AttemptOutcome {
  const retryAfterMs = retryAfterOf(headers['retry-after']);
  return { status: statusCode, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** Seconds, or a date. */
export function retryAfterOf(header: string | undefined, now = Date.now()): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function errorOf(error: unknown, signal: AbortSignal): AttemptError {
  if (error instanceof AddressNotAllowed) return 'address-not-allowed';
  if (signal.aborted) return 'timeout';
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA'].includes(code)) return 'name-unknown';
  return /CERT|^ERR_TLS|^ERR_SSL|^UNABLE_TO|^EPROTO|^HOSTNAME/.test(code) ? 'certificate-refused' : 'connection-failed';
}
