/**
 * How far the channel is, asked now and then: the difference to the projection is its lag. Where packets are dropped without a
 * word, nothing but this shows that the peer is away: within 10 s, and long before the connection itself gives up. Who waits for
 * an answer of the peer is told then, as nothing would come of it.
 */
import { ChannelFailure, type Channel } from '../channel/channel.js';
import type { Job } from './periodically.js';

const EVERY_MS = 1_500;
/** While the stream of blocks is down nothing else tells. */
const DISCONNECTED_MS = 1_000;
/** After a question without an answer. */
const UNANSWERED_MS = 250;
/** Until there is a first answer. */
const FIRST_MS = 200;
/** So many questions in a row without any answer, each of which waits for 4 s. */
const SILENT_AFTER = 2;
/** A connection that was made anew is given so many before it is made again. */
const RECONNECTED_AFTER = 4;

const silence = (): ChannelFailure => new ChannelFailure('unavailable', 'The own peer gives no answers.');

export interface HeightWatch {
  readonly job: Job;
  readonly lastBlock: () => number;
  /** It said that it has fewer blocks than were read from it before. */
  readonly isBehind: () => boolean;
  /** It takes questions, and gives no answers. */
  readonly isSilent: () => boolean;
  /** The call's result; if the peer is silent, or is found to be while the call is under way, a failure. */
  readonly unlessSilent: <T>(call: () => Promise<T>) => Promise<T>;
}

export function watchHeight(
  channel: Pick<Channel, 'height'>,
  isConnected: () => boolean,
  reconnect: () => Promise<void>,
  /** The last block that was read from the peer. */
  lastRead: () => number,
): HeightWatch {
  let lastBlock = -1;
  let unanswered = 0;
  let behind = false;
  const isSilent = (): boolean => unanswered >= SILENT_AFTER;
  const waiting = new Set<() => void>();
  return {
    lastBlock: () => lastBlock,
    isBehind: () => behind,
    isSilent,
    unlessSilent: async (call) => {
      if (isSilent()) throw silence();
      const { promise, reject } = Promise.withResolvers<never>();
      const giveUp = (): void => reject(silence());
      waiting.add(giveUp);
      try {
        return await Promise.race([call(), promise]);
      } finally {
        waiting.delete(giveUp);
      }
    },
    job: {
      name: 'watch-height',
      pauseMs: (rounds) => {
        if (rounds === 0) return 0;
        if (unanswered > 0) return UNANSWERED_MS;
        if (lastBlock < 0) return FIRST_MS;
        return isConnected() ? EVERY_MS : DISCONNECTED_MS;
      },
      // A peer that cannot be reached is told of by the stream of blocks.
      run: async () => {
        const before = lastRead();
        try {
          lastBlock = (await channel.height()) - 1;
          unanswered = 0;
          behind = lastBlock < before;
        } catch (error) {
          const isUnanswered = error instanceof ChannelFailure && error.kind === 'deadline';
          unanswered = isUnanswered ? unanswered + 1 : 0;
          if (isSilent()) for (const giveUp of waiting) giveUp();
          if (isSilent() && (unanswered - SILENT_AFTER) % RECONNECTED_AFTER === 0) await reconnect();
        }
      },
    },
  };
}
