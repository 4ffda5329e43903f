/** What every transaction does first and last: check who calls, read the request, and spell the reply. */
import type { z } from 'zod';
import type { ReplyOf, RequestOf, Transaction } from '../catalogue/transaction.js';
import { decideAccess } from '../domain/access.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { refuse, type Refusal } from '../domain/refusal.js';
import type { LedgerContext } from '../ledger/context.js';
import { accept } from '../ledger/ledger-error.js';

/** The problems of a request that are worth listing. */
const PROBLEMS_MAX = 20;

/** The request, checked, from a caller who may make it. Errors: REQUEST_INVALID, ROLE_NOT_ALLOWED, ORGANIZATION_NOT_ALLOWED. */
export function begin<T extends Transaction>(ctx: LedgerContext, entry: T, json: string): RequestOf<T> {
  const request = accept(parseRequest(entry.request, json)) as RequestOf<T>;
  accept(decideAccess(ctx.caller, entry));
  return request;
}

/** Sends the gathered writes and spells the reply. */
export async function finish<T extends Transaction>(ctx: LedgerContext, _entry: T, reply: ReplyOf<T>): Promise<string> {
  await ctx.state.flush();
  return canonicalJson(reply);
}

function parseRequest(schema: z.ZodType, json: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse('REQUEST_INVALID', 'the argument is not JSON');
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : invalidRequest(parsed.error.issues);
}

/** Zod's issues as JSON pointers. An unknown field is pointed at by its own name. */
function invalidRequest(issues: readonly z.core.$ZodIssue[]): Refusal {
  const errors = issues.slice(0, PROBLEMS_MAX).flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({ pointer: jsonPointer(path), detail: issue.message }));
  });
  return refuse('REQUEST_INVALID', 'the request does not have the documented shape', { errors });
}

/** RFC 6901. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
