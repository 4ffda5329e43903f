/**
 * How far the channel is, asked now and then: the difference to the projection is its lag. Where packets are dropped without a
 * word, nothing but this shows that the peer is away: within 20 s, and long before the connection itself gives up.
 */
import { ChannelFailure, type Channel } from '../channel/channel.js';
import type { Job } from './periodically.js';

const EVERY_MS = 5_000;
/** While the stream of blocks is down, or there was no answer, nothing else tells. */
const DISCONNECTED_MS = 1_000;
/** Until there is a first answer. */
const FIRST_MS = 200;
/** So many questions in a row without any answer, each of which waits for 5 s. */
const SILENT_AFTER = 2;
/** A connection that was made anew is given so many before it is made again. */
const RECONNECTED_AFTER = 4;

export interface HeightWatch {
  readonly job: Job;
  readonly lastBlock: () => number;
  /** It said that it has fewer blocks than were read from it before. */
  readonly isBehind: () => boolean;
  /** It takes questions, and gives no answers. */
  readonly isSilent: () => boolean;
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
  return {
    lastBlock: () => lastBlock,
    isBehind: () => behind,
    isSilent: () => unanswered >= SILENT_AFTER,
    job: {
      name: 'watch-height',
      pauseMs: (rounds) => {
        if (rounds === 0) return 0;
        if (unanswered > 0) return DISCONNECTED_MS;
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
          if (unanswered >= SILENT_AFTER && (unanswered - SILENT_AFTER) % RECONNECTED_AFTER === 0) await reconnect();
        }
      },
    },
  };
}
