/** W3C Trace Context: one trace id per request, taken from the caller if it sends one. */
import { randomBytes } from 'node:crypto';

/** `version-traceid-parentid-flags`; a later version may append more. */
const traceparentPattern = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

export interface Trace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** What is passed on: the trace with this request as the parent. */
  readonly traceparent: string;
  /** This request's, 16 hex digits; and the caller's. */
  readonly spanId: string;
  readonly parentId?: string;
  /** Whether it is to be recorded, where anything is. */
  readonly isSampled: boolean;
}

/** A header that is not as specified starts a new trace, as the specification asks. */
export function traceOf(header: string | undefined): Trace {
  const spanId = randomHex(8);
  const match = header === undefined ? null : traceparentPattern.exec(header);
  if (match !== null) {
    const [, version = '', traceId = '', parentId = '', flags = '', rest] = match;
    const valid = version !== 'ff' && !/^0+$/.test(traceId) && !/^0+$/.test(parentId);
    if (valid && (version !== '00' || rest === undefined)) {
      const isSampled = (Number.parseInt(flags, 16) & 1) === 1;
      return { traceId, traceparent: `00-${traceId}-${spanId}-${flags}`, spanId, parentId, isSampled };
    }
  }
  const traceId = randomHex(16);
  return { traceId, traceparent: `00-${traceId}-${spanId}-01`, spanId, isSampled: true };
}

// Random bytes are drawn in bulk: a call per request would cost more than the rest of this file.
let pool = Buffer.alloc(0);
let drawn = 0;

function randomHex(bytes: number): string {
  if (drawn + bytes > pool.length) {
    pool = randomBytes(4096);
    drawn = 0;
  }
  return pool.toString('hex', drawn, (drawn += bytes));
}
