/**
 * JSON as a ledger wants it: `JSON.parse`, but a repeated member, a member `__proto__`, U+0000 and lone surrogates are refused,
 * because two readers could understand them differently; and every refusal says where.
 */

/** `message` says what is wrong and where, `pointer` which value, if one can be named. */
export class JsonError extends Error {
  override name = 'JsonError';
  constructor(
    message: string,
    readonly pointer?: string,
  ) {
    super(message);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** A member name as a part of a JSON pointer (RFC 6901). */
export const pointerPart = (name: PropertyKey): string => String(name).replaceAll('~', '~0').replaceAll('/', '~1');

/** @throws JsonError */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new JsonError('the body is not UTF-8');
  }
}

/** @throws JsonError */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new JsonError(`not JSON: ${describeSyntaxError(error as SyntaxError, text)}`);
  }
  // A name may be spelt with escapes.
  const { members, proto } = walk(value, text.includes('\\u') || text.includes(PROTO));
  // A repeated member is parsed away silently; then the text has more colons than the value has members.
  if (countColons(text) !== members) throw new JsonError(`a member is repeated${locateRepeat(text)}`);
  if (proto !== undefined) throw new JsonError(`must not be named ${PROTO}`, proto);
  return value;
}

/** V8 names a position in most of its messages; it quotes the text in others, which is cut out here. */
function describeSyntaxError(error: SyntaxError, text: string): string {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) {
    const before = text.slice(0, Number(position));
    const line = before.split('\n').length;
    return `unexpected character at position ${position} (line ${line}, column ${before.length - before.lastIndexOf('\n')})`;
  }
  if (text.trim() === '') return 'the body is empty';
  if (/end of JSON input/.test(error.message)) return `the text ends too early, at position ${text.length}`;
  return text.length > LOCATE_LENGTH_MAX
    ? 'unexpected character'
    : `unexpected character at position ${findUnexpected(text)}`;
}

/** Bisection parses the text some twenty times, which a large body shall not be able to ask for. */
const LOCATE_LENGTH_MAX = 64 * 1024;

/** For the few messages without a position: the longest prefix that is only cut short, by bisection. */
function findUnexpected(text: string): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    let cutShort = true;
    try {
      JSON.parse(text.slice(0, middle));
    } catch (error) {
      const { message } = error as Error;
      const position = /at position (\d+)/.exec(message)?.[1];
      cutShort = /end of JSON input|Unterminated/.test(message) || Number(position) >= middle;
    }
    if (cutShort) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** No request needs more; what nests deeper would only make work here and in the validation. */
const DEPTH_MAX = 32;

/** Of an object it is not a member like others, and is dropped without a word where members are copied. */
const PROTO = '__proto__';

/**
 * Counts members, and finds one that is named `__proto__`; checks every string if there may be something in it. Iterative: nesting
 * must not exhaust the stack.
 */
function walk(root: unknown, checkStrings: boolean): { readonly members: number; readonly proto?: string } {
  if (typeof root === 'string' && checkStrings) checkString(root, '');
  if (typeof root !== 'object' || root === null) return { members: 0 };
  let members = 0;
  let proto: string | undefined;
  const stack: { value: object; pointer: string; depth: number }[] = [{ value: root, pointer: '', depth: 1 }];
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, depth } = entry;
    if (depth > DEPTH_MAX) throw new JsonError(`nested more than ${DEPTH_MAX} deep`);
    const isArray = Array.isArray(value);
    for (const name of Object.keys(value)) {
      if (!isArray) members++;
      const member = (value as Record<string, unknown>)[name];
      const isObject = typeof member === 'object' && member !== null;
      if (!isObject && !checkStrings) continue;
      const pointer = checkStrings ? `${entry.pointer}/${pointerPart(name)}` : '';
      if (checkStrings) checkString(name, entry.pointer);
      if (name === PROTO) proto ??= pointer;
      if (isObject) stack.push({ value: member, pointer, depth: depth + 1 });
      else if (typeof member === 'string') checkString(member, pointer);
    }
  }
  return { members, ...(proto !== undefined && { proto }) };
}

function checkString(text: string, pointer: string): void {
  if (text.includes('\u0000')) throw new JsonError('must not contain U+0000', pointer);
  if (!text.isWellFormed()) throw new JsonError('must not contain half a surrogate pair', pointer);
}

/** Colons outside strings; the text is JSON already. */
function countColons(text: string): number {
  let colons = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 0x3a) colons++;
    else if (char === 0x22) at = endOfString(text, at);
  }
  return colons;
}

/** The index of the quote that ends the string beginning at `start`. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); ; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return quote;
  }
}

/** Only called when a member is repeated: says which. */
function locateRepeat(text: string): string {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(undefined);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (names !== undefined && /^\s*:/.test(text.slice(end + 1, end + 64))) {
        const name = JSON.parse(text.slice(at, end + 1)) as string;
        if (names.has(name)) return `: ${JSON.stringify(name.slice(0, 64))} at position ${at}`;
        names.add(name);
      }
      at = end;
    }
  }
  return '';
}
