/** The explorer as one thing: its index follows what the gateway follows. */
import type { Channel } from '../channel/channel.js';
import type { Log } from '../log.js';
import type { Follower } from '../projection/follower.js';
import { Explorer, type ExplorerParts } from './explorer.js';

/** Begins when the follower does, which may not be started yet. Without options there is none, and nothing is done for it. */
export function openExplorer(
  options: Pick<ExplorerParts, 'path' | 'chaincode'> | undefined,
  { channel, follower, log }: { readonly channel: Channel; readonly follower: Follower; readonly log: Log },
): Explorer | undefined {
  if (options === undefined) return undefined;
  const explorer = new Explorer({ ...options, channel, log, lastBlock: () => follower.lastBlock });
  follower.join({
    durabilityOf: () => 'rebuildable',
    apply: () => undefined,
    applied: (block) => explorer.follow(block),
  });
  explorer.start();
  return explorer;
}
