/** One request, one answer, whatever it is. */

/** What sends requests: as little of the web's own `fetch` as is needed, so that others can stand in for it. */
export type Fetch = (
  url: string,
  request: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string | Uint8Array<ArrayBuffer> | Blob;
    readonly signal?: AbortSignal;
  },
) => Promise<{
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
  /** Needed for what is bytes. */
  arrayBuffer?(): Promise<ArrayBuffer>;
  /** Needed where events are read as they come. */
  readonly body?: ReadableStream<Uint8Array> | null;
}>;

/** A gateway's answer, whatever its status. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: T;
}

export interface AttemptOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Of a POST; a new one if absent. */
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** No longer than this, however long an attempt may otherwise take. */
  readonly withinMs?: number | undefined;
}

export interface AttemptSettings {
  /** Of the gateway. */
  readonly url: string;
  readonly apiKey?: string | undefined;
  readonly fetch?: Fetch | undefined;
  /** Until the whole answer is there; 120 s if absent, 0 for however long `fetch` takes. */
  readonly attemptTimeoutMs?: number | undefined;
}

const ATTEMPT_TIMEOUT_MS = 120_000;
/** JSON where there is some, else whatever the route is given as: most of all text, such as a proof. */
const ACCEPT = 'application/json, application/problem+json, text/csv;q=0.5, */*;q=0.1';

/** One attempt each, and the answer as it is: for those who look at every answer themselves. */
export class Attempts {
  /** Without a slash at the end. */
  readonly url: string;
  readonly #apiKey: string | undefined;
  readonly #fetch: Fetch;
  readonly #timeoutMs: number;

  constructor({ url, apiKey, fetch, attemptTimeoutMs = ATTEMPT_TIMEOUT_MS }: AttemptSettings) {
    this.url = url.replace(/\/+$/, '');
    this.#apiKey = apiKey;
    // A browser's own wants to be called as the window's.
    this.#fetch = fetch ?? ((address, request) => globalThis.fetch(address, request));
    this.#timeoutMs = attemptTimeoutMs;
  }

  get<T = Record<string, unknown>>(path: string, options: AttemptOptions = {}): Promise<Answer<T>> {
    return this.request('GET', path, options);
  }

  post<T = Record<string, unknown>>(path: string, body: unknown, options: AttemptOptions = {}): Promise<Answer<T>> {
    return this.request('POST', path, { ...options, body });
  }

  /** The answer to a GET as it begins: for who reads it as it comes, and ends it. */
  open(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): ReturnType<Fetch> {
    const authorization = this.#apiKey === undefined ? {} : { authorization: `Bearer ${this.#apiKey}` };
    return this.#fetch(this.url + path, { method: 'GET', headers: { ...authorization, ...headers }, signal });
  }

  /** Text and bytes are sent as they are, all else as JSON. Rejects when there is no answer. */
  async request<T = Record<string, unknown>>(
    method: string,
    path: string,
    { body, headers, idempotencyKey, signal, withinMs = Infinity }: AttemptOptions = {},
  ): Promise<Answer<T>> {
    const isRaw = isText(body);
    const key = idempotencyKey ?? (method === 'POST' ? newKey() : undefined);
    const timeoutMs = Math.min(this.#timeoutMs > 0 ? this.#timeoutMs : Infinity, withinMs);
    const timer = timeoutMs < Infinity ? timeLimit(timeoutMs, signal) : undefined;
    const cut = timer?.signal ?? signal;
    try {
      const response = await this.#fetch(this.url + path, {
        method,
        headers: {
          accept: ACCEPT,
          ...(this.#apiKey !== undefined && { authorization: `Bearer ${this.#apiKey}` }),
          ...(key !== undefined && { 'idempotency-key': key }),
          ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && {
          body: isRaw ? (body as string | Uint8Array<ArrayBuffer> | Blob) : JSON.stringify(body),
        }),
        ...(cut !== undefined && { signal: cut }),
      });
      return { status: response.status, headers: response.headers, body: (await bodyOf(response)) as T };
    } finally {
      timer?.end();
    }
  }
}

/** JSON as what it says, bytes as they are, all else as text. */
async function bodyOf(response: Awaited<ReturnType<Fetch>>): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/octet-stream') && response.arrayBuffer !== undefined)
    return new Uint8Array(await response.arrayBuffer());
  const text = await response.text();
  return type.includes('json') ? JSON.parse(text) : text;
}

/** What is no JSON, and is sent as it is; a blob may be a file, and is read as it is sent. */
export const isText = (body: unknown): boolean =>
  typeof body === 'string' || body instanceof Uint8Array || body instanceof Blob;

/** 122 random bits; `crypto.randomUUID` alone is missing in pages from plain http. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Ends with the caller's signal or after a time. `AbortSignal.any` is younger than the browsers that this is for. */
function timeLimit(timeoutMs: number, signal: AbortSignal | undefined): { signal: AbortSignal; end: () => void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const timer = setTimeout(() => {
    controller.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError'));
  }, timeoutMs);
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    },
  };
}
