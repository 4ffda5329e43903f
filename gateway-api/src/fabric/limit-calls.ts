/**
 * A peer's gateway takes 500 calls at a time (`peer.limits.concurrency.gatewayService`) and refuses the others. So no more than
 * this are under way from here, and the next ones wait their turn.
 */
import type { Channel } from '../channel/channel.js';

export const CALLS_AT_ONCE_MAX = 400;

export function limitCalls<T extends Channel>(channel: T, callsMax = CALLS_AT_ONCE_MAX): Channel {
  let underWay = 0;
  const waiting: (() => void)[] = [];
  const inTurn = async <R>(call: () => Promise<R>): Promise<R> => {
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
  return {
    evaluate: (...call) => inTurn(() => channel.evaluate(...call)),
    endorse: (...call) => inTurn(() => channel.endorse(...call)),
    submit: (...call) => inTurn(() => channel.submit(...call)),
    blocks: (...call) => channel.blocks(...call),
    encodedBlocks: (...call) => channel.encodedBlocks(...call),
    // It tells whether the peer is there, and must not wait behind the others.
    height: () => channel.height(),
    close: () => channel.close(),
  };
}
