/**
 * `Idempotency-Key`: what a key is, what it is compared by, and how the rarer writes answer a second time.
 *
 * Scope is organisation, client and route: two clients, or two routes, never share a key.
 */
import { hash } from 'node:crypto';
import { Failure } from '../channel/failures.js';
import type { Caller } from '../caller.js';
import type { Claimed, IdempotencyClaim, IdempotencyStore, StoredReply } from '../store/idempotency.js';
import { isForGood } from '../writes/refusals.js';
import { asProblem, Problem, problemBody } from './problem.js';

const keyPattern = /^[\x21-\x7e]{1,255}$/;
/** As the IETF's draft has it, a string of structured fields (RFC 9651); whoever writes it bare means the same key. */
const quotedPattern = /^"((?:[^"\\]|\\["\\])*)"$/;

/** @throws Problem IDEMPOTENCY_KEY_MISSING, IDEMPOTENCY_KEY_INVALID */
export function requireIdempotencyKey(header: string | string[] | undefined): string {
  const errors = (detail: string) => ({ errors: [{ pointer: '/header/idempotency-key', detail }] });
  if (header === undefined) {
    throw new Problem('IDEMPOTENCY_KEY_MISSING', undefined, errors('is required'));
  }
  const quoted = typeof header === 'string' && header.startsWith('"');
  const key = quoted ? quotedPattern.exec(header)?.[1]?.replaceAll(/\\(["\\])/g, '$1') : header;
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    const detail = 'must be 1 to 255 printable ASCII characters, bare or as a quoted string';
    throw new Problem('IDEMPOTENCY_KEY_INVALID', undefined, errors(detail));
  }
  return key;
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

const keyReused = (): Problem =>
  new Problem('IDEMPOTENCY_KEY_REUSED', undefined, {
    errors: [{ pointer: '/header/idempotency-key', detail: 'was used for a request with other content' }],
  });

const keyInFlight = (): Problem =>
  new Problem('IDEMPOTENCY_KEY_IN_FLIGHT', undefined, { headers: { 'retry-after': '1' } });

/** @throws Problem for a key that was used otherwise */
export function requireClaimed<T>(claimed: Claimed<T>): { readonly kind: 'new' | 'replay' } & T {
  if (claimed.kind === 'conflict') throw keyReused();
  if (claimed.kind === 'in-flight') throw keyInFlight();
  return claimed;
}

/** Whether the ledger refused for good; anything else says nothing of the next attempt. */
const isLedgerRefusal = (error: unknown): error is Failure => error instanceof Failure && isForGood(error.code);

/** A write's reply, and what it will be if it is not final yet. */
export interface WriteReply extends StoredReply {
  /** Absent of a reply that is final. */
  readonly final?: Promise<StoredReply> | undefined;
}

interface UnfinishedReply extends StoredReply {
  readonly final: Promise<StoredReply>;
}

/** Writes that were answered 202, by scope and key, until their outcome is known. */
const unfinished = new WeakMap<IdempotencyStore, Map<string, UnfinishedReply>>();

function unfinishedOf(store: IdempotencyStore): Map<string, UnfinishedReply> {
  const found = unfinished.get(store) ?? new Map<string, UnfinishedReply>();
  unfinished.set(store, found);
  return found;
}

/**
 * Does a write once per key, whenever its outcome becomes known: a repeat of what was answered 202 waits for the same
 * outcome. The reply is kept, so is the ledger's refusal; what may go differently next time leaves the key usable.
 */
export async function once(
  store: IdempotencyStore,
  claim: IdempotencyClaim,
  request: { readonly instance: string; readonly traceId: string; readonly waitMs: number },
  write: () => Promise<WriteReply>,
): Promise<{ readonly reply: StoredReply; readonly replayed: boolean }> {
  const outcome = await store.begin(claim);
  const name = `${claim.scope}\n${claim.key}`;
  const underWay = unfinishedOf(store);
  if (outcome.kind === 'conflict') throw keyReused();
  if (outcome.kind === 'in-flight') {
    const begun = underWay.get(name);
    if (begun === undefined) throw keyInFlight();
    return { reply: await soonOr(begun, request.waitMs), replayed: true };
  }
  if (outcome.kind === 'replay' && outcome.reply !== undefined) return { reply: outcome.reply, replayed: true };
  const keep = async (written: Promise<StoredReply>): Promise<StoredReply> => {
    try {
      const reply = await written;
      await store.complete(claim, reply);
      return reply;
    } catch (error) {
      await keepFailure(store, claim, request, error);
      throw error;
    }
  };
  const written = write();
  const { final, ...reply } = await written.catch(async (error: unknown) => {
    await keepFailure(store, claim, request, error);
    throw error;
  });
  if (final === undefined) await keep(Promise.resolve(reply));
  else {
    const kept = keep(final).finally(() => underWay.delete(name));
    kept.catch(() => undefined);
    underWay.set(name, { ...reply, final: kept });
  }
  return { reply, replayed: outcome.kind === 'replay' };
}

/** The final reply if it comes in time, else the one that was given. */
function soonOr({ final, ...reply }: UnfinishedReply, waitMs: number): Promise<StoredReply> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(reply), waitMs);
    final.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function keepFailure(
  store: IdempotencyStore,
  claim: IdempotencyClaim,
  request: { readonly instance: string; readonly traceId: string },
  error: unknown,
): Promise<void> {
  if (isLedgerRefusal(error)) {
    const problem = asProblem(error);
    const body = problemBody(problem, request.instance, request.traceId);
    const headers = { ...problem.more.headers, 'content-type': 'application/problem+json' };
    await store.complete(claim, { status: problem.status, headers, body });
  } else if (error instanceof Failure && error.code === 'OUTCOME_UNKNOWN') await store.end(claim);
  else await store.release(claim);
}

/**
 * Something that a request leaves open and that is fixed once: a repeated request must mean the same, although time
 * has passed or the ledger has moved on. What is fixed is durable before it is used.
 */
export async function fixOnce<T>(
  store: IdempotencyStore,
  claim: IdempotencyClaim,
  fix: () => Promise<T> | T,
): Promise<T> {
  const own = { ...claim, scope: `${claim.scope} settled` };
  const outcome = await store.begin(own);
  if (outcome.kind === 'conflict') throw keyReused();
  if (outcome.kind === 'in-flight') throw keyInFlight();
  if (outcome.kind === 'replay' && outcome.reply !== undefined) return outcome.reply.body as T;
  try {
    const body = await fix();
    await store.complete(own, { status: 200, headers: {}, body });
    return body;
  } catch (error) {
    await store.release(own);
    throw error;
  }
}
