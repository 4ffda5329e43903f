/** Requests that are seen through: sent again where that helps, until there is an outcome or the time is over. */
import { fillPath } from './addresses.js';
import { type Answer, Attempts, type AttemptSettings, isText, newKey } from './attempts.js';
import { GatewayError, OutcomeUnknownError, ProblemError, UnreachableError } from './errors.js';
import { type EventQuery, eventStream } from './event-stream.js';
import type { GetArguments, PathOf, ReadOptions, Reply, WriteArguments, WriteOptions } from './options.js';
import { doneLater, type Event, type Problem } from './routes.js';
import { pauseMs, sleep } from './waiting.js';

export interface ClientOptions extends AttemptSettings {
  /**
   * Until a request is settled, with all repetitions; 60 s if absent. A read ends by then, answered or not; a write's last
   * attempt is waited for.
   */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 60_000;
/** Of a gateway that is not there for the moment, said by something in front of it. */
const PASSING_STATUSES = [429, 502, 503, 504];
/** What is done in the background is in one of these states until it is done. */
const UNDER_WAY = ['spooling', 'running'];

interface Filled {
  readonly params?: Record<string, string | number>;
  readonly query?: Record<string, string | number | undefined>;
}

/** What a gateway does not know, a block may bring in a moment; more often it is not there at all. */
const UNKNOWN_ATTEMPTS = 3;

/** Of one gateway, with one API key. */
export class Client {
  /** One attempt each, and the answer as it is. */
  readonly attempts: Attempts;
  readonly #timeoutMs: number;

  constructor({ timeoutMs = TIMEOUT_MS, ...settings }: ClientOptions) {
    this.attempts = new Attempts(settings);
    this.#timeoutMs = timeoutMs;
  }

  get url(): string {
    return this.attempts.url;
  }

  /** @throws GatewayError, or the signal's reason */
  async get<const Path extends string>(
    path: Path & PathOf<'get', Path>,
    ...[options = {} as never]: GetArguments<Path>
  ): Promise<Reply<'get', Path>> {
    return this.#read(path, options) as Promise<Reply<'get', Path>>;
  }

  /** All pages of a list, from the one that `cursor` begins, if there is one. @throws as `get` */
  async *pages<const Path extends string>(
    path: Path &
      (Reply<'get', Path> extends { readonly nextCursor?: string | undefined } ? PathOf<'get', Path> : never),
    ...[options = {} as never]: GetArguments<Path>
  ): AsyncGenerator<Reply<'get', Path>, void> {
    const { query, ...rest } = options as ReadOptions & Filled;
    for (let cursor = query?.['cursor']; ;) {
      const page = await this.#read(path, { ...rest, query: { ...query, ...(cursor !== undefined && { cursor }) } });
      yield page as Reply<'get', Path>;
      cursor = (page as { nextCursor?: string }).nextCursor;
      if (cursor === undefined) return;
    }
  }

  /**
   * Until there is an outcome: what is still on its way, could not be taken just now, or was not answered at all, is sent
   * again under the same key, which makes it one write.
   * @throws GatewayError, or the signal's reason; only what was refused for good is known not to take effect
   */
  async post<const Path extends string>(
    path: Path & PathOf<'post', Path>,
    ...[body, options = {} as never]: WriteArguments<'post', Path>
  ): Promise<Reply<'post', Path>> {
    return this.#write('POST', path, body, options as WriteOptions & Filled) as Promise<Reply<'post', Path>>;
  }

  /** As `post`. */
  async patch<const Path extends string>(
    path: Path & PathOf<'patch', Path>,
    ...[body, options = {} as never]: WriteArguments<'patch', Path>
  ): Promise<Reply<'patch', Path>> {
    return this.#write('PATCH', path, body, options as WriteOptions & Filled) as Promise<Reply<'patch', Path>>;
  }

  /**
   * What happens on the ledger, as it does, from the query's `after` or `from` on, else from now on: each event once, however
   * often the connection is lost, until the signal ends it.
   * @throws ProblemError; UnreachableError where something else than a gateway answers
   */
  events(query: EventQuery = {}, { signal }: { readonly signal?: AbortSignal } = {}): AsyncGenerator<Event, void> {
    return eventStream(this.attempts, query, signal);
  }

  async #read(path: string, { params, query, consistency, ...options }: ReadOptions & Filled): Promise<unknown> {
    const headers = { ...(consistency !== undefined && { consistency }), ...options.headers };
    const { body } = await this.#settle('GET', fillPath(path, params, query), undefined, { ...options, headers });
    return body;
  }

  async #write(
    method: string,
    path: string,
    body: unknown,
    { params, query, waitS, ifMatch, idempotencyKey = newKey(), ...options }: WriteOptions & Filled,
  ): Promise<unknown> {
    const headers = {
      ...(waitS !== undefined && { prefer: `wait=${waitS}` }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch === '*' ? ifMatch : `"${ifMatch}"` }),
      ...(isText(body) && { 'content-type': 'text/csv' }),
      ...options.headers,
    };
    const target = fillPath(path, params, query);
    const later = doneLater.find((each) => each.method === method && each.path === path);
    const all = { ...options, headers, idempotencyKey };
    const answer = await this.#settle(method, target, body, all, later !== undefined);
    return later === undefined ? answer.body : this.#follow(answer, options);
  }

  /** Looks at what was taken and is done in the background until it is done: for as long as it takes, unless told otherwise. */
  async #follow(first: Answer, options: WriteOptions): Promise<unknown> {
    const { onProgress, pollMs, timeoutMs, signal } = options;
    const location = first.headers.get('location') ?? '';
    const deadline = timeoutMs === undefined ? Infinity : Date.now() + timeoutMs;
    for (let answer = first; ;) {
      onProgress?.(answer.body);
      if (!UNDER_WAY.includes((answer.body as { state: string }).state)) return answer.body;
      const waitMs = pollMs ?? pauseMs(answer.headers.get('retry-after') ?? first.headers.get('retry-after'), 1);
      if (Date.now() + waitMs > deadline)
        throw new OutcomeUnknownError('GET', location, `is not done after ${timeoutMs} ms`, { answer });
      await sleep(waitMs, signal);
      answer = await this.#settle('GET', location, undefined, { signal });
    }
  }

  /** The answer of 200 or 201, and of 202 where that is all there is. */
  async #settle(
    method: string,
    path: string,
    body: unknown,
    options: WriteOptions,
    isDoneLater = false,
  ): Promise<Answer> {
    const { signal, timeoutMs = this.#timeoutMs, headers, idempotencyKey, onProgress } = options;
    const deadline = Date.now() + timeoutMs;
    for (let attempt = 1; ; attempt += 1) {
      let answer: Answer | undefined;
      let cause: unknown;
      try {
        // A write is not cut: whether it was done would then be open.
        const withinMs = method === 'GET' && timeoutMs > 0 ? Math.max(1, deadline - Date.now()) : undefined;
        answer = await this.attempts.request(method, path, { body, headers, idempotencyKey, signal, withinMs });
      } catch (error) {
        if (signal?.aborted === true) throw signal.reason;
        cause = error;
      }
      if (answer !== undefined && answer.status < 300) {
        if (!isOfGateway(method, answer)) throw errorOf(method, path, { answer, idempotencyKey });
        if (answer.status !== 202 || isDoneLater) return answer;
      }
      if (answer?.status === 202) onProgress?.(answer.body);
      const waitMs = pauseMs(answer?.headers.get('retry-after') ?? null, attempt);
      const isOver = Date.now() + waitMs > deadline || (answer?.status === 404 && attempt >= UNKNOWN_ATTEMPTS);
      if (isOver || !mayChange(answer)) throw errorOf(method, path, { answer, cause, idempotencyKey });
      await sleep(waitMs, signal);
    }
  }
}

/**
 * Whether a gateway may have answered so. Where people are asked to log in, or a name is parked, something else answers 200 as well,
 * and has done nothing: no gateway gives a page, and a write is answered with JSON alone.
 */
function isOfGateway(method: string, { headers }: Answer): boolean {
  const type = headers.get('content-type') ?? '';
  return method === 'GET' ? !type.startsWith('text/html') : type.includes('json');
}

/**
 * Whether the same request, under the same key, may be answered otherwise later. Of refusals the gateway itself says so; but
 * what the ledger refused because of others' transactions is the answer of this key from then on.
 */
function mayChange(answer: Answer | undefined): boolean {
  if (answer === undefined || answer.status === 202) return true;
  const problem = problemOf(answer);
  if (problem === undefined) return PASSING_STATUSES.includes(answer.status);
  return problem.retryable && (problem.status !== 409 || problem.code === 'IDEMPOTENCY_KEY_IN_FLIGHT');
}

function problemOf({ headers, body }: Answer): Problem | undefined {
  return headers.get('content-type')?.startsWith('application/problem+json') === true ? (body as Problem) : undefined;
}

function errorOf(method: string, path: string, more: GatewayError['more']): GatewayError {
  const { answer, cause } = more;
  if (answer === undefined) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return new UnreachableError(method, path, `was not answered: ${why}`, more);
  }
  if (answer.status === 202 && isOfGateway(method, answer))
    return new OutcomeUnknownError(method, path, 'is still on its way', more);
  const problem = problemOf(answer);
  if (problem !== undefined) return new ProblemError(method, path, problem, more);
  return new UnreachableError(method, path, `was answered with ${answer.status}, not by a gateway`, more);
}
