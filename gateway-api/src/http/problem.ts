/** A refusal of a request, and how it is answered. */
import { Failure } from '../channel/failures.js';
import { toStorageFailure, troubleOf } from '../store/storage-health.js';
import { problems, problemSentences, type ProblemCode } from './problems.js';

/** Where in the request something is wrong. */
export interface FieldError {
  /** A JSON pointer into the body; `/query/…`, `/path/…` and `/header/…` for the other parts of a request. */
  readonly pointer: string;
  readonly detail: string;
}

interface ProblemMore {
  readonly errors?: readonly FieldError[] | undefined;
  readonly txId?: string | undefined;
  readonly field?: string | undefined;
  readonly operationId?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** A refusal, thrown anywhere below a route and answered in one place. */
export class Problem extends Error {
  override name = 'Problem';
  constructor(
    readonly code: ProblemCode,
    detail?: string,
    readonly more: ProblemMore = {},
  ) {
    super(detail ?? problemSentences[code]);
  }

  get status(): number {
    return problems[this.code].status;
  }
}

/** The members of an `application/problem+json` body (RFC 9457), with this gateway's own ones. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: ProblemCode;
  readonly traceId: string;
  readonly retryable: boolean;
  readonly txId?: string;
  /** Of an operation that was recorded and rejected. */
  readonly operationId?: string;
  /** Of `ID_CONFLICT`. */
  readonly field?: string;
  readonly errors?: readonly FieldError[];
}

/** The page that explains a code, as a path on this gateway. */
export const problemType = (code: ProblemCode): string => `/docs/errors#${code}`;

export function problemBody(problem: Problem, instance: string, traceId: string): ProblemBody {
  const { code, more } = problem;
  const kind = problems[code];
  return {
    type: problemType(code),
    title: kind.title,
    status: kind.status,
    detail: problem.message,
    instance,
    code,
    traceId,
    retryable: kind.retryable,
    ...(more.txId !== undefined && { txId: more.txId }),
    ...(more.operationId !== undefined && { operationId: more.operationId }),
    ...(more.field !== undefined && { field: more.field }),
    ...(more.errors !== undefined && more.errors.length > 0 && { errors: more.errors }),
  };
}

/** Seconds after which a passing problem is worth another try, where the failure names none. */
const RETRY_AFTER_S = 1;

/** Any thrown value as a problem; what nobody meant to throw says nothing of itself. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Failure) {
    const { code, more } = error;
    const headers =
      problems[code].status >= 503 ? { 'retry-after': String(more.retryAfterS ?? RETRY_AFTER_S) } : undefined;
    // What a peer said that nobody can read is for the log, not for the client.
    const unspoken = error.message === code || code === 'PEER_REPLY_INVALID';
    return new Problem(code, unspoken ? undefined : error.message, {
      errors: more.errors,
      txId: more.txId,
      field: more.field,
      headers,
    });
  }
  if (troubleOf(error) !== undefined) return asProblem(toStorageFailure(error));
  // Express refuses a path with a malformed percent-encoding with a URIError of status 400.
  if (error instanceof URIError) return new Problem('REQUEST_INVALID', 'the path is not percent-encoded UTF-8');
  return new Problem('INTERNAL');
}
