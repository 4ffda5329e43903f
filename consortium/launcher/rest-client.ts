import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';

/** A gateway's answer, whatever its status. */
export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: T;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of a POST; a new one if absent. */
  readonly idempotencyKey?: string;
}

/** Longer than any single fault that a consortium bears. */
const SETTLING_TIME_MS = 60_000;

/** The answer was not what the caller needs to go on. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer';

  constructor(
    method: string,
    path: string,
    readonly answer: Answer,
  ) {
    super(`${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
}

/** One client of one gateway, with one API key. Keeps its connections open. */
export class RestClient {
  readonly #pool: Pool;

  constructor(
    readonly url: string,
    private readonly apiKey: string | undefined,
    connections = 16,
  ) {
    this.#pool = new Pool(url, { connections, pipelining: 1, bodyTimeout: 0, headersTimeout: 120_000 });
  }

  get<T = Record<string, unknown>>(path: string): Promise<Answer<T>> {
    return this.request('GET', path);
  }

  post<T = Record<string, unknown>>(path: string, body: unknown, options: RequestOptions = {}): Promise<Answer<T>> {
    return this.request('POST', path, { ...options, body });
  }

  /** As `get`. @throws UnexpectedAnswer unless the status is 200 */
  async mustGet<T = Record<string, unknown>>(path: string): Promise<T> {
    const answer = await this.get<T>(path);
    if (answer.status !== 200) throw new UnexpectedAnswer('GET', path, answer);
    return answer.body;
  }

  /**
   * As `post`, until it is settled: what is still on its way, or could not be taken just now, is sent again under the same
   * key, which makes it one write.
   * @throws UnexpectedAnswer unless the status is 200 or 201 in the end
   */
  async mustPost<T = Record<string, unknown>>(path: string, body: unknown, options: RequestOptions = {}): Promise<T> {
    const kept = { ...options, idempotencyKey: options.idempotencyKey ?? randomUUID() };
    const deadline = performance.now() + SETTLING_TIME_MS;
    for (;;) {
      const answer = await this.post<T>(path, body, kept);
      if (answer.status === 200 || answer.status === 201) return answer.body;
      const retryAfterMs = Number(answer.headers['retry-after']) * 1000;
      const mayChange = (answer.status === 202 || answer.status === 503) && retryAfterMs >= 0;
      if (!mayChange || body instanceof Readable || performance.now() + retryAfterMs > deadline) {
        throw new UnexpectedAnswer('POST', path, answer);
      }
      await sleep(retryAfterMs);
    }
  }

  /** Strings, bytes and streams are sent as they are, all else as JSON. */
  async request<T>(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    options: RequestOptions = {},
  ): Promise<Answer<T>> {
    const { body, headers = {}, idempotencyKey } = options;
    const raw = isRaw(body) ? body : undefined;
    const response = await this.#pool.request({
      method,
      path,
      headers: {
        accept: 'application/json, application/problem+json, text/csv;q=0.5',
        ...(this.apiKey !== undefined && { authorization: `Bearer ${this.apiKey}` }),
        ...(method === 'POST' && { 'idempotency-key': idempotencyKey ?? randomUUID() }),
        ...(body !== undefined && raw === undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : (raw ?? JSON.stringify(body)),
    });
    const text = await response.body.text();
    const isJson = /\bjson\b/.test(String(response.headers['content-type'] ?? ''));
    return { status: response.statusCode, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function isRaw(body: unknown): body is string | Buffer | Readable {
  return typeof body === 'string' || Buffer.isBuffer(body) || body instanceof Readable;
}
