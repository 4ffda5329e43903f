/**
 * A peer's gateway takes 500 calls at a time (`peer.limits.concurrency.gatewayService`) and refuses the others. So no more than
 * this are under way from here, those among them that nobody waits for any more, and the next ones wait their turn.
 */
export const CALLS_AT_ONCE_MAX = 400;

/** Makes calls of any kind, so many of them at a time. */
export function limitCalls(callsMax = CALLS_AT_ONCE_MAX): <R>(call: () => Promise<R>) => Promise<R> {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  return async (call) => {
    if (underWay >= callsMax) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay += 1;
    try {
      return await call();
    } finally {
      // Whoever waits takes over the place.
      const next = waiting.shift();
      if (next) next();
      else underWay -= 1;
    }
  };
}
