/** Zod's findings as `errors` with JSON pointers, in sentences that do not quote what was sent. */
import type { z } from 'zod';
import { Problem, type FieldError } from './problem.js';
import { pointerPart } from './strict-json.js';

type Issue = z.core.$ZodIssue;

/** A request with very many mistakes is told of the first ones only. */
const ERRORS_MAX = 50;

/** @throws Problem REQUEST_INVALID. `prefix` is `/query`, `/path`, `/header`, or empty for the body. */
export function validate<T extends z.ZodType>(schema: T, value: unknown, prefix = ''): z.infer<T> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw requestInvalid(fieldErrors(parsed.error.issues, prefix));
}

export function requestInvalid(errors: readonly FieldError[]): Problem {
  const first = errors[0];
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const detail = first === undefined ? undefined : `${first.pointer || 'the body'}: ${first.detail}${rest}`;
  return new Problem('REQUEST_INVALID', detail, { errors: errors.slice(0, ERRORS_MAX) });
}

/** One error for each place: where a value breaks two rules, the first says enough. */
function fieldErrors(issues: readonly Issue[], prefix: string): FieldError[] {
  const errors = issues.flatMap((issue) => {
    const pointer = prefix + issue.path.map((part) => `/${pointerPart(part)}`).join('');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${pointerPart(key.slice(0, 64))}`,
        detail: prefix === '/query' ? 'is not a parameter of this resource' : 'is not a field of this request',
      }));
    }
    return [{ pointer, detail: sentence(issue) }];
  });
  return [...Map.groupBy(errors, ({ pointer }) => pointer).values()].map(([first]) => first!);
}

function sentence(issue: Issue): string {
  if (issue.code === 'invalid_type') {
    if (issue.input === undefined) return 'is required';
    return `must be ${article(issue.expected)}`;
  }
  if (issue.code === 'invalid_union' && 'options' in issue) return oneOf(issue.options);
  if (issue.code === 'invalid_value') return issue.input === undefined ? 'is required' : oneOf(issue.values);
  if (issue.code === 'too_big') return `must be at most ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
  if (issue.code === 'too_small') return `must be at least ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
  return issue.message;
}

const oneOf = (values: readonly unknown[]): string =>
  `must be ${values.map((value) => JSON.stringify(value)).join(' or ')}`;

const article = (type: string): string =>
  /^[aeio]/.test(type) ? `an ${type === 'int' ? 'integer' : type}` : `a ${type === 'record' ? 'object' : type}`;

function unit(origin: string, count: number | bigint): string {
  const name = { string: ' character', array: ' item' }[origin];
  return name === undefined ? '' : `${name}${count === 1 ? '' : 's'}`;
}
