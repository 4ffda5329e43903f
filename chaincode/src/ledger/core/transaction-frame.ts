/** What every transaction does first and last: check who calls, read the request, and spell the reply. */
import { z } from 'zod';
import {
  canonicalJson,
  LIST_ITEMS_MAX,
  PRIVATE_INPUT,
  type PrivateInputOf,
  type PrivateTransaction,
  type ReplyOf,
  type RequestOf,
  type Transaction,
} from '@commonpoint/catalogue';
import { decideAccess } from '../../domain/core/access.js';
import { refuse, type Refusal } from '../../domain/core/refusal.js';
import type { LedgerContext } from './context.js';
import { accept } from './ledger-error.js';
import { findOverlongList, oversizeOf } from './request-bounds.js';

/** The problems of a request that are worth listing. */
const PROBLEMS_MAX = 20;

/** The request, checked, from a caller who may make it. Errors: REQUEST_INVALID, ROLE_NOT_ALLOWED. */
export function begin<T extends Transaction>(ctx: LedgerContext, entry: T, json: string): RequestOf<T> {
  const request = accept(parseRequest(entry.request, json)) as RequestOf<T>;
  accept(decideAccess(ctx.caller, entry));
  ctx.entry = entry;
  return request;
}

/**
 * The same for a transaction with confidential input, which came in the transient map, or may have come. Nothing of what it holds is
 * repeated in a refusal.
 *
 * Errors: PRIVATE_INPUT_MISPLACED, REQUEST_INVALID, PRIVATE_INPUT_INVALID, ROLE_NOT_ALLOWED.
 */
export function beginPrivate<T extends PrivateTransaction>(
  ctx: LedgerContext,
  entry: T,
  json: string,
): { request: RequestOf<T>; input: PrivateInputOf<T> } {
  accept(decideSize(json));
  accept(decidePlace(entry.privateInput, json));
  const request = accept(parseRequest(entry.request, json)) as RequestOf<T>;
  const input = accept(parsePrivateInput(entry.privateInput, ctx.transient(PRIVATE_INPUT))) as PrivateInputOf<T>;
  accept(decideAccess(ctx.caller, entry));
  ctx.entry = entry;
  return { request, input };
}

/** Sends the gathered writes and spells the reply. */
export async function finish<T extends Transaction>(ctx: LedgerContext, _entry: T, reply: ReplyOf<T>): Promise<string> {
  await ctx.state.flush();
  await ctx.privateState.flush();
  return canonicalJson(reply);
}

/** Errors: REQUEST_INVALID. */
function decideSize(json: string): Refusal | undefined {
  const oversize = oversizeOf(json);
  return oversize === undefined ? undefined : refuse('REQUEST_INVALID', `the argument ${oversize}`);
}

function parseRequest(schema: z.ZodType, json: string): unknown {
  const oversize = decideSize(json);
  if (oversize !== undefined) return oversize;
  const value = parseJson(json);
  if (value === undefined) return refuse('REQUEST_INVALID', 'the argument is not JSON');
  const overlong = findOverlongList(value);
  if (overlong !== undefined) {
    const errors = [{ pointer: jsonPointer(overlong), detail: `is a list of more than ${LIST_ITEMS_MAX}` }];
    return refuse('REQUEST_INVALID', 'the request has a list that is too long', { errors });
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : invalidRequest(parsed.error.issues);
}

/** Whether the argument has fields that belong to the private input. Errors: PRIVATE_INPUT_MISPLACED. */
function decidePlace(schema: z.ZodType, json: string): Refusal | undefined {
  const argument = parseJson(json);
  if (typeof argument !== 'object' || argument === null) return undefined;
  const errors = fieldsOf(schema)
    .filter((field) => Object.hasOwn(argument, field))
    .map((field) => ({ pointer: jsonPointer([field]), detail: 'belongs into the transient map' }));
  if (errors.length === 0) return undefined;
  return refuse('PRIVATE_INPUT_MISPLACED', 'the argument holds what is confidential', { errors });
}

function fieldsOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodOptional) return fieldsOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => fieldsOf(option as z.ZodType)) : [];
}

function parsePrivateInput(schema: z.ZodType, json: string | undefined): unknown {
  if (json === undefined) {
    if (schema.safeParse(undefined).success) return undefined;
    return refuse('PRIVATE_INPUT_INVALID', `the transient map has nothing under the key ${PRIVATE_INPUT}`);
  }
  const oversize = oversizeOf(json);
  if (oversize !== undefined) return refuse('PRIVATE_INPUT_INVALID', `the private input ${oversize}`);
  const value = parseJson(json);
  if (value === undefined) return refuse('PRIVATE_INPUT_INVALID', 'the private input is not JSON');
  if (findOverlongList(value) !== undefined)
    return refuse('PRIVATE_INPUT_INVALID', 'the private input has a list that is too long');
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // A field that is not known is confidential too: its place is named, it is not.
  const places = parsed.error.issues.slice(0, PROBLEMS_MAX).map((issue) => ({
    pointer: jsonPointer(issue.path),
    detail: issue.code === 'unrecognized_keys' ? 'has a field that is not known' : 'is not as documented',
  }));
  return refuse('PRIVATE_INPUT_INVALID', 'the private input does not have the documented shape', { errors: places });
}

/** What the text says; undefined if it is not JSON. */
function parseJson(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

/** Zod's issues as JSON pointers. An unknown field is pointed at by its own name. */
function invalidRequest(issues: readonly z.core.$ZodIssue[]): Refusal {
  const errors = issues.slice(0, PROBLEMS_MAX).flatMap((issue) => {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths
      .slice(0, PROBLEMS_MAX)
      .map((path) => ({ pointer: briefly(jsonPointer(path)), detail: briefly(issue.message) }));
  });
  const listed = errors.slice(0, PROBLEMS_MAX);
  return refuse('REQUEST_INVALID', 'the request does not have the documented shape', { errors: listed });
}

/** The most characters of what a refusal repeats of a request. */
const REPEATED_MAX = 150;

function briefly(text: string): string {
  return text.length > REPEATED_MAX ? `${text.slice(0, REPEATED_MAX)}…` : text;
}

/** RFC 6901. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
