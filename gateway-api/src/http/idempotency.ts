/**
 * `Idempotency-Key`: what a key is, what it is compared by, and how the rarer writes answer a second time.
 *
 * Scope is organisation, client and route: two clients, or two routes, never share a key.
 */
import { hash } from 'node:crypto';
import { Failure } from '../channel/failures.js';
import type { Caller } from '../caller.js';
import type { Claimed, IdempotencyClaim, IdempotencyStore, StoredReply } from '../store/idempotency.js';
import { errorCodes } from '@commonpoint/catalogue';
import { asProblem, Problem, problemBody } from './problems.js';

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** @throws Problem IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID */
export function requireIdempotencyKey(header: string | string[] | undefined): string {
  const errors = (detail: string) => ({ errors: [{ pointer: '/header/idempotency-key', detail }] });
  if (header === undefined) {
    throw new Problem('IDEMPOTENCY_KEY_MISSING', undefined, errors('is required'));
  }
  if (typeof header !== 'string' || !keyPattern.test(header)) {
    throw new Problem('IDEMPOTENCY_KEY_INVALID', undefined, errors('must be 1 to 255 printable ASCII characters'));
  }
  return header;
}

export const scopeOf = (caller: Caller, route: string): string => `${caller.organization} ${caller.clientId} ${route}`;

/** What two uses of a key are compared by: the validated request, whose members stand in the schema's order. */
export const fingerprintOf = (request: unknown): string => hash('sha256', JSON.stringify(request));

/**
 * The operation id of a request that carries one operation. It is the same whenever the same client repeats the
 * request, so the ledger itself refuses a second effect even if the gateway's file is lost.
 */
export const operationIdOf = (scope: string, key: string): string =>
  `op-${hash('sha256', `${scope}\n${key}`).slice(0, 40)}`;

export const keyReused = (): Problem =>
  new Problem('IDEMPOTENCY_KEY_REUSED', undefined, {
    errors: [{ pointer: '/header/idempotency-key', detail: 'was used for a request with other content' }],
  });

export const keyInFlight = (): Problem =>
  new Problem('IDEMPOTENCY_KEY_IN_FLIGHT', undefined, { headers: { 'retry-after': '1' } });

/** @throws Problem for a key that was used otherwise */
export function requireClaimed<T>(claimed: Claimed<T>): { readonly kind: 'new' | 'replay' } & T {
  if (claimed.kind === 'conflict') throw keyReused();
  if (claimed.kind === 'in-flight') throw keyInFlight();
  return claimed;
}

/** Whether the ledger itself refused, which it would do again; anything else says nothing of the next attempt. */
const isLedgerRefusal = (error: unknown): error is Failure => error instanceof Failure && error.code in errorCodes;

/**
 * Does a write once per key. Its reply is stored, so is the ledger's refusal; what may go differently next time
 * leaves the key usable.
 */
export async function once(
  store: IdempotencyStore,
  claim: IdempotencyClaim,
  request: { readonly instance: string; readonly traceId: string },
  write: () => Promise<StoredReply & { readonly settled: boolean }>,
): Promise<{ readonly reply: StoredReply; readonly replayed: boolean }> {
  const outcome = await store.begin(claim);
  if (outcome.kind === 'conflict') throw keyReused();
  if (outcome.kind === 'in-flight') throw keyInFlight();
  if (outcome.kind === 'replay' && outcome.reply !== undefined) return { reply: outcome.reply, replayed: true };
  try {
    const { settled, ...reply } = await write();
    if (settled) await store.complete(claim, reply);
    else await store.end(claim);
    return { reply, replayed: outcome.kind === 'replay' };
  } catch (error) {
    if (isLedgerRefusal(error)) {
      const problem = asProblem(error);
      const body = problemBody(problem, request.instance, request.traceId);
      await store.complete(claim, {
        status: problem.status,
        headers: { ...problem.more.headers, 'content-type': 'application/problem+json' },
        body,
      });
    } else if (error instanceof Failure && error.code === 'OUTCOME_UNKNOWN') await store.end(claim);
    else await store.release(claim);
    throw error;
  }
}

/**
 * Something that a request leaves open and that is settled once: a repeated request must mean the same, although time
 * has passed or the ledger has moved on. What is settled is durable before it is used.
 */
export async function settleOnce<T>(
  store: IdempotencyStore,
  claim: IdempotencyClaim,
  settle: () => Promise<T> | T,
): Promise<T> {
  const own = { ...claim, scope: `${claim.scope} settled` };
  const outcome = await store.begin(own);
  if (outcome.kind === 'conflict') throw keyReused();
  if (outcome.kind === 'in-flight') throw keyInFlight();
  if (outcome.kind === 'replay' && outcome.reply !== undefined) return outcome.reply.body as T;
  try {
    const body = await settle();
    await store.complete(own, { status: 200, headers: {}, body });
    return body;
  } catch (error) {
    await store.release(own);
    throw error;
  }
}
