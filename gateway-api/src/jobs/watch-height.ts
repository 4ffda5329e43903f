/** How far the channel is, asked now and then: the difference to the projection is its lag. */
import type { Channel } from '../channel/channel.js';
import type { Job } from './periodically.js';

const EVERY_MS = 5_000;
/** While the stream of blocks is down, nothing else tells. */
const DISCONNECTED_MS = 1_000;
/** Until there is a first answer. */
const FIRST_MS = 200;

export function watchHeight(
  channel: Pick<Channel, 'height'>,
  isConnected: () => boolean,
): { readonly job: Job; readonly lastBlock: () => number } {
  let lastBlock = -1;
  return {
    lastBlock: () => lastBlock,
    job: {
      name: 'watch-height',
      pauseMs: (rounds) => {
        if (rounds === 0) return 0;
        if (lastBlock < 0) return FIRST_MS;
        return isConnected() ? EVERY_MS : DISCONNECTED_MS;
      },
      // A peer that does not answer is told of by the stream of blocks.
      run: () =>
        channel.height().then(
          (height) => (lastBlock = height - 1),
          () => undefined,
        ),
    },
  };
}
