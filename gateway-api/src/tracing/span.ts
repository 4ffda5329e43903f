/** One thing that took a while, as OpenTelemetry has it: what it was, when, in which trace. */
export interface SpanContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** 16 hex digits. */
  readonly spanId: string;
}

export interface Span extends SpanContext {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly parentId?: string | undefined;
  /** Milliseconds since 1970, with fractions. */
  readonly startMs: number;
  readonly endMs: number;
  /** Never anything of a member, a key or a body. */
  readonly attributes: Readonly<Record<string, string | number | undefined>>;
  readonly links?: readonly SpanContext[];
  readonly failed?: boolean;
}

/** Takes spans, and never makes anybody wait for them. */
export type TakeSpan = (span: Span) => void;

/** The process' own clock, as milliseconds since 1970. */
export const nowMs = (): number => performance.timeOrigin + performance.now();

/** Of a `traceparent` header; undefined where the caller asked that nothing be recorded, or there is none. */
export function sampledContext(traceparent: string | null | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = (traceparent ?? '').split('-');
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return (Number.parseInt(flags, 16) & 1) === 1 ? { traceId, spanId } : undefined;
}
