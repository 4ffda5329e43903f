/** How a request can end otherwise than with what it asked for. */
import type { Answer } from './attempts.js';
import type { Problem, ProblemCode } from './routes.js';

/** What all of them tell. */
export class GatewayError extends Error {
  override name = 'GatewayError';

  constructor(
    readonly method: string,
    readonly path: string,
    message: string,
    readonly more: {
      /** The last answer, if there was one. */
      readonly answer?: Answer | undefined;
      /** Of a write: who sends it again under this key cannot do it twice. */
      readonly idempotencyKey?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(`${method} ${path} ${message}`, { cause: more.cause });
  }

  /** The last answer's HTTP status. */
  get status(): number | undefined {
    return this.more.answer?.status;
  }

  get idempotencyKey(): string | undefined {
    return this.more.idempotencyKey;
  }
}

/** The gateway refused, and says why. */
export class ProblemError extends GatewayError {
  override name = 'ProblemError';

  constructor(
    method: string,
    path: string,
    /** As it was sent (RFC 9457). */
    readonly problem: Problem,
    more: GatewayError['more'],
  ) {
    const { code, detail, errors = [] } = problem;
    const where = errors
      .filter((error) => !detail.includes(error.detail))
      .map((error) => `; ${error.pointer || 'the body'} ${error.detail}`)
      .join('');
    super(method, path, `was refused with ${problem.status} ${code}: ${detail}${where}`, more);
  }

  /** What programs should look at. */
  get code(): ProblemCode {
    return this.problem.code;
  }

  override get status(): number {
    return this.problem.status;
  }

  /** Where in the request the first thing is wrong, as a JSON pointer. */
  get pointer(): string | undefined {
    return this.problem.errors?.[0]?.pointer;
  }
}

/** A write is on its way and nothing more is known of it in the time that there was: it may take effect yet. */
export class OutcomeUnknownError extends GatewayError {
  override name = 'OutcomeUnknownError';
}

/** No answer of a gateway was to be had: there was no connection, or it broke, or something else answered. */
export class UnreachableError extends GatewayError {
  override name = 'UnreachableError';
}
