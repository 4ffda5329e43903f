/**
 * Whether the gateway's clock is the peer's, as far as the peer says: it refuses what is dated more than 15 minutes from its
 * own time. The channel is the same; what comes back of it is looked at.
 */
import { ChannelFailure, type Channel } from './channel.js';

export interface ClockWatch {
  readonly channel: Channel;
  /** Of the last answer. */
  readonly isWrong: () => boolean;
}

export function watchClock(channel: Channel, mspId: string): ClockWatch {
  let wrong = false;
  const looked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      const result = await answer;
      wrong = false;
      return result;
    } catch (error) {
      if (error instanceof ChannelFailure && error.kind === 'clock') {
        // Another merchant's peer says nothing of the own clock, as long as the own peer is content.
        if (error.mspIds.length === 0 || error.mspIds.includes(mspId)) wrong = true;
      } else if (error instanceof ChannelFailure && error.kind === 'refused') wrong = false;
      throw error;
    }
  };
  return {
    isWrong: () => wrong,
    channel: {
      evaluate: (...call) => looked(channel.evaluate(...call)),
      endorse: (...call) => looked(channel.endorse(...call)),
      submit: (...call) => channel.submit(...call),
      blocks: (...call) => channel.blocks(...call),
      encodedBlocks: (...call) => channel.encodedBlocks(...call),
      height: () => looked(channel.height()),
      close: () => channel.close(),
    },
  };
}
