/** Fabric's timestamps as RFC 3339 in UTC, to the millisecond. */
export function rfc3339(seconds: { toString(): string }, nanos: number): string {
  const milliseconds = Number.parseInt(seconds.toString(), 10) * 1000 + Math.floor(nanos / 1_000_000);
  return new Date(milliseconds).toISOString();
}
