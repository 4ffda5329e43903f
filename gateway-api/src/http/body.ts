/** Reads a request's body: bounded in bytes and in time, and of a content type that was announced. */
import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.js';
import { decodeUtf8, JsonError, parseStrictJson } from './strict-json.js';

export interface BodyLimits {
  readonly bytesMax: number;
  readonly timeoutMs: number;
}

const contentTypePattern = /^\s*([^\s;]+)\s*(?:;\s*(.*))?$/;

/**
 * The media type, one of those allowed.
 * @throws Problem CONTENT_TYPE_UNSUPPORTED
 */
export function requireContentType<T extends string>(request: IncomingMessage, allowed: readonly T[]): T {
  const header = request.headers['content-type'];
  // What nearly everybody sends, without a regular expression.
  const plain = allowed.find((type) => type === header);
  if (plain === undefined || request.headers['content-encoding'] !== undefined) {
    const match = contentTypePattern.exec(header ?? '');
    const type = allowed.find((known) => known === match?.[1]?.toLowerCase());
    const charset = /charset="?([^";\s]+)/i.exec(match?.[2] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';
    const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
    if (type === undefined || !['utf-8', 'utf8', 'us-ascii'].includes(charset) || encoding !== 'identity') {
      const got = header === undefined ? 'there is no Content-Type' : 'this Content-Type is not supported';
      throw new Problem(
        'CONTENT_TYPE_UNSUPPORTED',
        encoding === 'identity'
          ? `${got}; send ${allowed.join(' or ')} in UTF-8`
          : 'send the body without Content-Encoding',
        { headers: { 'accept-encoding': 'identity' } },
      );
    }
    return type;
  }
  return plain;
}

/** Whether there is a body at all. */
export const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined ||
  (request.headers['content-length'] !== undefined && request.headers['content-length'] !== '0');

/** @throws Problem BODY_TOO_LARGE, REQUEST_TIMEOUT */
export function readBody(request: IncomingMessage, { bytesMax, timeoutMs }: BodyLimits): Promise<Buffer> {
  const tooLarge = (): Problem =>
    new Problem('BODY_TOO_LARGE', `the body may have ${bytesMax} bytes at the most`, {
      headers: { connection: 'close' },
    });
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => {
      finish(new Problem('REQUEST_TIMEOUT', undefined, { headers: { connection: 'close' } }));
    }, timeoutMs);
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > bytesMax) finish(tooLarge());
      else chunks.push(chunk);
    };
    const onEnd = (): void => {
      finish(undefined);
    };
    const onError = (): void => {
      finish(new Problem('REQUEST_TIMEOUT', 'the body ended early', { headers: { connection: 'close' } }));
    };
    const finish = (problem: Problem | undefined): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('error', onError).off('close', onError);
      if (problem === undefined) resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      else reject(problem);
    };
    request.on('data', onData).on('end', onEnd).on('error', onError).on('close', onError);
  });
}

/** @throws Problem JSON_INVALID */
export function parseJsonBody(bytes: Buffer, line?: number): unknown {
  try {
    return parseStrictJson(decodeUtf8(bytes));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Problem('JSON_INVALID', line === undefined ? error.message : `line ${line}: ${error.message}`, {
      errors: [{ pointer: error.pointer ?? '', detail: error.message }],
    });
  }
}

const LINE_FEED = 0x0a;

/**
 * Newline-delimited JSON: one value per line, empty lines are passed over.
 * @throws Problem JSON_INVALID naming the line
 */
export function parseNdjsonBody(bytes: Buffer): unknown[] {
  const values: unknown[] = [];
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    const text = bytes.subarray(start, end);
    if (text.some((byte) => byte !== 0x20 && byte !== 0x0d && byte !== 0x09)) values.push(parseJsonBody(text, line));
    start = end + 1;
  }
  return values;
}
