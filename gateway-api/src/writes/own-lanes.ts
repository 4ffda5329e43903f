/**
 * Which lanes of a credit a gateway draws on first. All merchants' gateways draw on the same credits, and none knows what the
 * others have in flight: so each begins with lanes of its own, and goes to the others' when these are used up.
 */

/** Whether a lane is this merchant's to begin with, of so many. With more merchants than lanes several share one. */
export function isOwnLane(lane: number, lanes: number, merchants: readonly string[], mspId: string): boolean {
  const place = Math.max(0, merchants.indexOf(mspId));
  return merchants.length > lanes ? lane === place % lanes : lane % Math.max(1, merchants.length) === place;
}
